//! Whether a mention is affirmed: cues, how far they reach, and what cancels them.
//!
//! After ConText: a cue before or after the mention denies it or tells it of somebody else, unless the cue is part of the
//! mention's own match, lies in a pseudo-cue, or does not reach that far. Which words are cues is data (`keywords/cues.toml`).

use crate::text::{Document, Sentence, fold, inflection_key};

use super::cue::{CueRule, Reach, Says};
use super::matcher::Hit;
use super::reach::ends_clause;

/// How a mention is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// It is so, was so or would be done.
    Affirmed,
    /// It is denied, rejected, given up or only wished for.
    Denied,
    /// It is asked about, or neutrally somebody else's: it counts neither way.
    Unclaimed,
}

/// The cues found in one document, by sentence.
pub(super) struct Cues<'d, 't> {
    pub(super) document: &'d Document<'t>,
    pub(super) by_sentence: Vec<Vec<(Hit, CueRule)>>,
}

/// What a term says of the cues in and around its matches.
#[derive(Clone, Copy, Default)]
pub(super) struct Own<'g> {
    /// The words that deny by themselves and that the term itself has.
    pub(super) denying: &'g [String],
    /// The words of any denying cue that the term itself has.
    pub(super) cued: &'g [String],
    /// The statement counts whether it is denied or not, as long as it is not taken back behind it.
    pub(super) any_stance: bool,
}

/// A cue of more tokens than this that lies in a gap of a match is a clause of its own.
const GAP_CUE: u32 = 3;
/// How far into the next sentence a denial may be put right.
const REDEEM_WITHIN: u32 = 14;
/// Words that stand for what was named before.
const REFERRING: [&str; 11] = [
    "it",
    "them",
    "one",
    "ones",
    "some",
    "those",
    "these",
    "that",
    "both",
    "myself",
    "ourselves",
];
/// Words that set the present against what was denied.
const NOWADAYS: [&str; 3] = ["now", "today", "nowadays"];
/// A heading or lead-in of more tokens than this does not speak for what is below it.
const LEAD_LENGTH: usize = 9;

impl<'d, 't> Cues<'d, 't> {
    /// Sorts the cue hits of a document and drops those that lie in a pseudo-cue.
    pub(super) fn new(document: &'d Document<'t>, hits: Vec<(Hit, CueRule)>) -> Self {
        let mut by_sentence = vec![Vec::new(); document.sentences().len()];
        for (hit, rule) in hits {
            by_sentence[hit.sentence as usize].push((hit, rule));
        }
        for cues in &mut by_sentence {
            cues.sort_unstable_by_key(|(hit, rule)| {
                (hit.start, hit.end, rule.says as u8, rule.words)
            });
            let pseudo: Vec<Hit> = cues
                .iter()
                .filter(|(_, r)| r.says == Says::Nothing)
                .map(|(h, _)| *h)
                .collect();
            cues.retain(|(hit, rule)| !rule.last || ends_clause(document, *hit));
            cues.retain(|(hit, rule)| {
                matches!(rule.says, Says::Redeemed | Says::Stop)
                    || !pseudo
                        .iter()
                        .any(|p| p.start < hit.end && hit.start < p.end)
            });
        }
        Self {
            document,
            by_sentence,
        }
    }

    /// How a mention with these parts is meant, and the cue that says so. A cue inside a part is the part's own if it is one of
    /// the words that the term itself has; if it only fills a gap of the term, or reaches over its edge, it denies.
    pub(super) fn stance(&self, parts: &[Hit], own: Own<'_>) -> (Stance, Option<Hit>) {
        let verdict = self.together(parts, own);
        if verdict.0 == Stance::Denied
            && let Some(cue) = verdict.1
            && let Some(put_right) = self.redeemed(parts, cue)
        {
            return (Stance::Affirmed, Some(put_right));
        }
        verdict
    }

    /// In one sentence, a part that is not affirmed speaks for all; parts in several sentences must all be denied, for a cue in one of
    /// them tends to be about something else.
    fn together(&self, parts: &[Hit], own: Own<'_>) -> (Stance, Option<Hit>) {
        let mut sentences: Vec<(u32, (Stance, Option<Hit>))> = Vec::new();
        for part in parts {
            let one = self.part(*part, parts, own);
            match sentences
                .iter_mut()
                .find(|(sentence, _)| *sentence == part.sentence)
            {
                Some((_, stance)) if stance.0 == Stance::Affirmed => *stance = one,
                Some(_) => {}
                None => sentences.push((part.sentence, one)),
            }
        }
        let affirmed = sentences
            .iter()
            .any(|(_, (stance, _))| *stance == Stance::Affirmed);
        match sentences.into_iter().next() {
            Some((_, stance)) if !affirmed => stance,
            _ => (Stance::Affirmed, None),
        }
    }

