//! `check` for people: the question, the tally, the answer with its evidence, what is covered, denied and missing.

use std::io::{self, Write};

use comfy_table::{
    Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width, presets,
};

use super::highlight::{Mark, marked};
use super::prose::{clipped, printable, wrap};
use super::style::{BAD, GOOD, ODD, QUIET, TITLE, counted, percent, styled};
use super::{Checked, Inferred, Screen};
use crate::analysis::{Finding, Status};
use crate::bank::{Bank, Tier};
use crate::concept::{Concept, Mention, Stance};
use crate::text::Lines;

/// Mentions of one concept that are quoted; more say no more.
const QUOTED: usize = 2;
/// Columns of a quoted piece of evidence.
const QUOTE: usize = 60;

/// Writes the report. `explain` adds definitions, and for every verdict the term and cue or what was nearest.
///
/// # Errors
/// If the writer fails.
pub fn check_human(
    out: &mut dyn Write,
    checked: Checked<'_>,
    screen: Screen,
    explain: bool,
) -> io::Result<()> {
    let assessment = checked.assessment;
    let question = assessment.question;
    let width = screen.width.max(20);
    let title = format!("Q{}  {}", question.number, question.title);
    write!(out, "{}", styled_lines(&wrap(&title, width, "")))?;
    let mut facts = vec![question.id.clone(), counted(assessment.words, "word")];
    if let Some(file) = checked.file {
        facts.insert(0, printable(file).into_owned());
    }
    if let Inferred::By(how) = checked.inferred {
        facts.push(how.clone());
    }
    write!(
        out,
        "{}",
        wrap(&styled(QUIET, &facts.join(" · ")), width, "")
    )?;
    writeln!(out)?;
    tally(out, checked, width)?;
    answer(out, checked, width)?;
    found(out, checked, width)?;
    near(out, checked, width)?;
    missing(out, checked, width)?;
    for signal in &assessment.signals {
        let lines = Lines::new(checked.document.text());
        let place = lines.position(signal.span.start);
        let note = format!(
            "{} line {}: {}",
            styled(ODD, "note"),
            place.line,
            signal.message
        );
        write!(out, "{}", wrap(&note, width, ""))?;
    }
    if explain {
        explained(out, checked, width)?;
    }
    Ok(())
}

fn styled_lines(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| styled(TITLE, line) + "\n")
        .collect();
    lines.concat()
}

fn tally(out: &mut dyn Write, checked: Checked<'_>, width: usize) -> io::Result<()> {
    let core = checked.assessment.tally(Tier::Core);
    let expected = checked.assessment.tally(Tier::Expected);
    let coverage = checked.assessment.coverage();
    let style = match coverage {
        c if c >= 75.0 => GOOD,
        c if c >= 40.0 => ODD,
        _ => BAD,
    };
    let line = format!(
        "{} core · {} expected · coverage {}",
        styled(style, &format!("{} of {}", core.covered, core.total)),
        styled(
            style,
            &format!("{} of {}", expected.covered, expected.total)
        ),
        percent(coverage)
    );
    write!(out, "{}", wrap(&line, width, ""))
}

/// The number of each finding in the report: the place in the question's list, from 1.
fn numbered(checked: Checked<'_>) -> impl Iterator<Item = (usize, &Finding<'_>)> {
    checked
        .assessment
        .findings
        .iter()
        .enumerate()
        .map(|(at, finding)| (at + 1, finding))
}

fn answer(out: &mut dyn Write, checked: Checked<'_>, width: usize) -> io::Result<()> {
    let marks: Vec<Mark> = numbered(checked)
        .flat_map(|(number, finding)| {
            finding.mentions.iter().flat_map(move |mention| {
                mention.parts.iter().map(move |&span| Mark {
                    span,
                    number,
                    denied: mention.stance != Stance::Affirmed,
                })
            })
        })
        .collect();
    writeln!(out)?;
    let text = checked.document.text().trim_matches('\u{feff}');
    let offset = checked.document.text().len() - text.len();
    let marks: Vec<Mark> = marks
        .into_iter()
        .map(|mark| Mark {
            span: crate::text::Span::new(
                mark.span.start as usize - offset,
                mark.span.end as usize - offset,
            ),
            ..mark
        })
        .collect();
    write!(out, "{}", wrap(&marked(text, &marks), width, "  "))?;
    writeln!(out)
}

