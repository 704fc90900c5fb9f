//! Which question an answer belongs to: by a name in its front matter, by a heading that is the question, else by what it says.

use super::query::Searcher;
use crate::bank::{Asked, Bank, Question, similarity};
use crate::error::Result;
use crate::text::{BlockKind, Document, front_matter};

/// A heading is a question's title from this much in common on, from 0 to 1.
const HEADING: f64 = 0.6;
/// How likely an answer mentions a concept that its question asks for.
const LIKELY: f32 = 0.55;
/// How much an absent concept speaks against a question, beside how much a mentioned one speaks for it.
const ABSENT: f32 = 0.3;
/// What having the most words in common with an answer is worth, and what its own topic, in the same units (natural logarithms of odds).
const WORDS: f32 = 10.0;
const TOPIC: f32 = 3.0;
/// An answer of fewer words tells no question.
const LEAST_WORDS: usize = 12;
/// The best question must have this much for it, and lead the next best by this much.
const ENOUGH: f32 = 9.0;
const LEAD: f32 = 2.5;

/// A question and what speaks for it.
#[derive(Clone, Debug)]
pub struct Candidate<'b> {
    /// The question.
    pub question: &'b Question,
    /// Concepts of its list that the answer mentions.
    pub concepts: usize,
    /// All that speaks for it, in logarithms of odds; only differences mean anything.
    pub score: f32,
}

/// How a question was told.
#[derive(Clone, Debug)]
pub enum Guess<'b> {
    /// Front matter names it.
    Named(&'b Question),
    /// A heading is it, or nearly: the heading.
    Heading(&'b Question, String),
    /// The text is about it: the best and the next best.
    Text(Candidate<'b>, Option<Candidate<'b>>),
    /// It cannot be told: the three nearest.
    Unclear(Vec<Candidate<'b>>),
}

/// Tells questions by answers.
pub struct Inference<'s, 'b> {
    searcher: &'s Searcher<'b>,
}

impl<'s, 'b> Inference<'s, 'b> {
    /// An inference that asks an index and its recognizer.
    pub fn new(searcher: &'s Searcher<'b>) -> Self {
        Self { searcher }
    }

    /// The question that front matter or a heading names, without looking at the answer's text.
    ///
    /// # Errors
    /// If front matter names a question that the bank has not.
    pub fn named(bank: &'b Bank, document: &Document<'_>) -> Result<Option<Guess<'b>>> {
        if let Some(name) = front_matter(document.text())
            .and_then(|span| question_field(span.slice(document.text())))
        {
            return bank.question(&name).map(|q| Some(Guess::Named(q)));
        }
        Ok(heading(bank, document).map(|(question, heading)| Guess::Heading(question, heading)))
    }

    /// The question that the text is about.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn by_text(&self, document: &Document<'_>) -> Result<Guess<'b>> {
        let mut candidates = self.candidates(document)?;
        let too_short = document.words() < LEAST_WORDS;
        candidates.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.question.number.cmp(&b.question.number))
        });
        let mut ranked = candidates.into_iter();
        let (best, next) = (ranked.next(), ranked.next());
        Ok(match (best, next) {
            (Some(best), Some(next))
                if too_short || best.score < ENOUGH || next.score > best.score - LEAD =>
            {
                Guess::Unclear(
                    [Some(best), Some(next), ranked.next()]
                        .into_iter()
                        .flatten()
                        .collect(),
                )
            }
            (Some(best), next) => Guess::Text(best, next),
            (None, _) => Guess::Unclear(Vec::new()),
        })
    }

    /// Every question with what speaks for it: each concept that the answer mentions, by how much likelier it is in an answer to this
    /// question than in another; the words that they have in common; and the question's own topic.
    fn candidates(&self, document: &Document<'_>) -> Result<Vec<Candidate<'b>>> {
        let bank = self.searcher.bank();
        let found = self.searcher.mentioned(document);
        let elsewhere = self.searcher.rates_elsewhere();
        let by_words = self.searcher.by_words(document.text())?;
        let most = by_words
            .first()
            .map_or(1.0, |(_, score)| score.max(f32::MIN_POSITIVE));
        let topics = self.searcher.topics(document);
        let candidate = |(place, question): (usize, &'b Question)| {
            let evidence = |asked: &Asked| -> f32 {
                let (here, there) = (LIKELY, elsewhere[asked.concept]);
                if found[asked.concept] {
                    (here / there).ln().max(0.0)
                } else {
                    ABSENT * ((1.0 - here) / (1.0 - there)).ln()
                }
            };
            let concepts: f32 = question.asks.iter().map(evidence).sum();
            let words = by_words
                .iter()
                .find(|(p, _)| *p == place)
                .map_or(0.0, |(_, score)| score / most);
            let topic = if topics.contains(&place) { TOPIC } else { 0.0 };
            Candidate {
                question,
                concepts: question.asks.iter().filter(|a| found[a.concept]).count(),
                score: concepts + WORDS * words + topic,
            }
        };
        Ok(bank.questions.iter().enumerate().map(candidate).collect())
    }
}

/// The value of `question:` (YAML) or `question =` (TOML).
fn question_field(front_matter: &str) -> Option<String> {
    front_matter.lines().find_map(|line| {
        let rest = line.strip_prefix("question")?.trim_start();
        let value = rest.strip_prefix(':').or_else(|| rest.strip_prefix('='))?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// The first heading that is a question: by number (`Q13`, `13.`) or by its words.
fn heading<'b>(bank: &'b Bank, document: &Document<'_>) -> Option<(&'b Question, String)> {
    let headings = document
        .blocks()
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading(_)));
    headings.into_iter().find_map(|block| {
        let text = block.span.slice(document.text());
        let rest = text.trim_start_matches(['Q', 'q']);
        let len = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (digits, behind) = rest.split_at(len);
        // `13.` and `13)` and `13:`, or `Q13` with anything behind it; a mere number may be a year.
        let numbered = rest.len() < text.len() || behind.starts_with(['.', ')', ':']);
        if numbered
            && !digits.is_empty()
            && let Ok(question) = bank.question(digits)
        {
            return Some((question, text.to_owned()));
        }
        let words = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".) ".contains(c));
        let alike = bank
            .questions
            .iter()
            .map(|q| (similarity(words, &q.title), q));
        let (alike, question) =
            alike.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.number.cmp(&a.1.number)))?;
        (alike >= HEADING).then(|| (question, text.to_owned()))
    })
}
