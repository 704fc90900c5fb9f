//! `prepcov batch`: JSON Lines in, JSON Lines out, in order, in constant memory, on all cores.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Write};
use std::path::Path;
use std::sync::OnceLock;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::args::BatchArgs;
use super::{Context, Outcome};
use prepcov::analysis::Assessor;
use prepcov::bank::Bank;
use prepcov::report::{batch_error, batch_line};
use prepcov::text::Document;

/// Lines read before they are scored together, and their bytes: what bounds the memory.
const LINES: usize = 4096;
const BYTES: usize = 16 << 20;
/// The longest line that is read.
const LINE: u64 = 64 << 20;
/// What some editors put at the head of a file.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// The id of a line whose other fields may be broken.
#[derive(Deserialize)]
struct Id {
    id: Option<Value>,
}

pub(super) fn run(
    context: &Context,
    args: &BatchArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let (mut input, size) = open(args.file.as_deref())?;
    let progress = progress(size, args.quiet);
    let scorer = Scorer::new(&context.bank);
    let mut outcome = Outcome::Done;
    let mut number = 0;
    loop {
        let lines = read_lines(&mut *input).context("cannot read the answers")?;
        if lines.is_empty() {
            break;
        }
        let first = number + 1;
        number += lines.len() as u64;
        let bytes: usize = lines.iter().map(|l| l.len() + 1).sum();
        let results: Vec<Scored> = lines
            .par_iter()
            .enumerate()
            .map(|(at, line)| scorer.line(line, first + at as u64))
            .collect();
        for line in results {
            let line = line?;
            out.write_all(&line.text)?;
            if line.bad {
                outcome = Outcome::Short;
            }
        }
        progress.inc(bytes as u64);
    }
    progress.finish_and_clear();
    if context.verbose {
        anstream::eprintln!("{number} lines");
    }
    Ok(outcome)
}

fn open(file: Option<&Path>) -> anyhow::Result<(Box<dyn BufRead>, Option<u64>)> {
    match file {
        Some(path) if path != Path::new("-") => {
            let shown = path.display();
            let file = File::open(path).with_context(|| format!("cannot read `{shown}`"))?;
            let meta = file
                .metadata()
                .with_context(|| format!("cannot read `{shown}`"))?;
            if meta.is_dir() {
                anyhow::bail!("`{shown}` is a folder; batch reads one file of JSON Lines");
            }
            Ok((
                Box::new(BufReader::with_capacity(1 << 16, file)),
                Some(meta.len()),
            ))
        }
        _ => Ok((Box::new(io::stdin().lock()), None)),
    }
}

fn progress(size: Option<u64>, quiet: bool) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match size {
        Some(size) => (
            ProgressBar::new(size),
            "{bar:30} {bytes}/{total_bytes}, {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes}"),
    };
    bar.with_style(
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}

/// The next lines, up to the bounds; a line that is too long is cut, and then no JSON.
fn read_lines(input: &mut dyn BufRead) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    while lines.len() < LINES && bytes < BYTES {
        let mut line = Vec::new();
        let read = io::Read::take(&mut *input, LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if line.ends_with(b"\n") {
            line.pop();
        } else if read as u64 == LINE {
            skip_line(input)?;
        }
        bytes += line.len();
        lines.push(line);
    }
    Ok(lines)
}

fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, done) = match buffer.iter().position(|&b| b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// A line out.
struct Line {
    text: Vec<u8>,
    bad: bool,
}

type Scored = anyhow::Result<Line>;

/// Scores lines; every question is compiled when the first answer to it comes, and every thread keeps its own readers.
struct Scorer<'b> {
    bank: &'b Bank,
    assessors: Vec<OnceLock<Result<Assessor<'b>, String>>>,
}

impl<'b> Scorer<'b> {
    fn new(bank: &'b Bank) -> Self {
        Self {
            bank,
            assessors: bank.questions.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn line(&self, line: &[u8], number: u64) -> Scored {
        let mut text = Vec::new();
        let bad = match self.scored(line, number, &mut text) {
            Ok(()) => false,
            Err((id, error)) => {
                text.clear();
                batch_error(&mut text, id.as_ref(), number, &error)?;
                true
            }
        };
        Ok(Line { text, bad })
    }

    /// Writes the line for an answer, or says why it cannot.
    fn scored(
        &self,
        line: &[u8],
        number: u64,
        out: &mut Vec<u8>,
    ) -> Result<(), (Option<Value>, String)> {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Err((None, "the line is empty".to_owned()));
        }
        let line = if number == 1 {
            line.strip_prefix(BOM).unwrap_or(line)
        } else {
            line
        };
        let request: Value = serde_json::from_slice(line)
            .map_err(|e| (id_of(line), format!("not JSON: {}", without_line(&e))))?;
        let id = request.get("id").cloned();
        let fail = |error: String| (id.clone(), error);
        let Value::Object(fields) = &request else {
            let shape = r#"{"id":"a1","question":"13","answer":"..."}"#;
            return Err((None, format!("a line must be an object: {shape}")));
        };
        let answer = match fields.get("answer") {
            Some(Value::String(answer)) => answer,
            Some(_) => return Err(fail("`answer` must be a string".to_owned())),
            None => return Err(fail("`answer` is missing".to_owned())),
        };
        let asked = match fields.get("question") {
            Some(Value::String(asked)) => asked.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return Err(fail("`question` must be a string or a number".to_owned())),
            None => return Err(fail("`question` is missing".to_owned())),
        };
        let question = self
            .bank
            .question(&asked)
            .map_err(|e| fail(e.to_string().replace('\n', " ")))?;
        let document = Document::markdown(answer)
            .map_err(|_| fail("the answer is longer than can be read".to_owned()))?;
        let assessor = self.assessors[question.number - 1]
            .get_or_init(|| Assessor::new(self.bank, question).map_err(|e| e.to_string()));
        let assessor = assessor.as_ref().map_err(|e| fail(e.clone()))?;
        let assessment = assessor.assess(&mut assessor.reader(), &document);
        batch_line(
            out,
            self.bank,
            id.as_ref().unwrap_or(&Value::Null),
            &assessment,
        )
        .map_err(|e| fail(e.to_string()))
    }
}

/// The id of a line whose other fields are broken, where it can be read.
fn id_of(line: &[u8]) -> Option<Value> {
    let found: Id = serde_json::from_slice(line).ok()?;
    found.id
}

/// What the parser says, with the column alone: the line is that of the batch.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let said = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(said, _)| said);
    format!("{said} at column {}", error.column())
}