/// A table that fits the screen: a narrow number, a status, and the rest.
pub(super) fn table(width: usize) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width as u16)
        .force_no_tty()
        .enforce_styling();
    table
}

/// Writes a table without the blanks that pad its last column.
pub(super) fn write_table(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    for line in table.to_string().lines() {
        writeln!(out, "{}", without_padding(line))?;
    }
    Ok(())
}

/// The line without blanks at its end, also those before the codes that end a style.
fn without_padding(line: &str) -> String {
    let mut kept = line.trim_end();
    let mut codes = Vec::new();
    while let Some(at) = kept
        .rfind('\u{1b}')
        .filter(|at| kept[*at..].ends_with('m') && !kept[*at..].contains(' '))
    {
        codes.push(&kept[at..]);
        kept = kept[..at].trim_end();
    }
    codes.push(kept);
    codes.reverse();
    codes.concat()
}

fn concept_of<'b>(bank: &'b Bank, finding: &Finding<'_>) -> &'b Concept {
    &bank.concepts[finding.asked.concept]
}

fn found(out: &mut dyn Write, checked: Checked<'_>, width: usize) -> io::Result<()> {
    let mut rows = table(width);
    let mut shown: Vec<(usize, &Finding<'_>)> = numbered(checked)
        .filter(|(_, f)| f.status != Status::Missing)
        .collect();
    shown.sort_by_key(|(number, finding)| (finding.status, *number));
    if shown.is_empty() {
        return Ok(());
    }
    for (number, finding) in shown {
        let (sign, color) = if finding.status == Status::Covered {
            ("+", Color::Green)
        } else {
            ("-", Color::Red)
        };
        rows.add_row(vec![
            Cell::new(format!("{sign}{number:>2}"))
                .fg(color)
                .add_attribute(Attribute::Bold),
            Cell::new(&concept_of(checked.bank, finding).label),
            Cell::new(finding.asked.tier.name()).add_attribute(Attribute::Dim),
            Cell::new(evidence(checked, finding)),
        ]);
    }
    constrain(&mut rows, width);
    write_table(out, &rows)?;
    writeln!(out)
}

/// Fixed columns for the numbers and tiers, a third for the names, and the rest for words.
fn constrain(table: &mut Table, width: usize) {
    let name = (width * 3 / 10).clamp(8, 40) as u16;
    table.set_constraints([
        ColumnConstraint::Absolute(Width::Fixed(5)),
        ColumnConstraint::UpperBoundary(Width::Fixed(name)),
        ColumnConstraint::Absolute(Width::Fixed(10)),
    ]);
}

fn evidence(checked: Checked<'_>, finding: &Finding<'_>) -> String {
    let text = checked.document.text();
    let wanted = |m: &&Mention| finding.status == Status::Negated || m.stance == Stance::Affirmed;
    let mentions: Vec<&Mention> = finding.mentions.iter().filter(wanted).collect();
    let mut quoted: Vec<String> = Vec::new();
    for mention in mentions.iter().take(QUOTED) {
        let words = clipped(&printable(mention.span.slice(text)), QUOTE);
        let cue = mention.cue.filter(|_| mention.stance == Stance::Denied);
        quoted.push(match cue {
            Some(cue) => format!(
                "“{words}”, denied by “{}”",
                clipped(&printable(cue.slice(text)), QUOTE / 2)
            ),
            None => format!("“{words}”"),
        });
    }
    if mentions.len() > QUOTED {
        quoted.push(format!("and {} more", mentions.len() - QUOTED));
    }
    quoted.join(" · ")
}

fn near(out: &mut dyn Write, checked: Checked<'_>, width: usize) -> io::Result<()> {
    let text = checked.document.text();
    let mut rows = table(width);
    for (number, finding) in numbered(checked) {
        if let Some(miss) = &finding.nearest {
            rows.add_row(vec![
                Cell::new(format!("~{number:>2}"))
                    .fg(Color::Yellow)
                    .add_attribute(Attribute::Bold),
                Cell::new(&concept_of(checked.bank, finding).label),
                Cell::new(finding.asked.tier.name()).add_attribute(Attribute::Dim),
                Cell::new(format!(
                    "“{}”: {}",
                    clipped(&printable(miss.span.slice(text)), QUOTE),
                    miss.lacks
                )),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    constrain(&mut rows, width);
    writeln!(out, "{}", styled(TITLE, "Nearly"))?;
    write_table(out, &rows)?;
    writeln!(out)
}

fn missing(out: &mut dyn Write, checked: Checked<'_>, width: usize) -> io::Result<()> {
    let mut gaps: Vec<(usize, &Finding<'_>)> = numbered(checked)
        .filter(|(_, f)| f.status == Status::Missing)
        .collect();
    if gaps.is_empty() {
        return writeln!(out, "Nothing is missing.");
    }
    gaps.sort_by_key(|(number, finding)| (finding.asked.tier, *number));
    let mut rows = table(width);
    for (number, finding) in gaps {
        let asked = finding.asked;
        rows.add_row(vec![
            Cell::new(format!("!{number:>2}"))
                .fg(if asked.tier == Tier::Core {
                    Color::Red
                } else {
                    Color::Yellow
                })
                .add_attribute(Attribute::Bold),
            Cell::new(&concept_of(checked.bank, finding).label),
            Cell::new(asked.tier.name()).add_attribute(Attribute::Dim),
            Cell::new(format!("{}: “{}”", asked.source.field(), asked.quote)),
        ]);
    }
    constrain(&mut rows, width);
    writeln!(
        out,
        "{}",
        styled(TITLE, "Missing, and where the bank asks for it")
    )?;
    write_table(out, &rows)
}

fn explained(out: &mut dyn Write, checked: Checked<'_>, width: usize) -> io::Result<()> {
    let text = checked.document.text();
    let lines = Lines::new(text);
    writeln!(out, "\n{}", styled(TITLE, "Why"))?;
    for (number, finding) in numbered(checked) {
        let concept = concept_of(checked.bank, finding);
        writeln!(
            out,
            "\n{number:>2} {} — {}",
            styled(TITLE, &concept.label),
            finding.status.name()
        )?;
        write!(out, "{}", wrap(&concept.definition, width, "     "))?;
        for mention in &finding.mentions {
            let place = lines.position(mention.span.start);
            let term = match concept.term(mention.matched) {
                Some(term) => format!("term `{term}`"),
                None => "an abbreviation that the answer introduces".to_owned(),
            };
            let cue = match mention.cue {
                Some(cue) if mention.stance == Stance::Denied => {
                    format!("; denied by “{}”", printable(cue.slice(text)))
                }
                Some(cue) => format!("; put right by “{}”", printable(cue.slice(text))),
                None => String::new(),
            };
            let line = format!(
                "{} {}:{} “{}” by {term}{cue}",
                if mention.stance == Stance::Affirmed {
                    "+"
                } else {
                    "-"
                },
                place.line,
                place.column,
                clipped(&printable(mention.span.slice(text)), 2 * QUOTE)
            );
            write!(out, "{}", wrap(&line, width, "     "))?;
        }
        if let Some(miss) = &finding.nearest {
            let line = format!(
                "~ “{}” comes nearest, to the term `{}`: {}",
                printable(miss.span.slice(text)),
                concept.term(miss.matched).unwrap_or_default(),
                miss.lacks
            );
            write!(out, "{}", wrap(&line, width, "     "))?;
        }
    }
    Ok(())
}
