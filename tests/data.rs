//! The embedded bank: word for word, in normal form, and keeping its own promises.

mod exceptions;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use prepcov::bank::{Bank, Source, Tier, uncovered_samples, verify};
use serde::Deserialize;

static BANK: LazyLock<Bank> =
    LazyLock::new(|| Bank::embedded().unwrap_or_else(|error| panic!("{error}")));

#[test]
fn the_bank_is_the_page_it_was_taken_from_word_for_word() {
    let page = read("tests/corpus/infrastructure-questions.txt");
    let mut lines = vec![
        BANK.title.clone(),
        BANK.introduction.clone(),
        format!("Interview Questions for {}", BANK.role),
    ];
    lines.extend(BANK.questions.iter().map(|q| q.title.clone()));
    for question in &BANK.questions {
        lines.push("-".to_owned());
        lines.push(question.title.clone());
        lines.push(question.guidance.clone());
        lines.push(format!("Answer Example: \"{}\"", question.sample));
        lines.push(format!("{} /", field("feedback")));
    }
    // On the page, the line that ends a block and the dash that opens the next are one.
    let of_bank = lines.join("\n").replace(" /\n-\n", " / -\n");
    for (at, (of_bank, of_page)) in of_bank.lines().zip(page.lines()).enumerate() {
        assert_eq!(of_bank, of_page, "line {} of the page", at + 1);
    }
    assert_eq!(of_bank.lines().count(), page.lines().count());
}

