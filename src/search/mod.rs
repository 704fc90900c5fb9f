//! Searching a bank by concept and by words, and telling which question an answer belongs to.
//!
//! The only floor that names tantivy; it runs THE tokenizer and stemmer, so that search and check read text alike.

mod gaps;
mod infer;
mod query;
mod schema;
mod snippet;
mod store;
mod tokenizer;
mod words;

pub use gaps::{Gap, gaps};
pub use infer::{Candidate, Guess, Inference};
pub use query::{Filter, Found, Hit, Searcher};
pub use snippet::Snippet;
pub use store::{Progress, Store};
