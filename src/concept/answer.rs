//! What the next sentence makes of a mention: an answer to a question, a denial of what was just named.

use crate::text::{BlockKind, Document, Sentence};

use super::cue::{CueRule, Reach, Says};
use super::matcher::Hit;
use super::polarity::{Cues, Stance};

/// A question of no more tokens than this only names what the next sentence speaks of ("And rollback? One click.").
const TOPIC_LENGTH: usize = 5;
/// A sentence of no more tokens than this may be answered by a cue that opens the next one ("Canaries. Not for us.").
const SHORT_SENTENCE: usize = 12;
/// How far into a sentence a cue counts as opening it, in tokens.
const OPENING: u32 = 3;
/// How far into the next sentence a bare "no" answers a question, in tokens.
const ANSWER: u32 = 8;
/// A sentence of no more tokens than this that opens with a denial is nothing else ("Never used.").
const WHOLE_ANSWER: usize = 3;
/// An answer of no more tokens than this to a question of one topic affirms it ("And rollback? One click.").
const FRAGMENT: usize = 4;
/// Quotation marks and markup that may stand around a question mark.
const MARKS: [char; 8] = ['*', '_', '"', '”', '’', '\'', ')', '`'];
/// Words that say yes.
const YES: [&str; 9] = [
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

impl Cues<'_, '_> {
    /// A question is not a claim; a short question or fragment is answered by how the next sentence opens.
    pub(super) fn answered_by_next(
        &self,
        part: Hit,
        sentence: &Sentence,
    ) -> Option<(Stance, Option<Hit>)> {
        let asked = is_asked(self.document, sentence);
        let next = part.sentence as usize + 1;
        if let Some(cue) = self.denied_by_next(part, sentence, asked) {
            return Some((Stance::Denied, Some(cue)));
        }
        // In notes a question is a step of a procedure.
        let claims = self.is_item(sentence)
            || self.in_one_block(next)
                && self.is_affirmed_answer(next, sentence.tokens.len() <= TOPIC_LENGTH);
        (asked && !claims).then_some((Stance::Unclaimed, None))
    }

    /// The cue with which the next sentence denies what this one names.
    fn denied_by_next(&self, part: Hit, sentence: &Sentence, asked: bool) -> Option<Hit> {
        let next = part.sentence as usize + 1;
        let short = sentence.tokens.len() <= SHORT_SENTENCE;
        let cues = self
            .in_one_block(next)
            .then(|| self.by_sentence.get(next))
            .flatten()?;
        let tokens = &self.document.sentences()[next].tokens;
        let first = tokens.start as u32;
        let denies = |(hit, rule): &&(Hit, CueRule)| {
            let opens = if rule.first {
                hit.start == first
            } else {
                hit.start < first + OPENING
            };
            let answers = asked && (opens || hit.start < first + ANSWER && rule.last);
            let refers = rule.across && opens && (short || hit.start - part.end <= rule.words);
            let whole = hit.start == first
                && hit.end as usize == tokens.end
                && tokens.len() <= WHOLE_ANSWER;
            rule.says == Says::Denied && (answers || rule.reach == Reach::Before && refers || whole)
        };
        cues.iter().find(denies).map(|(hit, _)| *hit)
    }

    /// "Same with canaries": what a cue says again of the mention behind it is what was denied before, in its sentence or in the last one.
    pub(super) fn denied_again(
        &self,
        sentence: usize,
        reached: impl Fn(Hit, CueRule) -> bool,
    ) -> Option<Hit> {
        let cues = self.by_sentence.get(sentence)?;
        let first = self.document.sentences()[sentence].tokens.start as u32;
        let again = cues.iter().find(|(hit, rule)| {
            rule.says == Says::Again && (!rule.first || hit.start == first) && reached(*hit, *rule)
        })?;
        let denies = |(_, rule): &(Hit, CueRule)| rule.says == Says::Denied;
        let before = if again.0.start > first {
            cues.iter()
                .any(|cue| cue.0.end <= again.0.start && denies(cue))
        } else {
            let last = sentence.checked_sub(1)?;
            self.in_one_block(sentence) && self.by_sentence[last].iter().any(denies)
        };
        before.then_some(again.0)
    }

    /// Whether a sentence answers a question with yes: by a word that says so, or, if the question only named a topic, by a fragment.
    /// A whole sentence that does not has to claim by itself.
    fn is_affirmed_answer(&self, sentence: usize, topic: bool) -> bool {
        let Some(answer) = self.document.sentences().get(sentence) else {
            return false;
        };
        let first = self.document.tokens()[answer.tokens.start].span;
        let first = first.slice(self.document.text()).to_lowercase();
        topic && answer.tokens.len() <= FRAGMENT || YES.contains(&first.as_str())
    }

    /// Whether a sentence goes on with the block of the one before it.
    pub(super) fn in_one_block(&self, sentence: usize) -> bool {
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
}

/// Whether a sentence asks: it ends in a question mark, and is not a question that a statement quotes and goes on from.
fn is_asked(document: &Document<'_>, sentence: &Sentence) -> bool {
    let after = &document.text()[sentence.span.end as usize..];
    let Some(behind) = after.trim_start_matches(MARKS).strip_prefix('?') else {
        return false;
    };
    let on = behind.trim_start_matches(MARKS);
    let quoted = on.len() < behind.len();
    let goes_on = on
        .trim_start_matches(' ')
        .starts_with(|c: char| c.is_lowercase() || c == ',' || c == ';');
    !(quoted && goes_on)
}
