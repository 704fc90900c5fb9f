//! Text as prepcov reads it: byte spans, lines, tokens, sentences, word keys, and the prose of a Markdown file.
//!
//! Knows nothing of concepts or questions. Every position that leaves this floor is a byte span into the text as it was
//! given, so that whatever is built on it can show its evidence.

mod document;
mod lines;
mod markdown;
mod sentence;
mod span;
mod token;
mod words;

pub use document::{Block, BlockKind, Document, Sentence, TooLarge};
pub use lines::{Lines, Position};
pub use markdown::front_matter;
pub use span::Span;
pub use token::{Token, TokenKind, tokenize};
pub use words::{WordRules, fold, inflection_key, typing_distance};
