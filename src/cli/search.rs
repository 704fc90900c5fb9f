//! `prepcov search`.

use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Format, SearchArgs, ShowArgs};
use super::{Context, Outcome, input, show};
use prepcov::report;
use prepcov::search::{Filter, Searcher, Store};
use prepcov::text::{Document, TooLarge};

/// The largest note that `--gaps` reads, in megabytes.
const NOTE: u64 = 64;

pub(super) fn run(
    context: &Context,
    args: &SearchArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    if !args.gaps.is_empty() {
        return gaps(context, args, out);
    }
    let query = args.words.join(" ");
    if query.trim().is_empty() && args.concept.is_none() {
        bail!(
            "what shall be searched for? Give words or a concept: `prepcov search least privilege`, `prepcov search --concept slo`"
        );
    }
    let bank = &context.bank;
    let concept = args
        .concept
        .as_deref()
        .map(|id| bank.concept(id))
        .transpose()?
        .map(|(at, _)| at);
    if let Some(kind) = &args.kind
        && !bank.questions.iter().any(|q| q.kind == *kind)
    {
        bail!("there is no kind `{kind}`; `prepcov questions` shows the kinds");
    }
    let searcher = searcher(context)?;
    let filter = Filter {
        concept,
        kind: args.kind.clone(),
        limit: args.limit,
    };
    let text = if query.trim().is_empty() {
        concept.map_or_else(String::new, |at| bank.concepts[at].label.clone())
    } else {
        query.clone()
    };
    let found = searcher.search(&text, &filter)?;
    if let (true, Some(best)) = (args.open, found.hits.first()) {
        let args = ShowArgs {
            question: best.question.id.clone(),
            no_sample: false,
            format: args.format,
        };
        return show::run(context, &args, out);
    }
    match args.format {
        Format::Human => report::search(out, bank, &text, &found, context.screen)?,
        Format::Json => report::search_json(out, bank, &query, &found)?,
    }
    Ok(if found.hits.is_empty() {
        Outcome::Short
    } else {
        Outcome::Done
    })
}

fn gaps(context: &Context, args: &SearchArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let notes = input::read_all(&args.gaps, NOTE)?;
    let documents: Result<Vec<Document<'_>>, TooLarge> =
        notes.iter().map(|n| Document::markdown(&n.text)).collect();
    let documents = documents
        .map_err(|TooLarge| anyhow::anyhow!("a note is longer than can be read (4 GiB)"))?;
    let recognizer = context.bank.recognizer_for_all()?;
    let mut found = prepcov::search::gaps(&context.bank, &recognizer, &documents);
    let all = found.len();
    if args.limit > 0 {
        found.truncate(args.limit);
    }
    match args.format {
        Format::Human => report::gaps(out, &context.bank, &found, all, context.screen)?,
        Format::Json => report::gaps_json(out, &context.bank, &found)?,
    }
    Ok(Outcome::Done)
}

/// A searcher on the bank; the index of a large bank is kept in the user's cache folder.
pub(super) fn searcher(context: &Context) -> anyhow::Result<Searcher<'_>> {
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(context.bank.questions.len() as u64)
    } else {
        ProgressBar::hidden()
    };
    let style = ProgressStyle::with_template("indexing {bar:30} {pos}/{len} questions")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = bar.with_style(style);
    let store = Store::open(&context.bank, cache().as_deref(), &|done, _| {
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    Ok(Searcher::new(&context.bank, store)?)
}

/// `$PREPCOV_CACHE`, else `prepcov` in the user's cache folder.
fn cache() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    set("PREPCOV_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|dir| dir.join("prepcov")))
        .or_else(|| set("LOCALAPPDATA").map(|dir| dir.join("prepcov")))
        .or_else(|| {
            set("HOME").map(|dir| {
                if cfg!(target_os = "macos") {
                    dir.join("Library/Caches/prepcov")
                } else {
                    dir.join(".cache/prepcov")
                }
            })
        })
}
