//! Abbreviations that a text introduces itself: "recovery point objective (RPO)" teaches RPO for the rest of it.
//!
//! After Schwartz and Hearst (2003): the letters of the short form in brackets are found from right to left in the words
//! before it, the first one at the beginning of a word.

use super::definition::Matched;
use super::matcher::Hit;
use super::polarity::Stance;
use super::recognizer::{Mention, span_of};
use crate::text::{Document, Span, TokenKind};

/// Adds, for every short form introduced in the text whose long form is a mention, its later uses as mentions.
pub(super) fn add(
    document: &Document<'_>,
    mentions: &mut Vec<Mention>,
    stance: impl Fn(Hit) -> (Stance, Option<Hit>),
) {
    let mut added = Vec::new();
    for (long, short, at) in introduced(document) {
        let owners: Vec<_> = mentions
            .iter()
            .filter(|m| long.contains(m.span) && m.span.len() * 2 > long.len())
            .map(|m| m.concept)
            .collect();
        if owners.is_empty() {
            continue;
        }
        for (index, sentence) in document.sentences().iter().enumerate() {
            for token in sentence.tokens.clone().filter(|&t| t != at) {
                let span = document.tokens()[token].span;
                if span.slice(document.text()) != short {
                    continue;
                }
                let hit = Hit {
                    start: token as u32,
                    end: token as u32 + 1,
                    sentence: index as u32,
                };
                let (stance, cue) = stance(hit);
                added.extend(owners.iter().map(|&concept| Mention {
                    concept,
                    matched: Matched::Abbreviation,
                    span,
                    parts: vec![span],
                    sentence: index,
                    stance,
                    cue: cue.map(|c| span_of(document, c)),
                }));
            }
        }
    }
    mentions.extend(added);
}

/// Long form, short form and the short form's token, for every `long form (SF)`.
fn introduced<'t>(document: &Document<'t>) -> Vec<(Span, &'t str, usize)> {
    let text = document.text();
    let tokens = document.tokens();
    let mut found = Vec::new();
    for sentence in document.sentences() {
        for at in sentence.tokens.clone().skip(1) {
            let span = tokens[at].span;
            let short = span.slice(text);
            let bracketed = text[..span.start as usize].ends_with('(')
                && text[span.end as usize..].starts_with(')');
            let likely = (2..=8).contains(&short.len())
                && short.bytes().filter(u8::is_ascii_uppercase).count() >= 2;
            if bracketed && likely && tokens[at].kind == TokenKind::Word {
                let words = short.len() * 2;
                let from = at.saturating_sub(words).max(sentence.tokens.start);
                let before: Vec<Span> = tokens[from..at].iter().map(|t| t.span).collect();
                if let Some(start) = long_form(text, &before, short) {
                    found.push((start.cover(before[before.len() - 1]), short, at));
                }
            }
        }
    }
    found
}

/// The first word of the long form, if the words end in one.
fn long_form(text: &str, words: &[Span], short: &str) -> Option<Span> {
    let mut letters = short
        .chars()
        .rev()
        .map(|c| c.to_ascii_lowercase())
        .peekable();
    for word in words.iter().rev() {
        let mut inner = word.slice(text).to_lowercase();
        while let Some(&letter) = letters.peek() {
            let last = letters.clone().nth(1).is_none();
            let at = if last {
                inner.starts_with(letter).then_some(0)
            } else {
                inner.rfind(letter)
            };
            let Some(at) = at else { break };
            inner.truncate(at);
            letters.next();
            if letters.peek().is_none() {
                return Some(*word);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::introduced;
    use crate::text::Document;

    fn check(text: &str, want: &[(&str, &str)]) {
        let document = Document::markdown(text).unwrap();
        let got: Vec<(&str, &str)> = introduced(&document)
            .iter()
            .map(|(long, short, _)| (long.slice(text), *short))
            .collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn a_short_form_in_brackets_is_introduced() {
        check(
            "We set a recovery point objective (RPO) of an hour",
            &[("recovery point objective", "RPO")],
        );
        check(
            "the mean time to restore (MTTR) fell",
            &[("mean time to restore", "MTTR")],
        );
    }

    #[test]
    fn other_brackets_are_not() {
        check("We use a queue (SQS) and a table", &[]);
        check("it was slow (really)", &[]);
    }
}
