//! How ways of denying, wishing, asking, attributing and affirming are heard: frames crossed with the names of concepts.
//!
//! `tests/corpus/stance.toml` holds both. The table says for each kind how many of its sentences are read as labelled, for the frames that
//! the cues were tuned with and for those held back until then, and which frames are read wrongly with most of the mentions.

mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use prepcov::bank::Bank;
use prepcov::concept::{Recognizer, Stance};
use prepcov::text::Document;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stances {
    mentions: Vec<Spoken>,
    kind: Vec<Kind>,
}

/// Words that name a concept by themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    concept: String,
    words: String,
    number: Number,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Number {
    Is,
    Are,
}

/// A way to speak of something, in several wordings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    name: String,
    status: String,
    frames: Vec<String>,
    held: Vec<String>,
}

#[test]
fn every_kind_is_heard_as_its_table_says() {
    let bank = Bank::embedded().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/stance.toml");
    let stances: Stances = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    if let Err(differing) = table::check("stance", &report(&bank, &stances)) {
        panic!("\n{differing}");
    }
}

#[test]
fn frames_agree_with_their_words() {
    check_filled(
        "{X} {was} missing, so I added {it}.",
        Number::Are,
        "Unit tests were missing, so I added them.",
    );
    check_filled(
        "{x} {has} {its} place, and {does} it",
        Number::Is,
        "unit tests has its place, and does it",
    );
    check_filled(
        "There {was} no {x}.",
        Number::Is,
        "There was no unit tests.",
    );
}

fn check_filled(frame: &str, number: Number, want: &str) {
    assert_eq!(filled(frame, "unit tests", number), want);
}

/// How many sentences were read, and how many of them rightly.
#[derive(Clone, Copy, Default)]
struct Count {
    read: usize,
    right: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.read += other.read;
        self.right += other.right;
    }

    fn share(self) -> String {
        let share = self.right as f64 / self.read.max(1) as f64;
        format!("{share:.3} of {:>5}", self.read)
    }
}

fn report(bank: &Bank, stances: &Stances) -> String {
    let recognizers: Vec<Recognizer> = stances
        .mentions
        .iter()
        .map(|spoken| {
            let (at, _) = bank.concept(&spoken.concept).expect("the concept is there");
            bank.recognizer_for([at]).expect("the concept compiles")
        })
        .collect();
    let mut total = [Count::default(); 2];
    let mut table = String::from("kind      said       tuned with       held back\n");
    let mut wrong: BTreeMap<(&str, &str), Count> = BTreeMap::new();
    for kind in &stances.kind {
        let sides = [&kind.frames, &kind.held].map(|frames| {
            let mut side = Count::default();
            for frame in frames {
                let one = read(frame, &kind.status, &stances.mentions, &recognizers);
                if one.right * 2 < one.read {
                    wrong.insert((&kind.name, frame), one);
                }
                side.add(one);
            }
            side
        });
        line(&mut table, &kind.name, &kind.status, sides);
        total[0].add(sides[0]);
        total[1].add(sides[1]);
    }
    line(&mut table, "all", "", total);
    table.push_str("\nread wrongly with most of the words\n");
    for ((kind, frame), count) in wrong {
        let missed = count.read - count.right;
        let read = count.read;
        let _infallible = writeln!(table, "{kind:<9} {missed:>2} of {read:>2}  {frame}");
    }
    table
}

fn line(table: &mut String, kind: &str, status: &str, [tuned, held]: [Count; 2]) {
    let (tuned, held) = (tuned.share(), held.share());
    let _infallible = writeln!(table, "{kind:<9} {status:<8}  {tuned}  {held}");
}

/// Reads a frame with all mentions.
fn read(frame: &str, status: &str, mentions: &[Spoken], recognizers: &[Recognizer]) -> Count {
    let mut count = Count::default();
    for (spoken, recognizer) in mentions.iter().zip(recognizers) {
        let text = filled(frame, &spoken.words, spoken.number);
        let document = Document::markdown(&text).expect("it is short");
        let found = recognizer.reader().mentions(&document);
        let any = |stance| found.iter().any(|mention| mention.stance == stance);
        let said = if any(Stance::Affirmed) {
            "covered"
        } else if any(Stance::Denied) {
            "negated"
        } else {
            "missing"
        };
        count.add(Count {
            read: 1,
            right: usize::from(said == status),
        });
    }
    count
}

/// A frame with words in their places.
fn filled(frame: &str, words: &str, number: Number) -> String {
    // As a subject, the plural pronoun is another.
    let agreeing = match number {
        Number::Is => [
            ("{it} {was}", "it was"),
            ("{it} {does}", "it does"),
            ("{is}", "is"),
            ("{was}", "was"),
            ("{has}", "has"),
            ("{does}", "does"),
            ("{its}", "its"),
            ("{it}", "it"),
        ],
        Number::Are => [
            ("{it} {was}", "they were"),
            ("{it} {does}", "they do"),
            ("{is}", "are"),
            ("{was}", "were"),
            ("{has}", "have"),
            ("{does}", "do"),
            ("{its}", "their"),
            ("{it}", "them"),
        ],
    };
    let mut capital = words.to_owned();
    if let Some(first) = capital.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let named = frame.replace("{x}", words).replace("{X}", &capital);
    let filled = agreeing
        .iter()
        .fold(named, |text, (place, word)| text.replace(place, word));
    // "no an escalation policy" is no English.
    ["No", "no"].iter().fold(filled, |text, no| {
        text.replace(&format!("{no} an "), &format!("{no} "))
            .replace(&format!("{no} a "), &format!("{no} "))
    })
}
