//! The nearest miss: what was written that almost matched a concept's term.

use std::collections::BTreeMap;

use super::definition::{Concept, Matched};
use super::language::{Item, Part, Term};
use super::polarity::Stance;
use super::recognizer::{ConceptIx, Mention, Reader};
use crate::text::{Document, Sentence, Span, fold};

/// A passage that almost matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// What was written.
    pub span: Span,
    /// The term that it comes nearest to.
    pub matched: Matched,
    /// What the term asks for and the passage lacks, in words for people.
    pub lacks: String,
}

/// All words of a term in one sentence are near if they span no more tokens than this.
const APART: usize = 12;
/// All words of a term but one are near if they span no more tokens than this beyond their own number.
const INCOMPLETE_APART: usize = 2;

impl Reader<'_> {
    /// For the concepts without a claimed mention, the passage that came nearest, where one came near. `concepts` are those of the
    /// recognizer, in its order.
    pub fn near_misses(
        &self,
        document: &Document<'_>,
        mentions: &[Mention],
        concepts: &[&Concept],
    ) -> BTreeMap<ConceptIx, NearMiss> {
        let mut found = BTreeMap::new();
        let stems: Vec<String> = self.stems(document);
        for (at, concept) in concepts.iter().enumerate() {
            let ix = ConceptIx(at as u32);
            let of_this = || mentions.iter().filter(|m| m.concept == ix);
            if of_this().any(|m| m.stance != Stance::Unclaimed) {
                continue;
            }
            let unclaimed = of_this().next().map(|m| NearMiss {
                span: m.span,
                matched: m.matched,
                lacks: "it is asked about, or told of somebody else; say that you do it".to_owned(),
            });
            if let Some(miss) = unclaimed.or_else(|| self.nearest_phrase(document, &stems, concept))
            {
                found.insert(ix, miss);
            }
        }
        found
    }

    fn stems(&self, document: &Document<'_>) -> Vec<String> {
        let rules = &self.recognizer().grammar.rules;
        let stem = |span: Span| rules.stem(&fold(span.slice(document.text()))).into_owned();
        document.tokens().iter().map(|t| stem(t.span)).collect()
    }

    /// The passage that has most of the words of a term that is a plain phrase.
    fn nearest_phrase(
        &self,
        document: &Document<'_>,
        stems: &[String],
        concept: &Concept,
    ) -> Option<NearMiss> {
        let rules = &self.recognizer().grammar.rules;
        let phrases = concept
            .parsed
            .iter()
            .enumerate()
            .filter_map(|(n, term)| Some((n, plain_words(term)?)));
        let mut best: Option<(usize, usize, NearMiss)> = None;
        for (n, words) in phrases {
            let keys: Vec<String> = words.iter().map(|w| rules.stem(w).into_owned()).collect();
            for sentence in document.sentences() {
                let Some((span, missing)) = passage(document, sentence, stems, &keys) else {
                    continue;
                };
                let rank = (missing.len(), usize::MAX - words.len());
                if best.as_ref().is_some_and(|(m, w, _)| (*m, *w) <= rank) {
                    continue;
                }
                let lacks = match missing.first() {
                    Some(&at) => format!("`{}` lacks “{}”", words.join(" "), words[at]),
                    None => format!(
                        "the words of `{}` stand apart or in another order",
                        words.join(" ")
                    ),
                };
                let miss = NearMiss {
                    span,
                    matched: Matched::Term(n as u32),
                    lacks,
                };
                best = Some((rank.0, rank.1, miss));
            }
        }
        best.map(|(_, _, miss)| miss)
    }
}

/// The words of a term that is two to four plain words in a row.
fn plain_words(term: &Term) -> Option<Vec<&str>> {
    let [(_, Part::Present(sequence))] = term.parts.as_slice() else {
        return None;
    };
    if !(2..=4).contains(&sequence.len()) {
        return None;
    }
    let words = sequence.iter().map(|item| match item {
        Item::Word(word) => Some(word.as_str()),
        _ => None,
    });
    words.collect()
}

/// Where a sentence has all of the keys near together, or all but one of three or more in a tight row; and which are missing.
fn passage(
    document: &Document<'_>,
    sentence: &Sentence,
    stems: &[String],
    keys: &[String],
) -> Option<(Span, Vec<usize>)> {
    let places: Vec<Option<usize>> = keys
        .iter()
        .map(|key| sentence.tokens.clone().find(|&t| stems[t] == *key))
        .collect();
    let found: Vec<usize> = places.iter().flatten().copied().collect();
    let missing: Vec<usize> = places
        .iter()
        .enumerate()
        .filter(|(_, p)| p.is_none())
        .map(|(at, _)| at)
        .collect();
    let (first, last) = (*found.iter().min()?, *found.iter().max()?);
    let room = match missing.len() {
        0 => APART,
        1 if keys.len() > 2 => keys.len() + INCOMPLETE_APART,
        _ => return None,
    };
    let tokens = document.tokens();
    (last - first < room).then(|| (tokens[first].span.cover(tokens[last].span), missing))
}

#[cfg(test)]
mod tests {
    use super::{Concept, NearMiss};
    use crate::concept::{ConceptIx, Recognizer, Vocabulary, parse_term};
    use crate::text::Document;

    fn near(term: &str, text: &str) -> Option<NearMiss> {
        let concept = Concept {
            id: "c".to_owned(),
            terms: vec![term.to_owned()],
            parsed: vec![parse_term(term).unwrap()],
            ..Concept::default()
        };
        let recognizer = Recognizer::new([&concept], &Vocabulary::default()).unwrap();
        let document = Document::markdown(text).unwrap();
        let mut reader = recognizer.reader();
        let mentions = reader.mentions(&document);
        reader
            .near_misses(&document, &mentions, &[&concept])
            .remove(&ConceptIx(0))
    }

    #[test]
    fn words_in_another_order_are_near() {
        let miss = near("error budget", "we keep a budget for errors").unwrap();
        assert_eq!(
            miss.lacks,
            "the words of `error budget` stand apart or in another order"
        );
    }

    #[test]
    fn one_word_of_three_may_lack() {
        let miss = near("recovery point objective", "the recovery point is an hour").unwrap();
        assert_eq!(miss.lacks, "`recovery point objective` lacks “objective”");
        assert_eq!(near("error budget", "an error occurred"), None);
    }

    #[test]
    fn what_is_mentioned_is_not_near() {
        assert_eq!(near("error budget", "we have error budgets"), None);
    }
}
