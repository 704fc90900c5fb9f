//! The one error of the library.

use std::fmt;

use crate::bank::Problem;

/// Why something could not be done. Opaque; ask it with the `is_*` predicates.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Bank {
        place: String,
        problems: Vec<Problem>,
    },
    Read {
        path: String,
        error: std::io::Error,
    },
    Question {
        asked: String,
        nearest: Vec<String>,
        ambiguous: bool,
    },
    Concept {
        asked: String,
        nearest: Vec<String>,
    },
    Index {
        message: String,
    },
}

/// The result of the library's fallible functions.
pub type Result<T> = std::result::Result<T, Error>;

/// Problems shown of one bank; a broken file tends to have few causes.
const SHOWN: usize = 20;

impl Error {
    pub(crate) fn bank(place: impl Into<String>, problems: Vec<Problem>) -> Self {
        Self {
            kind: Kind::Bank {
                place: place.into(),
                problems,
            },
        }
    }

    pub(crate) fn read(path: impl Into<String>, error: std::io::Error) -> Self {
        Self {
            kind: Kind::Read {
                path: path.into(),
                error,
            },
        }
    }

    pub(crate) fn question(asked: &str, nearest: Vec<String>, ambiguous: bool) -> Self {
        Self {
            kind: Kind::Question {
                asked: asked.to_owned(),
                nearest,
                ambiguous,
            },
        }
    }

    pub(crate) fn concept(asked: &str, nearest: Vec<String>) -> Self {
        Self {
            kind: Kind::Concept {
                asked: asked.to_owned(),
                nearest,
            },
        }
    }

    pub(crate) fn index(message: String) -> Self {
        Self {
            kind: Kind::Index { message },
        }
    }

    /// Whether the search index is at fault.
    pub fn is_index(&self) -> bool {
        matches!(self.kind, Kind::Index { .. })
    }

    /// Whether a bank's files are at fault.
    pub fn is_bank(&self) -> bool {
        matches!(self.kind, Kind::Bank { .. })
    }

    /// Whether a file could not be read.
    pub fn is_read(&self) -> bool {
        matches!(self.kind, Kind::Read { .. })
    }

    /// Whether a question was not found or several fit.
    pub fn is_question(&self) -> bool {
        matches!(self.kind, Kind::Question { .. })
    }

    /// Whether a concept was not found.
    pub fn is_concept(&self) -> bool {
        matches!(self.kind, Kind::Concept { .. })
    }

    /// The problems of a bank, in the order of its files; empty for every other error.
    pub fn problems(&self) -> &[Problem] {
        match &self.kind {
            Kind::Bank { problems, .. } => problems,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Bank { place, problems } => {
                for problem in problems.iter().take(SHOWN) {
                    writeln!(f, "{problem}\n")?;
                }
                let count = problems.len();
                let plural = if count == 1 { "" } else { "s" };
                write!(f, "{count} problem{plural} in the bank {place}")?;
                if count > SHOWN {
                    write!(f, ", the first {SHOWN} shown")?;
                }
                Ok(())
            }
            Kind::Read { path, error } => write!(f, "cannot read {path}: {error}"),
            Kind::Question {
                asked,
                nearest,
                ambiguous,
            } => {
                let fits = if *ambiguous {
                    "several questions fit"
                } else {
                    "no question fits"
                };
                write!(f, "{fits} `{asked}`")?;
                choices(f, nearest, "prepcov questions")
            }
            Kind::Concept { asked, nearest } => {
                write!(f, "no concept is called `{asked}`")?;
                choices(f, nearest, "prepcov concepts")
            }
            Kind::Index { message } => write!(f, "the search index failed: {message}"),
        }
    }
}

fn choices(f: &mut fmt::Formatter<'_>, nearest: &[String], list: &str) -> fmt::Result {
    if nearest.is_empty() {
        return write!(f, "; `{list}` lists them all");
    }
    write!(f, "; did you mean")?;
    for line in nearest {
        write!(f, "\n  {line}")?;
    }
    write!(f, "\n`{list}` lists them all")
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Read { error, .. } => Some(error),
            _ => None,
        }
    }
}
