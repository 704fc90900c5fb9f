//! What the user typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Shown by `prepcov` alone.
pub(crate) const WELCOME: &str = "\
prepcov: concept coverage for written answers

  prepcov questions                     the questions of the bank
  prepcov check -q 13 answer.md         which concepts your answer covers, and which it lacks
  prepcov search error budget           the questions about a concept, by any of its names
  prepcov show 13                       a question: guidance, sample answer, concepts
  prepcov concepts canary-deployment    a concept: what counts, and who asks for it

`prepcov help` lists everything, `prepcov help check` explains one command.
";

/// Concept coverage for written answers: what a question asks for, what an answer covers, what is missing.
#[derive(Debug, Parser)]
#[command(name = "prepcov", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// A folder with a bank of your own (default: the embedded one)
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) bank: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Say more on standard error
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Coverage of a written answer: evidence, gaps, and where the bank asks for them
    Check(CheckArgs),
    /// Questions by concept or words, with why each was found
    Search(SearchArgs),
    /// Score many answers: JSON Lines in, JSON Lines out
    Batch(BatchArgs),
    /// The questions of the bank
    Questions(QuestionsArgs),
    /// One question: guidance, sample answer, concept list
    Show(ShowArgs),
    /// All concepts, or one with its definition, terms and questions
    Concepts(ConceptsArgs),
    /// Your own bank
    #[command(subcommand)]
    Bank(BankCommand),
    /// A completion script for a shell
    #[command(after_help = "\
Examples:
  prepcov completions bash > ~/.local/share/bash-completion/completions/prepcov
      for bash
  prepcov completions fish > ~/.config/fish/completions/prepcov.fish
      for fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A core concept that is not covered
    Core,
    /// Any concept that is not covered
    Any,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov check -q 13 answer.md
      coverage of one answer to question 13
  pbpaste | prepcov check -q \"blue green canary\" --fail-on core
      an answer from the clipboard; exit code 1 if a core concept is not covered")]
pub(crate) struct CheckArgs {
    /// The question: an id, a number, or words of its title
    #[arg(long, short, value_name = "QUESTION")]
    pub(crate) question: Option<String>,
    /// Answers in Markdown or plain text; `-` or none for standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: CheckFormat,
    /// Explain every verdict: definition, term, cue, nearest miss
    #[arg(long)]
    pub(crate) explain: bool,
    /// Exit with 1 if the coverage of an answer is under so many percent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) fail_under: Option<f64>,
    /// Exit with 1 if an answer does not cover these concepts
    #[arg(long, value_name = "WHICH")]
    pub(crate) fail_on: Option<FailOn>,
    /// The largest file that is read, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4000))]
    pub(crate) max_size: u64,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').parse::<f64>() {
        Ok(value) if (0.0..=100.0).contains(&value) => Ok(value),
        _ => Err("a percentage is a number from 0 to 100".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov search PoLP
      the questions about least privilege, by any of its names
  prepcov search --gaps notes/*.md
      what your notes do not cover yet, the most asked for first")]
pub(crate) struct SearchArgs {
    /// Concepts or words; quotes and signs need no care
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// Only questions that ask for this concept, core first
    #[arg(long, value_name = "CONCEPT")]
    pub(crate) concept: Option<String>,
    /// Only questions of this kind
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// At most so many results; 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 5)]
    pub(crate) limit: usize,
    /// Show the best result whole, as `show` does
    #[arg(long)]
    pub(crate) open: bool,
    /// The concepts that these notes do not cover yet
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["words", "concept", "kind", "open"])]
    pub(crate) gaps: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov batch answers.jsonl > scores.jsonl
      each line in: {\"id\":\"a1\",\"question\":\"13\",\"answer\":\"...\"}
  jq -c '{id, question, answer}' all.json | prepcov batch | jq 'select(.coverage < 50)'
      answers that cover less than half")]
pub(crate) struct BatchArgs {
    /// A file of JSON Lines; `-` or none for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// No progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov questions --kind design
      the design questions
  prepcov questions --concept slo
      the questions that ask for service level objectives")]
pub(crate) struct QuestionsArgs {
    /// Only questions of this kind
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only questions that ask for this concept
    #[arg(long, value_name = "CONCEPT")]
    pub(crate) concept: Option<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov show 13 --no-sample
      a question to practise with, its sample answer hidden
  prepcov show sev1-outage
      the question with its concepts marked in the sample answer")]
pub(crate) struct ShowArgs {
    /// The question: an id, a number, or words of its title
    #[arg(value_name = "QUESTION")]
    pub(crate) question: String,
    /// Leave out the sample answer
    #[arg(long)]
    pub(crate) no_sample: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov concepts error-budget
      what counts as an error budget, what does not, and who asks for it
  prepcov concepts runbooks --test \"We never wrote runbooks\"
      how one sentence is read")]
pub(crate) struct ConceptsArgs {
    /// A concept: its id or label
    #[arg(value_name = "CONCEPT")]
    pub(crate) concept: Option<String>,
    /// Try a sentence against the concept
    #[arg(long, value_name = "SENTENCE", requires = "concept")]
    pub(crate) test: Option<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BankCommand {
    /// Check a bank: its files, quotes, terms, examples and sample answers
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prepcov bank verify
      the embedded bank
  prepcov bank verify --bank ./my-bank
      a bank of your own")]
pub(crate) struct VerifyArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}
