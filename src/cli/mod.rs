//! The command line: one file a command.
//!
//! Exit codes: 0 done, 1 done and something is under a threshold or was not found, 2 not done.

mod args;
mod batch;
mod check;
mod concepts;
mod input;
mod questions;
mod search;
mod show;
mod verify;

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser as _};

use args::{Args, Color, Command};
use prepcov::bank::{Bank, Files};
use prepcov::report::Screen;

/// How a command ended, short of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: a threshold was missed, nothing was found, or a line was bad.
    Short,
}

/// What every command is given.
struct Context {
    bank: Bank,
    screen: Screen,
    verbose: bool,
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            return if error.print().is_err() {
                ExitCode::from(2)
            } else {
                ExitCode::from(code)
            };
        }
    };
    set_color(args.common.color);
    match run(args) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Short) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> anyhow::Result<Outcome> {
    let mut out = io::BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    let outcome = dispatch(args, &mut out)?;
    out.flush()?;
    Ok(outcome)
}

fn dispatch(args: Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let Some(command) = args.command else {
        write!(out, "{}", args::WELCOME)?;
        return Ok(Outcome::Done);
    };
    if let Command::Completions { shell } = command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Args::command(), "prepcov", &mut script);
        out.write_all(&script)?;
        return Ok(Outcome::Done);
    }
    let context = Context {
        bank: open_bank(&args.common)?,
        screen: Screen { width: width() },
        verbose: args.common.verbose,
    };
    match command {
        Command::Check(args) => check::run(&context, &args, out),
        Command::Questions(args) => questions::run(&context, &args, out),
        Command::Show(args) => show::run(&context, &args, out),
        Command::Concepts(args) => concepts::run(&context, &args, out),
        Command::Search(args) => search::run(&context, &args, out),
        Command::Batch(args) => batch::run(&context, &args, out),
        Command::Bank(args::BankCommand::Verify(args)) => verify::run(&context, &args, out),
        Command::Completions { .. } => Ok(Outcome::Done),
    }
}

fn open_bank(common: &args::Common) -> anyhow::Result<Bank> {
    match &common.bank {
        None => Ok(Bank::embedded()?),
        Some(dir) => {
            let files = Files::from_dir(dir)
                .with_context(|| format!("cannot use the bank `{}`", dir.display()))?;
            Ok(prepcov::bank::load(&files)?)
        }
    }
}

/// The terminal's columns; 80 where output goes elsewhere. `COLUMNS` decides where it is set.
fn width() -> usize {
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .filter(|c| (20..=1000).contains(c));
    set.unwrap_or_else(|| match terminal_size::terminal_size() {
        Some((terminal_size::Width(columns), _)) if io::stdout().is_terminal() => {
            usize::from(columns).max(20)
        }
        _ => 80,
    })
}

fn set_color(color: Color) {
    let choice = match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Whether the reader of our output went away, as `head` does: no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let json = || {
            cause
                .downcast_ref::<serde_json::Error>()
                .and_then(serde_json::Error::io_error_kind)
        };
        io.map(io::Error::kind).or_else(json) == Some(io::ErrorKind::BrokenPipe)
    })
}

/// Tells what went wrong: the error and its causes, each said once.
fn report(error: &anyhow::Error) {
    let mut said = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if !said.contains(&text) {
            said = if said.is_empty() {
                text
            } else {
                format!("{said}: {text}")
            };
        }
    }
    anstream::eprintln!(
        "{}error:{:#} {}",
        error_style(),
        error_style(),
        prepcov::report::printable(&said)
    );
}

fn error_style() -> anstyle::Style {
    anstyle::AnsiColor::Red.on_default().bold()
}
