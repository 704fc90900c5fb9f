//! A line of `batch`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::analysis::{Assessment, Status};
use crate::bank::Bank;

#[derive(Serialize)]
struct LineJson<'a> {
    id: &'a serde_json::Value,
    question: &'a str,
    coverage: f64,
    covered: Vec<&'a str>,
    negated: Vec<&'a str>,
    missing: Vec<&'a str>,
    mentions: BTreeMap<&'a str, Vec<[u32; 2]>>,
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    id: Option<&'a serde_json::Value>,
    line: u64,
    error: &'a str,
}

/// Writes the line for an assessed answer; `id` is the line's own, whatever its type.
///
/// # Errors
/// If the writer fails.
pub fn batch_line(
    out: &mut dyn Write,
    bank: &Bank,
    id: &serde_json::Value,
    assessment: &Assessment<'_>,
) -> io::Result<()> {
    let name = |concept: usize| bank.concepts[concept].id.as_str();
    let ids = |status| {
        assessment
            .with_status(status)
            .map(|f| name(f.asked.concept))
            .collect()
    };
    let line = LineJson {
        id,
        question: &assessment.question.id,
        coverage: assessment.coverage(),
        covered: ids(Status::Covered),
        negated: ids(Status::Negated),
        missing: ids(Status::Missing),
        mentions: assessment
            .findings
            .iter()
            .filter(|f| !f.mentions.is_empty())
            .map(|f| {
                (
                    name(f.asked.concept),
                    f.mentions
                        .iter()
                        .map(|m| [m.span.start, m.span.end])
                        .collect(),
                )
            })
            .collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

/// Writes the line for an answer that could not be scored; `line` counts from 1.
///
/// # Errors
/// If the writer fails.
pub fn batch_error(
    out: &mut dyn Write,
    id: Option<&serde_json::Value>,
    line: u64,
    error: &str,
) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &ErrorJson { id, line, error })?;
    writeln!(out)
}
