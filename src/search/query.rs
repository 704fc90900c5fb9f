//! From what a person typed to ranked questions.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use tantivy::collector::TopDocs;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{TantivyDocument, Term};

use super::snippet::{Snippet, snippets};
use super::store::Store;
use super::tokenizer::Stems;
use super::words::{Word, vocabulary};
use crate::bank::{Bank, Question, Tier};
use crate::concept::{Mention, Recognizer, Stance};
use crate::error::{Error, Result};
use crate::text::{Document, Span};

/// What a concept of the query is worth in a question that asks for it.
const CORE: f32 = 9.0;
const EXPECTED: f32 = 4.5;
/// What it is worth that a question's own topic is what was typed.
const TOPIC: f32 = 12.0;
/// What words in a row are worth over the same words apart.
const PHRASE: f32 = 1.5;
/// The share of a query, by how telling its words are, that the bank must know; under it nothing is found.
const KNOWN: f32 = 0.5;
/// Hits with less than this share of the best hit's score are left out.
const TAIL: f32 = 0.12;
/// Questions ranked before filters.
const RANKED: usize = 200;

/// Sample answers that the rates of concepts are counted in.
const RATED: usize = 100;

/// Which questions may be found.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only questions that ask for this concept (by place in the bank), core first.
    pub concept: Option<usize>,
    /// Only questions of this kind.
    pub kind: Option<String>,
    /// At most so many; 0 for all.
    pub limit: usize,
}

/// A question that was found.
#[derive(Clone, Debug)]
pub struct Hit<'b> {
    /// The question.
    pub question: &'b Question,
    /// Its score; only the order and the ratio of scores of one query mean anything.
    pub score: f32,
    /// The concepts of the query that it asks for, core first.
    pub concepts: Vec<(usize, Tier)>,
    /// Passages that show why.
    pub snippets: Vec<Snippet>,
}

/// What a query found.
#[derive(Clone, Debug)]
pub struct Found<'b> {
    /// The concepts that the query names, by place in the bank.
    pub concepts: Vec<usize>,
    /// The hits, best first.
    pub hits: Vec<Hit<'b>>,
    /// If there are no hits: names near to what was typed.
    pub nearest: Vec<String>,
}

/// Answers queries on one bank.
pub struct Searcher<'b> {
    pub(super) bank: &'b Bank,
    pub(super) store: Store,
    pub(super) reader: tantivy::Searcher,
    pub(super) concepts: Recognizer,
    /// One concept a question: its topic.
    pub(super) topics: Recognizer,
    pub(super) stop: BTreeSet<&'static str>,
    /// The longer words of a small bank, for taking misspelled ones for what they mean; of a large bank the index is asked.
    pub(super) vocabulary: BTreeSet<String>,
    /// How often concepts are mentioned where nobody asks for them; counted when first needed.
    elsewhere: OnceCell<Vec<f32>>,
}

impl<'b> Searcher<'b> {
    /// Makes a bank ready for queries.
    ///
    /// # Errors
    /// If a term of the bank does not compile, or the index cannot be read.
    pub fn new(bank: &'b Bank, store: Store) -> Result<Self> {
        let reader = store
            .index
            .reader()
            .map_err(|e| Error::index(e.to_string()))?;
        Ok(Self {
            bank,
            reader: reader.searcher(),
            store,
            concepts: bank.recognizer_for_all()?,
            topics: bank.recognizer_for_topics()?,
            stop: super::words::stop_words(),
            vocabulary: vocabulary(bank),
            elsewhere: OnceCell::new(),
        })
    }

