//! All terms in one automaton.
//!
//! A term's sequences become paths in one trie whose edges are symbols; groups and bracketed alternatives are symbols of their
//! own, produced by paths that end in them. The matcher walks the trie once per token, so that the cost of reading a
//! text does not grow with the number of terms.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::language::{Item, Join, Part, Sequence, Term};
use super::lexicon::{Lexicon, Special, Symbol};
use super::own::{DenialWords, OwnWords};
use crate::text::WordRules;

/// A part of a term; equal parts of several terms are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PartId(pub(super) u32);

/// A term of the grammar, by the number that [`Builder::term`] gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TermId(pub(super) u32);

/// What has been read when the walk is at a node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Output {
    Symbol(Symbol),
    Part(PartId),
}

#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) outputs: Vec<Output>,
    /// Up to so many tokens may be passed over on the way to that node.
    pub(super) gaps: Vec<(u8, u32)>,
    pub(super) has_edges: bool,
}

/// A term as the matcher needs it.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) parts: Vec<(Join, Need)>,
    /// The denying words that the term itself has; one of them inside its match is its own.
    pub(super) own: OwnWords,
}

/// A part, resolved.
#[derive(Debug)]
pub(super) enum Need {
    Present(PartId),
    Absent(PartId),
    AtLeast(u8, Vec<PartId>),
}

/// The finished automaton.
pub(super) struct Grammar {
    pub(super) lexicon: Lexicon,
    pub(super) rules: WordRules,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: FxHashMap<(u32, Symbol), u32>,
    pub(super) terms: Vec<Compiled>,
    /// For each part, the terms whose first part it is.
    pub(super) anchors: Vec<Vec<TermId>>,
}

/// A group that is not defined or that contains itself: its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GroupError {
    Unknown(String),
    Circular(String),
    TooManyOptions,
}

/// Letters from which two words are also looked for as one (`oncall`); shorter ones are other words too often.
const JOINED: usize = 6;
/// Optional items in one sequence; each doubles the paths.
const MAX_OPTIONS: usize = 7;

/// For a scope (the file a term stands in) and a name, a group's unique key and its alternatives.
pub(super) type Groups<'g> = &'g dyn Fn(&str, &str) -> Option<(String, &'g [Sequence])>;

pub(super) struct Builder<'g> {
    grammar: Grammar,
    groups: Groups<'g>,
    group_symbols: FxHashMap<String, Symbol>,
    open: FxHashSet<String>,
    denial: DenialWords<'g>,
    choices: FxHashMap<String, Symbol>,
    part_ids: BTreeMap<(String, String), PartId>,
}

#[derive(Clone, Debug)]
enum Step {
    Symbol(Symbol, Option<String>),
    Gap(u8),
}

impl<'g> Builder<'g> {
    /// Starts a grammar.
    pub(super) fn new(rules: WordRules, special: Special, groups: Groups<'g>) -> Self {
        Self {
            grammar: Grammar {
                lexicon: Lexicon::new(special),
                rules,
                nodes: vec![Node::default()],
                edges: FxHashMap::default(),
                terms: Vec::new(),
                anchors: Vec::new(),
            },
            groups,
            group_symbols: FxHashMap::default(),
            open: FxHashSet::default(),
            denial: DenialWords::new(groups),
            choices: FxHashMap::default(),
            part_ids: BTreeMap::new(),
        }
    }

    /// Makes known a term of a denying cue; before any term that may have its words.
    pub(super) fn denying(&mut self, cue: &Term) {
        self.denial.learn(cue, "cues");
    }

    pub(super) fn finish(self) -> Grammar {
        self.grammar
    }