    fn part(&self, part: Hit, parts: &[Hit], own: Own<'_>) -> (Stance, Option<Hit>) {
        let sentence = &self.document.sentences()[part.sentence as usize];
        let tokens = self.document.tokens();
        if tokens[part.start as usize..part.end as usize]
            .iter()
            .any(|t| t.struck)
        {
            return (Stance::Denied, Some(part));
        }
        let cues = &self.by_sentence[part.sentence as usize];
        let inside = |cue: &Hit| parts.iter().any(|p| p.start < cue.end && cue.start < p.end);
        let in_gap = |cue: &Hit| {
            !self.has_any(*cue, own.denying)
                && part.start < cue.start
                && cue.end < part.end
                && cue.end - cue.start <= GAP_CUE
        };
        let reached = cues.iter().filter(|(cue, rule)| {
            let over_edge = || {
                self.overlaps_edge(*cue, *rule, part)
                    && !self.has_any(*cue, own.denying)
                    && !self.has_any(*cue, own.cued)
            };
            (!own.any_stance || rule.reach == Reach::Before && !rule.across)
                && if inside(cue) && !in_gap(cue) {
                    over_edge()
                } else {
                    self.reaches(cues, sentence, *cue, *rule, part)
                }
        });
        // A denial says more than that it is told of somebody else.
        if let Some((cue, rule)) = reached.min_by_key(|(_, rule)| rule.says != Says::Denied) {
            return (stance_of(rule.says), Some(*cue));
        }
        let again = self.denied_again(part.sentence as usize, |cue, rule| {
            cue.end <= part.start && part.start - cue.end <= rule.words
        });
        if let Some(cue) = again {
            return (Stance::Denied, Some(cue));
        }
        if let Some(found) = self.answered_by_next(part, sentence)
            && !own.any_stance
        {
            return found;
        }
        if let Some(cue) = self.denied_by_lead(sentence) {
            return (Stance::Denied, Some(cue));
        }
        (Stance::Affirmed, None)
    }

    /// Whether a cue has one of these words.
    fn has_any(&self, cue: Hit, words: &[String]) -> bool {
        let tokens = &self.document.tokens()[cue.start as usize..cue.end as usize];
        tokens.iter().any(|token| {
            let folded = fold(token.span.slice(self.document.text()));
            let said = match &*folded {
                "'t" | "nt" => "n't",
                said => said,
            };
            let key = inflection_key(said);
            words
                .iter()
                .any(|word| word == said || inflection_key(word) == key)
        })
    }

    /// A heading or lead-in such as "Not doing:" denies what is below it.
    fn denied_by_lead(&self, sentence: &Sentence) -> Option<Hit> {
        // The lead is noted on the first sentence of a block.
        let first = self
            .document
            .sentences()
            .iter()
            .rposition(|s| s.tokens.start <= sentence.tokens.start && s.lead.is_some())?;
        let block = self
            .document
            .blocks()
            .iter()
            .find(|b| b.span.contains(sentence.span))?;
        if !block.sentences.contains(&first) {
            return None;
        }
        let lead = self.document.sentences()[first].lead?;
        let below = |(hit, rule): &&(Hit, CueRule)| {
            rule.reach == Reach::Below && rule.says == Says::Denied && hit.sentence as usize == lead
        };
        (self.document.sentences()[lead].tokens.len() <= LEAD_LENGTH).then(|| {
            self.by_sentence[lead]
                .iter()
                .find(below)
                .map(|(hit, _)| *hit)
        })?
    }

    /// The words behind a denied mention that put it right: in the same sentence, or early in the next and then by a pronoun.
    fn redeemed(&self, parts: &[Hit], cue: Hit) -> Option<Hit> {
        let end = parts.iter().map(|p| p.end).max()?.max(cue.end);
        let sentence = parts.iter().map(|p| p.sentence).max()?;
        let here = self.by_sentence[sentence as usize]
            .iter()
            .find(|(hit, rule)| rule.says == Says::Redeemed && hit.start >= end);
        let next = || {
            if !self.in_one_block(sentence as usize + 1) {
                return None;
            }
            let start = self
                .document
                .sentences()
                .get(sentence as usize + 1)?
                .tokens
                .start as u32;
            self.by_sentence
                .get(sentence as usize + 1)?
                .iter()
                .find(|(hit, rule)| {
                    rule.says == Says::Redeemed
                        && hit.start < start + REDEEM_WITHIN
                        && self.refers_back(*hit)
                })
        };
        here.or_else(next).map(|(hit, _)| *hit)
    }

    /// Whether the words that put something right end in a pronoun or begin with today ("I built it", "now there are forty").
    fn refers_back(&self, hit: Hit) -> bool {
        let word = |at: u32| {
            let token = self.document.tokens()[at as usize];
            token.span.slice(self.document.text()).to_lowercase()
        };
        REFERRING.contains(&word(hit.end - 1).as_str())
            || NOWADAYS.contains(&word(hit.start).as_str())
    }
}

fn stance_of(says: Says) -> Stance {
    match says {
        Says::Others => Stance::Unclaimed,
        _ => Stance::Denied,
    }
}
