//! `concepts ID --test`: how one text is read against one concept.

use std::io::{self, Write};

use serde::Serialize;

use super::Screen;
use super::highlight::{Mark, marked};
use super::prose::{printable, wrap};
use super::style::{BAD, GOOD, ODD, styled};
use crate::analysis::{Status, Trial};
use crate::concept::{Concept, Mention, Stance};
use crate::text::Document;

const SCHEMA_VERSION: u32 = 1;

/// Writes the verdict, the marked text, and what decided.
///
/// # Errors
/// If the writer fails.
pub fn trial(
    out: &mut dyn Write,
    concept: &Concept,
    document: &Document<'_>,
    trial: &Trial,
    screen: Screen,
) -> io::Result<()> {
    let style = match trial.status {
        Status::Covered => GOOD,
        Status::Negated => BAD,
        Status::Missing => ODD,
    };
    let text = document.text();
    let marks: Vec<Mark> = trial
        .mentions
        .iter()
        .enumerate()
        .flat_map(|(at, mention)| {
            mention.parts.iter().map(move |&span| Mark {
                span,
                number: at + 1,
                denied: mention.stance != Stance::Affirmed,
            })
        })
        .collect();
    writeln!(
        out,
        "{}: {}",
        concept.label,
        styled(style, trial.status.name())
    )?;
    write!(out, "{}", wrap(&marked(text, &marks), screen.width, "  "))?;
    for (at, mention) in trial.mentions.iter().enumerate() {
        let line = format!(
            "{:>3} {} by `{}`{}",
            at + 1,
            stance(mention),
            term(concept, mention),
            cue(text, mention)
        );
        write!(out, "{}", wrap(&line, screen.width, ""))?;
    }
    if let Some(miss) = &trial.nearest {
        let line = format!("  ~ “{}”: {}", printable(miss.span.slice(text)), miss.lacks);
        write!(out, "{}", wrap(&line, screen.width, ""))?;
    }
    Ok(())
}

fn term<'c>(concept: &'c Concept, mention: &Mention) -> &'c str {
    concept
        .term(mention.matched)
        .unwrap_or("an abbreviation that the text introduces")
}

fn stance(mention: &Mention) -> &'static str {
    match mention.stance {
        Stance::Affirmed => "affirmed",
        Stance::Denied => "denied",
        Stance::Unclaimed => "asked, or told of somebody else,",
    }
}

fn cue(text: &str, mention: &Mention) -> String {
    match (mention.cue, mention.stance) {
        (None, _) => String::new(),
        (Some(cue), Stance::Affirmed) => format!(
            "; a denial is put right by “{}”",
            printable(cue.slice(text))
        ),
        (Some(cue), _) => format!("; the cue is “{}”", printable(cue.slice(text))),
    }
}

#[derive(Serialize)]
struct TrialJson<'a> {
    schema_version: u32,
    concept: &'a str,
    status: &'static str,
    mentions: Vec<MentionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<NearestJson<'a>>,
}

#[derive(Serialize)]
struct MentionJson<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    term: &'a str,
    polarity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
}

#[derive(Serialize)]
struct NearestJson<'a> {
    text: &'a str,
    term: &'a str,
    lacks: &'a str,
}

/// The same as JSON.
///
/// # Errors
/// If the writer fails.
pub fn trial_json(
    out: &mut dyn Write,
    concept: &Concept,
    document: &Document<'_>,
    trial: &Trial,
) -> io::Result<()> {
    let text = document.text();
    let shape = TrialJson {
        schema_version: SCHEMA_VERSION,
        concept: &concept.id,
        status: trial.status.name(),
        mentions: trial
            .mentions
            .iter()
            .map(|m| MentionJson {
                start: m.span.start,
                end: m.span.end,
                text: m.span.slice(text),
                term: term(concept, m),
                polarity: match m.stance {
                    Stance::Affirmed => "affirmed",
                    Stance::Denied => "negated",
                    Stance::Unclaimed => "unclaimed",
                },
                cue: m.cue.map(|c| c.slice(text)),
            })
            .collect(),
        nearest: trial.nearest.as_ref().map(|miss| NearestJson {
            text: miss.span.slice(text),
            term: concept.term(miss.matched).unwrap_or_default(),
            lacks: &miss.lacks,
        }),
    };
    serde_json::to_writer_pretty(&mut *out, &shape)?;
    writeln!(out)
}
