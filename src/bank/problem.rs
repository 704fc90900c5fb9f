//! What is wrong in a file of a bank, and where.

use std::fmt;
use std::ops::Range;

use crate::text::{Lines, Position};

/// One mistake in one file: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the bank was given.
    pub file: String,
    /// Line and column, where the mistake has a place.
    pub position: Option<Position>,
    /// The line and how many characters of it are meant, for the caret.
    excerpt: Option<(String, usize)>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// A mistake at some bytes of a file's text.
    pub(super) fn at(
        file: &str,
        text: &str,
        bytes: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let lines = Lines::new(text);
        let position = lines.position(bytes.start as u32);
        let line = lines.line(position.line).unwrap_or_default();
        let rest = line.chars().count().saturating_sub(position.column - 1);
        let marked = text.get(bytes).map_or(1, |t| t.chars().count());
        Self {
            file: file.to_owned(),
            position: Some(position),
            excerpt: Some((line.to_owned(), marked.clamp(1, rest.max(1)))),
            message: message.into(),
            help: None,
        }
    }

    /// A mistake of a file as a whole.
    pub(super) fn of(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            position: None,
            excerpt: None,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Characters of the line shown around the mistake.
const EXCERPT: usize = 100;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(Position { line, column }) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if let (Some((text, marked)), Some(Position { line, column })) =
            (&self.excerpt, self.position)
        {
            // A long line is shown from shortly before the mistake.
            let from = column.saturating_sub(EXCERPT / 2);
            let shown: String = text
                .chars()
                .skip(from)
                .take(EXCERPT)
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            let number = line.to_string();
            let carets = "^".repeat((*marked).min(EXCERPT - (column - 1 - from).min(EXCERPT - 1)));
            write!(f, "\n {number} | {shown}")?;
            write!(
                f,
                "\n {} | {}{carets}",
                " ".repeat(number.len()),
                " ".repeat(column - 1 - from)
            )?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n   help: {help}")?;
        }
        Ok(())
    }
}
