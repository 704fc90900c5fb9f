//! `check --format json`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Checked, Inferred};
use crate::analysis::Finding;
use crate::bank::Tier;
use crate::concept::{Concept, Mention, Stance};
use crate::text::{Lines, Span};

const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct CheckJson<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    question: QuestionJson<'a>,
    coverage: f64,
    tiers: TiersJson,
    concepts: Vec<ConceptJson<'a>>,
    signals: Vec<SignalJson<'a>>,
    words: usize,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    id: &'a str,
    number: usize,
    title: &'a str,
    inferred: bool,
}

#[derive(Serialize)]
struct TiersJson {
    core: TallyJson,
    expected: TallyJson,
}

#[derive(Serialize)]
struct TallyJson {
    covered: usize,
    total: usize,
}

#[derive(Serialize)]
struct ConceptJson<'a> {
    id: &'a str,
    label: &'a str,
    tier: &'static str,
    status: &'static str,
    mentions: Vec<MentionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<NearestJson<'a>>,
    source: SourceJson<'a>,
}

#[derive(Serialize)]
struct MentionJson<'a> {
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    text: &'a str,
    term: &'a str,
    polarity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<CueJson<'a>>,
}

#[derive(Serialize)]
struct CueJson<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct NearestJson<'a> {
    text: &'a str,
    term: &'a str,
    lacks: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    field: &'static str,
    quote: &'a str,
}

#[derive(Serialize)]
struct SignalJson<'a> {
    id: &'static str,
    message: &'a str,
    start: u32,
    end: u32,
}

/// Writes one answer as one object.
///
/// # Errors
/// If the writer fails.
pub fn check_json(out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &shape(checked))?;
    writeln!(out)
}

/// Writes several answers as an array.
///
/// # Errors
/// If the writer fails.
pub fn check_json_all(out: &mut dyn Write, all: &[Checked<'_>]) -> io::Result<()> {
    let shapes: Vec<CheckJson<'_>> = all.iter().map(|c| shape(*c)).collect();
    serde_json::to_writer_pretty(&mut *out, &shapes)?;
    writeln!(out)
}

fn shape(checked: Checked<'_>) -> CheckJson<'_> {
    let assessment = checked.assessment;
    let lines = Lines::new(checked.document.text());
    let tally = |tier| {
        let tally = assessment.tally(tier);
        TallyJson {
            covered: tally.covered,
            total: tally.total,
        }
    };
    CheckJson {
        schema_version: SCHEMA_VERSION,
        file: checked.file,
        question: QuestionJson {
            id: &assessment.question.id,
            number: assessment.question.number,
            title: &assessment.question.title,
            inferred: *checked.inferred != Inferred::No,
        },
        coverage: assessment.coverage(),
        tiers: TiersJson {
            core: tally(Tier::Core),
            expected: tally(Tier::Expected),
        },
        concepts: assessment
            .findings
            .iter()
            .map(|f| concept(checked, f, &lines))
            .collect(),
        signals: assessment
            .signals
            .iter()
            .map(|s| SignalJson {
                id: s.id,
                message: &s.message,
                start: s.span.start,
                end: s.span.end,
            })
            .collect(),
        words: assessment.words,
    }
}

fn concept<'a>(
    checked: Checked<'a>,
    finding: &'a Finding<'a>,
    lines: &Lines<'_>,
) -> ConceptJson<'a> {
    let concept = &checked.bank.concepts[finding.asked.concept];
    let text = checked.document.text();
    ConceptJson {
        id: &concept.id,
        label: &concept.label,
        tier: finding.asked.tier.name(),
        status: finding.status.name(),
        mentions: finding
            .mentions
            .iter()
            .map(|m| mention(text, concept, m, lines))
            .collect(),
        nearest: finding.nearest.as_ref().map(|miss| NearestJson {
            text: miss.span.slice(text),
            term: concept.term(miss.matched).unwrap_or_default(),
            lacks: &miss.lacks,
            start: miss.span.start,
            end: miss.span.end,
        }),
        source: SourceJson {
            field: finding.asked.source.field(),
            quote: &finding.asked.quote,
        },
    }
}

fn mention<'a>(
    text: &'a str,
    concept: &'a Concept,
    mention: &Mention,
    lines: &Lines<'_>,
) -> MentionJson<'a> {
    let place = lines.position(mention.span.start);
    let cue = |span: Span| CueJson {
        start: span.start,
        end: span.end,
        text: span.slice(text),
    };
    MentionJson {
        start: mention.span.start,
        end: mention.span.end,
        line: place.line,
        column: place.column,
        text: mention.span.slice(text),
        // An abbreviation that the answer introduces is its own term.
        term: concept
            .term(mention.matched)
            .unwrap_or_else(|| mention.span.slice(text)),
        polarity: if mention.stance == Stance::Affirmed {
            "affirmed"
        } else {
            "negated"
        },
        cue: mention.cue.map(cue),
    }
}
