//! Tokens in, matches out.
//!
//! A sentence is walked from its last token to its first, so that every group that begins at or after a token is known when a
//! path reaches it. What the walk finds are parts of terms; terms of several parts are put together afterwards.

use rustc_hash::{FxHashMap, FxHashSet};

use super::grammar::{Grammar, Need, Output, PartId, TermId};
use super::language::Join;
use super::lexicon::{Entry, Symbol};
use crate::text::{Document, Sentence, Token, TokenKind};

/// A range of tokens of the document, in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hit {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) sentence: u32,
}

impl Hit {
    fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A term that matched, with the evidence for each of its parts, the first part first.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) term: TermId,
    pub(super) parts: Vec<Hit>,
}

/// Tokens that a part in a neighbouring sentence may lie away.
const NEIGHBOUR_DISTANCE: u32 = 40;
/// Fillers in a row that a phrase runs across.
const MAX_SKIPPED: usize = 4;
/// Letters spelled out one by one that can make an acronym.
const MAX_LETTERS: usize = 6;

/// Reads documents with one grammar; keeps what it learned of words from one document to the next.
pub(super) struct Matcher<'g> {
    grammar: &'g Grammar,
    words: FxHashMap<String, u32>,
    entries: Vec<Entry>,
}

impl<'g> Matcher<'g> {
    pub(super) fn new(grammar: &'g Grammar) -> Self {
        Self {
            grammar,
            words: FxHashMap::default(),
            entries: Vec::new(),
        }
    }

    /// All matches of all terms, by term, then by place.
    pub(super) fn matches(&mut self, document: &Document<'_>) -> Vec<Match> {
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); self.grammar.anchors.len()];
        let mut found: Vec<PartId> = Vec::new();
        for (index, sentence) in document.sentences().iter().enumerate() {
            self.sentence(document, sentence, index as u32, &mut hits, &mut found);
        }
        found.sort_unstable();
        for part in &found {
            let hits = &mut hits[part.0 as usize];
            hits.sort_unstable();
            hits.dedup();
        }
        let mut matches = Vec::new();
        let assembler = Assembler {
            hits: &hits,
            sentences: document.sentences(),
        };
        let mut terms: Vec<TermId> = found
            .iter()
            .flat_map(|p| &self.grammar.anchors[p.0 as usize])
            .copied()
            .collect();
        terms.sort_unstable();
        terms.dedup();
        for id in terms {
            assembler.term(id, &self.grammar.terms[id.0 as usize].parts, &mut matches);
        }
        matches
    }

    fn entry(&mut self, text: &str, token: &Token) -> u32 {
        let raw = token.span.slice(text);
        if let Some(&index) = self.words.get(raw) {
            return index;
        }
        let entry = self.grammar.lexicon.entry(raw, token, &self.grammar.rules);
        let index = self.entries.len() as u32;
        self.entries.push(entry);
        self.words.insert(raw.to_owned(), index);
        index
    }

    fn sentence(
        &mut self,
        document: &Document<'_>,
        sentence: &Sentence,
        index: u32,
        hits: &mut [Vec<Hit>],
        found: &mut Vec<PartId>,
    ) {
        let first = sentence.tokens.start as u32;
        let tokens = &document.tokens()[sentence.tokens.clone()];
        let entries: Vec<u32> = tokens
            .iter()
            .map(|t| self.entry(document.text(), t))
            .collect();
        let mut walk = Walk {
            grammar: self.grammar,
            starts: vec![Vec::new(); tokens.len() + 1],
            skipped: entries
                .iter()
                .map(|&e| self.entries[e as usize].skipped)
                .collect(),
            stack: Vec::new(),
            seen: FxHashSet::default(),
        };
        for (at, &entry) in entries.iter().enumerate() {
            walk.starts[at].extend(
                self.entries[entry as usize]
                    .symbols
                    .iter()
                    .map(|&s| (s, at as u32 + 1)),
            );
        }
        self.spelled(&entries, &mut walk.starts);
        self.split(document.text(), tokens, &mut walk.starts);
        for at in (0..tokens.len()).rev() {
            walk.from(at as u32, |part, end| {
                let hits = &mut hits[part.0 as usize];
                if hits.is_empty() {
                    found.push(part);
                }
                hits.push(Hit {
                    start: first + at as u32,
                    end: first + end,
                    sentence: index,
                });
            });
        }
    }

    /// Acronyms spelled out letter by letter ("s l o", "see eye see dee").
    fn spelled(&self, entries: &[u32], starts: &mut [Vec<(Symbol, u32)>]) {
        let letter = |at: usize| {
            entries
                .get(at)
                .and_then(|&e: &u32| self.entries[e as usize].letter)
        };
        for (at, starts) in starts.iter_mut().enumerate().take(entries.len()) {
            let mut word = String::new();
            let mut real = 0;
            for end in at..(at + MAX_LETTERS).min(entries.len()) {
                let Some((c, is_letter)) = letter(end) else {
                    break;
                };
                word.push(c);
                real += usize::from(is_letter);
                let count = end + 1 - at;
                if count >= 2 && (real >= 2 || count >= 3) {
                    let symbols = self.grammar.lexicon.spelled(&word);
                    starts.extend(symbols.into_iter().map(|s| (s, end as u32 + 1)));
                }
            }
        }
    }

    /// Words written as two ("terra form").
    fn split(&self, text: &str, tokens: &[Token], starts: &mut [Vec<(Symbol, u32)>]) {
        for (at, pair) in tokens.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let near = right.span.start == left.span.end + 1;
            if near && left.kind == TokenKind::Word && right.kind == TokenKind::Word {
                let (left, right) = (left.span.slice(text), right.span.slice(text));
                let symbols = self.grammar.lexicon.split(left, right, &self.grammar.rules);
                starts[at].extend(symbols.into_iter().map(|s| (s, at as u32 + 2)));
            }
        }
    }
}

