//! Concept coverage for written answers: what `coverage.py` is to tests, prepcov is to an answer.
//!
//! A bank holds questions; each asks for concepts. prepcov reads an answer, finds which of the question's concepts it affirms, and
//! shows the evidence; what is missing is shown with the words of the bank that ask for it. No language model is involved: every verdict
//! can be traced to a term and a place in the text.
//!
//! ```
//! use prepcov::analysis::{Assessor, Status};
//! use prepcov::bank::Bank;
//! use prepcov::text::Document;
//!
//! let bank = Bank::embedded()?;
//! let question = bank.question("blue green canary")?;
//! let assessor = Assessor::new(&bank, question)?;
//!
//! let answer = "Canaries get 5% of the traffic first. We never had feature flags.";
//! let document = Document::markdown(answer).expect("shorter than 4 GiB");
//! let assessment = assessor.assess(&mut assessor.reader(), &document);
//!
//! let status = |id: &str| {
//!     let concept = bank.concept(id).unwrap().0;
//!     assessment.findings.iter().find(|f| f.asked.concept == concept).unwrap().status
//! };
//! assert_eq!(status("canary-deployment"), Status::Covered);
//! assert_eq!(status("feature-flags"), Status::Negated);
//! assert_eq!(status("health-checks"), Status::Missing);
//! # Ok::<(), prepcov::Error>(())
//! ```
//!
//! # The house
//!
//! Floors, bottom to top; a floor uses those below it and never one above. `tests/floors.rs` holds the table.
//!
//! | floor | holds | must not know |
//! | --- | --- | --- |
//! | [`text`] | spans, lines, THE tokenizer, sentences, word keys, the prose of Markdown | concepts, questions |
//! | [`concept`] | the term language, the automaton, polarity: tokens in, mentions out | questions, scores |
//! | [`bank`] | questions, guidance, samples, concept lists; loading and verifying | the index, the screen |
//! | [`search`] | the index, queries, snippets, which question an answer belongs to | lint, screen |
//! | [`analysis`] | mentions and tiers to coverage, evidence, gaps, signals | lint, screen |
//! | [`report`] | one file a format, written to a writer | arguments, environment |
//! | the program | arguments, environment, colour, exit codes | private parts of the library |
//!
//! # Invariants
//!
//! 1. One tokenizer and one stemmer serve matcher and index.
//! 2. Every span is a byte span into the original text.
//! 3. Same input, same bytes out: no hash order, clock, locale or environment reaches a result.
//! 4. Every score can be derived again from the evidence that it lists.
//! 5. The library is silent and pure; it touches files only where a bank or an index is loaded.
//! 6. No text that a person writes makes analysis fail or panic.

pub mod analysis;
pub mod bank;
pub mod concept;
mod error;
pub mod report;
pub mod search;
pub mod text;

pub use error::{Error, Result};
