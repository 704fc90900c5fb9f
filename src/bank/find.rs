//! Finding a question by what a person calls it, and the nearest names to a name that is not there.

use std::collections::BTreeSet;

use super::{Bank, Question};
use crate::error::{Error, Result};
use crate::text::{Document, fold, inflection_key};

/// Names that a mistyped one is compared with at most differ by this much, from 0 (nothing alike) to 1.
const ALIKE: f64 = 0.7;

/// The name that is most like `name`, if one is like it.
pub(super) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(alike, _)| *alike > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, known)| known)
}

/// The ids of the three concepts that are most like a name.
pub(super) fn nearest_concepts(bank: &Bank, name: &str) -> Vec<String> {
    let mut ranked: Vec<(f64, &str)> = bank
        .concepts
        .iter()
        .map(|c| {
            let label = c.label.to_lowercase().replace(' ', "-");
            let part = if c.id.contains(name) || label.contains(name) {
                0.5
            } else {
                0.0
            };
            (
                strsim::jaro_winkler(name, &c.id).max(strsim::jaro_winkler(name, &label)) + part,
                c.id.as_str(),
            )
        })
        .filter(|(alike, _)| *alike > ALIKE)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    ranked
        .into_iter()
        .take(3)
        .map(|(_, id)| id.to_owned())
        .collect()
}

/// Words that say nothing of which question is meant.
const COMMON: [&str; 40] = [
    "a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "with", "you", "your", "do",
    "did", "how", "what", "when", "i", "it", "is", "are", "was", "me", "about", "would", "have",
    "has", "been", "at", "as", "be", "if", "our", "we", "why", "that", "this", "s", "versus",
];

fn keys(text: &str) -> BTreeSet<String> {
    let Ok(document) = Document::plain(text) else {
        return BTreeSet::new();
    };
    document
        .tokens()
        .iter()
        .map(|t| inflection_key(&fold(t.span.slice(text))))
        .filter(|key| !COMMON.contains(&key.as_str()))
        .collect()
}

/// How much two wordings of a question have in common, from 0 to 1: the words that both have, over those that either has.
/// Word forms, order and the common words of questions do not matter.
pub fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (keys(a), keys(b));
    let either = a.union(&b).count();
    if either == 0 {
        0.0
    } else {
        a.intersection(&b).count() as f64 / either as f64
    }
}

impl Bank {
    /// The question that a person means by an id, a number (`13`, `Q13`, `#13`), or words of its title or id.
    ///
    /// # Errors
    /// If none fits or several fit equally well, with the three nearest.
    pub fn question(&self, asked: &str) -> Result<&Question> {
        let wanted = asked.trim();
        if let Some(found) = self
            .questions
            .iter()
            .find(|q| q.id.eq_ignore_ascii_case(wanted) || q.title == wanted)
        {
            return Ok(found);
        }
        let digits = wanted.trim_start_matches(['q', 'Q', '#']);
        // What has no letter is a number, if perhaps none that there is: its digits are never looked for in titles.
        if !wanted.is_empty() && !digits.contains(char::is_alphabetic) {
            let found = digits
                .parse::<usize>()
                .ok()
                .and_then(|n| self.questions.get(n.checked_sub(1)?));
            return found.ok_or_else(|| {
                let last = self.questions.last().map(line).into_iter();
                let first = self.questions.first().map(line).into_iter();
                Error::question(asked, first.chain(last).collect(), false)
            });
        }
        let words = keys(wanted);
        let mut ranked: Vec<(usize, &Question)> = self
            .questions
            .iter()
            .map(|q| {
                (
                    words
                        .intersection(&keys(&format!("{} {}", q.title, q.id)))
                        .count(),
                    q,
                )
            })
            .filter(|(shared, _)| *shared > 0)
            .collect();
        ranked.sort_by_key(|(shared, q)| (usize::MAX - shared, q.number));
        let all_in_one = ranked
            .first()
            .is_some_and(|(shared, _)| *shared == words.len());
        let alone = ranked.len() == 1 || ranked.len() > 1 && ranked[0].0 > ranked[1].0;
        if all_in_one && alone {
            return Ok(ranked[0].1);
        }
        let ambiguous = all_in_one;
        if ranked.is_empty() {
            let mut by_id: Vec<(f64, &Question)> = self
                .questions
                .iter()
                .map(|q| (strsim::jaro_winkler(&wanted.to_lowercase(), &q.id), q))
                .collect();
            by_id.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.number.cmp(&b.1.number)));
            let near = by_id
                .into_iter()
                .filter(|(alike, _)| *alike > ALIKE)
                .map(|(_, q)| (0, q));
            ranked = near.collect();
        }
        let nearest = ranked.into_iter().take(3).map(|(_, q)| line(q)).collect();
        Err(Error::question(asked, nearest, ambiguous))
    }
}

fn line(question: &Question) -> String {
    format!("{:>2} {}", question.number, question.id)
}