#[test]
fn questions_ask_for_the_concepts_that_the_inventory_lists() {
    let mut inventory = format!(
        "{} questions, {} concepts\n",
        BANK.questions.len(),
        BANK.concepts.len()
    );
    for question in &BANK.questions {
        let _infallible = writeln!(
            inventory,
            "\n{} {} ({})",
            question.number, question.id, question.kind
        );
        for asked in &question.asks {
            let _infallible = writeln!(
                inventory,
                "  {:<8}  {:<8}  {}",
                asked.tier.name(),
                asked.source.name(),
                BANK.concepts[asked.concept].id
            );
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("inventory", inventory));
}

#[test]
fn every_quote_is_verbatim() {
    for question in &BANK.questions {
        for asked in &question.asks {
            let place = format!("{}: {}", question.id, BANK.concepts[asked.concept].id);
            let text = match asked.source {
                Source::Guidance | Source::Both => &question.guidance,
                Source::Sample => &question.sample,
            };
            assert!(!asked.quote.is_empty(), "{place}");
            assert!(text.contains(&asked.quote), "{place}: {}", asked.quote);
            let both = asked.source == Source::Both;
            assert_eq!(asked.sample_quote.is_some(), both, "{place}");
            if let Some(quote) = &asked.sample_quote {
                assert!(question.sample.contains(quote), "{place}: {quote}");
            }
        }
    }
}

#[test]
fn every_concept_is_asked_for_and_core_comes_first() {
    let asked: BTreeSet<usize> = BANK
        .questions
        .iter()
        .flat_map(|q| q.asks.iter().map(|a| a.concept))
        .collect();
    let unused: Vec<&str> = (0..BANK.concepts.len())
        .filter(|concept| !asked.contains(concept))
        .map(|concept| BANK.concepts[concept].id.as_str())
        .collect();
    assert_eq!(unused, [""; 0]);
    for question in &BANK.questions {
        assert!(
            question.asks.iter().any(|a| a.tier == Tier::Core),
            "{}",
            question.id
        );
        assert!(
            question.asks.is_sorted_by_key(|a| a.tier),
            "{}",
            question.id
        );
    }
}

#[test]
fn files_are_in_normal_form() {
    let mut wrong = Vec::new();
    for path in data_files() {
        let text = read(&path);
        for (at, line) in text.split('\n').enumerate() {
            let fault = if line.ends_with('\r') {
                "a carriage return"
            } else if line.contains('\t') {
                "a tab"
            } else if line.ends_with(char::is_whitespace) {
                "blanks at the end"
            } else {
                continue;
            };
            wrong.push(format!("{path}:{}: {fault}", at + 1));
        }
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            wrong.push(format!("{path}: ends in one line end"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn concepts_are_sorted_and_say_nothing_twice() {
    let mut wrong = Vec::new();
    for path in data_files().iter().filter(|p| p.contains("/concepts/")) {
        let file: ConceptsFile = toml::from_str(&read(path)).unwrap();
        let ids: Vec<&str> = file.concept.iter().map(|c| c.id.as_str()).collect();
        if !ids.is_sorted() {
            wrong.push(format!("{path}: concepts are sorted by id"));
        }
        for concept in &file.concept {
            for (list, entries) in &concept.lists {
                let mut seen = BTreeSet::new();
                let entries = entries.as_array().into_iter().flatten();
                for entry in entries.filter_map(toml::Value::as_str) {
                    let words: Vec<&str> = entry.split_whitespace().collect();
                    if !seen.insert(words.join(" ")) {
                        wrong.push(format!(
                            "{path}: {}: {list} has `{entry}` twice",
                            concept.id
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_group_is_used() {
    let files: BTreeMap<String, String> = data_files()
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect();
    let mut unused = Vec::new();
    for (path, text) in &files {
        let file: Groups = toml::from_str(text).unwrap();
        let shared = path == "keywords/groups.toml";
        for group in file.groups.keys() {
            let used = format!("<{group}>");
            let mut users = files.iter().filter(|(user, _)| shared || *user == path);
            if !users.any(|(_, text)| text.contains(&used)) {
                unused.push(format!("{path}: nothing uses {used}"));
            }
        }
    }
    assert!(unused.is_empty(), "\n{}", unused.join("\n"));
}

#[test]
fn the_lists_follow_the_order_of_the_questions() {
    let listed: Lists = toml::from_str(&read("keywords/lists/infrastructure.toml")).unwrap();
    let listed: Vec<&str> = listed.question.iter().map(|q| q.id.as_str()).collect();
    let asked: Vec<&str> = BANK.questions.iter().map(|q| q.id.as_str()).collect();
    assert_eq!(listed, asked);
}

#[test]
fn the_bank_keeps_its_promises() {
    let problems = verify(&BANK).unwrap();
    // Sample answers have exceptions of their own.
    let of_samples: BTreeSet<&str> = problems
        .iter()
        .map(|p| p.message.as_str())
        .filter(|message| message.contains(": the sample answer to "))
        .collect();
    assert_eq!(of_samples.len(), uncovered_samples(&BANK).unwrap().len());
    let others = problems
        .iter()
        .filter(|p| !of_samples.contains(p.message.as_str()));
    exceptions::check(
        "problem",
        others.map(|p| (p.message.clone(), String::new())),
    );
}

#[derive(Deserialize)]
struct ConceptsFile {
    concept: Vec<ConceptFields>,
}

#[derive(Deserialize)]
struct ConceptFields {
    id: String,
    #[serde(flatten)]
    lists: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Groups {
    #[serde(default)]
    groups: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Lists {
    question: Vec<ListFields>,
}

#[derive(Deserialize)]
struct ListFields {
    id: String,
}

/// A field at the top of the questions' file.
fn field(name: &str) -> String {
    let table: toml::Table = toml::from_str(&read("data/infrastructure.toml")).expect("it is TOML");
    table[name].as_str().expect("it is a string").to_owned()
}

/// The bank's TOML files, from the package's root, sorted.
fn data_files() -> Vec<String> {
    let mut files = Vec::new();
    for folder in ["data", "keywords", "keywords/concepts", "keywords/lists"] {
        for entry in fs::read_dir(root().join(folder)).expect("the folder is there") {
            let name = entry.expect("the entry can be read").file_name();
            let name = name.into_string().expect("names are UTF-8");
            if Path::new(&name).extension().is_some_and(|e| e == "toml") {
                files.push(format!("{folder}/{name}"));
            }
        }
    }
    files.sort();
    files
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
