//! How far a cue reaches: where a reader would end what it says.
//!
//! Knows distances, clauses and stops; what a cue makes of the mentions it reaches is `polarity`'s.

use crate::text::{Document, Sentence};

use super::cue::{CueRule, Reach, Says};
use super::matcher::Hit;
use super::polarity::Cues;

/// A mention that begins so early in its sentence is what the sentence is about.
const TOPIC_WITHIN: u32 = 3;
/// How far a denial reaches back to what stands in front of its sentence as its topic, in tokens ("Flags: ...", "Quotas we ...").
const FRONTED: u32 = 30;

/// Words that stand for somebody or something and so begin a clause of their own.
const SUBJECTS: [&str; 16] = [
    "i",
    "we",
    "you",
    "they",
    "he",
    "she",
    "it",
    "there",
    "everybody",
    "everyone",
    "nobody",
    "somebody",
    "someone",
    "that",
    "this",
    "people",
];
/// Words that, besides [`SUBJECTS`], begin a new clause behind a comma.
const OPENERS: [&str; 16] = [
    "so",
    "which",
    "and",
    "everything",
    "the",
    "instead",
    "just",
    "only",
    "every",
    "each",
    "my",
    "our",
    "now",
    "then",
    "today",
    "here",
];
/// Forms that only a verb with a subject has.
const FINITE: [&str; 15] = [
    "is", "are", "was", "were", "has", "had", "does", "do", "did", "will", "would", "can", "could",
    "must", "should",
];
/// Words that tie what follows them to the noun before: no new clause begins there.
const TIES: [&str; 13] = [
    "or", "nor", "that", "which", "who", "where", "when", "what", "how", "if", "whether",
    "because", "to",
];
/// Articles and possessives: a noun follows.
const DETERMINERS: [&str; 8] = ["the", "a", "an", "my", "our", "their", "his", "her"];

impl Cues<'_, '_> {
    /// Whether a cue of a part's sentence speaks of that part.
    pub(super) fn reaches(
        &self,
        cues: &[(Hit, CueRule)],
        sentence: &Sentence,
        cue: Hit,
        rule: CueRule,
        part: Hit,
    ) -> bool {
        let opening = sentence.tokens.start as u32;
        if rule.first && cue.start != opening {
            return false;
        }
        match rule.reach {
            _ if !matches!(rule.says, Says::Denied | Says::Others) => false,
            // In a gap of the match: it denies what follows it there.
            Reach::After if part.start < cue.start && cue.end < part.end => {
                rule.says == Says::Denied
                    && !rule.first
                    && !self.blocked(cues, cue, part.end - 1, Side::Forward)
            }
            Reach::After => {
                cue.end <= part.start
                    && part.start - cue.end <= rule.words
                    && !self.blocked(cues, cue, part.start, Side::Forward)
                    && !(rule.noun && self.clause_behind_noun(cue.end, part.start))
            }
            Reach::Before if part.end <= cue.start => {
                let distance = cue.start - part.end;
                let near = distance <= rule.words;
                let topic = part.start - opening < TOPIC_WITHIN && !rule.last;
                if rule.across {
                    (near || topic || distance <= FRONTED && self.is_fronted(part, sentence))
                        && !(rule.last && self.new_object(part.end, cue.start))
                } else if topic || distance <= FRONTED && self.is_fronted(part, sentence) {
                    !stopped(cues, part.end, cue.start, Reach::Both)
                        && !self.new_subject(part.end, cue.start)
                } else {
                    near && !self.blocked(cues, part, cue.start, Side::Backward)
                }
            }
            Reach::Before | Reach::Below | Reach::Both => false,
        }
    }

    /// Whether a cue that shares words with a part at its edge speaks of it: "budget alerts [would have doubled the bill]" is a denial even
    /// where a term reaches as far as the bill.
    pub(super) fn overlaps_edge(&self, cue: Hit, rule: CueRule, part: Hit) -> bool {
        if rule.says != Says::Denied || rule.first || rule.across {
            return false;
        }
        match rule.reach {
            Reach::After => cue.start <= part.start && part.start < cue.end && cue.end < part.end,
            Reach::Before => {
                part.start < cue.start
                    && cue.start < part.end
                    && part.end <= cue.end
                    && !self.new_subject(part.start, cue.start)
            }
            Reach::Below | Reach::Both => false,
        }
    }

    /// Whether a part stands in front of its sentence as what the sentence is about: "Flags: ...", "Tracing, that ...", "Quotas we ...".
    fn is_fronted(&self, part: Hit, sentence: &Sentence) -> bool {
        if part.start - sentence.tokens.start as u32 >= TOPIC_WITHIN
            || part.end as usize >= sentence.tokens.end
        {
            return false;
        }
        let next_is_subject = is_one_of(self.word(part.end), &SUBJECTS[..7])
            || is_one_of(self.word(part.end), &SUBJECTS[13..15]);
        // "Single sign-on, we ..." as well: `next_is_subject` does not ask what stands between.
        self.gap(part.end).contains(':') || next_is_subject
    }

    /// 1 if a cue of several words is a label ("not done yet: ..."): then the colon behind it does not end its reach; else 0.
    fn label(&self, cue: Hit) -> u32 {
        let last = self.document.tokens()[cue.end as usize - 1].span;
        let colon = self.document.text()[last.end as usize..].starts_with(':');
        u32::from(colon && cue.end - cue.start >= 2)
    }

