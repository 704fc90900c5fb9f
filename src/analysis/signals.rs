//! What can be said of an answer besides its concepts.

use crate::text::{Document, Span};

/// An observation about the answer as a whole or a passage of it; it never changes the coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Stable kebab-case name.
    pub id: &'static str,
    /// What it is and what to do.
    pub message: String,
    /// Where, in bytes; the first token where it concerns the whole.
    pub span: Span,
}

/// An answer of fewer words says little of what it names.
pub const SHORT: usize = 40;
/// Words that a person speaks in a minute.
pub const WORDS_A_MINUTE: usize = 140;
/// An answer that takes longer to speak loses its listener, in minutes.
pub const LONG_MINUTES: usize = 4;

/// All signals, by place.
pub(super) fn signals(document: &Document<'_>) -> Vec<Signal> {
    let mut found = Vec::new();
    let (text, words) = (document.text(), document.words());
    let Some(first) = document.tokens().first().map(|t| t.span) else {
        return found;
    };
    if words < SHORT {
        let plural = if words == 1 { "" } else { "s" };
        let message = format!(
            "the answer has {words} word{plural}; under {SHORT} there is little room to explain what it names"
        );
        found.push(Signal {
            id: "short-answer",
            message,
            span: first,
        });
    }
    if words > LONG_MINUTES * WORDS_A_MINUTE {
        let minutes = words.div_ceil(WORDS_A_MINUTE);
        found.push(Signal {
            id: "long-answer",
            message: format!("the answer takes about {minutes} minutes to speak at {WORDS_A_MINUTE} words a minute; over {LONG_MINUTES} is long"),
            span: first,
        });
    }
    found.extend(placeholders(document).map(|span| Signal {
        id: "placeholder",
        message: format!(
            "`{}` looks like a placeholder; fill it in",
            span.slice(text)
        ),
        span,
    }));
    found.sort_by_key(|s| (s.span, s.id));
    found
}

/// `TODO`, `TBD`, `FIXME`, `XXX`, and words in square or angle brackets that are no link: `[domain]`, `<company>`.
fn placeholders<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Span> + 'd {
    let text = document.text();
    document.tokens().iter().filter_map(move |token| {
        let word = token.span.slice(text);
        if matches!(word, "TODO" | "TBD" | "FIXME" | "XXX") {
            return Some(token.span);
        }
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        let bracketed = text[..start].ends_with('[')
            && text[end..].starts_with(']')
            && !text[end + 1..].starts_with(['(', '[', ':']);
        (bracketed && word.len() > 1 && !text[..start - 1].ends_with(['!', ']']))
            .then(|| Span::new(start - 1, end + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::signals;
    use crate::text::Document;

    fn check(text: &str, want: &[&str]) {
        let document = Document::markdown(text).unwrap();
        let got: Vec<&str> = signals(&document).iter().map(|s| s.id).collect();
        assert_eq!(got, want, "{text:.40}");
    }

    #[test]
    fn length_is_judged_at_its_bounds() {
        check(&"word ".repeat(39), &["short-answer"]);
        check(&"word ".repeat(40), &[]);
        check(&"word ".repeat(560), &[]);
        check(&"word ".repeat(561), &["long-answer"]);
    }

    #[test]
    fn placeholders_are_found_and_links_are_not() {
        let padding = "word ".repeat(40);
        check(
            &format!("{padding} the [domain] TODO"),
            &["placeholder", "placeholder"],
        );
        check(&format!("{padding} the [domain](http://a.b) and todo"), &[]);
    }
}
