//! THE tokenizer: words, numbers and telling symbols, each with its byte span.
//!
//! Words are runs of letters and digits that begin with a letter, so `k8s`, `p99` and `S3` are one token, while `10min`
//! and `2FA` are a number and a word. Hyphens, slashes, underscores and white space separate; apostrophes and zero-width characters
//! inside a word do not, but `don't` is `do` and `n't`. `C++`, `C#`, `Node.js` and dotted letters (`s.l.o.`, `e.g.`) are one token. URLs and e-mail addresses are no tokens.

use super::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits.
    Word,
    /// Digits, with inner `.` or `,`: `99.9`, `2,000`.
    Number,
    /// A sign that carries meaning by itself: `%`, a currency sign, an arrow, `+`, a cross or tick mark.
    Symbol,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it stands in struck-out text (`~~so~~`).
    pub struck: bool,
}

/// The tokens of `text[range]` in order, with spans into `text`.
pub fn tokenize(text: &str, range: Span) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = range.start as usize;
    let end = range.end as usize;
    // Few texts have any address; in the others not every word has to be looked at for one.
    let within = &text[at..end];
    let may_have_addresses = ["@", "://", "www.", "WWW."]
        .iter()
        .any(|sign| within.contains(sign));
    while let Some(c) = text[at..end].chars().next() {
        let first = at == range.start as usize;
        if may_have_addresses && let Some(skipped) = address_len(&text[at..end], first, text, at) {
            at += skipped;
            continue;
        }
        let (kind, len) = if c.is_ascii_digit() || c.is_numeric() {
            (TokenKind::Number, number_len(&text[at..end]))
        } else if c.is_alphabetic() {
            (TokenKind::Word, word_len(&text[at..end]))
        } else if let Some(len) = symbol_len(&text[at..end]) {
            (TokenKind::Symbol, len)
        } else {
            at += c.len_utf8();
            continue;
        };
        let cut = if kind == TokenKind::Word {
            negation_at(&text[at..at + len])
        } else {
            None
        };
        let ends = [cut.map(|cut| at + cut), Some(at + len)];
        for end in ends.into_iter().flatten() {
            tokens.push(Token {
                span: Span::new(at, end),
                kind,
                struck: false,
            });
            at = end;
        }
    }
    tokens
}

/// Where the `n't` of a word begins: `do|n't`, `can|'t`, and without the apostrophe `did|nt`.
fn negation_at(word: &str) -> Option<usize> {
    let len = word.len();
    if !word.ends_with(['t', 'T']) {
        return None;
    }
    let before = word[..len - 1].trim_end_matches(is_apostrophe);
    let bare = before.len() == len - 1;
    let stem = before.strip_suffix(['n', 'N'])?;
    let contracts = [
        "do", "did", "does", "is", "was", "were", "would", "could", "should", "have", "has", "had",
        "are", "ca", "wo", "need", "must", "ai",
    ];
    if stem.is_empty()
        || bare && !contracts.iter().any(|verb| stem.eq_ignore_ascii_case(verb))
        || bare && stem.eq_ignore_ascii_case("wo")
    {
        return None;
    }
    // The n of `can't` belongs to both.
    Some(if stem.eq_ignore_ascii_case("ca") && !bare {
        before.len()
    } else {
        stem.len()
    })
}

/// The longest address that is recognised as one, in characters.
const ADDRESS: usize = 2000;

/// Combining marks and zero-width characters: part of the word around them, and no part of its key.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// Bytes of the sign at the front, if one is there; an arrow may be written with two or three characters.
fn symbol_len(text: &str) -> Option<usize> {
    if let Some(arrow) = ["-->", "->", "=>"]
        .iter()
        .find(|arrow| text.starts_with(**arrow))
    {
        return Some(arrow.len());
    }
    let c = text.chars().next()?;
    let sign = matches!(
        c,
        '%' | '$'
            | '€'
            | '£'
            | '×'
            | '+'
            | '='
            | '→'
            | '⇒'
            | '➜'
            | '❌'
            | '✗'
            | '✘'
            | '✕'
            | '✖'
            | '🚫'
            | '⛔'
            | '✓'
            | '✔'
            | '✅'
            | '☑'
    );
    sign.then(|| c.len_utf8())
}

/// Bytes of the number at the front: digits with a `.` or `,` between two of them.
fn number_len(text: &str) -> usize {
    let mut len = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inner = matches!(c, '.' | ',') && chars.peek().is_some_and(char::is_ascii_digit);
        if !(c.is_numeric() || inner) {
            break;
        }
        len += c.len_utf8();
    }
    len
}

