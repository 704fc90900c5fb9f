//! Several answers in one table, worst first.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment};

use super::check_human::{table, write_table};
use super::prose::{clipped, printable};
use super::style::percent;
use super::{Checked, Screen};
use crate::analysis::Status;
use crate::bank::Tier;

/// Core concepts named of one answer; the report of the answer itself names all.
const NAMED: usize = 3;

/// Writes the table.
///
/// # Errors
/// If the writer fails.
pub fn summary(out: &mut dyn Write, all: &[Checked<'_>], screen: Screen) -> io::Result<()> {
    let mut sorted: Vec<&Checked<'_>> = all.iter().collect();
    sorted.sort_by(|a, b| {
        let coverage = a.assessment.coverage().total_cmp(&b.assessment.coverage());
        coverage.then_with(|| a.file.cmp(&b.file))
    });
    let mut rows = table(screen.width.max(20));
    let head = [
        "coverage",
        "core",
        "expected",
        "question",
        "answer",
        "core missing",
    ];
    rows.set_header(head.map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    for checked in sorted {
        let (core, expected) = (
            checked.assessment.tally(Tier::Core),
            checked.assessment.tally(Tier::Expected),
        );
        let gaps: Vec<&str> = checked
            .assessment
            .findings
            .iter()
            .filter(|f| f.status != Status::Covered && f.asked.tier == Tier::Core)
            .map(|f| checked.bank.concepts[f.asked.concept].id.as_str())
            .collect();
        let more = if gaps.len() > NAMED {
            format!(", {} more", gaps.len() - NAMED)
        } else {
            String::new()
        };
        rows.add_row(vec![
            Cell::new(percent(checked.assessment.coverage())).set_alignment(CellAlignment::Right),
            Cell::new(format!("{}/{}", core.covered, core.total)),
            Cell::new(format!("{}/{}", expected.covered, expected.total)),
            Cell::new(format!("Q{}", checked.assessment.question.number)),
            Cell::new(clipped(
                &printable(checked.file.unwrap_or("standard input")),
                40,
            )),
            Cell::new(format!(
                "{}{more}",
                gaps[..gaps.len().min(NAMED)].join(", ")
            )),
        ]);
    }
    write_table(out, &rows)
}
