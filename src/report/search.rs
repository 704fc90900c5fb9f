//! `search`: what was found and why.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, Color};
use serde::Serialize;

use super::Screen;
use super::check_human::{table, write_table};
use super::prose::{printable, wrap};
use super::style::{GOOD, QUIET, TITLE, counted, styled};
use crate::bank::Bank;
use crate::search::{Found, Gap, Snippet};

/// Writes the hits with their snippets and the concepts that made them match.
///
/// # Errors
/// If the writer fails.
pub fn search(
    out: &mut dyn Write,
    bank: &Bank,
    query: &str,
    found: &Found<'_>,
    screen: Screen,
) -> io::Result<()> {
    let width = screen.width.max(20);
    if found.hits.is_empty() {
        let shown: String = query.chars().take(60).collect();
        writeln!(out, "No question is about “{}”.", printable(&shown))?;
        if !found.nearest.is_empty() {
            writeln!(
                out,
                "The nearest concepts are {}.",
                found.nearest.join(", ")
            )?;
        }
        return Ok(());
    }
    if !found.concepts.is_empty() {
        let names: Vec<&str> = found
            .concepts
            .iter()
            .map(|&c| bank.concepts[c].label.as_str())
            .collect();
        write!(
            out,
            "{}",
            wrap(
                &styled(QUIET, &format!("read as {}", names.join(", "))),
                width,
                ""
            )
        )?;
        writeln!(out)?;
    }
    for (rank, hit) in found.hits.iter().enumerate() {
        if rank > 0 {
            writeln!(out)?;
        }
        let head = format!(
            "{}. Q{}  {}",
            rank + 1,
            hit.question.number,
            hit.question.title
        );
        for line in wrap(&head, width, "").lines() {
            writeln!(out, "{}", styled(TITLE, line))?;
        }
        if !hit.concepts.is_empty() {
            let why: Vec<String> = hit
                .concepts
                .iter()
                .map(|(c, tier)| format!("{} ({})", bank.concepts[*c].label, tier.name()))
                .collect();
            write!(
                out,
                "{}",
                wrap(&format!("asks for {}", why.join(", ")), width, "   ")
            )?;
        }
        for snippet in &hit.snippets {
            let line = format!(
                "{} {}",
                styled(QUIET, &format!("{}:", snippet.field)),
                highlighted(snippet)
            );
            write!(out, "{}", wrap(&line, width, "   "))?;
        }
    }
    Ok(())
}

/// The snippet with its matches in `[brackets]` and colour.
fn highlighted(snippet: &Snippet) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for span in &snippet.highlights {
        shown.push_str(&printable(&snippet.text[at..span.start as usize]));
        let words = format!("[{}]", printable(span.slice(&snippet.text)));
        let words: Vec<String> = words.split(' ').map(|w| styled(GOOD, w)).collect();
        shown.push_str(&words.join(" "));
        at = span.end as usize;
    }
    shown.push_str(&printable(&snippet.text[at..]));
    shown
}

/// Writes the concepts that notes do not cover, of `all` in total.
///
/// # Errors
/// If the writer fails.
pub fn gaps(
    out: &mut dyn Write,
    bank: &Bank,
    found: &[Gap<'_>],
    all: usize,
    screen: Screen,
) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "These notes cover every concept of the bank.");
    }
    writeln!(
        out,
        "{}",
        styled(
            TITLE,
            &format!(
                "{} not covered yet, the most asked for first",
                counted(all, "concept")
            )
        )
    )?;
    let mut rows = table(screen.width.max(20));
    for gap in found {
        let questions: Vec<String> = gap
            .questions
            .iter()
            .map(|(q, tier)| {
                if tier.weight() > 1 {
                    format!("Q{}*", q.number)
                } else {
                    format!("Q{}", q.number)
                }
            })
            .collect();
        rows.add_row(vec![
            Cell::new(&bank.concepts[gap.concept].id)
                .fg(Color::Yellow)
                .add_attribute(Attribute::Bold),
            Cell::new(&bank.concepts[gap.concept].label),
            Cell::new(questions.join(" ")),
        ]);
    }
    write_table(out, &rows)?;
    if found.len() < all {
        writeln!(
            out,
            "and {} more (`--limit 0` shows all)",
            all - found.len()
        )?;
    }
    writeln!(out, "{}", styled(QUIET, "* core: the guidance asks for it"))
}

const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct SearchJson<'a> {
    schema_version: u32,
    query: &'a str,
    concepts: Vec<&'a str>,
    hits: Vec<HitJson<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    nearest: &'a [String],
}

#[derive(Serialize)]
struct HitJson<'a> {
    question: &'a str,
    number: usize,
    title: &'a str,
    score: f32,
    concepts: Vec<&'a str>,
    snippets: Vec<SnippetJson<'a>>,
}

#[derive(Serialize)]
struct SnippetJson<'a> {
    field: &'static str,
    text: &'a str,
    highlights: Vec<[u32; 2]>,
}

/// The same as JSON.
///
/// # Errors
/// If the writer fails.
pub fn search_json(
    out: &mut dyn Write,
    bank: &Bank,
    query: &str,
    found: &Found<'_>,
) -> io::Result<()> {
    let name = |concept: usize| bank.concepts[concept].id.as_str();
    let shape = SearchJson {
        schema_version: SCHEMA_VERSION,
        query,
        concepts: found.concepts.iter().map(|&c| name(c)).collect(),
        hits: found
            .hits
            .iter()
            .map(|hit| HitJson {
                question: &hit.question.id,
                number: hit.question.number,
                title: &hit.question.title,
                score: (hit.score * 1000.0).round() / 1000.0,
                concepts: hit.concepts.iter().map(|(c, _)| name(*c)).collect(),
                snippets: hit
                    .snippets
                    .iter()
                    .map(|s| SnippetJson {
                        field: s.field,
                        text: &s.text,
                        highlights: s.highlights.iter().map(|h| [h.start, h.end]).collect(),
                    })
                    .collect(),
            })
            .collect(),
        nearest: &found.nearest,
    };
    serde_json::to_writer_pretty(&mut *out, &shape)?;
    writeln!(out)
}

#[derive(Serialize)]
struct GapsJson<'a> {
    schema_version: u32,
    gaps: Vec<GapJson<'a>>,
}

#[derive(Serialize)]
struct GapJson<'a> {
    concept: &'a str,
    label: &'a str,
    weight: u32,
    questions: Vec<AskingJson<'a>>,
}

#[derive(Serialize)]
struct AskingJson<'a> {
    id: &'a str,
    number: usize,
    tier: &'static str,
}

/// The same as JSON.
///
/// # Errors
/// If the writer fails.
pub fn gaps_json(out: &mut dyn Write, bank: &Bank, found: &[Gap<'_>]) -> io::Result<()> {
    let shape = GapsJson {
        schema_version: SCHEMA_VERSION,
        gaps: found
            .iter()
            .map(|gap| GapJson {
                concept: &bank.concepts[gap.concept].id,
                label: &bank.concepts[gap.concept].label,
                weight: gap.weight,
                questions: gap
                    .questions
                    .iter()
                    .map(|(q, tier)| AskingJson {
                        id: &q.id,
                        number: q.number,
                        tier: tier.name(),
                    })
                    .collect(),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &shape)?;
    writeln!(out)
}
