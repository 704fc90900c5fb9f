//! Concepts compiled for reading, and what reading finds: mentions with their term, span and stance.

use std::collections::BTreeMap;

use super::cue::{CueRule, Says};
use super::definition::{Concept, Matched, Vocabulary};
use super::grammar::{Builder, Grammar, GroupError, TermId};
use super::language::Term;
use super::lexicon::Special;
use super::matcher::{Hit, Match, Matcher};
use super::polarity::{Cues, Own, Stance};
use crate::text::{Document, Span};

/// A concept in the order of its recognizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptIx(pub u32);

/// A term that cannot be compiled, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrammarError {
    /// A group that is not defined: file, term index within its list, group name.
    UnknownGroup {
        /// The owner of the term: a concept id, or `cues`.
        owner: String,
        /// The term as a number in its list.
        term: usize,
        /// The group's name.
        group: String,
    },
    /// A group that contains itself.
    CircularGroup {
        /// The owner of the term that led there.
        owner: String,
        /// The term as a number in its list.
        term: usize,
        /// The group's name.
        group: String,
    },
    /// More optional items in one sequence than can be tried.
    TooManyOptions {
        /// The owner of the term.
        owner: String,
        /// The term as a number in its list.
        term: usize,
    },
}

/// A place in a text where a concept's term matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The concept.
    pub concept: ConceptIx,
    /// What matched.
    pub matched: Matched,
    /// From the first token of the evidence to the last, in bytes; where the parts lie further apart than neighbouring sentences
    /// (`&*`), the first part of the term alone.
    pub span: Span,
    /// The evidence for each part of the term, in bytes, in order of place.
    pub parts: Vec<Span>,
    /// The sentence of the evidence's first token.
    pub sentence: usize,
    /// Whether it is affirmed.
    pub stance: Stance,
    /// The words that decided the stance, if any did.
    pub cue: Option<Span>,
}

/// Terms, and what a match of one is.
type List<'t> = (&'t [Term], fn(u32) -> Matched);

#[derive(Clone, Copy, Debug)]
enum Owner {
    Matched(ConceptIx, Matched),
    Unless(ConceptIx),
    Cue(u32),
}

/// Concepts compiled into one automaton; shared by any number of readers.
pub struct Recognizer {
    pub(super) grammar: Grammar,
    owners: Vec<Owner>,
    cues: Vec<CueRule>,
    any_stance: Vec<bool>,
    concepts: u32,
}

