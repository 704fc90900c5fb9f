//! Concept coverage for written answers.
pub mod analysis;
pub mod bank;
pub mod concept;
mod error;
pub mod report;
pub mod search;
pub mod text;

pub use error::{Error, Result};
