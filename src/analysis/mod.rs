//! Mentions and tiers to coverage, evidence and gaps.
//!
//! Total: it cannot fail on what a person writes. Knows neither lint nor screen.

mod signals;

pub use signals::{LONG_MINUTES, SHORT, Signal, WORDS_A_MINUTE};

use crate::bank::{Asked, Bank, Question, Tier};
use crate::concept::{Concept, ConceptIx, Mention, NearMiss, Reader, Recognizer, Stance};
use crate::error::Result;
use crate::text::Document;

/// What an answer says of one concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// At least one affirmed mention.
    Covered,
    /// Mentions, every one of them denied.
    Negated,
    /// No mention.
    Missing,
}

impl Status {
    /// The word for it in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Negated => "negated",
            Self::Missing => "missing",
        }
    }
}

/// One concept of the question's list, as found in the answer.
#[derive(Clone, Debug)]
pub struct Finding<'b> {
    /// What the question asks for.
    pub asked: &'b Asked,
    /// Covered, negated or missing.
    pub status: Status,
    /// Its mentions by place, unclaimed ones (asked, or somebody else's) left out.
    pub mentions: Vec<Mention>,
    /// What came nearest, for a missing concept.
    pub nearest: Option<NearMiss>,
}

/// An answer held to a question.
#[derive(Clone, Debug)]
pub struct Assessment<'b> {
    /// The question.
    pub question: &'b Question,
    /// One finding for each concept of its list, in the list's order.
    pub findings: Vec<Finding<'b>>,
    /// What else there is to say of the answer, by place.
    pub signals: Vec<Signal>,
    /// Words of the answer.
    pub words: usize,
}

/// Covered and all concepts of a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Concepts covered.
    pub covered: usize,
    /// Concepts asked for.
    pub total: usize,
}

impl Assessment<'_> {
    /// The tally of one tier.
    pub fn tally(&self, tier: Tier) -> Tally {
        let of_tier = || self.findings.iter().filter(move |f| f.asked.tier == tier);
        Tally {
            covered: of_tier().filter(|f| f.status == Status::Covered).count(),
            total: of_tier().count(),
        }
    }

    /// Weight of the covered concepts over the weight of all, in percent, rounded to one decimal.
    pub fn coverage(&self) -> f64 {
        let weigh = |covered_only: bool| -> u32 {
            self.findings
                .iter()
                .filter(|f| !covered_only || f.status == Status::Covered)
                .map(|f| f.asked.tier.weight())
                .sum()
        };
        match weigh(false) {
            0 => 100.0,
            all => (f64::from(weigh(true)) * 1000.0 / f64::from(all)).round() / 10.0,
        }
    }

    /// The findings of one status, core first.
    pub fn with_status(&self, status: Status) -> impl Iterator<Item = &Finding<'_>> {
        self.findings.iter().filter(move |f| f.status == status)
    }
}

/// Holds answers to one question.
pub struct Assessor<'b> {
    question: &'b Question,
    concepts: Vec<&'b Concept>,
    recognizer: Recognizer,
}

impl<'b> Assessor<'b> {
    /// Compiles the concepts that the question asks for.
    ///
    /// # Errors
    /// If one of their terms does not compile.
    pub fn new(bank: &'b Bank, question: &'b Question) -> Result<Self> {
        Ok(Self {
            question,
            concepts: question
                .asks
                .iter()
                .map(|a| &bank.concepts[a.concept])
                .collect(),
            recognizer: bank.recognizer(question)?,
        })
    }

    /// The question.
    pub fn question(&self) -> &'b Question {
        self.question
    }

    /// A reader for [`Assessor::assess`]; one a thread.
    pub fn reader(&self) -> Reader<'_> {
        self.recognizer.reader()
    }

    /// Assesses an answer.
    pub fn assess(&self, reader: &mut Reader<'_>, document: &Document<'_>) -> Assessment<'b> {
        self.assessment(&reader.mentions(document), document)
    }

    /// Assesses an answer and looks for the nearest miss of every missing concept.
    pub fn assess_with_near_misses(
        &self,
        reader: &mut Reader<'_>,
        document: &Document<'_>,
    ) -> Assessment<'b> {
        let mentions = reader.mentions(document);
        let mut assessment = self.assessment(&mentions, document);
        let mut nearest = reader.near_misses(document, &mentions, &self.concepts);
        for (at, finding) in assessment.findings.iter_mut().enumerate() {
            finding.nearest = nearest.remove(&ConceptIx(at as u32));
        }
        assessment
    }

    fn assessment(&self, mentions: &[Mention], document: &Document<'_>) -> Assessment<'b> {
        let finding = |(at, asked): (usize, &'b Asked)| {
            let (status, mentions) = verdict(
                mentions
                    .iter()
                    .filter(|m| m.concept == ConceptIx(at as u32)),
            );
            Finding {
                asked,
                status,
                mentions,
                nearest: None,
            }
        };
        Assessment {
            question: self.question,
            findings: self.question.asks.iter().enumerate().map(finding).collect(),
            signals: signals::signals(document),
            words: document.words(),
        }
    }
}

/// The status that mentions of one concept give it, and those that do.
fn verdict<'m>(mentions: impl Iterator<Item = &'m Mention>) -> (Status, Vec<Mention>) {
    let claimed: Vec<Mention> = mentions
        .filter(|m| m.stance != Stance::Unclaimed)
        .cloned()
        .collect();
    let status = if claimed.iter().any(|m| m.stance == Stance::Affirmed) {
        Status::Covered
    } else if claimed.is_empty() {
        Status::Missing
    } else {
        Status::Negated
    };
    (status, claimed)
}

/// One text tried against one concept.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Covered, negated or missing.
    pub status: Status,
    /// All mentions by place, unclaimed ones too.
    pub mentions: Vec<Mention>,
    /// What came nearest, if nothing is claimed.
    pub nearest: Option<NearMiss>,
}

/// Tries a text against the only concept of a reader's recognizer.
pub fn trial(reader: &mut Reader<'_>, document: &Document<'_>, concept: &Concept) -> Trial {
    let mentions = reader.mentions(document);
    let (status, _) = verdict(mentions.iter());
    let nearest = reader
        .near_misses(document, &mentions, &[concept])
        .remove(&ConceptIx(0));
    Trial {
        status,
        mentions,
        nearest,
    }
}