/// The walk over one sentence.
struct Walk<'g> {
    grammar: &'g Grammar,
    /// For each token, the symbols that begin there and where each ends.
    starts: Vec<Vec<(Symbol, u32)>>,
    skipped: Vec<bool>,
    stack: Vec<(u32, u32)>,
    seen: FxHashSet<(u32, u32)>,
}

impl Walk<'_> {
    /// Finds every part and group that begins at a token.
    fn from(&mut self, at: u32, mut emit: impl FnMut(PartId, u32)) {
        self.seen.clear();
        let mut next = 0;
        // Groups found here join the list while it is read; every entry opens paths from the root.
        while let Some(&(symbol, end)) = self.starts[at as usize].get(next) {
            next += 1;
            if let Some(&node) = self.grammar.edges.get(&(0, symbol)) {
                self.push(node, end);
                self.drain(at, &mut emit);
            }
        }
    }

    fn push(&mut self, node: u32, at: u32) {
        if self.seen.insert((node, at)) {
            self.stack.push((node, at));
        }
    }

    fn drain(&mut self, start: u32, emit: &mut impl FnMut(PartId, u32)) {
        let len = self.skipped.len() as u32;
        while let Some((node, at)) = self.stack.pop() {
            let state = &self.grammar.nodes[node as usize];
            for output in &state.outputs {
                match *output {
                    Output::Part(part) => emit(part, at),
                    Output::Symbol(symbol) => {
                        let starts = &mut self.starts[start as usize];
                        if !starts.contains(&(symbol, at)) {
                            starts.push((symbol, at));
                        }
                    }
                }
            }
            if state.has_edges {
                self.step(node, at);
                let mut past = at;
                while past < len && self.skipped[past as usize] && (past - at) < MAX_SKIPPED as u32
                {
                    past += 1;
                    self.step(node, past);
                }
            }
            for &(gap, next) in &state.gaps {
                for past in at..=(at + u32::from(gap)).min(len) {
                    self.push(next, past);
                }
            }
        }
    }

    /// Follows every symbol that begins at a token.
    fn step(&mut self, node: u32, at: u32) {
        let grammar = self.grammar;
        for index in 0..self.starts[at as usize].len() {
            let (symbol, end) = self.starts[at as usize][index];
            if let Some(&next) = grammar.edges.get(&(node, symbol)) {
                self.push(next, end);
            }
        }
    }
}

/// Puts the parts of terms together.
struct Assembler<'d> {
    hits: &'d [Vec<Hit>],
    sentences: &'d [Sentence],
}

