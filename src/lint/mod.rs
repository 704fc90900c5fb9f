//! Prep notes held to the bank: which sections answer which question, and what is wrong with them.
//!
//! One file a rule under `rules/`. Knows neither formats nor screen, and reads no files: notes come in as text with a path to name
//! them by, findings go out as [`Diagnostic`]s.

mod diagnostic;
mod rule;
mod rules;

pub use diagnostic::{Diagnostic, LintedNote, Place, Score};
pub use rule::{Example, Rule, Severity};
pub use rules::RULES;
