//! `prepcov concepts`.

use std::io::Write;

use super::args::{ConceptsArgs, Format};
use super::{Context, Outcome};
use prepcov::report;
use prepcov::text::{Document, TooLarge};

pub(super) fn run(
    context: &Context,
    args: &ConceptsArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let bank = &context.bank;
    let Some(id) = &args.concept else {
        match args.format {
            Format::Human => report::concepts(out, bank, context.screen)?,
            Format::Json => report::concepts_json(out, bank)?,
        }
        return Ok(Outcome::Done);
    };
    let (at, concept) = bank.concept(id)?;
    if let Some(sentence) = &args.test {
        let recognizer = bank.recognizer_for([at])?;
        let document = Document::markdown(sentence)
            .map_err(|TooLarge| anyhow::anyhow!("the sentence is longer than can be read"))?;
        let mut reader = recognizer.reader();
        let trial = prepcov::analysis::trial(&mut reader, &document, concept);
        match args.format {
            Format::Human => report::trial(out, concept, &document, &trial, context.screen)?,
            Format::Json => report::trial_json(out, concept, &document, &trial)?,
        }
        return Ok(if trial.status == prepcov::analysis::Status::Covered {
            Outcome::Done
        } else {
            Outcome::Short
        });
    }
    match args.format {
        Format::Human => report::concept(out, concept, &bank.asking(at), context.screen)?,
        Format::Json => report::concept_json(out, concept, &bank.asking(at))?,
    }
    Ok(Outcome::Done)
}
