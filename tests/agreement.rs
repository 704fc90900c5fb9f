//! Agreement with labelled answers: quality as a number in the diff.
//!
//! A pair is one concept of the list of one answer's question. Precision, recall, F1 and Cohen's kappa compare the program's verdicts with the
//! labels, as `tests/corpus/README.md` says; disputed pairs are left out. Kappa is what counts: 0 is no better than chance, and calling
//! everything covered scores 0.

mod labelled;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use prepcov::analysis::{Assessor, Status};
use prepcov::bank::{Bank, Tier};
use prepcov::concept::{Concept, ConceptIx, Mention, Stance};
use prepcov::text::Document;
use serde::Deserialize;

/// An answer with its labels.
#[derive(Deserialize)]
struct Labelled {
    id: String,
    question: String,
    style: String,
    answer: String,
    labels: BTreeMap<String, Label>,
}

#[derive(Deserialize)]
struct Label {
    status: String,
    quote: Option<String>,
    #[serde(default)]
    disputed: bool,
}

#[test]
fn every_set_agrees_as_its_table_says() {
    let bank = Bank::embedded().unwrap();
    let differing: Vec<String> = labelled::sets()
        .into_iter()
        .filter_map(|set| table::check(&set, &report(&bank, &set)).err())
        .collect();
    assert!(differing.is_empty(), "\n{}", differing.join("\n\n"));
}

#[test]
fn labels_are_for_the_concepts_of_the_question_and_quote_the_answer() {
    let bank = Bank::embedded().unwrap();
    for set in labelled::sets() {
        for answer in labelled::rows::<Labelled>(&set) {
            let question = bank.question(&answer.question).unwrap();
            let mut asked: Vec<&str> = question
                .asks
                .iter()
                .map(|a| bank.concepts[a.concept].id.as_str())
                .collect();
            asked.sort_unstable();
            let labelled: Vec<&str> = answer.labels.keys().map(String::as_str).collect();
            assert_eq!(labelled, asked, "{set}: {}", answer.id);
            for (concept, label) in &answer.labels {
                let place = format!("{set}: {}: {concept}", answer.id);
                let quoted = label
                    .quote
                    .as_ref()
                    .is_some_and(|quote| answer.answer.contains(quote));
                match label.status.as_str() {
                    "covered" | "negated" => assert!(quoted, "{place}: its passage is not there"),
                    "missing" => assert!(label.quote.is_none() || quoted, "{place}"),
                    other => panic!("{place}: no status is called {other}"),
                }
            }
        }
    }
}

fn check_measures(pairs: &[(bool, bool)], want: &str) {
    let mut counts = Counts::default();
    for &(labelled, said) in pairs {
        counts.add(labelled, said);
    }
    assert_eq!(counts.measures(), want, "{pairs:?}");
}

#[test]
fn measures_follow_their_formulas() {
    let (yes, no) = (true, false);
    check_measures(&[(yes, yes), (no, no)], "1.000  1.000  1.000  1.000");
    // Calling everything covered is no better than chance.
    check_measures(&[(yes, yes), (no, yes)], "0.500  1.000  0.667  0.000");
    // Nothing said is nothing said wrongly.
    check_measures(&[(yes, no), (no, no)], "1.000  0.000  0.000  0.000");
    check_measures(
        &[
            (yes, yes),
            (yes, yes),
            (yes, no),
            (no, yes),
            (no, no),
            (no, no),
        ],
        "0.667  0.667  0.667  0.333",
    );
}

/// What came of pairs for one status.
#[derive(Clone, Copy, Default)]
struct Counts {
    pairs: usize,
    hits: usize,
    false_hits: usize,
    misses: usize,
}

impl Counts {
    fn add(&mut self, labelled: bool, said: bool) {
        self.pairs += 1;
        self.hits += usize::from(labelled && said);
        self.false_hits += usize::from(said && !labelled);
        self.misses += usize::from(labelled && !said);
    }

    fn support(self) -> usize {
        self.hits + self.misses
    }

    fn precision(self) -> f64 {
        share(self.hits, self.hits + self.false_hits)
    }

    fn recall(self) -> f64 {
        share(self.hits, self.support())
    }

    fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    }

    fn kappa(self) -> f64 {
        let all = self.pairs as f64;
        let (said, labelled) = ((self.hits + self.false_hits) as f64, self.support() as f64);
        let agreed = (self.pairs - self.false_hits - self.misses) as f64 / all;
        let chance = (said * labelled + (all - said) * (all - labelled)) / (all * all);
        if chance < 1.0 {
            (agreed - chance) / (1.0 - chance)
        } else {
            1.0
        }
    }

    /// Precision, recall, F1 and kappa.
    fn measures(self) -> String {
        format!(
            "{:.3}  {:.3}  {:.3}  {:.3}",
            self.precision(),
            self.recall(),
            self.f1(),
            self.kappa()
        )
    }
}

/// A part of a whole; of nothing, all.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// What is counted of a set, and the verdicts that differ from the labels.
#[derive(Default)]
struct Tally {
    disputed: usize,
    /// By group of pairs (`all`, a style, a tier) in the order of the report.
    covered: BTreeMap<(u8, String), Counts>,
    negated: BTreeMap<(u8, String), Counts>,
    by_concept: BTreeMap<String, Counts>,
    disagreements: String,
}

impl Tally {
    fn add(&mut self, style: &str, tier: Tier, concept: &str, label: &Label, said: Status) {
        let (labelled, said) = (label.status.as_str(), said.name());
        let groups = [
            (0, "all".to_owned()),
            (1, style.to_owned()),
            (2, format!("tier {}", tier.name())),
        ];
        for group in groups {
            self.covered
                .entry(group.clone())
                .or_default()
                .add(labelled == "covered", said == "covered");
            self.negated
                .entry(group)
                .or_default()
                .add(labelled == "negated", said == "negated");
        }
        self.by_concept
            .entry(concept.to_owned())
            .or_default()
            .add(labelled == "covered", said == "covered");
    }
}