    /// Adds a term of the file `scope`.
    pub(super) fn term(&mut self, term: &Term, scope: &str) -> Result<TermId, GroupError> {
        let mut parts = Vec::with_capacity(term.parts.len());
        let single = term.parts.len() == 1;
        for (join, part) in &term.parts {
            let need = match part {
                Part::Present(sequence) => Need::Present(self.part(sequence, scope, single)?),
                Part::Absent(sequence) => Need::Absent(self.part(sequence, scope, false)?),
                Part::AtLeast(least, choices) => {
                    let ids: Result<Vec<_>, _> =
                        choices.iter().map(|c| self.part(c, scope, false)).collect();
                    Need::AtLeast(*least, ids?)
                }
            };
            parts.push((*join, need));
        }
        let id = TermId(self.grammar.terms.len() as u32);
        let firsts = match &parts[0].1 {
            Need::Present(part) | Need::Absent(part) => std::slice::from_ref(part),
            Need::AtLeast(_, parts) => parts,
        };
        for part in firsts {
            let anchored = &mut self.grammar.anchors[part.0 as usize];
            if anchored.last() != Some(&id) {
                anchored.push(id);
            }
        }
        let own = self.denial.of(term, scope);
        self.grammar.terms.push(Compiled { parts, own });
        Ok(id)
    }

    /// Adds a rule by which a word is heard as several: `kubectl` for `cube control`.
    pub(super) fn spoken(&mut self, heard: &Sequence, meant: &str) -> Result<(), GroupError> {
        let item = Item::Word(meant.to_owned());
        let rules = &self.grammar.rules;
        let symbols = [
            self.grammar.lexicon.terminal(&item, false, rules),
            self.grammar.lexicon.terminal(&item, true, rules),
        ];
        for steps in self.expand(heard, "", false)? {
            for symbol in symbols.into_iter().flatten() {
                self.insert(&steps, Output::Symbol(symbol));
            }
        }
        Ok(())
    }

    fn part(
        &mut self,
        sequence: &Sequence,
        scope: &str,
        alone: bool,
    ) -> Result<PartId, GroupError> {
        let alone = alone && sequence.len() == 1;
        // A local group may have the name of one in another file, so a part is known by its file too.
        let key = (scope.to_owned(), format!("{alone} {sequence:?}"));
        if let Some(&id) = self.part_ids.get(&key) {
            return Ok(id);
        }
        let id = PartId(self.grammar.anchors.len() as u32);
        self.grammar.anchors.push(Vec::new());
        self.part_ids.insert(key, id);
        for steps in self.expand(sequence, scope, alone)? {
            self.insert_with_joined(&steps, Output::Part(id));
        }
        Ok(id)
    }

    /// All readings of a sequence with its optional items there or not.
    fn expand(
        &mut self,
        sequence: &Sequence,
        scope: &str,
        alone: bool,
    ) -> Result<Vec<Vec<Step>>, GroupError> {
        let options = sequence
            .iter()
            .filter(|item| matches!(item, Item::Optional(_)))
            .count();
        if options > MAX_OPTIONS {
            return Err(GroupError::TooManyOptions);
        }
        let mut readings: Vec<Vec<Step>> = vec![Vec::new()];
        for item in sequence {
            if let Item::Optional(inner) = item {
                let with = self.expand(inner, scope, false)?;
                let without = readings.clone();
                readings = readings
                    .iter()
                    .flat_map(|reading| with.iter().map(|w| [reading.as_slice(), w].concat()))
                    .collect();
                readings.extend(without);
                continue;
            }
            let step = match item {
                Item::Gap(gap) => Step::Gap(*gap),
                Item::Group(name) => Step::Symbol(self.group(name, scope)?, None),
                Item::Choice(choices) => Step::Symbol(self.choice(choices, scope)?, None),
                terminal => {
                    let literal = match terminal {
                        Item::Word(word) => Some(word.clone()),
                        _ => None,
                    };
                    let rules = &self.grammar.rules;
                    match self.grammar.lexicon.terminal(terminal, alone, rules) {
                        Some(symbol) => Step::Symbol(symbol, literal),
                        None => continue,
                    }
                }
            };
            for reading in &mut readings {
                reading.push(step.clone());
            }
        }
        let runs_on = matches!(sequence.last(), Some(Item::Gap(_)));
        for reading in &mut readings {
            tidy_gaps(reading, runs_on);
        }
        Ok(readings)
    }