impl Assembler<'_> {
    fn term(&self, term: TermId, parts: &[(Join, Need)], matches: &mut Vec<Match>) {
        let Some(((_, first), others)) = parts.split_first() else {
            return;
        };
        let anchors: Vec<Vec<Hit>> = match first {
            Need::Present(part) | Need::Absent(part) => self.hits[part.0 as usize]
                .iter()
                .map(|&hit| vec![hit])
                .collect(),
            Need::AtLeast(least, choices) => self.clusters(*least, choices),
        };
        for mut evidence in anchors {
            if others
                .iter()
                .all(|(join, need)| self.joins(*join, need, &mut evidence))
            {
                matches.push(Match {
                    term,
                    parts: evidence,
                });
            }
        }
    }

    /// Whether a further part is there; its hit is added to the evidence.
    fn joins(&self, join: Join, need: &Need, evidence: &mut Vec<Hit>) -> bool {
        let anchor = evidence[0];
        match need {
            Need::Absent(part) => !self.hits[part.0 as usize]
                .iter()
                .any(|hit| hit.sentence == anchor.sentence),
            Need::Present(part) => match self.nearest(join, *part, evidence) {
                Some(hit) => {
                    evidence.push(hit);
                    true
                }
                None => false,
            },
            Need::AtLeast(least, choices) => {
                let near: Vec<Hit> = choices
                    .iter()
                    .filter_map(|part| self.nearest(join, *part, evidence))
                    .collect();
                let enough = near.len() >= usize::from(*least);
                if enough {
                    evidence.extend(near);
                }
                enough
            }
        }
    }

    /// The hit of a part that is nearest to the anchor among those near enough and not part of the evidence.
    fn nearest(&self, join: Join, part: PartId, evidence: &[Hit]) -> Option<Hit> {
        let anchor = evidence[0];
        let hits = &self.hits[part.0 as usize];
        let reach = match join {
            Join::Sentence(n) => u32::from(n),
            Join::Neighbours => NEIGHBOUR_DISTANCE,
            Join::Anywhere => u32::MAX,
        };
        // Hits are sorted by start; a list item's lead may lie further back than the reach.
        let lead = self.sentences[anchor.sentence as usize]
            .lead
            .filter(|_| join == Join::Neighbours);
        let from = lead.map_or(
            anchor.start.saturating_sub(reach.saturating_add(64)),
            |lead| {
                (self.sentences[lead].tokens.start as u32)
                    .min(anchor.start.saturating_sub(reach + 64))
            },
        );
        let begin = hits.partition_point(|hit| hit.start < from);
        hits[begin..]
            .iter()
            .take_while(|hit| {
                hit.start <= anchor.end.saturating_add(reach) || join == Join::Neighbours
            })
            .filter(|hit| !evidence.iter().any(|known| known.overlaps(**hit)))
            .filter(|hit| match join {
                Join::Sentence(_) => {
                    hit.sentence == anchor.sentence && distance(**hit, anchor) <= reach
                }
                Join::Neighbours => self.neighbours(**hit, anchor),
                Join::Anywhere => true,
            })
            .min_by_key(|hit| (distance(**hit, anchor), hit.start))
            .copied()
    }

    /// Groups of hits of at least so many different parts, each near the first of them.
    fn clusters(&self, least: u8, choices: &[PartId]) -> Vec<Vec<Hit>> {
        let mut all: Vec<(Hit, usize)> = choices
            .iter()
            .enumerate()
            .flat_map(|(which, part)| {
                self.hits[part.0 as usize]
                    .iter()
                    .map(move |&hit| (hit, which))
            })
            .collect();
        all.sort_unstable();
        let mut clusters = Vec::new();
        for (index, &(anchor, which)) in all.iter().enumerate() {
            let mut evidence = vec![anchor];
            let mut kinds = vec![which];
            for &(hit, which) in &all[index + 1..] {
                if evidence.len() >= usize::from(least) {
                    break;
                }
                let near = self.neighbours(hit, anchor);
                if !near
                    && hit.sentence > anchor.sentence + 1
                    && self.sentences[hit.sentence as usize].lead.is_none()
                {
                    break;
                }
                if near
                    && !kinds.contains(&which)
                    && !evidence.iter().any(|known| known.overlaps(hit))
                {
                    evidence.push(hit);
                    kinds.push(which);
                }
            }
            if evidence.len() >= usize::from(least) {
                clusters.push(evidence);
            }
        }
        clusters
    }

    /// Whether two hits lie in one sentence or in two that follow each other or lead into each other.
    fn neighbours(&self, a: Hit, b: Hit) -> bool {
        let (first, second) = if a.sentence <= b.sentence {
            (a, b)
        } else {
            (b, a)
        };
        let adjacent =
            second.sentence - first.sentence <= 1 && distance(a, b) <= NEIGHBOUR_DISTANCE;
        adjacent || self.sentences[second.sentence as usize].lead == Some(first.sentence as usize)
    }
}

/// Tokens between two hits.
fn distance(a: Hit, b: Hit) -> u32 {
    if a.start <= b.start {
        b.start.saturating_sub(a.end)
    } else {
        a.start.saturating_sub(b.end)
    }
}
