//! Cues as the cue file has them: what each says, where it reaches. What they do to a mention is `polarity`'s.

use super::language::Term;

/// A cue: what its terms say of the mentions they reach. The words are those of `keywords/cues.toml`.
#[derive(Clone, Debug)]
pub struct Cue {
    pub(super) rule: CueRule,
    pub(super) terms: Vec<Term>,
}

/// The flags of a cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags of the cue file, each by its name"
)]
pub struct CueScope {
    /// It reaches across clauses.
    pub across: bool,
    /// It counts only where it opens its sentence.
    pub first: bool,
    /// It counts only where it ends its clause.
    pub last: bool,
    /// It speaks of a noun: its reach ends where a clause begins behind that noun.
    pub noun: bool,
}

/// A field of a cue that has none of its possible values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueError {
    /// The field.
    pub field: &'static str,
    /// Its possible values.
    pub values: &'static [&'static str],
}

impl Cue {
    /// Reads a cue from the words of the cue file.
    ///
    /// # Errors
    /// [`CueError`] for an unknown `says` or `reach`.
    pub fn new(
        says: &str,
        reach: Option<&str>,
        words: Option<u32>,
        only: CueScope,
        terms: Vec<Term>,
    ) -> Result<Self, CueError> {
        let says = match says {
            "denied" => Says::Denied,
            "others" => Says::Others,
            "nothing" => Says::Nothing,
            "stop" => Says::Stop,
            "redeemed" => Says::Redeemed,
            "again" => Says::Again,
            _ => {
                return Err(CueError {
                    field: "says",
                    values: &["denied", "others", "nothing", "stop", "redeemed", "again"],
                });
            }
        };
        let reach = match reach {
            None => Reach::Both,
            Some("after") => Reach::After,
            Some("before") => Reach::Before,
            Some("below") => Reach::Below,
            Some(_) => {
                return Err(CueError {
                    field: "reach",
                    values: &["after", "before", "below"],
                });
            }
        };
        Ok(Self {
            rule: CueRule {
                says,
                reach,
                words: words.unwrap_or(8),
                across: only.across,
                first: only.first,
                last: only.last,
                noun: only.noun,
            },
            terms,
        })
    }
}

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Denied,
    Others,
    Nothing,
    Stop,
    Redeemed,
    Again,
}

/// Where a cue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Of a stop: it ends the reach of cues on either side.
    Both,
    After,
    Before,
    Below,
}

/// A cue of the cue file, without its terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags of the cue file, each by its name"
)]
pub(super) struct CueRule {
    pub(super) says: Says,
    pub(super) reach: Reach,
    pub(super) words: u32,
    pub(super) across: bool,
    /// Only where the cue opens its sentence.
    pub(super) first: bool,
    /// Only where the cue ends its clause.
    pub(super) last: bool,
    /// Only as far as the noun behind it goes.
    pub(super) noun: bool,
}
