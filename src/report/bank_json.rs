//! `questions`, `show` and `concepts` with `--format json`.

use std::io::{self, Write};

use serde::Serialize;

use crate::bank::{Asked, Bank, Problem, Question};
use crate::concept::{Concept, Mention, Stance};

const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct QuestionsJson<'a> {
    schema_version: u32,
    role: &'a str,
    questions: Vec<QuestionJson<'a>>,
}

#[derive(Serialize)]
struct ShowJson<'a> {
    schema_version: u32,
    #[serde(flatten)]
    question: QuestionJson<'a>,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    id: &'a str,
    number: usize,
    kind: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    guidance: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<&'a str>,
    concepts: Vec<AskedJson<'a>>,
}

#[derive(Serialize)]
struct AskedJson<'a> {
    id: &'a str,
    label: &'a str,
    tier: &'static str,
    source: SourceJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<[u32; 2]>>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    field: &'static str,
    quote: &'a str,
}

#[derive(Serialize)]
struct ConceptsJson<'a> {
    schema_version: u32,
    concepts: Vec<ConceptJson<'a>>,
}

#[derive(Serialize)]
struct WholeConceptJson<'a> {
    schema_version: u32,
    #[serde(flatten)]
    concept: ConceptJson<'a>,
}

#[derive(Serialize)]
struct ConceptJson<'a> {
    id: &'a str,
    label: &'a str,
    definition: &'a str,
    questions: Vec<AskingJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unless: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reject: Option<&'a [String]>,
}

#[derive(Serialize)]
struct AskingJson<'a> {
    id: &'a str,
    number: usize,
    tier: &'static str,
}

/// Writes a list of questions with their concept lists.
///
/// # Errors
/// If the writer fails.
pub fn questions_json(out: &mut dyn Write, bank: &Bank, questions: &[&Question]) -> io::Result<()> {
    let shape = QuestionsJson {
        schema_version: SCHEMA_VERSION,
        role: &bank.role,
        questions: questions
            .iter()
            .map(|q| question(bank, q, false, None))
            .collect(),
    };
    write(out, &shape)
}

/// Writes one question; with `sample` (the mentions of its list's concepts in the sample answer) the sample answer too.
///
/// # Errors
/// If the writer fails.
pub fn show_json(
    out: &mut dyn Write,
    bank: &Bank,
    shown: &Question,
    sample: Option<&[Mention]>,
) -> io::Result<()> {
    let shape = ShowJson {
        schema_version: SCHEMA_VERSION,
        question: question(bank, shown, true, sample),
    };
    write(out, &shape)
}

/// Writes all concepts, without their terms.
///
/// # Errors
/// If the writer fails.
pub fn concepts_json(out: &mut dyn Write, bank: &Bank) -> io::Result<()> {
    let shapes = bank
        .concepts
        .iter()
        .enumerate()
        .filter(|(at, c)| !c.borrowed || !bank.asking(*at).is_empty())
        .map(|(at, c)| concept_shape(c, &bank.asking(at), false));
    let shape = ConceptsJson {
        schema_version: SCHEMA_VERSION,
        concepts: shapes.collect(),
    };
    write(out, &shape)
}

/// Writes one concept with terms and examples.
///
/// # Errors
/// If the writer fails.
pub fn concept_json(
    out: &mut dyn Write,
    concept: &Concept,
    asking: &[(&Question, &Asked)],
) -> io::Result<()> {
    let shape = WholeConceptJson {
        schema_version: SCHEMA_VERSION,
        concept: concept_shape(concept, asking, true),
    };
    write(out, &shape)
}

fn question<'a>(
    bank: &'a Bank,
    question: &'a Question,
    whole: bool,
    sample: Option<&[Mention]>,
) -> QuestionJson<'a> {
    let asked = |(at, asked): (usize, &'a Asked)| {
        let concept = &bank.concepts[asked.concept];
        let mentions = sample.map(|mentions| {
            let of_this = mentions
                .iter()
                .filter(|m| m.concept.0 as usize == at && m.stance == Stance::Affirmed);
            of_this.map(|m| [m.span.start, m.span.end]).collect()
        });
        AskedJson {
            id: &concept.id,
            label: &concept.label,
            tier: asked.tier.name(),
            source: SourceJson {
                field: asked.source.field(),
                quote: &asked.quote,
            },
            mentions,
        }
    };
    QuestionJson {
        id: &question.id,
        number: question.number,
        kind: &question.kind,
        title: &question.title,
        guidance: whole.then_some(question.guidance.as_str()),
        sample: sample.map(|_| question.sample.as_str()),
        concepts: question.asks.iter().enumerate().map(asked).collect(),
    }
}

fn concept_shape<'a>(
    concept: &'a Concept,
    asking: &[(&'a Question, &'a Asked)],
    whole: bool,
) -> ConceptJson<'a> {
    let some = |list: &'a Vec<String>| whole.then_some(list.as_slice());
    ConceptJson {
        id: &concept.id,
        label: &concept.label,
        definition: &concept.definition,
        questions: asking
            .iter()
            .map(|(question, asked)| AskingJson {
                id: &question.id,
                number: question.number,
                tier: asked.tier.name(),
            })
            .collect(),
        terms: some(&concept.terms),
        unless: some(&concept.unless),
        accept: some(&concept.accept),
        reject: some(&concept.reject),
    }
}

fn write(out: &mut dyn Write, shape: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, shape)?;
    writeln!(out)
}

#[derive(Serialize)]
struct ProblemsJson<'a> {
    schema_version: u32,
    problems: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

/// Writes the problems of a bank.
///
/// # Errors
/// If the writer fails.
pub fn problems_json(out: &mut dyn Write, problems: &[Problem]) -> io::Result<()> {
    let shape = ProblemsJson {
        schema_version: SCHEMA_VERSION,
        problems: problems
            .iter()
            .map(|problem| ProblemJson {
                file: &problem.file,
                line: problem.position.map(|p| p.line),
                column: problem.position.map(|p| p.column),
                message: &problem.message,
                help: problem.help.as_deref(),
            })
            .collect(),
    };
    write(out, &shape)
}