    /// Whether a clause with a subject of its own begins between two tokens: a comma or "and" with an article or possessive behind it.
    fn new_subject(&self, from: u32, to: u32) -> bool {
        (from.max(1)..to).any(|at| {
            let joined =
                self.gap(at).contains(',') || self.word(at - 1).eq_ignore_ascii_case("and");
            joined && is_one_of(self.word(at), &DETERMINERS)
        })
    }

    /// Whether something else is named right before a cue: "quotas we have, [a wiki] we don't".
    fn new_object(&self, from: u32, to: u32) -> bool {
        let comma = (from.max(1)..to).rfind(|&at| self.gap(at).contains([',', ';']));
        comma.is_some_and(|at| at + 1 < to && is_one_of(self.word(at), &DETERMINERS))
    }

    /// Whether a clause begins behind the noun that a cue such as "without" or "instead of" speaks of: "without a wiki we leaned on ...".
    fn clause_behind_noun(&self, from: u32, to: u32) -> bool {
        (from + 1..to).any(|at| {
            let word = self.word(at);
            let tied = is_one_of(self.word(at - 1), &TIES);
            !tied && (is_one_of(word, &SUBJECTS[..9]) || is_one_of(word, &FINITE))
        })
    }

    /// Whether something between a cue or part and a token ends the reach.
    fn blocked(&self, cues: &[(Hit, CueRule)], from: Hit, to: u32, side: Side) -> bool {
        let multiword = from.end - from.start > 1;
        let (of_side, from) = match side {
            Side::Forward => (Reach::After, from.end + self.label(from)),
            Side::Backward => (Reach::Before, from.end),
        };
        // A subject right behind a cue of several words is that of the denied clause: "at no point did we have ...", "if only we had ...".
        let open = match side {
            Side::Forward if multiword => from + 1,
            _ => from,
        };
        if stopped(cues, from, to, Reach::Both) || stopped(cues, open, to, of_side) {
            return true;
        }
        (from.max(1)..=to).any(|at| {
            let gap = self.gap(at);
            let opens = gap.contains(',') && opens_clause(self.word(at));
            match side {
                Side::Forward => {
                    gap.contains([';', ':', '(', ')', '→', '—', '|'])
                        || gap.contains(" – ")
                        || gap.contains(" - ")
                        || opens
                        || gap.contains(',') && self.is_clause(at)
                }
                Side::Backward => gap.contains([';', '|', '→']) || opens,
            }
        })
    }

    /// Whether what begins at a token behind a comma has a verb of its own: "..., canaries are what counts".
    fn is_clause(&self, start: u32) -> bool {
        let tokens = self.document.tokens().len() as u32;
        let sentences = self.document.sentences();
        let after = sentences.partition_point(|s| s.tokens.start as u32 <= start);
        let end = after
            .checked_sub(1)
            .map_or(tokens, |at| sentences[at].tokens.end as u32);
        for at in start..end {
            if at > start && self.gap(at).contains([',', ';', ':', '—']) {
                return false;
            }
            let word = self.word(at);
            if is_one_of(word, &TIES) {
                return false;
            }
            if at > start && is_one_of(word, &FINITE) {
                return true;
            }
        }
        false
    }

    /// What stands between a token and the one before it.
    fn gap(&self, at: u32) -> &str {
        let tokens = self.document.tokens();
        let (Some(left), Some(right)) = (
            (at as usize)
                .checked_sub(1)
                .and_then(|left| tokens.get(left)),
            tokens.get(at as usize),
        ) else {
            return "";
        };
        let text = self.document.text();
        text.get(left.span.end as usize..right.span.start as usize)
            .unwrap_or("")
    }

    fn word(&self, at: u32) -> &str {
        let token = self.document.tokens().get(at as usize);
        token.map_or("", |token| token.span.slice(self.document.text()))
    }
}

/// Which way a cue looks.
#[derive(Clone, Copy)]
enum Side {
    Forward,
    Backward,
}

/// Whether a stop of this kind lies between two tokens.
fn stopped(cues: &[(Hit, CueRule)], from: u32, to: u32, reach: Reach) -> bool {
    cues.iter().any(|(hit, rule)| {
        rule.says == Says::Stop && rule.reach == reach && from <= hit.start && hit.end <= to
    })
}

/// Whether a stop, comma or colon, or nothing more, follows a cue.
pub(super) fn ends_clause(document: &Document<'_>, cue: Hit) -> bool {
    let sentence = &document.sentences()[cue.sentence as usize];
    let last = document.tokens()[cue.end as usize - 1].span;
    let behind = document.text()[last.end as usize..].trim_start_matches(' ');
    // Signs are no tokens, but "no *" does not end there.
    if behind.starts_with(['*', '`']) && !behind.starts_with("**") {
        return false;
    }
    if cue.end as usize == sentence.tokens.end {
        return true;
    }
    let tokens = document.tokens();
    let (left, right) = (
        tokens[cue.end as usize - 1].span,
        tokens[cue.end as usize].span,
    );
    let gap = document.text().get(left.end as usize..right.start as usize);
    gap.is_some_and(|gap| gap.contains([',', ':', ';', '.', '—', ')']))
}

/// Words that, behind a comma, begin a new clause.
fn opens_clause(word: &str) -> bool {
    is_one_of(word, &SUBJECTS[..9])
        || is_one_of(word, &SUBJECTS[13..15])
        || is_one_of(word, &OPENERS)
}

/// Whether a word, without what an apostrophe joins to it, is one of these.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    let word = word.split(['\'', '’']).next().unwrap_or(word);
    words.iter().any(|one| word.eq_ignore_ascii_case(one))
}