impl Recognizer {
    /// Compiles `concepts`, in this order, with the words and groups of `vocabulary`.
    ///
    /// # Errors
    /// Every term that names a missing or circular group, or has too many optional items.
    pub fn new<'c>(
        concepts: impl IntoIterator<Item = &'c Concept>,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Vec<GrammarError>> {
        let groups = |scope: &str, name: &str| {
            [scope, ""].into_iter().find_map(|scope| {
                let alternatives = vocabulary
                    .groups
                    .get(&(scope.to_owned(), name.to_owned()))?;
                Some((format!("{scope}\0{name}"), alternatives.as_slice()))
            })
        };
        let special = Special {
            skipped: vocabulary.skip.iter().cloned().collect(),
            numbers: vocabulary.numbers.iter().cloned().collect(),
            letters: vocabulary
                .letters
                .iter()
                .map(|(k, v)| (k.clone(), *v))
                .collect(),
            english: vocabulary.english.clone(),
        };
        let rules = vocabulary.word_rules();
        let mut builder = Builder::new(rules, special, &groups);
        for cue in vocabulary
            .cues
            .iter()
            .filter(|cue| cue.rule.says == Says::Denied)
        {
            for term in &cue.terms {
                builder.denying(term);
            }
        }
        let mut owners = Vec::new();
        let mut any_stance = Vec::new();
        let mut errors = Vec::new();
        let mut add =
            |term: &Term, scope: &str, owner: Owner, name: &str, index: usize| match builder
                .term(term, scope)
            {
                Ok(_) => {
                    owners.push(owner);
                    any_stance.push(term.any_stance);
                }
                Err(error) => errors.push(described(error, name, index)),
            };
        let mut count = 0;
        for (ix, concept) in concepts.into_iter().enumerate() {
            let ix = ConceptIx(ix as u32);
            count += 1;
            let lists: [List<'_>; 3] = [
                (&concept.parsed, Matched::Term),
                (&concept.parsed_named, Matched::Named),
                (&concept.parsed_contrary, Matched::Contrary),
            ];
            for (terms, matched) in lists {
                for (n, term) in terms.iter().enumerate() {
                    let owner = Owner::Matched(ix, matched(n as u32));
                    add(term, &concept.scope, owner, &concept.id, n);
                }
            }
            for (which, included) in concept.included.iter().enumerate() {
                for (n, term) in included.parsed.iter().enumerate() {
                    let matched = Matched::Included(which as u32, n as u32);
                    let owner = Owner::Matched(ix, matched);
                    add(term, &included.scope, owner, &included.id, n);
                }
                for (n, term) in included.parsed_unless.iter().enumerate() {
                    add(term, &included.scope, Owner::Unless(ix), &included.id, n);
                }
            }
            for (n, term) in concept.parsed_unless.iter().enumerate() {
                add(term, &concept.scope, Owner::Unless(ix), &concept.id, n);
            }
        }
        let mut cues = Vec::new();
        for cue in &vocabulary.cues {
            for (n, term) in cue.terms.iter().enumerate() {
                add(term, "cues", Owner::Cue(cues.len() as u32), "cues", n);
            }
            cues.push(cue.rule);
        }
        for (n, (heard, meant)) in vocabulary.spoken.iter().enumerate() {
            if let Err(error) = builder.spoken(heard, meant) {
                errors.push(described(error, "spoken", n));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            grammar: builder.finish(),
            owners,
            cues,
            any_stance,
            concepts: count,
        })
    }

    /// Whether a folded word, or what it inflects, is a common English word: such a word is never taken for misspelled.
    pub fn is_english(&self, word: &str) -> bool {
        self.grammar.lexicon.is_english(word)
    }

    /// The number of concepts compiled in.
    pub fn concepts(&self) -> u32 {
        self.concepts
    }

    /// A reader with a memory of words of its own; one a thread.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            recognizer: self,
            matcher: Matcher::new(&self.grammar),
        }
    }
}

fn described(error: GroupError, owner: &str, term: usize) -> GrammarError {
    let owner = owner.to_owned();
    match error {
        GroupError::Unknown(group) => GrammarError::UnknownGroup { owner, term, group },
        GroupError::Circular(group) => GrammarError::CircularGroup { owner, term, group },
        GroupError::TooManyOptions => GrammarError::TooManyOptions { owner, term },
    }
}

/// Reads documents with one recognizer.
pub struct Reader<'r> {
    recognizer: &'r Recognizer,
    pub(super) matcher: Matcher<'r>,
}

