//! Questions, guidance, sample answers and concept lists, embedded or from a folder.
//!
//! Knows concepts, but neither the index nor the screen.

mod entries;
mod fields;
mod files;
mod find;
mod load;
mod problem;
mod verify;

pub use files::Files;
pub use find::similarity;
pub use load::load;
pub use problem::Problem;
pub use verify::{uncovered_samples, verify};

use crate::concept::{Concept, ConceptIx, Recognizer, Vocabulary};
use crate::error::{Error, Result};

/// A set of questions with the concepts that they ask for.
#[derive(Debug)]
pub struct Bank {
    /// Where it came from: `embedded`, or the folder.
    pub place: String,
    /// The file name of its questions without the ending.
    pub name: String,
    /// The role that the interview is for.
    pub role: String,
    /// The heading of the page it was taken from.
    pub title: String,
    /// What the page says first.
    pub introduction: String,
    /// The questions in order; the first has number 1.
    pub questions: Vec<Question>,
    /// Every concept, sorted by id.
    pub concepts: Vec<Concept>,
    /// Groups, cues and words.
    pub vocabulary: Vocabulary,
}

/// A question with what the interviewer looks for and one good answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// Stable kebab-case name.
    pub id: String,
    /// Place in the bank, from 1.
    pub number: usize,
    /// The question as asked.
    pub title: String,
    /// What kind of question it is: `design`, `behavioral`, ...
    pub kind: String,
    /// What the interviewer looks for.
    pub guidance: String,
    /// A sample answer.
    pub sample: String,
    /// The concepts it asks for, in the order of its list, core first.
    pub asks: Vec<Asked>,
    /// What else people ask when they mean this question; no id, one entry of `terms` for each wording.
    pub topic: Concept,
}

/// A concept that a question asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The concept, by its place in [`Bank::concepts`].
    pub concept: usize,
    /// How much it weighs.
    pub tier: Tier,
    /// Which text of the bank asks for it.
    pub source: Source,
    /// That text's own words: from the guidance, or from the sample where only that has them.
    pub quote: String,
    /// The sample's words, where both texts have it.
    pub sample_quote: Option<String>,
}

/// How much a question asks for a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The guidance asks for it; weighs 2.
    Core,
    /// The sample answer brings it in; weighs 1.
    Expected,
}

impl Tier {
    /// The weight in the coverage.
    pub fn weight(self) -> u32 {
        match self {
            Self::Core => 2,
            Self::Expected => 1,
        }
    }

    /// The word for it in files and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Expected => "expected",
        }
    }
}

/// The text of the bank that a concept can be traced to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The guidance alone.
    Guidance,
    /// The sample answer alone.
    Sample,
    /// Both.
    Both,
}

impl Source {
    /// The word for it in bank files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guidance => "guidance",
            Self::Sample => "sample",
            Self::Both => "both",
        }
    }

    /// The field of the bank that [`Asked::quote`] is verbatim from.
    pub fn field(self) -> &'static str {
        match self {
            Self::Guidance | Self::Both => "guidance",
            Self::Sample => "sample",
        }
    }
}

impl Bank {
    /// The bank inside the program.
    ///
    /// # Errors
    /// Only if its files were broken when the program was built; the tests see to it that they are not.
    pub fn embedded() -> Result<Self> {
        load(&Files::embedded())
    }

    /// A concept by its id.
    ///
    /// # Errors
    /// With the nearest ids, if there is none.
    pub fn concept(&self, id: &str) -> Result<(usize, &Concept)> {
        let wanted = id.trim().to_lowercase().replace([' ', '_'], "-");
        if let Ok(at) = self
            .concepts
            .binary_search_by(|c| c.id.as_str().cmp(&wanted))
        {
            return Ok((at, &self.concepts[at]));
        }
        let by_label = self
            .concepts
            .iter()
            .position(|c| c.label.eq_ignore_ascii_case(id.trim()));
        match by_label {
            Some(at) => Ok((at, &self.concepts[at])),
            None => Err(Error::concept(id, find::nearest_concepts(self, &wanted))),
        }
    }

    /// The questions that ask for a concept, with how; core first, then in order.
    pub fn asking(&self, concept: usize) -> Vec<(&Question, &Asked)> {
        let mut found: Vec<(&Question, &Asked)> = self
            .questions
            .iter()
            .flat_map(|q| {
                q.asks
                    .iter()
                    .filter(|a| a.concept == concept)
                    .map(move |a| (q, a))
            })
            .collect();
        found.sort_by_key(|(question, asked)| (asked.tier, question.number));
        found
    }

    /// A recognizer for the concepts that one question asks for, in the order of its list.
    ///
    /// # Errors
    /// If a term names a group that is not there.
    pub fn recognizer(&self, question: &Question) -> Result<Recognizer> {
        self.recognizer_for(question.asks.iter().map(|a| a.concept))
    }

    /// A recognizer for all concepts, in order.
    ///
    /// # Errors
    /// As [`Bank::recognizer`].
    pub fn recognizer_for_all(&self) -> Result<Recognizer> {
        self.recognizer_for(0..self.concepts.len())
    }

    /// A recognizer for what each question is called besides its title: one concept a question, in order.
    ///
    /// # Errors
    /// As [`Bank::recognizer`].
    pub fn recognizer_for_topics(&self) -> Result<Recognizer> {
        self.compiled(self.questions.iter().map(|q| &q.topic).collect())
    }

    /// A recognizer for some concepts, in this order.
    ///
    /// # Errors
    /// As [`Bank::recognizer`].
    pub fn recognizer_for(&self, concepts: impl IntoIterator<Item = usize>) -> Result<Recognizer> {
        self.compiled(concepts.into_iter().map(|at| &self.concepts[at]).collect())
    }

    fn compiled(&self, chosen: Vec<&Concept>) -> Result<Recognizer> {
        Recognizer::new(chosen, &self.vocabulary)
            .map_err(|errors| Error::bank(&self.place, load::grammar_problems(self, &errors)))
    }

    /// Where a concept stands in [`Bank::concepts`], as a recognizer for all concepts numbers it.
    pub fn concept_at(&self, ix: ConceptIx) -> &Concept {
        &self.concepts[ix.0 as usize]
    }
}
