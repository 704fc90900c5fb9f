//! From what a person typed to ranked questions.

use std::collections::BTreeSet;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{TantivyDocument, Term};

use super::snippet::{Snippet, snippets};
use super::store::Store;
use super::tokenizer::Stems;
use crate::bank::{Bank, Question, Tier};
use crate::concept::{Mention, Recognizer, Stance};
use crate::error::{Error, Result};
use crate::text::{Document, Span, fold, typing_distance};

/// What a concept of the query is worth in a question that asks for it.
const CORE: f32 = 9.0;
const EXPECTED: f32 = 4.5;
/// What it is worth that a question's own topic is what was typed.
const TOPIC: f32 = 12.0;
/// What words in a row are worth over the same words apart.
const PHRASE: f32 = 1.5;
/// What a word that was taken for misspelled is worth.
const FUZZY: f32 = 0.7;
/// Words under five letters are never taken for misspelled; from nine, two edits are allowed.
const FUZZY_FROM: usize = 5;
const TWO_EDITS_FROM: usize = 9;
/// The share of a query, by how telling its words are, that the bank must know; under it nothing is found.
const KNOWN: f32 = 0.5;
/// Hits with less than this share of the best hit's score are left out.
const TAIL: f32 = 0.12;
/// Words of a query that are read; the rest of a very long one adds nothing.
const WORDS: usize = 400;
/// Questions ranked before filters.
const RANKED: usize = 200;

/// Sample answers that the rates of concepts are counted in.
const RATED: usize = 100;

/// Words that say nothing of what is looked for.
const STOP: &str = "a about all also am an and any are as at be because been but by can could did do does doing for from get give go had has have having he her him his how i if in into is it \
    its just like make many may me more most much my need no not of off on one only or other our out over own really she should so some such than that the their them then there these they \
    thing this those to too up us use very was we were what when where which while who why will with would you your yes tell example walk through describe explain between vs versus \
    want way good best new using let say know work";

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
    bank: &'b Bank,
    store: Store,
    reader: tantivy::Searcher,
    concepts: Recognizer,
    /// One concept a question: its topic.
    topics: Recognizer,
    stop: BTreeSet<&'static str>,
    /// The longer words of a small bank, for taking misspelled ones for what they mean; of a large bank the index is asked.
    vocabulary: BTreeSet<String>,
}

/// A word of the query.
struct Word {
    stem: String,
    span: Span,
    /// Questions that have it, by exact stem, and, in a large bank, with a typo.
    known: usize,
    fuzzy: usize,
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
            stop: STOP.split_whitespace().collect(),
            vocabulary: vocabulary(bank),
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
    pub(super) fn rates_elsewhere(&self) -> Vec<f32> {
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

    fn stems(&self) -> Stems {
        Stems {
            rules: std::sync::Arc::clone(&self.store.rules),
        }
    }

    fn words(&self, text: &str) -> Result<Vec<Word>> {
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

    fn fuzzy(&self, stem: &str) -> BooleanQuery {
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
    fn known_share(&self, words: &[Word], mentions: &[Mention], topic: bool) -> f32 {
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

/// Words of five letters or more of a small bank's texts and concept names; none of a large one's.
fn vocabulary(bank: &Bank) -> BTreeSet<String> {
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

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn index_error(error: tantivy::TantivyError) -> Error {
    Error::index(error.to_string())
}
