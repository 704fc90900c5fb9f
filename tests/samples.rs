//! The sample answers of the embedded bank, held to their own question and to the others.

mod exceptions;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use prepcov::analysis::{Assessment, Assessor};
use prepcov::bank::{Bank, Tier, uncovered_samples};
use prepcov::concept::Stance;
use prepcov::text::Document;

static BANK: LazyLock<Bank> =
    LazyLock::new(|| Bank::embedded().unwrap_or_else(|error| panic!("{error}")));

/// A concept that is covered by more than this share of the sample answers of other questions is suspect.
const SUSPECT: f64 = 0.1;

/// An answer that covers this much, in percent, looks good; the sample answer of another question must not.
const GOOD: f64 = 75.0;

#[test]
fn sample_answers_cover_what_their_lists_say() {
    let uncovered = uncovered_samples(&BANK).unwrap();
    let named = uncovered
        .into_iter()
        .map(|(question, concept)| format!("{} in {question}", BANK.concepts[concept].id));
    exceptions::check("uncovered", named.map(|what| (what, String::new())));
}

#[test]
fn no_concept_is_covered_by_many_unrelated_sample_answers() {
    let firing = firing_in_unrelated_samples();
    let mut report = String::from(
        "Concepts that a sample answer covers though its question does not ask for them: of how many such answers, and where.\n",
    );
    let mut suspect = BTreeMap::new();
    for (concept, places) in &firing {
        let unrelated = BANK.questions.len() - BANK.asking(*concept).len();
        let id = &BANK.concepts[*concept].id;
        let is_suspect = places.len() as f64 > SUSPECT * unrelated as f64;
        let mark = if is_suspect { ", suspect" } else { "" };
        let _infallible = write!(report, "\n{id}: {} of {unrelated}{mark}\n", places.len());
        for (number, passage) in places {
            let _infallible = writeln!(report, "  Q{number:<3} {passage}");
        }
        if is_suspect {
            let numbers: Vec<String> = places.keys().map(|n| format!("Q{n}")).collect();
            suspect.insert(id.clone(), format!("covered by {}", numbers.join(", ")));
        }
    }
    let differs = table::check("unrelated", &report).err();
    exceptions::check("suspect", suspect);
    assert!(differs.is_none(), "\n{}", differs.unwrap_or_default());
}

/// For each concept, the numbers of the questions that do not ask for it and whose sample answer covers it, with the passage and term.
fn firing_in_unrelated_samples() -> BTreeMap<usize, BTreeMap<usize, String>> {
    let recognizer = BANK.recognizer_for_all().expect("the bank compiles");
    let mut firing: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for question in &BANK.questions {
        let document = Document::markdown(&question.sample).expect("samples are short");
        let mentions = recognizer.reader().mentions(&document);
        for mention in mentions.iter().filter(|m| m.stance == Stance::Affirmed) {
            let concept = mention.concept.0 as usize;
            if question.asks.iter().any(|a| a.concept == concept) {
                continue;
            }
            let term = BANK.concepts[concept].term(mention.matched);
            let term: String = term.unwrap_or("an abbreviation").chars().take(80).collect();
            let passage = format!("“{}” by `{term}`", mention.span.slice(&question.sample));
            let places = firing.entry(concept).or_default();
            places.entry(question.number).or_insert(passage);
        }
    }
    firing
}

#[test]
fn a_sample_answer_is_good_for_its_own_question_alone() {
    let mut report = format!(
        "{:<42}{:>5}  {:>8}  {:>8}  best of the others\n",
        "sample answer", "core", "expected", "coverage"
    );
    let mut wrong = Vec::new();
    for question in &BANK.questions {
        let assessor = Assessor::new(&BANK, question).unwrap();
        let own = assessed(&assessor, &question.sample);
        let others = BANK
            .questions
            .iter()
            .filter(|other| other.id != question.id);
        let (best, other) = others
            .map(|other| (assessed(&assessor, &other.sample).coverage(), other.number))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .expect("there are other questions");
        let _infallible = writeln!(
            report,
            "{:<42}{:>5}  {:>8}  {:>8.1}  {best:.1} by that of Q{other}",
            format!("Q{} {}", question.number, question.id),
            tally(&own, Tier::Core),
            tally(&own, Tier::Expected),
            own.coverage(),
        );
        if best >= own.coverage() || best >= GOOD {
            wrong.push(question.id.as_str());
        }
    }
    let differs = table::check("samples", &report).err();
    assert_eq!(wrong, [""; 0], "{report}");
    assert!(differs.is_none(), "\n{}", differs.unwrap_or_default());
}

fn assessed<'b>(assessor: &Assessor<'b>, answer: &str) -> Assessment<'b> {
    let document = Document::markdown(answer).expect("samples are short");
    assessor.assess(&mut assessor.reader(), &document)
}

fn tally(assessment: &Assessment<'_>, tier: Tier) -> String {
    let tally = assessment.tally(tier);
    format!("{}/{}", tally.covered, tally.total)
}
