//! A concept as people write it, and the words that all concepts share.

use std::collections::BTreeMap;

use super::cue::Cue;
use super::language::{Sequence, Term};
use crate::text::WordRules;

/// A concept with its parsed terms.
#[derive(Clone, Debug, Default)]
pub struct Concept {
    /// Stable kebab-case name.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// When an answer covers it; the truth that terms are judged by.
    pub definition: String,
    /// The terms as written.
    pub terms: Vec<String>,
    /// What the concept is called, for where only a denial of it counts: "Tests? No."
    pub named: Vec<String>,
    /// Passages that say the opposite of the concept and so deny it: "everybody is an admin".
    pub contrary: Vec<String>,
    /// Passages that look like the concept and are not, as written.
    pub unless: Vec<String>,
    /// Concepts a mention of which is a mention of this one: a canary is a deployment strategy.
    pub included: Vec<Inclusion>,
    /// Sentences that must be recognised.
    pub accept: Vec<String>,
    /// Sentences that must not count as covered.
    pub reject: Vec<String>,
    /// The file it stands in: the scope of its groups.
    pub scope: String,
    /// Whether a bank of one's own has it from the embedded one.
    pub borrowed: bool,
    /// `terms`, parsed.
    pub parsed: Vec<Term>,
    /// `named`, parsed.
    pub parsed_named: Vec<Term>,
    /// `contrary`, parsed.
    pub parsed_contrary: Vec<Term>,
    /// `unless`, parsed.
    pub parsed_unless: Vec<Term>,
}

/// A concept that another one includes, with what it is recognised by.
#[derive(Clone, Debug, Default)]
pub struct Inclusion {
    /// The included concept's id.
    pub id: String,
    /// The file it stands in.
    pub scope: String,
    /// Its terms as written.
    pub terms: Vec<String>,
    /// `terms`, parsed.
    pub parsed: Vec<Term>,
    /// Its exceptions, parsed.
    pub parsed_unless: Vec<Term>,
}

/// Everything recognition needs besides the concepts: groups, cues and what is known of single words.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Groups by file (the empty name for shared ones) and name.
    pub groups: BTreeMap<(String, String), Vec<Sequence>>,
    /// Cues in the order of their file.
    pub cues: Vec<Cue>,
    /// Irregular forms: form to base.
    pub irregular: BTreeMap<String, String>,
    /// Words that are their own stem.
    pub apart: Vec<String>,
    /// Words skipped inside a phrase.
    pub skip: Vec<String>,
    /// Words that are numbers.
    pub numbers: Vec<String>,
    /// How letters sound: sound to letter.
    pub letters: BTreeMap<String, char>,
    /// What transcripts write: heard words to the word meant.
    pub spoken: Vec<(Sequence, String)>,
    /// Common English words, sorted, one a line.
    pub english: String,
}

impl Vocabulary {
    /// How words are brought to their keys.
    pub fn word_rules(&self) -> WordRules {
        WordRules::new(&self.irregular, &self.apart)
    }
}

/// What of a concept matched, by position in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matched {
    /// One of `terms`.
    Term(u32),
    /// One of `named`, denied.
    Named(u32),
    /// One of `contrary`.
    Contrary(u32),
    /// A term of an included concept: which, and which of its terms.
    Included(u32, u32),
    /// An abbreviation that the text itself introduced.
    Abbreviation,
}

impl Concept {
    /// The term that matched, as written; `None` for an abbreviation that the text introduced.
    pub fn term(&self, matched: Matched) -> Option<&str> {
        let (list, at) = match matched {
            Matched::Term(at) => (&self.terms, at),
            Matched::Named(at) => (&self.named, at),
            Matched::Contrary(at) => (&self.contrary, at),
            Matched::Included(which, at) => (&self.included.get(which as usize)?.terms, at),
            Matched::Abbreviation => return None,
        };
        list.get(at as usize).map(String::as_str)
    }
}
