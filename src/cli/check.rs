//! `prepcov check`.

use std::cell::OnceCell;
use std::io::Write;

use anyhow::{Context as _, bail};

use super::args::{CheckArgs, CheckFormat, FailOn};
use super::{Context, Outcome, input};
use prepcov::analysis::{Assessment, Assessor, Status};
use prepcov::bank::{Question, Tier};
use prepcov::report::{
    Checked, Inferred, check_human, check_json, check_json_all, check_markdown, summary,
};
use prepcov::search::{Guess, Inference, Searcher};
use prepcov::text::{Document, TooLarge};

pub(super) fn run(
    context: &Context,
    args: &CheckArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    // What was typed is judged before anything is read.
    let asked = args
        .question
        .as_deref()
        .map(|q| context.bank.question(q))
        .transpose()?;
    let inputs = input::read_all(&args.files, args.max_size)?;
    let mut documents = Vec::with_capacity(inputs.len());
    for input in &inputs {
        let document = Document::markdown(&input.text)
            .map_err(|TooLarge| anyhow::anyhow!("an answer is longer than can be read (4 GiB)"))?;
        if document.tokens().is_empty() {
            bail!(
                "`{}` has no prose in it: code, comments and front matter are not read",
                input.name.as_deref().unwrap_or("standard input")
            );
        }
        documents.push(document);
    }
    // Built when the first answer needs it, and kept for the others.
    let searcher = OnceCell::new();
    let mut assessed = Vec::with_capacity(documents.len());
    for (document, input) in documents.iter().zip(&inputs) {
        let name = input.name.as_deref().unwrap_or("standard input");
        let (question, inferred) = match asked {
            Some(question) => (question, Inferred::No),
            None => infer(context, &searcher, document, name)?,
        };
        let assessor = Assessor::new(&context.bank, question)?;
        assessed.push((
            assessor.assess_with_near_misses(&mut assessor.reader(), document),
            inferred,
        ));
    }
    let checked: Vec<Checked<'_>> = assessed
        .iter()
        .zip(&documents)
        .zip(&inputs)
        .map(|(((assessment, inferred), document), input)| Checked {
            bank: &context.bank,
            document,
            assessment,
            inferred,
            file: input.name.as_deref(),
        })
        .collect();
    write(context, args, &checked, out)?;
    let short = assessed
        .iter()
        .any(|(assessment, _)| falls_short(assessment, args));
    Ok(if short { Outcome::Short } else { Outcome::Done })
}

/// The question that an answer belongs to, and how that became known.
fn infer<'b>(
    context: &'b Context,
    searcher: &OnceCell<Searcher<'b>>,
    document: &Document<'_>,
    name: &str,
) -> anyhow::Result<(&'b Question, Inferred)> {
    let named = Inference::named(&context.bank, document).with_context(|| format!("`{name}`"))?;
    let guess = if let Some(guess) = named {
        guess
    } else {
        let searcher = if let Some(known) = searcher.get() {
            known
        } else {
            let built = super::search::searcher(context)?;
            searcher.get_or_init(|| built)
        };
        Inference::new(searcher).by_text(document)?
    };
    match guess {
        Guess::Named(question) => Ok((
            question,
            Inferred::By("named in the front matter".to_owned()),
        )),
        Guess::Heading(question, heading) => Ok((
            question,
            Inferred::By(format!("from the heading “{heading}”")),
        )),
        Guess::Text(best, next) => {
            let next = next.map_or_else(String::new, |n| {
                format!(
                    "; next best Q{} with {} of {}",
                    n.question.number,
                    n.concepts,
                    n.question.asks.len()
                )
            });
            let how = format!(
                "inferred: {} of its {} concepts{next}",
                best.concepts,
                best.question.asks.len()
            );
            Ok((best.question, Inferred::By(how)))
        }
        Guess::Unclear(nearest) => {
            let lines: Vec<String> = nearest
                .iter()
                .map(|c| {
                    format!(
                        "\n  -q {:<3} {} ({} of {} concepts)",
                        c.question.number,
                        c.question.id,
                        c.concepts,
                        c.question.asks.len()
                    )
                })
                .collect();
            bail!(
                "cannot tell which question `{name}` answers; name it with -q. The nearest are{}",
                lines.concat()
            )
        }
    }
}

fn write(
    context: &Context,
    args: &CheckArgs,
    checked: &[Checked<'_>],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match (args.format, checked) {
        (CheckFormat::Json, [one]) => check_json(out, *one)?,
        (CheckFormat::Json, all) => check_json_all(out, all)?,
        (CheckFormat::Markdown, all) => {
            for one in all {
                check_markdown(out, *one)?;
            }
        }
        (CheckFormat::Human, all) => {
            for (at, one) in all.iter().enumerate() {
                if at > 0 {
                    writeln!(out, "\n{}\n", "─".repeat(context.screen.width.min(100)))?;
                }
                check_human(out, *one, context.screen, args.explain)?;
            }
            if all.len() > 1 {
                writeln!(out, "\n{}\n", "─".repeat(context.screen.width.min(100)))?;
                summary(out, all, context.screen)?;
            }
        }
    }
    Ok(())
}

fn falls_short(assessment: &Assessment<'_>, args: &CheckArgs) -> bool {
    let under = args
        .fail_under
        .is_some_and(|least| assessment.coverage() < least);
    let lacking = args.fail_on.is_some_and(|which| {
        let counts = |tier| which == FailOn::Any || tier == Tier::Core;
        assessment
            .findings
            .iter()
            .any(|f| f.status != Status::Covered && counts(f.asked.tier))
    });
    under || lacking
}
