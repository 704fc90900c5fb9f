//! What a rule found, and where.

use super::{Rule, Severity};
use crate::text::Span;

/// One finding of one rule in one note.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is, after configuration.
    pub severity: Severity,
    /// Where, in bytes of the note as it was read. Empty only in an empty note.
    pub span: Span,
    /// What is wrong: one clause, small first letter, no full stop; what it quotes is `span`'s text.
    pub message: String,
    /// Why it matters, in the bank's own words where it has any.
    pub reason: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The id of the question that the section answers.
    pub question: Option<String>,
    /// The id of the concept it is about.
    pub concept: Option<String>,
    /// Other places that belong to it, in reading order.
    pub places: Vec<Place>,
}

/// A further place of a diagnostic with what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where, in bytes of the same note.
    pub span: Span,
    /// What is there.
    pub label: String,
}

/// The coverage of one answer in a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The question's id.
    pub question: String,
    /// The heading of the section, or its first word where it has none.
    pub span: Span,
    /// In percent, rounded to one decimal, as in `check`.
    pub coverage: f64,
}

/// A note with all that was found in it, by place.
#[derive(Clone, Debug)]
pub struct LintedNote {
    /// The path as people know it: relative where it was given so, with forward slashes.
    pub path: String,
    /// The text as it was read; every span slices it.
    pub text: String,
    /// Sorted by span, then rule name, then concept.
    pub diagnostics: Vec<Diagnostic>,
    /// One for each section that answers a question, in order.
    pub scores: Vec<Score>,
}
