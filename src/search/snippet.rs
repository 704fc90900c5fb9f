//! The passage of a question that shows why it was found.

use super::tokenizer::Stems;
use crate::bank::Question;
use crate::text::{Document, Span, TokenKind, fold};

/// A sentence of a field with what matched in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// `title`, `guidance` or `sample`.
    pub field: &'static str,
    /// The sentence, word for word.
    pub text: String,
    /// Byte ranges of `text`, in order, not overlapping.
    pub highlights: Vec<Span>,
}

/// Snippets shown of one question.
const SHOWN: usize = 2;

/// The sentences of a question with the most matches: words by stem, and `mentions` (field and byte span) of the query's concepts.
pub(super) fn snippets(
    question: &Question,
    stems: &Stems,
    wanted: &[String],
    mentions: &[(&'static str, Span)],
) -> Vec<Snippet> {
    let fields = [
        ("title", &question.title),
        ("guidance", &question.guidance),
        ("sample", &question.sample),
    ];
    let mut found: Vec<(usize, Snippet)> = Vec::new();
    for (field, text) in fields {
        let Ok(document) = Document::plain(text) else {
            continue;
        };
        for sentence in document.sentences() {
            let tokens = &document.tokens()[sentence.tokens.clone()];
            let words = tokens
                .iter()
                .filter(|t| t.kind != TokenKind::Symbol)
                .filter(|t| {
                    wanted
                        .iter()
                        .any(|w| *w == stems.rules.stem(&fold(t.span.slice(text))))
                })
                .map(|t| t.span);
            let of_concepts = mentions
                .iter()
                .filter(|(f, span)| *f == field && sentence.span.contains(*span))
                .map(|(_, span)| *span);
            let mut spans: Vec<Span> = of_concepts.chain(words).collect();
            if spans.is_empty() {
                continue;
            }
            spans.sort_unstable();
            let spans = merged(&spans);
            let start = sentence.span.start;
            let highlights = spans
                .iter()
                .map(|s| Span::new((s.start - start) as usize, (s.end - start) as usize))
                .collect();
            let weight = spans.iter().map(|s| s.len()).sum();
            found.push((
                weight,
                Snippet {
                    field,
                    text: sentence.span.slice(text).to_owned(),
                    highlights,
                },
            ));
        }
    }
    found.sort_by_key(|(weight, _)| usize::MAX - weight);
    // The title is shown anyway.
    found.retain(|(_, snippet)| snippet.field != "title");
    found
        .into_iter()
        .take(SHOWN)
        .map(|(_, snippet)| snippet)
        .collect()
}

fn merged(spans: &[Span]) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for &span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
