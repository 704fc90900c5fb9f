//! Whether a mention is affirmed: cues, how far they reach, and what cancels them.
//!
//! After ConText: a cue before or after the mention denies it or tells it of somebody else, unless the cue is part of the
//! mention's own match, lies in a pseudo-cue, or does not reach that far. Which words are cues is data (`keywords/cues.toml`).

use crate::text::{BlockKind, Document, Sentence, fold, inflection_key};

use super::cue::{CueRule, Reach, Says};
use super::matcher::Hit;

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
    document: &'d Document<'t>,
    by_sentence: Vec<Vec<(Hit, CueRule)>>,
}

/// A question of no more tokens than this only names what the next sentence speaks of ("And rollback? One click.").
const TOPIC_LENGTH: usize = 5;
/// A sentence of no more tokens than this may be answered by a cue that opens the next one ("Canaries. Not for us.").
const SHORT_SENTENCE: usize = 12;
/// How far into a sentence a cue counts as opening it, in tokens.
const OPENING: u32 = 3;
/// A mention that begins so early in its sentence is what the sentence is about.
const TOPIC_WITHIN: u32 = 3;
/// How far into the next sentence a bare "no" answers a question, in tokens.
const ANSWER: u32 = 8;
/// A sentence of no more tokens than this that opens with a denial is nothing else ("Never used.").
const WHOLE_ANSWER: usize = 3;
/// A cue of more tokens than this that lies in a gap of a match is a clause of its own.
const GAP_CUE: u32 = 3;
/// An answer of no more tokens than this to a question of one topic affirms it ("And rollback? One click.").
const FRAGMENT: usize = 4;
/// How far into the next sentence a denial may be put right.
const REDEEM_WITHIN: u32 = 14;
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
    /// the words that the term itself has, `own`; if it only fills a gap of the term, it denies.
    pub(super) fn stance(&self, parts: &[Hit], own: &[String]) -> (Stance, Option<Hit>) {
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
    fn together(&self, parts: &[Hit], own: &[String]) -> (Stance, Option<Hit>) {
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

    fn part(&self, part: Hit, parts: &[Hit], own: &[String]) -> (Stance, Option<Hit>) {
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
            !self.is_own(*cue, own)
                && part.start < cue.start
                && cue.end < part.end
                && cue.end - cue.start <= GAP_CUE
        };
        let reached = cues.iter().filter(|(cue, rule)| {
            (!inside(cue) || in_gap(cue)) && self.reaches(cues, sentence, *cue, *rule, part)
        });
        // A denial says more than that it is told of somebody else.
        if let Some((cue, rule)) = reached.min_by_key(|(_, rule)| rule.says != Says::Denied) {
            return (stance_of(rule.says), Some(*cue));
        }
        if let Some(found) = self.answered_by_next(part, sentence) {
            return found;
        }
        if let Some(cue) = self.denied_by_lead(sentence) {
            return (Stance::Denied, Some(cue));
        }
        (Stance::Affirmed, None)
    }

    /// Whether a cue of a part's sentence speaks of that part.
    fn reaches(
        &self,
        cues: &[(Hit, CueRule)],
        sentence: &Sentence,
        cue: Hit,
        rule: CueRule,
        part: Hit,
    ) -> bool {
        let opening = sentence.tokens.start as u32;
        match rule.reach {
            _ if !matches!(rule.says, Says::Denied | Says::Others) => false,
            // In a gap of the match: it denies what follows it there.
            Reach::After if part.start < cue.start && cue.end < part.end => {
                rule.says == Says::Denied
                    && !rule.first
                    && !self.blocked(cues, cue.end, part.end - 1, Side::Forward)
            }
            Reach::After => {
                (!rule.first || cue.start == opening)
                    && cue.end <= part.start
                    && part.start - cue.end <= rule.words
                    && !self.blocked(cues, cue.end + self.label(cue), part.start, Side::Forward)
            }
            Reach::Before if part.end <= cue.start => {
                let near = cue.start - part.end <= rule.words;
                let topic = part.start - opening < TOPIC_WITHIN && !rule.last;
                if rule.across {
                    near || topic
                } else if topic {
                    !stopped(cues, part.end, cue.start, Reach::Both)
                        && !self.new_subject(part.end, cue.start)
                } else {
                    near && !self.blocked(cues, part.end, cue.start, Side::Backward)
                }
            }
            Reach::Before | Reach::Below | Reach::Both => false,
        }
    }

    /// 1 if a cue of several words is a label ("not done yet: ..."): then the colon behind it does not end its reach; else 0.
    fn label(&self, cue: Hit) -> u32 {
        let last = self.document.tokens()[cue.end as usize - 1].span;
        let colon = self.document.text()[last.end as usize..].starts_with(':');
        u32::from(colon && cue.end - cue.start >= 2)
    }

    /// Whether a clause with a subject of its own begins between two tokens: a comma or "and" with an article or possessive behind it.
    fn new_subject(&self, from: u32, to: u32) -> bool {
        let tokens = self.document.tokens();
        let text = self.document.text();
        (from.max(1)..to).any(|at| {
            let (left, right) = (tokens[at as usize - 1].span, tokens[at as usize].span);
            let gap = text
                .get(left.end as usize..right.start as usize)
                .unwrap_or("");
            let joined = gap.contains(',') || left.slice(text).eq_ignore_ascii_case("and");
            joined
                && ["the", "a", "an", "my", "our", "their", "his", "her"]
                    .iter()
                    .any(|word| right.slice(text).eq_ignore_ascii_case(word))
        })
    }

    /// Whether something between two tokens ends a cue's reach.
    fn blocked(&self, cues: &[(Hit, CueRule)], from: u32, to: u32, side: Side) -> bool {
        let of_side = match side {
            Side::Forward => Reach::After,
            Side::Backward => Reach::Before,
        };
        if stopped(cues, from, to, Reach::Both) || stopped(cues, from, to, of_side) {
            return true;
        }
        let tokens = self.document.tokens();
        let text = self.document.text();
        (from.max(1)..=to).any(|at| {
            let (left, right) = (tokens[at as usize - 1], tokens[at as usize]);
            let gap = text
                .get(left.span.end as usize..right.span.start as usize)
                .unwrap_or("");
            match side {
                Side::Forward => {
                    gap.contains([';', ':', '(', ')', '→', '—', '|'])
                        || gap.contains(" – ")
                        || gap.contains(" - ")
                        || gap.contains(',') && opens_clause(right.span.slice(text))
                }
                Side::Backward => {
                    gap.contains([';', '|', '→'])
                        || gap.contains(',') && opens_clause(right.span.slice(text))
                }
            }
        })
    }

    /// A question is not a claim; a short question or fragment is answered by how the next sentence opens.
    fn answered_by_next(&self, part: Hit, sentence: &Sentence) -> Option<(Stance, Option<Hit>)> {
        let text = self.document.text();
        let after = text[sentence.span.end as usize..]
            .trim_start_matches(['*', '_', '"', '”', '’', ')', '`']);
        let asked = after.starts_with('?');
        let short = sentence.tokens.len() <= SHORT_SENTENCE;
        let next = part.sentence as usize + 1;
        let answer = self
            .in_one_block(next)
            .then(|| self.by_sentence.get(next))
            .flatten()
            .and_then(|cues| {
                let tokens = &self.document.sentences()[next].tokens;
                let first = tokens.start as u32;
                cues.iter().find(|(hit, rule)| {
                    let opens = hit.start < first + OPENING;
                    let answers = asked && (opens || hit.start < first + ANSWER && rule.last);
                    let refers =
                        rule.across && opens && (short || hit.start - part.end <= rule.words);
                    let whole = hit.start == first
                        && hit.end as usize == tokens.end
                        && tokens.len() <= WHOLE_ANSWER;
                    rule.says == Says::Denied
                        && (answers || rule.reach == Reach::Before && refers || whole)
                })
            });
        let Some((cue, _)) = answer else {
            // In notes a question is a step of a procedure.
            let claims = self.is_item(sentence)
                || sentence.tokens.len() <= TOPIC_LENGTH && self.is_affirmed_answer(next);
            return (asked && !claims).then_some((Stance::Unclaimed, None));
        };
        Some((Stance::Denied, Some(*cue)))
    }

    /// Whether a cue has one of the denying words that a term itself has.
    fn is_own(&self, cue: Hit, own: &[String]) -> bool {
        let tokens = &self.document.tokens()[cue.start as usize..cue.end as usize];
        tokens.iter().any(|token| {
            let folded = fold(token.span.slice(self.document.text()));
            let word = match &*folded {
                "'t" | "nt" => "n't",
                word => word,
            };
            let key = inflection_key(word);
            own.iter()
                .any(|own| own == word || inflection_key(own) == key)
        })
    }

    /// Whether a sentence answers a question of one topic with yes: a fragment, or a word that says so. A whole sentence that does not
    /// has to claim by itself.
    fn is_affirmed_answer(&self, sentence: usize) -> bool {
        let Some(answer) = self.document.sentences().get(sentence) else {
            return false;
        };
        let first = self.document.tokens()[answer.tokens.start].span;
        let first = first.slice(self.document.text()).to_lowercase();
        let says_yes = [
            "yes",
            "yeah",
            "yep",
            "sure",
            "always",
            "every",
            "absolutely",
            "definitely",
            "of",
        ];
        answer.tokens.len() <= FRAGMENT || says_yes.contains(&first.as_str())
    }

    /// Whether a sentence goes on with the block of the one before it.
    fn in_one_block(&self, sentence: usize) -> bool {
        let blocks = self.document.blocks();
        let after = blocks.partition_point(|b| b.sentences.start <= sentence);
        after > 0 && {
            let block = &blocks[after - 1].sentences;
            block.start < sentence && sentence < block.end
        }
    }

    fn is_item(&self, sentence: &Sentence) -> bool {
        let blocks = self.document.blocks();
        let after = blocks.partition_point(|b| b.span.start <= sentence.span.start);
        after > 0 && matches!(blocks[after - 1].kind, BlockKind::Item | BlockKind::Row)
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
                        && self.ends_in_pronoun(*hit)
                })
        };
        here.or_else(next).map(|(hit, _)| *hit)
    }

    fn ends_in_pronoun(&self, hit: Hit) -> bool {
        let token = self.document.tokens()[hit.end as usize - 1];
        let word = token.span.slice(self.document.text()).to_lowercase();
        matches!(
            word.as_str(),
            "it" | "them"
                | "one"
                | "some"
                | "those"
                | "these"
                | "that"
                | "both"
                | "myself"
                | "ourselves"
        )
    }
}

