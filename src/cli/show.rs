//! `prepcov show`.

use std::io::Write;

use super::args::{Format, ShowArgs};
use super::{Context, Outcome};
use prepcov::report;
use prepcov::text::{Document, TooLarge};

pub(super) fn run(
    context: &Context,
    args: &ShowArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let bank = &context.bank;
    let question = bank.question(&args.question)?;
    let mentions = if args.no_sample {
        None
    } else {
        let recognizer = bank.recognizer(question)?;
        let document = Document::markdown(&question.sample)
            .map_err(|TooLarge| anyhow::anyhow!("the sample answer is longer than can be read"))?;
        Some(recognizer.reader().mentions(&document))
    };
    match args.format {
        Format::Human => report::show(out, bank, question, mentions.as_deref(), context.screen)?,
        Format::Json => report::show_json(out, bank, question, mentions.as_deref())?,
    }
    Ok(Outcome::Done)
}
