//! The words of a term that are also words of denial: a cue made of them inside the term's match is the term's own wording.

use std::collections::BTreeSet;

use super::grammar::Groups;
use super::language::{Item, Part, Sequence, Term};

/// The words that cues deny with.
pub(super) struct DenialWords<'g> {
    groups: Groups<'g>,
    /// Words that deny by themselves.
    alone: BTreeSet<String>,
    /// Words of any denying cue, those apart that any sentence has.
    cued: BTreeSet<String>,
}

/// What a term has of them.
#[derive(Debug, Default)]
pub(super) struct OwnWords {
    /// Words that deny by themselves.
    pub(super) denying: Vec<String>,
    /// Words of any denying cue.
    pub(super) cued: Vec<String>,
}

/// Words of cues that say nothing by themselves: a term that has one of them has no part in the cue.
const COMMON: [&str; 62] = [
    "be", "is", "was", "were", "are", "been", "being", "am", "get", "got", "have", "has", "had",
    "do", "does", "did", "can", "could", "will", "would", "should", "i", "we", "they", "you", "he",
    "she", "it", "them", "that", "those", "this", "these", "one", "any", "there", "which", "what",
    "a", "an", "the", "my", "our", "their", "his", "her", "and", "or", "but", "so", "to", "of",
    "in", "on", "at", "for", "by", "with", "from", "until", "then", "as",
];

impl<'g> DenialWords<'g> {
    /// Without any cue.
    pub(super) fn new(groups: Groups<'g>) -> Self {
        Self {
            groups,
            alone: BTreeSet::new(),
            cued: BTreeSet::new(),
        }
    }

    /// Makes known a term of a denying cue.
    pub(super) fn learn(&mut self, term: &Term, scope: &str) {
        if let [(_, Part::Present(sequence))] = term.parts.as_slice() {
            single_words(sequence, &mut |word| {
                self.alone.insert(word.to_owned());
            });
        }
        let cued = self.words(term, scope);
        let telling = cued
            .into_iter()
            .filter(|word| !COMMON.contains(&word.as_str()));
        self.cued.extend(telling);
    }

    /// The words that a term has in common with the cues.
    pub(super) fn of(&self, term: &Term, scope: &str) -> OwnWords {
        let words = self.words(term, scope);
        let among = |known: &BTreeSet<String>| {
            let both = words
                .iter()
                .filter(|word| word.as_str() == "n't" || known.contains(*word));
            both.cloned().collect()
        };
        OwnWords {
            denying: among(&self.alone),
            cued: among(&self.cued),
        }
    }

    /// All words of a term and of the groups in it, but those it must not have beside it.
    fn words(&self, term: &Term, scope: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (_, part) in &term.parts {
            match part {
                Part::Present(sequence) => {
                    self.collect(sequence, scope, &mut Vec::new(), &mut found);
                }
                Part::Absent(_) => {}
                Part::AtLeast(_, choices) => {
                    for choice in choices {
                        self.collect(choice, scope, &mut Vec::new(), &mut found);
                    }
                }
            }
        }
        found
    }

    fn collect(
        &self,
        sequence: &Sequence,
        scope: &str,
        open: &mut Vec<String>,
        found: &mut BTreeSet<String>,
    ) {
        for item in sequence {
            match item {
                Item::NotForm => {
                    found.insert("n't".to_owned());
                }
                Item::Word(word)
                | Item::Exact(word)
                | Item::Stemmed(word)
                | Item::Inflected(word) => {
                    found.insert(word.clone());
                }
                Item::Choice(choices) => {
                    for choice in choices {
                        self.collect(choice, scope, open, found);
                    }
                }
                Item::Optional(inner) => self.collect(inner, scope, open, found),
                Item::Group(name) => {
                    let Some((key, alternatives)) = (self.groups)(scope, name) else {
                        continue;
                    };
                    // A group in itself is an error that the grammar reports.
                    if open.contains(&key) {
                        continue;
                    }
                    let scope = key
                        .split_once('\0')
                        .map_or("", |(scope, _)| scope)
                        .to_owned();
                    open.push(key);
                    for alternative in alternatives {
                        self.collect(alternative, &scope, open, found);
                    }
                    open.pop();
                }
                _ => {}
            }
        }
    }
}

/// The alternatives of a sequence that are one word.
fn single_words(sequence: &Sequence, found: &mut impl FnMut(&str)) {
    match sequence.as_slice() {
        [Item::Word(word) | Item::Exact(word)] => found(word),
        [Item::Choice(choices)] => {
            for choice in choices {
                single_words(choice, found);
            }
        }
        _ => {}
    }
}
