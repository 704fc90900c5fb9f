//! `check --format markdown`: for a pull request, an issue or one's own notes.

use std::io::{self, Write};

use super::Checked;
use super::prose::clipped;
use super::style::{counted, percent};
use crate::analysis::{Finding, Status};
use crate::bank::Tier;
use crate::concept::Stance;

/// Columns of a quoted piece of evidence.
const QUOTE: usize = 80;

/// Writes the report.
///
/// # Errors
/// If the writer fails.
pub fn check_markdown(out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
    let assessment = checked.assessment;
    let question = assessment.question;
    let (core, expected) = (
        assessment.tally(Tier::Core),
        assessment.tally(Tier::Expected),
    );
    writeln!(out, "## Q{}: {}\n", question.number, question.title)?;
    if let Some(file) = checked.file {
        writeln!(out, "`{file}`\n")?;
    }
    writeln!(
        out,
        "**{} of {} core, {} of {} expected** (coverage {}, {})\n",
        core.covered,
        core.total,
        expected.covered,
        expected.total,
        percent(assessment.coverage()),
        counted(assessment.words, "word")
    )?;
    section(out, checked, "Missing", Status::Missing)?;
    section(out, checked, "Denied", Status::Negated)?;
    section(out, checked, "Covered", Status::Covered)
}

fn section(
    out: &mut dyn Write,
    checked: Checked<'_>,
    title: &str,
    status: Status,
) -> io::Result<()> {
    let mut findings: Vec<&Finding<'_>> = checked.assessment.with_status(status).collect();
    if findings.is_empty() {
        return Ok(());
    }
    findings.sort_by_key(|f| f.asked.tier);
    let last = if status == Status::Missing {
        "Where the bank asks for it"
    } else {
        "Evidence"
    };
    writeln!(
        out,
        "### {title}\n\n| Concept | Tier | {last} |\n| --- | --- | --- |"
    )?;
    for finding in findings {
        let concept = &checked.bank.concepts[finding.asked.concept];
        let words = match finding
            .mentions
            .iter()
            .find(|m| status == Status::Negated || m.stance == Stance::Affirmed)
        {
            Some(mention) => format!(
                "“{}”",
                clipped(mention.span.slice(checked.document.text()), QUOTE)
            ),
            None => format!(
                "{}: “{}”",
                finding.asked.source.field(),
                finding.asked.quote
            ),
        };
        writeln!(
            out,
            "| {} | {} | {} |",
            cell(&concept.label),
            finding.asked.tier.name(),
            cell(&words)
        )?;
    }
    writeln!(out)
}

/// Text that cannot break out of a table cell or become markup.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