fn report(bank: &Bank, set: &str) -> String {
    let answers: Vec<Labelled> = labelled::rows(set);
    let mut tally = Tally::default();
    for answer in &answers {
        score(bank, answer, &mut tally);
    }
    let mut out = String::new();
    let all = tally.covered[&(0, "all".to_owned())];
    line(
        &mut out,
        format!(
            "{set}.jsonl: {} answers, {} pairs scored, {} disputed and left out",
            answers.len(),
            all.pairs,
            tally.disputed
        ),
    );
    for (status, groups) in [("covered", &tally.covered), ("negated", &tally.negated)] {
        line(
            &mut out,
            format!(
                "\n{status:<14}pairs  support  hits  false  missed  precision  recall     F1   kappa"
            ),
        );
        for ((_, group), counts) in groups {
            line(
                &mut out,
                format!(
                    "{group:<14}{:>5}  {:>7}  {:>4}  {:>5}  {:>6}  {:>9.3}  {:>6.3}  {:>5.3}  {:>6.3}",
                    counts.pairs,
                    counts.support(),
                    counts.hits,
                    counts.false_hits,
                    counts.misses,
                    counts.precision(),
                    counts.recall(),
                    counts.f1(),
                    counts.kappa()
                ),
            );
        }
    }
    line(
        &mut out,
        format!("\n{:<30}support  hits  false  missed", "concept, covered"),
    );
    for (concept, counts) in &tally.by_concept {
        line(
            &mut out,
            format!(
                "{concept:<30}{:>7}  {:>4}  {:>5}  {:>6}",
                counts.support(),
                counts.hits,
                counts.false_hits,
                counts.misses
            ),
        );
    }
    line(
        &mut out,
        "\nDisagreements. label: the sentence that decided it, its passage in «»; found: + affirmed, - denied, ? not claimed.",
    );
    out.push_str(&tally.disagreements);
    out
}

fn line(out: &mut String, text: impl AsRef<str>) {
    out.push_str(text.as_ref().trim_end());
    out.push('\n');
}

/// Holds the verdicts on one answer to its labels.
fn score(bank: &Bank, answer: &Labelled, tally: &mut Tally) {
    let question = bank
        .question(&answer.question)
        .expect("the question is there");
    let assessor = Assessor::new(bank, question).expect("the bank compiles");
    let document = Document::markdown(&answer.answer).expect("the answer is short");
    let assessment = assessor.assess(&mut assessor.reader(), &document);
    let mentions = assessor.reader().mentions(&document);
    let mut differing = String::new();
    for (at, finding) in assessment.findings.iter().enumerate() {
        let concept = &bank.concepts[finding.asked.concept];
        let Some(label) = answer.labels.get(&concept.id) else {
            continue;
        };
        if label.disputed {
            tally.disputed += 1;
            continue;
        }
        tally.add(
            &answer.style,
            finding.asked.tier,
            &concept.id,
            label,
            finding.status,
        );
        if label.status == finding.status.name() {
            continue;
        }
        line(
            &mut differing,
            format!(
                "  {}: labelled {}, found {}",
                concept.id,
                label.status,
                finding.status.name()
            ),
        );
        if let Some(quote) = &label.quote {
            let start = answer.answer.find(quote).expect("labels quote the answer");
            let passage = marked(&document, start..start + quote.len());
            line(&mut differing, format!("    label  {passage}"));
        }
        let of_concept = mentions
            .iter()
            .filter(|m| m.concept == ConceptIx(at as u32));
        for mention in of_concept.take(EVIDENCE) {
            line(
                &mut differing,
                format!("    found  {}", evidence(&document, concept, mention)),
            );
        }
    }
    if !differing.is_empty() {
        let _infallible = write!(tally.disagreements, "\n{}\n{differing}", answer.id);
    }
}

/// Mentions of one concept that a disagreement shows.
const EVIDENCE: usize = 3;

/// The sentences that some bytes stand in, with the bytes marked.
fn marked(document: &Document<'_>, passage: Range<usize>) -> String {
    let text = document.text();
    let (mut from, mut to) = (passage.start, passage.end);
    let sentences = document.sentences().iter().map(|s| s.span.range());
    for sentence in sentences.filter(|s| s.start < passage.end && passage.start < s.end) {
        (from, to) = (from.min(sentence.start), to.max(sentence.end));
    }
    let (start, end) = (passage.start, passage.end);
    one_line(&format!(
        "{}«{}»{}",
        &text[from..start],
        &text[start..end],
        &text[end..to]
    ))
}

/// A mention: its stance, sentence, term and cue.
fn evidence(document: &Document<'_>, concept: &Concept, mention: &Mention) -> String {
    let sign = match mention.stance {
        Stance::Affirmed => '+',
        Stance::Denied => '-',
        Stance::Unclaimed => '?',
    };
    let term = concept
        .term(mention.matched)
        .unwrap_or("an abbreviation of the answer");
    let cue = mention.cue.map_or_else(String::new, |cue| {
        format!(", cue “{}”", one_line(cue.slice(document.text())))
    });
    let sentence = marked(document, mention.span.range());
    format!("{sign} {sentence} by `{}`{cue}", clipped(term))
}

/// Characters of a term that are shown: enough to find it by.
const TERM: usize = 60;

fn clipped(term: &str) -> String {
    if term.chars().count() <= TERM {
        return term.to_owned();
    }
    let shown: String = term.chars().take(TERM).collect();
    format!("{shown}…")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
