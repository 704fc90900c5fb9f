//! Quality of search and of question inference, as committed tables.
//!
//! nDCG@5, MRR and success@1 are those of the corpus's judge: gain 2^grade - 1, and for the last two the first question of the best grade that
//! any question has. Queries about things that the bank has nothing on are figures of their own.

mod labelled;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use prepcov::bank::Bank;
use prepcov::search::{Filter, Guess, Inference, Searcher, Store};
use prepcov::text::Document;
use serde::Deserialize;

/// A query with the questions that a person would want.
#[derive(Deserialize)]
struct Query {
    id: String,
    kind: String,
    #[serde(rename = "query")]
    text: String,
    relevance: BTreeMap<String, u32>,
}

/// An answer whose question is known.
#[derive(Deserialize)]
struct Answer {
    id: String,
    question: String,
    style: String,
    #[serde(rename = "answer")]
    text: String,
}

#[test]
fn queries_find_what_the_table_says() {
    with_searcher(|searcher| {
        let queries: Vec<Query> = labelled::rows("queries-dev");
        if let Err(message) = table::check("search", &search_report(searcher, &queries)) {
            panic!("\n{message}");
        }
    });
}

#[test]
fn answers_find_their_question_as_the_table_says() {
    with_searcher(|searcher| {
        if let Err(message) = table::check("inference", &inference_report(searcher)) {
            panic!("\n{message}");
        }
    });
}

#[test]
fn judgements_are_about_questions_of_the_bank() {
    let bank = Bank::embedded().unwrap();
    for query in labelled::rows::<Query>("queries-dev") {
        assert_eq!(
            query.kind == "none",
            query.relevance.is_empty(),
            "{}",
            query.id
        );
        for (question, grade) in &query.relevance {
            assert!((1..=2).contains(grade), "{}", query.id);
            assert!(
                bank.questions.iter().any(|q| q.id == *question),
                "{}: {question}",
                query.id
            );
        }
    }
}

#[test]
fn every_text_is_a_query() {
    with_searcher(|searcher| {
        let long = "least privilege ".repeat(5_000);
        for text in [
            "",
            " ",
            "\"",
            "\"least",
            "slo:",
            "title:slo",
            "a AND",
            "NOT",
            "(",
            ")",
            "[x",
            "C++",
            "*",
            "?",
            "~",
            "^9",
            "\\",
            "-slo",
            "+slo",
            "slo~9",
            "🤷",
            "\u{0}",
            "\u{feff}slo",
            "e\u{301}",
            "ﬁ",
            &long,
        ] {
            let found = searcher.search(text, &Filter::default());
            let shown: String = text.chars().take(20).collect();
            assert!(found.is_ok(), "{shown:?}");
        }
    });
}

#[test]
fn hits_are_best_first_and_no_more_than_asked_for() {
    with_searcher(|searcher| {
        for query in labelled::rows::<Query>("queries-dev") {
            for limit in [1, 3] {
                let filter = Filter {
                    limit,
                    ..Filter::default()
                };
                let hits = searcher.search(&query.text, &filter).unwrap().hits;
                assert!(hits.len() <= limit, "{}", query.text);
                assert!(
                    hits.is_sorted_by(|a, b| a.score >= b.score),
                    "{}",
                    query.text
                );
            }
        }
    });
}

fn check_measures(grades: &[(&str, u32)], ranking: &[&str], want: [f64; 3]) {
    let relevance = grades
        .iter()
        .map(|(q, grade)| ((*q).to_owned(), *grade))
        .collect();
    let got = measures(&relevance, ranking);
    for (got, want) in got.into_iter().zip(want) {
        assert!((got - want).abs() < 5e-4, "{grades:?} {ranking:?}: {got}");
    }
}

#[test]
fn measures_follow_their_formulas() {
    check_measures(&[("a", 2), ("b", 1)], &["a", "b"], [1.0, 1.0, 1.0]);
    check_measures(&[("a", 2), ("b", 1)], &["b", "a"], [0.797, 0.5, 0.0]);
    check_measures(&[("b", 1)], &["x", "y", "b"], [0.5, 1.0 / 3.0, 0.0]);
    check_measures(&[("a", 2)], &[], [0.0, 0.0, 0.0]);
    // Only the first five count for nDCG, the whole ranking for MRR.
    check_measures(
        &[("a", 2)],
        &["1", "2", "3", "4", "5", "a"],
        [0.0, 1.0 / 6.0, 0.0],
    );
}

