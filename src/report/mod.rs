//! What people and programs see: one file a format, written to a writer.
//!
//! Knows neither arguments nor environment: the width and whether to explain come in as values, colour goes out as ANSI styles
//! that the program strips where they are not wanted. The JSON shapes are private here and versioned.

mod bank_human;
mod bank_json;
mod batch;
mod check_human;
mod check_json;
mod check_markdown;
mod highlight;
mod prose;
mod search;
mod style;
mod summary;
mod trial;

pub use bank_human::{concept, concepts, questions, show};
pub use bank_json::{concept_json, concepts_json, problems_json, questions_json, show_json};
pub use batch::{batch_error, batch_line};
pub use check_human::check_human;
pub use check_json::{check_json, check_json_all};
pub use check_markdown::check_markdown;
pub use prose::printable;
pub use search::{gaps, gaps_json, search, search_json};
pub use summary::summary;
pub use trial::{trial, trial_json};

use crate::analysis::Assessment;
use crate::bank::Bank;
use crate::text::Document;

/// Where human output goes.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Columns; 80 where the output is no terminal.
    pub width: usize,
}

impl Default for Screen {
    fn default() -> Self {
        Self { width: 80 }
    }
}

/// How the question of an answer became known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Inferred {
    /// It was asked for.
    #[default]
    No,
    /// It was found in or by the answer; how, in words for people.
    By(String),
}

/// An assessed answer with all that its reports draw on.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// The bank.
    pub bank: &'a Bank,
    /// The answer.
    pub document: &'a Document<'a>,
    /// What was found.
    pub assessment: &'a Assessment<'a>,
    /// Where the question came from.
    pub inferred: &'a Inferred,
    /// The file as it was named, or `None` for standard input.
    pub file: Option<&'a str>,
}
