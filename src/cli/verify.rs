//! `prepcov bank verify`.

use std::io::Write;

use super::args::{Format, VerifyArgs};
use super::{Context, Outcome};
use prepcov::bank::verify;

pub(super) fn run(
    context: &Context,
    args: &VerifyArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let problems = verify(&context.bank)?;
    match args.format {
        Format::Human => {
            for problem in &problems {
                writeln!(out, "{problem}")?;
            }
        }
        Format::Json => prepcov::report::problems_json(out, &problems)?,
    }
    let bank = &context.bank;
    anstream::eprintln!(
        "{}: {} questions, {} concepts, {} terms; {} problems",
        bank.place,
        bank.questions.len(),
        bank.concepts.len(),
        bank.concepts.iter().map(|c| c.terms.len()).sum::<usize>(),
        problems.len()
    );
    Ok(if problems.is_empty() {
        Outcome::Done
    } else {
        Outcome::Short
    })
}