    fn group(&mut self, name: &str, scope: &str) -> Result<Symbol, GroupError> {
        let (key, alternatives) =
            (self.groups)(scope, name).ok_or_else(|| GroupError::Unknown(name.to_owned()))?;
        if let Some(&symbol) = self.group_symbols.get(&key) {
            return Ok(symbol);
        }
        if !self.open.insert(key.clone()) {
            return Err(GroupError::Circular(name.to_owned()));
        }
        let symbol = self.grammar.lexicon.fresh();
        // A shared group is read in the shared scope, whoever uses it.
        let scope = key
            .split_once('\0')
            .map_or("", |(scope, _)| scope)
            .to_owned();
        for alternative in alternatives {
            self.rule(symbol, alternative, &scope)?;
        }
        self.open.remove(&key);
        self.group_symbols.insert(key, symbol);
        Ok(symbol)
    }

    fn choice(&mut self, choices: &[Sequence], scope: &str) -> Result<Symbol, GroupError> {
        let key = format!("{scope}\0{choices:?}");
        if let Some(&symbol) = self.choices.get(&key) {
            return Ok(symbol);
        }
        let symbol = self.grammar.lexicon.fresh();
        for choice in choices {
            self.rule(symbol, choice, scope)?;
        }
        self.choices.insert(key, symbol);
        Ok(symbol)
    }

    fn rule(&mut self, symbol: Symbol, sequence: &Sequence, scope: &str) -> Result<(), GroupError> {
        for steps in self.expand(sequence, scope, false)? {
            self.insert_with_joined(&steps, Output::Symbol(symbol));
        }
        Ok(())
    }

    /// Inserts a path, and for every two plain words in it the path in which they are written as one (`oncall`).
    fn insert_with_joined(&mut self, steps: &[Step], output: Output) {
        self.insert(steps, output);
        for at in 1..steps.len() {
            if let (Step::Symbol(_, Some(left)), Step::Symbol(_, Some(right))) =
                (&steps[at - 1], &steps[at])
                && left.len() + right.len() >= JOINED
                && left.len().min(right.len()) >= 2
            {
                let rules = &self.grammar.rules;
                let joined = self.grammar.lexicon.joined(left, right, rules);
                let mut path = steps[..at - 1].to_vec();
                path.push(Step::Symbol(joined, None));
                path.extend_from_slice(&steps[at + 1..]);
                self.insert(&path, output);
            }
        }
    }

    fn insert(&mut self, steps: &[Step], output: Output) {
        let mut node = 0u32;
        for step in steps {
            let fresh = self.grammar.nodes.len() as u32;
            let here = &mut self.grammar.nodes[node as usize];
            let next = match step {
                Step::Symbol(symbol, _) => {
                    here.has_edges = true;
                    *self.grammar.edges.entry((node, *symbol)).or_insert(fresh)
                }
                Step::Gap(gap) => {
                    if let Some(&(_, next)) = here.gaps.iter().find(|(g, _)| g == gap) {
                        next
                    } else {
                        here.gaps.push((*gap, fresh));
                        fresh
                    }
                }
            };
            if next == fresh {
                self.grammar.nodes.push(Node::default());
            }
            node = next;
        }
        let outputs = &mut self.grammar.nodes[node as usize].outputs;
        let same = |known: &Output| match (known, &output) {
            (Output::Symbol(a), Output::Symbol(b)) => a == b,
            (Output::Part(a), Output::Part(b)) => a == b,
            _ => false,
        };
        if node != 0 && !outputs.iter().any(same) {
            outputs.push(output);
        }
    }
}

/// Drops gaps that an absent optional item left at an end, and adds up two in a row. A gap that the author wrote at the
/// end stays: the passage runs on.
fn tidy_gaps(steps: &mut Vec<Step>, runs_on: bool) {
    let mut tidy: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps.drain(..) {
        match (tidy.last_mut(), &step) {
            (None, Step::Gap(_)) => {}
            (Some(Step::Gap(before)), Step::Gap(gap)) => *before = before.saturating_add(*gap),
            _ => tidy.push(step),
        }
    }
    while let Some(Step::Gap(_)) = tidy.last()
        && !runs_on
    {
        tidy.pop();
    }
    *steps = tidy;
}