fn with_searcher(test: impl FnOnce(&Searcher<'_>)) {
    let bank = Bank::embedded().expect("the embedded bank loads");
    let store = Store::open(&bank, None, &|_, _| {}).expect("the index is built");
    test(&Searcher::new(&bank, store).expect("the bank compiles"));
}

/// nDCG@5, reciprocal rank and success at 1.
fn measures(relevance: &BTreeMap<String, u32>, ranking: &[&str]) -> [f64; 3] {
    let gain = |grade: u32| f64::from((1_u32 << grade) - 1);
    let discounted = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        let ranks = (2_u32..).map(|rank| f64::from(rank).log2());
        grades
            .take(5)
            .zip(ranks)
            .fold(0.0, |sum, (grade, by)| sum + gain(grade) / by)
    };
    let grade = |question: &str| relevance.get(question).copied().unwrap_or(0);
    let mut ideal: Vec<u32> = relevance.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best = ideal.first().copied().unwrap_or(0);
    let ndcg =
        discounted(&mut ranking.iter().map(|q| grade(q))) / discounted(&mut ideal.into_iter());
    let first = ranking.iter().position(|q| grade(q) >= best);
    [
        ndcg,
        first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
        f64::from(u8::from(first == Some(0))),
    ]
}

/// Means by kind, in the order in which kinds first come.
#[derive(Default)]
struct Means(Vec<(String, Vec<[f64; 3]>)>);

impl Means {
    fn add(&mut self, kind: &str, measures: [f64; 3]) {
        match self.0.iter_mut().find(|(known, _)| known == kind) {
            Some((_, of_kind)) => of_kind.push(measures),
            None => self.0.push((kind.to_owned(), vec![measures])),
        }
    }

    fn write(&self, out: &mut String) {
        line(out, "kind        queries  nDCG@5    MRR  success@1");
        for (kind, of_kind) in &self.0 {
            let mean =
                |at: usize| of_kind.iter().map(|m| m[at]).sum::<f64>() / of_kind.len() as f64;
            line(
                out,
                &format!(
                    "{kind:<12}{:>7}  {:>6.3}  {:>5.3}  {:>9.3}",
                    of_kind.len(),
                    mean(0),
                    mean(1),
                    mean(2)
                ),
            );
        }
    }
}

fn search_report(searcher: &Searcher<'_>, queries: &[Query]) -> String {
    let mut means = Means::default();
    // The best scores of queries that should and should not find something.
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    let mut listed = String::new();
    for query in queries {
        let found = searcher
            .search(&query.text, &Filter::default())
            .expect("every text is a query");
        let ranking: Vec<&str> = found.hits.iter().map(|h| h.question.id.as_str()).collect();
        let top = found.hits.first().map(|h| h.score);
        let score = if query.relevance.is_empty() {
            unwanted.push(top);
            "     ".to_owned()
        } else {
            wanted.push(top);
            let measures = measures(&query.relevance, &ranking);
            means.add("all", measures);
            means.add(&query.kind, measures);
            format!("{:.3}", measures[0])
        };
        let best: Vec<&str> = ranking.iter().take(3).copied().collect();
        let best = if best.is_empty() {
            "nothing".to_owned()
        } else {
            best.join(", ")
        };
        line(
            &mut listed,
            &format!(
                "{:<5} {:<9} {score}  {}: {best}",
                query.id, query.kind, query.text
            ),
        );
    }
    let mut out = String::new();
    means.write(&mut out);
    let empty = unwanted.iter().filter(|top| top.is_none()).count();
    line(
        &mut out,
        &format!(
            "\nnone: {} queries, nothing found for {:.3}; refused by the score that refuses 5% of the others {:.3}; auc {:.3}",
            unwanted.len(),
            empty as f64 / unwanted.len() as f64,
            refused(&wanted, &unwanted),
            auc(&wanted, &unwanted)
        ),
    );
    line(&mut out, "\nquery, kind, nDCG@5, the first three");
    out + &listed
}

