//! Whether a bank keeps its own promises: examples, quotes, shared terms, sample answers.

use super::{Bank, Problem, Source};
use crate::concept::{Concept, Recognizer, Stance};
use crate::error::Result;
use crate::text::Document;

/// Sentences of each kind that a concept needs.
const EXAMPLES: usize = 3;

/// Everything in a bank that is not as it should be, though it loads: examples that fail or lack, concepts that nobody asks for,
/// concepts of one question that share a term, and sample answers that do not cover what their own list says they bring in.
///
/// # Errors
/// If a term does not compile.
pub fn verify(bank: &Bank) -> Result<Vec<Problem>> {
    // Reported all at once, before any concept on its own.
    bank.recognizer_for_all()?;
    let mut problems = Vec::new();
    for (at, concept) in bank.concepts.iter().enumerate() {
        // What the embedded bank has more is not this bank's to mend.
        if concept.borrowed {
            continue;
        }
        let recognizer = bank.recognizer_for([at])?;
        examples(concept, &recognizer, &mut problems);
        if bank.asking(at).is_empty() {
            problems.push(
                problem(concept, "no question asks for it")
                    .help("list it in keywords/lists, or remove it"),
            );
        }
    }
    shared_terms(bank, &mut problems);
    for (question, concept) in uncovered_samples(bank)? {
        let message =
            format!("the sample answer to {question} does not cover it, though its list says so");
        problems.push(problem(&bank.concepts[concept], &message));
    }
    Ok(problems)
}

fn problem(concept: &Concept, message: &str) -> Problem {
    Problem::of(&concept.scope, format!("{}: {message}", concept.id))
}

fn examples(concept: &Concept, recognizer: &Recognizer, problems: &mut Vec<Problem>) {
    for (kind, sentences, wanted) in [
        ("accept", &concept.accept, true),
        ("reject", &concept.reject, false),
    ] {
        if sentences.len() < EXAMPLES {
            problems.push(problem(
                concept,
                &format!(
                    "{} {kind} examples; at least {EXAMPLES} are needed",
                    sentences.len()
                ),
            ));
        }
        for sentence in sentences {
            let Ok(document) = Document::markdown(sentence) else {
                continue;
            };
            let mentions = recognizer.reader().mentions(&document);
            let affirmed = mentions.iter().find(|m| m.stance == Stance::Affirmed);
            match (affirmed, wanted) {
                (None, true) => {
                    problems.push(problem(concept, &format!("not recognised: “{sentence}”")));
                }
                (Some(mention), false) => {
                    let term = concept.term(mention.matched).unwrap_or_default();
                    let help = format!("“{}” matches `{term}`", mention.span.slice(sentence));
                    problems.push(
                        problem(
                            concept,
                            &format!("recognised, but must not be: “{sentence}”"),
                        )
                        .help(help),
                    );
                }
                _ => {}
            }
        }
    }
}

/// Terms that two concepts of one question have word for word.
fn shared_terms(bank: &Bank, problems: &mut Vec<Problem>) {
    for question in &bank.questions {
        for (at, a) in question.asks.iter().enumerate() {
            for b in &question.asks[at + 1..] {
                let (a, b) = (&bank.concepts[a.concept], &bank.concepts[b.concept]);
                for term in a.terms.iter().filter(|t| b.terms.contains(t)) {
                    let message = format!(
                        "`{term}` is a term of {} too, and {} asks for both",
                        b.id, question.id
                    );
                    problems.push(problem(a, &message));
                }
            }
        }
    }
}

/// Questions (by id) with the concepts that their sample answer should cover and does not.
///
/// # Errors
/// If a term does not compile.
pub fn uncovered_samples(bank: &Bank) -> Result<Vec<(String, usize)>> {
    let mut uncovered = Vec::new();
    for question in &bank.questions {
        let recognizer = bank.recognizer(question)?;
        let Ok(document) = Document::markdown(&question.sample) else {
            continue;
        };
        let mentions = recognizer.reader().mentions(&document);
        for (at, asked) in question
            .asks
            .iter()
            .enumerate()
            .filter(|(_, a)| a.source != Source::Guidance)
        {
            let covered = mentions
                .iter()
                .any(|m| m.concept.0 as usize == at && m.stance == Stance::Affirmed);
            if !covered {
                uncovered.push((question.id.clone(), asked.concept));
            }
        }
    }
    Ok(uncovered)
}
