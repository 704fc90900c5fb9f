//! What notes do not cover yet: the next thing to study.

use std::collections::BTreeMap;

use crate::bank::{Bank, Question, Tier};
use crate::concept::{Recognizer, Stance};
use crate::text::Document;

/// A concept that the notes do not cover.
#[derive(Clone, Debug)]
pub struct Gap<'b> {
    /// The concept, by place in the bank.
    pub concept: usize,
    /// What covering it would add: the weights of all questions that ask for it.
    pub weight: u32,
    /// The questions that ask for it, core first.
    pub questions: Vec<(&'b Question, Tier)>,
}

/// The concepts that no note covers, the one that most questions ask for first.
pub fn gaps<'b>(bank: &'b Bank, recognizer: &Recognizer, notes: &[Document<'_>]) -> Vec<Gap<'b>> {
    let mut covered: BTreeMap<usize, bool> = BTreeMap::new();
    let mut reader = recognizer.reader();
    for note in notes {
        for mention in reader
            .mentions(note)
            .iter()
            .filter(|m| m.stance == Stance::Affirmed)
        {
            covered.insert(mention.concept.0 as usize, true);
        }
    }
    let mut gaps: Vec<Gap<'b>> = (0..bank.concepts.len())
        .filter(|concept| !covered.contains_key(concept))
        .map(|concept| {
            let questions: Vec<(&Question, Tier)> = bank
                .asking(concept)
                .into_iter()
                .map(|(q, a)| (q, a.tier))
                .collect();
            Gap {
                concept,
                weight: questions.iter().map(|(_, tier)| tier.weight()).sum(),
                questions,
            }
        })
        .filter(|gap| !gap.questions.is_empty())
        .collect();
    gaps.sort_by_key(|gap| (u32::MAX - gap.weight, gap.concept));
    gaps
}
