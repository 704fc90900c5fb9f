//! Where one sentence ends and the next begins.

use super::token::Token;

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 14] = [
    "e.g", "i.e", "eg", "ie", "vs", "approx", "incl", "resp", "cf", "mr", "mrs", "dr", "fig", "viz",
];

/// Whether a sentence ends between two tokens that follow each other in one block.
pub(super) fn ends_between(text: &str, left: Token, right: Token) -> bool {
    let (from, to) = (left.span.end as usize, right.span.start as usize);
    let Some(gap) = text.get(from..to) else {
        return false;
    };
    if gap.len() <= 1 {
        return false;
    }
    // What stands on the two sides of a semicolon could be two sentences.
    gap.contains(';') || new_item(gap) || stops(gap, left.span.slice(text), right.span.slice(text))
}

/// A line break followed by the sign of a list item that the Markdown parser does not take for one.
fn new_item(gap: &str) -> bool {
    gap.rsplit_once('\n').is_some_and(|(_, line)| {
        line.trim_start()
            .starts_with(['•', '–', '—', '→', '▪', '·', '◦', '●', '☐', '☑', '►', '»'])
    })
}

fn stops(gap: &str, left: &str, right: &str) -> bool {
    let Some(at) = gap.find(['.', '!', '?', '…', '。']) else {
        return false;
    };
    let mark = &gap[at..];
    if !mark.contains(char::is_whitespace) {
        return false;
    }
    let capital = right.chars().next().is_some_and(|c| !c.is_lowercase());
    let trails_off = mark.starts_with("...") || mark.starts_with('…');
    let abbreviated = mark.starts_with('.') && {
        let left = left.to_lowercase();
        ABBREVIATIONS.contains(&left.as_str())
    };
    let may_end = left.eq_ignore_ascii_case("etc") || trails_off;
    !abbreviated && (capital || !may_end)
}

#[cfg(test)]
mod tests {
    use crate::text::Document;

    fn check(text: &str, want: &[&str]) {
        let document = Document::markdown(text).unwrap();
        let got: Vec<&str> = document
            .sentences()
            .iter()
            .map(|s| s.span.slice(text))
            .collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn sentences_end_at_stops() {
        check(
            "We had none. I wrote them! Why? Because",
            &["We had none", "I wrote them", "Why", "Because"],
        );
        check(
            "It is 99.9 percent. **Done.** Next",
            &["It is 99.9 percent", "Done", "Next"],
        );
    }

    #[test]
    fn a_semicolon_ends_one() {
        check(
            "no canary; we switch at once",
            &["no canary", "we switch at once"],
        );
    }

    #[test]
    fn abbreviations_do_not_end_one() {
        check(
            "Tools, e.g. Vault vs. KMS, etc. are fine",
            &["Tools, e.g. Vault vs. KMS, etc. are fine"],
        );
    }

    #[test]
    fn items_and_cells_are_sentences_of_their_own() {
        check(
            "- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n",
            &["one", "two", "a | b", "c | d"],
        );
        check("first\n• second\n• third", &["first", "second", "third"]);
    }

    #[test]
    fn line_width_does_not_matter() {
        check("one two\nthree", &["one two\nthree"]);
    }
}