/// The share of unwanted queries that find nothing or score under the one threshold that refuses at most 5% of the wanted that found something.
fn refused(wanted: &[Option<f32>], unwanted: &[Option<f32>]) -> f64 {
    let mut got: Vec<f32> = wanted.iter().flatten().copied().collect();
    got.sort_by(f32::total_cmp);
    let threshold = got.get(got.len() / 20).copied().unwrap_or(0.0);
    let under = unwanted
        .iter()
        .filter(|top| top.is_none_or(|top| top < threshold));
    under.count() as f64 / unwanted.len() as f64
}

/// The chance that a wanted query's best score is above an unwanted one's; ties count half, and nothing found is under everything.
fn auc(wanted: &[Option<f32>], unwanted: &[Option<f32>]) -> f64 {
    let pairs = wanted
        .iter()
        .flat_map(|a| unwanted.iter().map(move |b| (a, b)));
    let above: f64 = pairs
        .map(|(a, b)| match a.partial_cmp(b) {
            Some(std::cmp::Ordering::Greater) => 1.0,
            Some(std::cmp::Ordering::Equal) => 0.5,
            _ => 0.0,
        })
        .sum();
    above / (wanted.len() * unwanted.len()) as f64
}

/// Answers, how many were decided, and how many of those rightly.
#[derive(Clone, Copy, Default)]
struct Decisions {
    answers: usize,
    decided: usize,
    right: usize,
}

/// For every set of labelled answers: which question each would be taken for if it came without one.
fn inference_report(searcher: &Searcher<'_>) -> String {
    let inference = Inference::new(searcher);
    let mut out = String::new();
    let mut listed = String::new();
    line(
        &mut out,
        "set, style              answers  decided  right  share decided  right of decided",
    );
    for set in labelled::sets() {
        let mut by_style: BTreeMap<(u8, String), Decisions> = BTreeMap::new();
        for answer in labelled::rows::<Answer>(&set) {
            let document = Document::markdown(&answer.text).expect("the answer is short");
            let named = Inference::named(searcher.bank(), &document).expect("it names no question");
            let guess = match named {
                Some(guess) => guess,
                None => inference.by_text(&document).expect("the index can be read"),
            };
            let (decided, told) = told(&guess);
            let right = decided == Some(answer.question.as_str());
            for group in [(0, "all".to_owned()), (1, answer.style.clone())] {
                let decisions = by_style.entry(group).or_default();
                decisions.answers += 1;
                decisions.decided += usize::from(decided.is_some());
                decisions.right += usize::from(right);
            }
            if !right {
                line(&mut listed, &format!("{set} {}: {told}", answer.id));
            }
        }
        for ((_, style), d) in by_style {
            line(
                &mut out,
                &format!(
                    "{:<24}{:>7}  {:>7}  {:>5}  {:>13.3}  {:>16.3}",
                    format!("{set}, {style}"),
                    d.answers,
                    d.decided,
                    d.right,
                    d.decided as f64 / d.answers as f64,
                    if d.decided == 0 {
                        1.0
                    } else {
                        d.right as f64 / d.decided as f64
                    }
                ),
            );
        }
    }
    line(&mut out, "\nNot decided, or wrongly");
    out + &listed
}

/// The question that a guess decides for, and the guess in words.
fn told<'b>(guess: &Guess<'b>) -> (Option<&'b str>, String) {
    match guess {
        Guess::Named(question) => (Some(&question.id), format!("named as {}", question.id)),
        Guess::Heading(question, heading) => (
            Some(&question.id),
            format!("{} by the heading {heading:?}", question.id),
        ),
        Guess::Text(best, next) => {
            let mut told = format!("{} {:.3}", best.question.id, best.score);
            if let Some(next) = next {
                let _infallible = write!(told, ", next {} {:.3}", next.question.id, next.score);
            }
            (Some(&best.question.id), told)
        }
        Guess::Unclear(nearest) => {
            let nearest: Vec<String> = nearest
                .iter()
                .map(|c| format!("{} {:.3}", c.question.id, c.score))
                .collect();
            (None, format!("unclear between {}", nearest.join(", ")))
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}
