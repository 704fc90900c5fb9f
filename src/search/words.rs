//! The words of a query: which of them the bank knows, which are misspelled, and how much of the query that is.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query};

use super::query::{Searcher, index_error};
use crate::bank::Bank;
use crate::concept::Mention;
use crate::error::Result;
use crate::text::{Document, Span, fold, typing_distance};

/// What a word that was taken for misspelled is worth.
const FUZZY: f32 = 0.7;
/// Words under five letters are never taken for misspelled; from nine, two edits are allowed.
const FUZZY_FROM: usize = 5;
const TWO_EDITS_FROM: usize = 9;
/// Words of a query that are read; the rest of a very long one adds nothing.
const WORDS: usize = 400;
/// Words that say nothing of what is looked for.
const STOP: &str = "a about all also am an and any are as at be because been but by can could did do does doing for from get give go had has have having he her him his how i if in into is it \
    its just like make many may me more most much my need no not of off on one only or other our out over own really she should so some such than that the their them then there these they \
    thing this those to too up us use very was we were what when where which while who why will with would you your yes tell example walk through describe explain between vs versus \
    want way good best new using let say know work";

/// The words that say nothing of what is looked for.
pub(super) fn stop_words() -> BTreeSet<&'static str> {
    STOP.split_whitespace().collect()
}

/// A word of the query.
pub(super) struct Word {
    pub(super) stem: String,
    pub(super) span: Span,
    /// Questions that have it, by exact stem, and, in a large bank, with a typo.
    pub(super) known: usize,
    pub(super) fuzzy: usize,
}

impl Searcher<'_> {
    pub(super) fn words(&self, text: &str) -> Result<Vec<Word>> {
        let mut words: Vec<Word> = Vec::new();
        for (mut stem, start, end) in self.stems().of(text) {
            let letters = text[start..end].chars().count();
            let lower = fold(&text[start..end]);
            if words.len() == WORDS {
                break;
            }
            if self.stop.contains(&*lower) || words.iter().any(|w| w.stem == stem) {
                continue;
            }
            let mut known = self.doc_freq(&stem)?;
            if known == 0
                && let Some(meant) = self.meant(&lower)
            {
                stem = self.store.rules.stem(meant).into_owned();
                known = self.doc_freq(&stem)?;
            }
            let fuzzy = if known == 0 && letters >= FUZZY_FROM && !self.concepts.is_english(&lower)
            {
                self.fuzzy_freq(&stem)?
            } else {
                0
            };
            words.push(Word {
                stem,
                span: Span::new(start, end),
                known,
                fuzzy,
            });
        }
        Ok(words)
    }

    /// The word of the bank that an unknown word of a query was meant for, with the guards of the matcher: one edit from five letters, two
    /// from nine.
    fn meant(&self, word: &str) -> Option<&str> {
        let letters = word.chars().count();
        if letters < FUZZY_FROM || self.concepts.is_english(word) {
            return None;
        }
        let edits = if letters < TWO_EDITS_FROM { 1 } else { 2 };
        self.vocabulary
            .iter()
            .filter(|known| known.len().abs_diff(word.len()) <= edits)
            .map(|known| (typing_distance(known, word), known.as_str()))
            .filter(|(distance, _)| *distance <= edits)
            .min()
            .map(|(_, known)| known)
    }

    fn doc_freq(&self, stem: &str) -> Result<usize> {
        let mut most = 0;
        for (field, _) in self.store.fields.weighted() {
            let term = Term::from_field_text(field, stem);
            most = most.max(self.reader.doc_freq(&term).map_err(index_error)?);
        }
        Ok(most as usize)
    }

    fn fuzzy_freq(&self, stem: &str) -> Result<usize> {
        let query = self.fuzzy(stem);
        self.reader.search(&query, &Count).map_err(index_error)
    }

    pub(super) fn fuzzy(&self, stem: &str) -> BooleanQuery {
        let edits = if stem.chars().count() < TWO_EDITS_FROM {
            1
        } else {
            2
        };
        let clauses = self.store.fields.weighted().map(|(field, weight)| {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, stem), edits, true);
            let boxed: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(query), weight * FUZZY));
            (Occur::Should, boxed)
        });
        BooleanQuery::new(clauses.into())
    }

    /// How much of the query the bank knows, from 0 to 1: words weighted by how few questions have them, and words that name a concept or topic
    /// known in full.
    pub(super) fn known_share(&self, words: &[Word], mentions: &[Mention], topic: bool) -> f32 {
        if topic {
            return 1.0;
        }
        let total = self.bank.questions.len() as f32;
        let weight = |questions: usize| (1.0 + total / (1.0 + questions as f32)).ln();
        let (mut all, mut known) = (0.0, 0.0);
        for word in words {
            let named = mentions
                .iter()
                .any(|m| m.parts.iter().any(|p| p.overlaps(word.span)));
            let questions = word.known.max(word.fuzzy);
            all += weight(if named { 1 } else { questions });
            if named {
                known += weight(1);
            } else if word.known > 0 {
                known += weight(word.known);
            } else if word.fuzzy > 0 {
                known += weight(word.fuzzy) * FUZZY;
            }
        }
        if all == 0.0 {
            f32::from(u8::from(!mentions.is_empty()))
        } else {
            known / all
        }
    }
}

/// Words of five letters or more of a small bank's texts and concept names; none of a large one's.
pub(super) fn vocabulary(bank: &Bank) -> BTreeSet<String> {
    if bank.questions.len() >= super::store::ON_DISK_FROM {
        return BTreeSet::new();
    }
    let questions = bank
        .questions
        .iter()
        .flat_map(|q| [&q.title, &q.guidance, &q.sample]);
    let texts = questions.chain(bank.concepts.iter().map(|c| &c.label));
    let mut words = BTreeSet::new();
    for text in texts {
        let Ok(document) = Document::plain(text) else {
            continue;
        };
        let folded = document.tokens().iter().map(|t| fold(t.span.slice(text)));
        words.extend(
            folded
                .filter(|w| w.len() >= FUZZY_FROM)
                .map(std::borrow::Cow::into_owned),
        );
    }
    words
}