/// Whether a stop of this kind lies between two tokens.
fn stopped(cues: &[(Hit, CueRule)], from: u32, to: u32, reach: Reach) -> bool {
    cues.iter().any(|(hit, rule)| {
        rule.says == Says::Stop && rule.reach == reach && from <= hit.start && hit.end <= to
    })
}

/// Whether a stop, comma or colon, or nothing more, follows a cue.
fn ends_clause(document: &Document<'_>, cue: Hit) -> bool {
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

#[derive(Clone, Copy)]
enum Side {
    Forward,
    Backward,
}

fn stance_of(says: Says) -> Stance {
    match says {
        Says::Others => Stance::Unclaimed,
        _ => Stance::Denied,
    }
}

/// Words that, behind a comma, begin a new clause.
fn opens_clause(word: &str) -> bool {
    let word = word.split(['\'', '’']).next().unwrap_or(word);
    [
        "i",
        "we",
        "it",
        "they",
        "he",
        "she",
        "you",
        "there",
        "so",
        "which",
        "and",
        "that",
        "this",
        "everything",
        "everyone",
        "the",
        "instead",
        "just",
        "only",
        "every",
        "each",
        "everybody",
        "my",
        "our",
        "now",
        "then",
    ]
    .iter()
    .any(|w| word.eq_ignore_ascii_case(w))
}