    /// The bank.
    pub fn bank(&self) -> &'b Bank {
        self.bank
    }

    /// The recognizer of all concepts of the bank.
    pub fn recognizer(&self) -> &Recognizer {
        &self.concepts
    }

    /// Finds questions. Every text is a query; none is an error of its own.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(&self, text: &str, filter: &Filter) -> Result<Found<'b>> {
        let Ok(document) = Document::plain(text) else {
            return Ok(Found {
                concepts: Vec::new(),
                hits: Vec::new(),
                nearest: Vec::new(),
            });
        };
        let mentions: Vec<Mention> = self.concepts.reader().mentions(&document);
        let mut concepts: Vec<usize> = mentions.iter().map(|m| m.concept.0 as usize).collect();
        concepts.dedup();
        let words = self.words(text)?;
        let topics = self.topics(&document);
        let enough = self.known_share(&words, &mentions, !topics.is_empty()) > KNOWN;
        let scored = if enough || filter.concept.is_some() {
            self.ranked(&words, &concepts, &topics)?
        } else {
            Vec::new()
        };
        let mut hits = self.hits(scored, &concepts, &words, filter);
        if filter.limit > 0 {
            hits.truncate(filter.limit);
        }
        let nearest = if hits.is_empty() {
            self.nearest(text)
        } else {
            Vec::new()
        };
        Ok(Found {
            concepts,
            hits,
            nearest,
        })
    }

    /// For every concept of the bank, whether a text mentions it and claims or denies it.
    pub(super) fn mentioned(&self, document: &Document<'_>) -> Vec<bool> {
        let mut found = vec![false; self.bank.concepts.len()];
        let mentions = self.concepts.reader().mentions(document);
        for mention in mentions.iter().filter(|m| m.stance != Stance::Unclaimed) {
            found[mention.concept.0 as usize] = true;
        }
        found
    }

    /// For every concept, how often the sample answers of questions that do not ask for it mention it; none is taken for impossible.
    pub(super) fn rates_elsewhere(&self) -> &[f32] {
        self.elsewhere.get_or_init(|| self.count_elsewhere())
    }

    fn count_elsewhere(&self) -> Vec<f32> {
        let mut mentioned = vec![0usize; self.bank.concepts.len()];
        let mut answers = vec![0usize; self.bank.concepts.len()];
        for question in self.bank.questions.iter().take(RATED) {
            let Ok(document) = Document::plain(&question.sample) else {
                continue;
            };
            for (concept, found) in self.mentioned(&document).into_iter().enumerate() {
                if !question.asks.iter().any(|a| a.concept == concept) {
                    answers[concept] += 1;
                    mentioned[concept] += usize::from(found);
                }
            }
        }
        let rate = |(found, all): (&usize, &usize)| (*found as f32 + 1.0) / (*all as f32 + 4.0);
        mentioned.iter().zip(&answers).map(rate).collect()
    }

    /// Places and scores of questions by the words of an answer alone, best first.
    pub(super) fn by_words(&self, text: &str) -> Result<Vec<(usize, f32)>> {
        let words = self.words(text)?;
        let fields = self.store.fields.weighted_for_answers();
        let known = words.iter().filter(|w| w.known > 0);
        let clauses = known.flat_map(|word| fields.map(|field| clause(&word.stem, field)));
        self.top(clauses.collect())
    }

    pub(super) fn stems(&self) -> Stems {
        Stems {
            rules: std::sync::Arc::clone(&self.store.rules),
        }
    }

    /// Questions whose topics the text names, by place.
    pub(super) fn topics(&self, document: &Document<'_>) -> Vec<usize> {
        let mentions = self.topics.reader().mentions(document);
        let mut places: Vec<usize> = mentions.iter().map(|m| m.concept.0 as usize).collect();
        places.dedup();
        places
    }

    fn ranked(
        &self,
        words: &[Word],
        concepts: &[usize],
        topics: &[usize],
    ) -> Result<Vec<(usize, f32)>> {
        let fields = &self.store.fields;
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in words {
            if word.known > 0 {
                clauses.extend(fields.weighted().map(|field| clause(&word.stem, field)));
            } else if word.fuzzy > 0 {
                clauses.push((Occur::Should, Box::new(self.fuzzy(&word.stem))));
            }
        }
        for pair in words
            .windows(2)
            .filter(|pair| pair.iter().all(|w| w.known > 0))
        {
            for (field, weight) in fields.weighted() {
                let terms = pair
                    .iter()
                    .map(|w| Term::from_field_text(field, &w.stem))
                    .collect();
                clauses.push((
                    Occur::Should,
                    Box::new(BoostQuery::new(
                        Box::new(PhraseQuery::new(terms)),
                        weight * PHRASE,
                    )),
                ));
            }
        }
        for &concept in concepts {
            let id = &self.bank.concepts[concept].id;
            for (field, score) in [(fields.core, CORE), (fields.expected, EXPECTED)] {
                let query =
                    TermQuery::new(Term::from_field_text(field, id), IndexRecordOption::Basic);
                clauses.push((
                    Occur::Should,
                    Box::new(ConstScoreQuery::new(Box::new(query), score)),
                ));
            }
        }
        for &place in topics {
            let query = TermQuery::new(
                Term::from_field_u64(fields.place, place as u64),
                IndexRecordOption::Basic,
            );
            clauses.push((
                Occur::Should,
                Box::new(ConstScoreQuery::new(Box::new(query), TOPIC)),
            ));
        }
        self.top(clauses)
    }

    /// Places and scores of the questions that any clause finds, best first.
    fn top(&self, clauses: Vec<(Occur, Box<dyn Query>)>) -> Result<Vec<(usize, f32)>> {
        let top = TopDocs::with_limit(RANKED).order_by_score();
        let found = self
            .reader
            .search(&BooleanQuery::new(clauses), &top)
            .map_err(index_error)?;
        let mut ranked = Vec::with_capacity(found.len());
        for (score, address) in found {
            let document: TantivyDocument = self.reader.doc(address).map_err(index_error)?;
            if let Some(place) = document
                .get_first(self.store.fields.place)
                .and_then(|v| v.as_u64())
            {
                ranked.push((place as usize, score));
            }
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(ranked)
    }

    fn hits(
        &self,
        mut ranked: Vec<(usize, f32)>,
        concepts: &[usize],
        words: &[Word],
        filter: &Filter,
    ) -> Vec<Hit<'b>> {
        let asks = |place: usize, concept: usize| {
            self.bank.questions[place]
                .asks
                .iter()
                .find(|a| a.concept == concept)
                .map(|a| a.tier)
        };
        if let Some(concept) = filter.concept {
            // All that ask for it, whether or not the words were found in them.
            for place in 0..self.bank.questions.len() {
                if !ranked.iter().any(|(p, _)| *p == place) {
                    ranked.push((place, 0.0));
                }
            }
            ranked.retain(|(place, _)| asks(*place, concept).is_some());
            ranked.sort_by_key(|(place, _)| asks(*place, concept));
        } else {
            let best = ranked.first().map_or(0.0, |r| r.1);
            ranked.retain(|(_, score)| *score >= best * TAIL);
        }
        ranked.retain(|(place, _)| {
            filter
                .kind
                .as_ref()
                .is_none_or(|kind| self.bank.questions[*place].kind == *kind)
        });
        let stems = self.stems();
        let wanted: Vec<String> = words.iter().map(|w| w.stem.clone()).collect();
        ranked
            .into_iter()
            .map(|(place, score)| {
                let question = &self.bank.questions[place];
                let mut named: Vec<(usize, Tier)> = concepts
                    .iter()
                    .filter_map(|&c| Some((c, asks(place, c)?)))
                    .collect();
                named.sort_by_key(|(concept, tier)| (*tier, *concept));
                let mentions = self.mentions_in(question, &named);
                Hit {
                    question,
                    score,
                    concepts: named,
                    snippets: snippets(question, &stems, &wanted, &mentions),
                }
            })
            .collect()
    }

    /// Where a question's texts mention the query's concepts.
    fn mentions_in(
        &self,
        question: &Question,
        concepts: &[(usize, Tier)],
    ) -> Vec<(&'static str, Span)> {
        if concepts.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (field, text) in [
            ("guidance", &question.guidance),
            ("sample", &question.sample),
        ] {
            let Ok(document) = Document::plain(text) else {
                continue;
            };
            let mentions = self.concepts.reader().mentions(&document);
            let of_query = mentions.iter().filter(|m| {
                m.stance != Stance::Unclaimed
                    && concepts.iter().any(|(c, _)| *c == m.concept.0 as usize)
            });
            found.extend(of_query.flat_map(|m| m.parts.iter().map(move |&span| (field, span))));
        }
        found
    }

    /// Concepts whose names are like what was typed.
    fn nearest(&self, text: &str) -> Vec<String> {
        let typed = text.trim().to_lowercase();
        if typed.is_empty() || typed.len() > 60 {
            return Vec::new();
        }
        let like = |name: &str| strsim::jaro_winkler(&typed, &name.to_lowercase());
        let mut near: Vec<(f64, &str)> = self
            .bank
            .concepts
            .iter()
            .map(|c| (like(&c.label).max(like(&c.id)), c.id.as_str()))
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.into_iter()
            .take(3)
            .filter(|(alike, _)| *alike > 0.7)
            .map(|(_, id)| id.to_owned())
            .collect()
    }
}

/// The clause that a stem in a field is, with its weight.
fn clause(stem: &str, (field, weight): (Field, f32)) -> (Occur, Box<dyn Query>) {
    let term = Term::from_field_text(field, stem);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    (
        Occur::Should,
        Box::new(BoostQuery::new(Box::new(query), weight)),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(super) fn index_error(error: tantivy::TantivyError) -> Error {
    Error::index(error.to_string())
}
