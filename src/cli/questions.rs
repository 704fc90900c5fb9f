//! `prepcov questions`.

use std::collections::BTreeSet;
use std::io::Write;

use anyhow::bail;

use super::args::{Format, QuestionsArgs};
use super::{Context, Outcome};
use prepcov::bank::Question;
use prepcov::report;

pub(super) fn run(
    context: &Context,
    args: &QuestionsArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let bank = &context.bank;
    let mut chosen: Vec<&Question> = bank.questions.iter().collect();
    if let Some(kind) = &args.kind {
        let kinds: BTreeSet<&str> = bank.questions.iter().map(|q| q.kind.as_str()).collect();
        if !kinds.contains(kind.as_str()) {
            let kinds: Vec<&str> = kinds.into_iter().collect();
            bail!(
                "there is no kind `{kind}`; the kinds are {}",
                kinds.join(", ")
            );
        }
        chosen.retain(|q| q.kind == *kind);
    }
    if let Some(id) = &args.concept {
        let (at, _) = bank.concept(id)?;
        chosen.retain(|q| q.asks.iter().any(|a| a.concept == at));
    }
    match args.format {
        Format::Human => report::questions(out, &chosen, context.screen)?,
        Format::Json => report::questions_json(out, bank, &chosen)?,
    }
    Ok(if chosen.is_empty() {
        Outcome::Short
    } else {
        Outcome::Done
    })
}
