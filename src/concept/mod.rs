//! Concepts, the term language, and finding them in text.
//!
//! Tokens in, mentions out. Knows nothing of questions or scores.

mod abbreviation;
mod answer;
mod cue;
mod definition;
mod grammar;
mod language;
mod lexicon;
mod matcher;
mod nearest;
mod own;
mod polarity;
mod reach;
mod recognizer;

pub use cue::{Cue, CueError, CueScope};
pub use definition::{Concept, Inclusion, Matched, Vocabulary};
pub use language::{Item, Join, Part, Sequence, Term, TermError, parse_alternatives, parse_term};
pub use nearest::NearMiss;
pub use polarity::Stance;
pub use recognizer::{ConceptIx, GrammarError, Mention, Reader, Recognizer};