/// Bytes of the word at the front.
fn word_len(text: &str) -> usize {
    let mut len = 0;
    let mut letters = 0;
    let mut dotted = true;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, c)| c);
        let inside = if is_mark(c) {
            // A mark at the very end (an emoji's variation selector, a byte-order mark) is harmless.
            true
        } else if c.is_alphanumeric() {
            letters += 1;
            true
        } else if is_apostrophe(c) {
            next.is_some_and(char::is_alphabetic)
        } else if c == '.' {
            dotted &= letters == 1;
            letters = 0;
            let suffix = &text[at + 1..];
            (dotted && next.is_some_and(|c| c.is_alphabetic() && single_letter(suffix)))
                || known_suffix(suffix)
        } else {
            false
        };
        if !inside {
            let tail = &text[at..];
            return len + signs(&text[..len], tail);
        }
        len = at + c.len_utf8();
    }
    len
}

/// Whether the text opens with one letter that no other letter follows: the next part of a dotted abbreviation.
fn single_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic)
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// The `.js` of `Node.js` and its like.
fn known_suffix(text: &str) -> bool {
    ["js", "net", "io", "ai"].iter().any(|suffix| {
        text.get(..suffix.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(suffix))
            && !text[suffix.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Bytes of the `++` or `#` that belong to the name of a programming language.
fn signs(word: &str, tail: &str) -> usize {
    match word {
        "c" | "C" if tail.starts_with("++") => 2,
        "c" | "C" | "f" | "F" if tail.starts_with('#') => 1,
        _ => 0,
    }
}

/// Bytes of the URL or e-mail address at the front, if there is one and a token may begin here.
fn address_len(rest: &str, first: bool, text: &str, at: usize) -> Option<usize> {
    if !first && text[..at].ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    // Bounded, so that a text without any white space is read in linear time.
    let near = rest
        .char_indices()
        .nth(ADDRESS)
        .map_or(rest, |(end, _)| &rest[..end]);
    let word = near
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']'))
        .next()?;
    let starts = |prefix: &str| {
        word.get(..prefix.len())
            .is_some_and(|w| w.eq_ignore_ascii_case(prefix))
    };
    let is_url = starts("http://") || starts("https://") || starts("www.");
    let is_mail = || {
        word.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && user
                    .chars()
                    .all(|c| c.is_alphanumeric() || "._+-".contains(c))
                && host.contains('.')
        })
    };
    (rest.starts_with(char::is_alphabetic) && (is_url || is_mail())).then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::{Span, tokenize};

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = tokenize(text, Span::new(0, text.len()))
            .iter()
            .map(|t| t.span.slice(text))
            .collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn hyphens_and_slashes_separate() {
        check(
            "CI/CD blue/green least-privilege",
            &["CI", "CD", "blue", "green", "least", "privilege"],
        );
        check(
            "multi-AZ on‑call a–b",
            &["multi", "AZ", "on", "call", "a", "b"],
        );
    }

    #[test]
    fn names_of_this_field_stay_whole() {
        check(
            "k8s p99 S3 C++ C# Node.js SOC 2",
            &["k8s", "p99", "S3", "C++", "C#", "Node.js", "SOC", "2"],
        );
    }

    #[test]
    fn numbers_units_and_signs() {
        check(
            "99.9% 2,000 10min $5 5×",
            &["99.9", "%", "2,000", "10", "min", "$", "5", "5", "×"],
        );
        check("a -> b → c + d", &["a", "->", "b", "→", "c", "+", "d"]);
        check("2FA in 3.", &["2", "FA", "in", "3"]);
    }

    #[test]
    fn apostrophes_and_dotted_letters() {
        check("SLO’s 'quoted'", &["SLO’s", "quoted"]);
        check(
            "don't Can’t didnt want event",
            &["do", "n't", "Can", "’t", "did", "nt", "want", "event"],
        );
        check(
            "an S.L.O. e.g. this. Next",
            &["an", "S.L.O", "e.g", "this", "Next"],
        );
    }

    #[test]
    fn marks_and_zero_width_characters_stay_inside() {
        check(
            "cafe\u{301} run\u{200b}book soft\u{ad}ware",
            &["cafe\u{301}", "run\u{200b}book", "soft\u{ad}ware"],
        );
    }

    #[test]
    fn addresses_are_no_tokens() {
        check(
            "see https://slo.dev/a?b=runbook or me@slo.dev, ok",
            &["see", "or", "ok"],
        );
    }
}
