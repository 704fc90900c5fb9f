//! `questions`, `show` and `concepts` for people.

use std::collections::BTreeSet;
use std::io::{self, Write};

use comfy_table::{Attribute, Cell, Color, ColumnConstraint, Width};

use super::Screen;
use super::check_human::{table, write_table};
use super::highlight::{Mark, marked};
use super::prose::{clipped, wrap};
use super::style::{GOOD, QUIET, TITLE, counted, styled};
use crate::bank::{Asked, Bank, Question, Tier};
use crate::concept::{Concept, Mention, Stance};

/// Writes a list of questions: number, kind, title.
///
/// # Errors
/// If the writer fails.
pub fn questions(out: &mut dyn Write, questions: &[&Question], screen: Screen) -> io::Result<()> {
    let mut rows = table(screen.width);
    for question in questions {
        rows.add_row(vec![
            Cell::new(format!("{:>3}", question.number)).add_attribute(Attribute::Bold),
            Cell::new(&question.title),
            Cell::new(&question.kind).add_attribute(Attribute::Dim),
            Cell::new(counted(question.asks.len(), "concept")).add_attribute(Attribute::Dim),
        ]);
    }
    rows.set_constraints([ColumnConstraint::Absolute(Width::Fixed(5))]);
    write_table(out, &rows)
}

/// Writes one question: title, guidance, and the concept list; with `sample` (the mentions of its list's concepts in the sample answer) that answer
/// with its concepts marked.
///
/// # Errors
/// If the writer fails.
pub fn show(
    out: &mut dyn Write,
    bank: &Bank,
    question: &Question,
    sample: Option<&[Mention]>,
    screen: Screen,
) -> io::Result<()> {
    let width = screen.width.max(20);
    for line in wrap(
        &format!("Q{}  {}", question.number, question.title),
        width,
        "",
    )
    .lines()
    {
        writeln!(out, "{}", styled(TITLE, line))?;
    }
    writeln!(
        out,
        "{}\n",
        styled(QUIET, &format!("{} · {}", question.id, question.kind))
    )?;
    writeln!(out, "{}", styled(TITLE, "What the interviewer looks for"))?;
    writeln!(out, "{}", wrap(&question.guidance, width, "  "))?;
    if let Some(mentions) = sample {
        let marks: Vec<Mark> = mentions
            .iter()
            .filter(|m| m.stance == Stance::Affirmed)
            .flat_map(|m| {
                m.parts.iter().map(|&span| Mark {
                    span,
                    number: m.concept.0 as usize + 1,
                    denied: false,
                })
            })
            .collect();
        writeln!(out, "{}", styled(TITLE, "Sample answer"))?;
        writeln!(
            out,
            "{}",
            wrap(&marked(&question.sample, &marks), width, "  ")
        )?;
    }
    writeln!(out, "{}", styled(TITLE, "Concepts"))?;
    let mut rows = table(width);
    for (at, asked) in question.asks.iter().enumerate() {
        let concept = &bank.concepts[asked.concept];
        let color = if asked.tier == Tier::Core {
            Color::Green
        } else {
            Color::Reset
        };
        rows.add_row(vec![
            Cell::new(format!("{:>3}", at + 1)),
            Cell::new(&concept.label).fg(color),
            Cell::new(asked.tier.name()).add_attribute(Attribute::Dim),
            Cell::new(format!("{}: “{}”", asked.source.field(), asked.quote)),
        ]);
    }
    rows.set_constraints([
        ColumnConstraint::Absolute(Width::Fixed(5)),
        ColumnConstraint::UpperBoundary(Width::Fixed((width * 3 / 10).clamp(8, 40) as u16)),
        ColumnConstraint::Absolute(Width::Fixed(10)),
    ]);
    write_table(out, &rows)
}

/// Writes all concepts: id, label, the questions that ask for each.
///
/// # Errors
/// If the writer fails.
pub fn concepts(out: &mut dyn Write, bank: &Bank, screen: Screen) -> io::Result<()> {
    let mut rows = table(screen.width);
    for (at, concept) in bank.concepts.iter().enumerate() {
        if concept.borrowed && bank.asking(at).is_empty() {
            continue;
        }
        let asking: BTreeSet<usize> = bank.asking(at).iter().map(|(q, _)| q.number).collect();
        let numbers: Vec<String> = asking.iter().map(|n| format!("Q{n}")).collect();
        rows.add_row(vec![
            Cell::new(&concept.id).add_attribute(Attribute::Bold),
            Cell::new(&concept.label),
            Cell::new(numbers.join(" ")).add_attribute(Attribute::Dim),
        ]);
    }
    // An id has to be copyable: it is never broken.
    rows.set_constraints([ColumnConstraint::ContentWidth]);
    write_table(out, &rows)
}

/// Writes one concept: definition, terms, examples, and every question that asks for it.
///
/// # Errors
/// If the writer fails.
pub fn concept(
    out: &mut dyn Write,
    concept: &Concept,
    asking: &[(&Question, &Asked)],
    screen: Screen,
) -> io::Result<()> {
    let width = screen.width.max(20);
    writeln!(
        out,
        "{}  {}",
        styled(TITLE, &concept.label),
        styled(QUIET, &concept.id)
    )?;
    writeln!(out, "{}", wrap(&concept.definition, width, "  "))?;
    writeln!(out, "{}", styled(TITLE, "Asked for by"))?;
    for (question, asked) in asking {
        let line = format!(
            "{:<4}{:<9} {}",
            format!("Q{}", question.number),
            asked.tier.name(),
            question.title
        );
        writeln!(out, "  {}", clipped_row(&line, width.saturating_sub(2)))?;
    }
    list(out, "Counts", &concept.accept, width)?;
    list(out, "Does not count", &concept.reject, width)?;
    writeln!(
        out,
        "\n{}",
        styled(
            TITLE,
            &format!("Recognised by {}", counted(concept.terms.len(), "term"))
        )
    )?;
    for term in &concept.terms {
        write!(out, "{}", wrap(term, width, "  "))?;
    }
    if !concept.unless.is_empty() {
        writeln!(out, "\n{}", styled(TITLE, "Unless it is"))?;
        for term in &concept.unless {
            write!(out, "{}", wrap(term, width, "  "))?;
        }
    }
    Ok(())
}

fn list(out: &mut dyn Write, title: &str, sentences: &[String], width: usize) -> io::Result<()> {
    if sentences.is_empty() {
        return Ok(());
    }
    let sign = if title == "Counts" {
        styled(GOOD, "+")
    } else {
        styled(super::style::BAD, "-")
    };
    writeln!(out, "\n{}", styled(TITLE, title))?;
    for sentence in sentences {
        let text = wrap(sentence, width, "    ");
        write!(out, "  {sign} {}", text.trim_start())?;
    }
    Ok(())
}

/// A row whose columns stay as they are, cut to the width.
fn clipped_row(line: &str, width: usize) -> String {
    let head: String = line.chars().take(14).collect();
    let tail: String = line.chars().skip(14).collect();
    format!("{head}{}", clipped(&tail, width.saturating_sub(14)))
}