impl<'r> Reader<'r> {
    /// What it reads with.
    pub fn recognizer(&self) -> &'r Recognizer {
        self.recognizer
    }

    /// All mentions of all concepts, by concept, then by place. Mentions of one concept do not overlap: affirmed readings and contrary
    /// statements win over denied readings, whose cue often speaks of a part only; of the same kind the longest wins.
    pub fn mentions(&mut self, document: &Document<'_>) -> Vec<Mention> {
        let matches = self.matcher.matches(document);
        let mut terms: Vec<(ConceptIx, Matched, Match)> = Vec::new();
        let mut unless: Vec<(ConceptIx, Hit, bool)> = Vec::new();
        let mut cues: Vec<(Hit, CueRule)> = Vec::new();
        for found in matches {
            match self.recognizer.owners[found.term.0 as usize] {
                Owner::Matched(concept, by) => terms.push((concept, by, found)),
                Owner::Unless(concept) => {
                    let own = &self.recognizer.grammar.terms[found.term.0 as usize].own;
                    let denies = !own.denying.is_empty();
                    unless.extend(found.parts.iter().map(|&hit| (concept, hit, denies)));
                }
                Owner::Cue(cue) => {
                    let rule = self.recognizer.cues[cue as usize];
                    // The first part is the cue, the others are its conditions; a pseudo-cue covers all.
                    let parts = if rule.says == Says::Nothing {
                        found.parts.len()
                    } else {
                        1
                    };
                    cues.extend(found.parts[..parts].iter().map(|&hit| (hit, rule)));
                }
            }
        }
        let cues = Cues::new(document, cues);
        let mut mentions = Vec::with_capacity(terms.len());
        for (concept, matched, found) in terms {
            let claims = matches!(matched, Matched::Term(_) | Matched::Included(..));
            let excluded = unless.iter().any(|(owner, hit, denies)| {
                let overlaps = |part: &Hit| part.start < hit.end && hit.start < part.end;
                // A passage that denies is no reason against reading a denial.
                *owner == concept && (claims || !denies) && found.parts.iter().any(overlaps)
            });
            if excluded {
                continue;
            }
            let (stance, cue) = self.stance(found.term, &found.parts, &cues);
            let stance = match (matched, stance) {
                (Matched::Named(_), Stance::Affirmed | Stance::Unclaimed)
                | (Matched::Contrary(_), Stance::Denied | Stance::Unclaimed) => continue,
                (Matched::Contrary(_), Stance::Affirmed) => Stance::Denied,
                (_, stance) => stance,
            };
            mentions.push(mention(
                document,
                concept,
                matched,
                &found.parts,
                stance,
                cue,
            ));
        }
        super::abbreviation::add(document, &mut mentions, |hit| {
            cues.stance(&[hit], Own::default())
        });
        longest(mentions)
    }

    fn stance(&self, term: TermId, parts: &[Hit], cues: &Cues<'_, '_>) -> (Stance, Option<Hit>) {
        let compiled = &self.recognizer.grammar.terms[term.0 as usize];
        let own = Own {
            denying: &compiled.own.denying,
            cued: &compiled.own.cued,
            any_stance: self.recognizer.any_stance[term.0 as usize],
        };
        cues.stance(parts, own)
    }
}

/// The bytes under a range of tokens.
pub(super) fn span_of(document: &Document<'_>, hit: Hit) -> Span {
    let tokens = document.tokens();
    tokens[hit.start as usize]
        .span
        .cover(tokens[hit.end as usize - 1].span)
}

fn mention(
    document: &Document<'_>,
    concept: ConceptIx,
    matched: Matched,
    parts: &[Hit],
    stance: Stance,
    cue: Option<Hit>,
) -> Mention {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    let spans: Vec<Span> = sorted.iter().map(|&hit| span_of(document, hit)).collect();
    // Parts that lie far apart (`&*`) are shown by the first part alone.
    let anchor = span_of(document, parts[0]);
    let near = sorted[sorted.len() - 1].sentence - sorted[0].sentence <= 1;
    let span = if near {
        spans.iter().fold(anchor, |a, &b| a.cover(b))
    } else {
        anchor
    };
    Mention {
        concept,
        matched,
        span,
        parts: spans,
        sentence: sorted[0].sentence as usize,
        stance,
        cue: cue.map(|hit| span_of(document, hit)),
    }
}

/// Drops every mention that overlaps a better one of the same concept.
fn longest(mut mentions: Vec<Mention>) -> Vec<Mention> {
    let second =
        |m: &Mention| m.stance != Stance::Affirmed && !matches!(m.matched, Matched::Contrary(_));
    mentions.sort_by_key(|m| {
        let longest_first = usize::MAX - m.span.len();
        (
            m.concept,
            second(m),
            longest_first,
            m.stance,
            m.span.start,
            m.matched,
        )
    });
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
    // What the kept mentions of the concept at hand cover: start to end, none overlapping another.
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    for mention in mentions {
        if kept
            .last()
            .is_some_and(|last| last.concept != mention.concept)
        {
            taken.clear();
        }
        let before = taken.range(..mention.span.end).next_back();
        if before.is_none_or(|(_, end)| *end <= mention.span.start) {
            taken.insert(mention.span.start, mention.span.end);
            kept.push(mention);
        }
    }
    kept.sort_by_key(|m| (m.concept, m.span));
    kept
}
