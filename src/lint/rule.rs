//! What a rule is.

/// How bad a finding is, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word for it in files and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule as people know it. The record is static; what a rule does stands beside it in its file.
#[derive(Debug)]
pub struct Rule {
    /// Stable kebab-case name of the defect.
    pub name: &'static str,
    /// One line: what it finds.
    pub summary: &'static str,
    /// Why it matters, and what to do: a few paragraphs of Markdown.
    pub explanation: &'static str,
    /// A note that it flags, and the same note mended.
    pub example: Example,
    /// How bad a finding is where nothing is configured; `None` for a rule that is off until asked for.
    pub severity: Option<Severity>,
}

/// A note with a defect and without it, as Markdown.
#[derive(Debug)]
pub struct Example {
    /// Is flagged.
    pub bad: &'static str,
    /// Is not.
    pub good: &'static str,
}
