//! What programs read: JSON with the contract's field names and types, and Markdown.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::{EXAMPLE, Program, snapshot};

/// An answer with everything that `check` can say: covered, denied, missing, nearly, a signal, and characters of several bytes.
const EVERYTHING: &str = "\u{feff}# Café\r\n\r\nWe use canaries – “5 %” first.\r\nWe never had feature flags. TODO\r\n\
    The blue stack is kept while the green stack is tested.\r\n";

/// Every path of a value with the type at its end, such as `hits[].score: number`.
fn shape(value: &Value) -> BTreeSet<String> {
    fn walk(value: &Value, path: &str, shape: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    walk(field, &format!("{path}.{name}"), shape);
                }
            }
            Value::Array(items) => {
                for item in items {
                    walk(item, &format!("{path}[]"), shape);
                }
            }
            Value::Null => drop(shape.insert(format!("{path}: null"))),
            Value::Bool(_) => drop(shape.insert(format!("{path}: bool"))),
            Value::Number(_) => drop(shape.insert(format!("{path}: number"))),
            Value::String(_) => drop(shape.insert(format!("{path}: string"))),
        }
    }
    let mut paths = BTreeSet::new();
    walk(value, "", &mut paths);
    paths
        .iter()
        .map(|path| path.trim_start_matches('.').to_owned())
        .collect()
}

/// Holds the shape of a command's JSON to its snapshot, and sees to it that what the contract promises is there.
fn check(name: &str, program: &Program, args: &[&str], promised: &[&str]) -> Value {
    let run = program.run(args);
    let json = run.json();
    let shape = shape(&json);
    let lines: Vec<&str> = shape.iter().map(String::as_str).collect();
    snapshot(&format!("shape-{name}"), &lines.join("\n"));
    for path in promised {
        assert!(
            shape.contains(*path),
            "{name}: no `{path}`\n{}",
            lines.join("\n")
        );
    }
    json
}

const CHECK: [&str; 25] = [
    "schema_version: number",
    "question.id: string",
    "question.number: number",
    "question.title: string",
    "question.inferred: bool",
    "coverage: number",
    "tiers.core.covered: number",
    "tiers.core.total: number",
    "tiers.expected.covered: number",
    "tiers.expected.total: number",
    "concepts[].id: string",
    "concepts[].label: string",
    "concepts[].tier: string",
    "concepts[].status: string",
    "concepts[].mentions[].start: number",
    "concepts[].mentions[].end: number",
    "concepts[].mentions[].line: number",
    "concepts[].mentions[].column: number",
    "concepts[].mentions[].text: string",
    "concepts[].mentions[].term: string",
    "concepts[].mentions[].polarity: string",
    "concepts[].source.field: string",
    "concepts[].source.quote: string",
    "signals[].message: string",
    "words: number",
];

#[test]
fn check_has_the_fields_of_the_contract() {
    let program = Program::new().file("everything.md", EVERYTHING);
    let args = ["check", "-q", "13", "--format", "json", "everything.md"];
    let json = check("check", &program, &args, &CHECK);
    let statuses: BTreeSet<&str> = texts(&json["concepts"], "status");
    assert_eq!(statuses, BTreeSet::from(["covered", "negated", "missing"]));
    assert_eq!(json["schema_version"], 1);
}

#[test]
fn every_place_is_where_the_text_is() {
    for text in [EVERYTHING, EXAMPLE] {
        let program = Program::new().file("everything.md", text);
        let json = program
            .run(&["check", "-q", "13", "--format", "json", "everything.md"])
            .json();
        let mut mentions = 0;
        for mention in items(&json["concepts"]).flat_map(|c| items(&c["mentions"])) {
            let (start, end) = (offset(mention, "start"), offset(mention, "end"));
            assert_eq!(&text[start..end], mention["text"].as_str().unwrap());
            let before = text[..start].trim_start_matches('\u{feff}');
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            assert_eq!(offset(mention, "line"), before.matches('\n').count() + 1);
            assert_eq!(
                offset(mention, "column"),
                before[line_start..].chars().count() + 1
            );
            mentions += 1;
        }
        assert!(mentions > 1);
        for signal in items(&json["signals"]) {
            assert!(
                text.get(offset(signal, "start")..offset(signal, "end"))
                    .is_some()
            );
        }
    }
}

#[test]
fn the_coverage_follows_from_the_evidence() {
    let program = Program::new().file("everything.md", EVERYTHING);
    for file in ["answer.md", "everything.md"] {
        let json = program
            .run(&["check", "-q", "13", "--format", "json", file])
            .json();
        let (mut covered, mut all) = (0.0, 0.0);
        for concept in items(&json["concepts"]) {
            let weight = if concept["tier"] == "core" { 2.0 } else { 1.0 };
            let affirmed = items(&concept["mentions"]).any(|m| m["polarity"] == "affirmed");
            let mentioned = items(&concept["mentions"]).next().is_some();
            let status = match (affirmed, mentioned) {
                (true, _) => "covered",
                (false, true) => "negated",
                (false, false) => "missing",
            };
            assert_eq!(concept["status"], status, "{}", concept["id"]);
            all += weight;
            covered += if affirmed { weight } else { 0.0 };
        }
        let coverage: f64 = covered * 100.0 / all;
        assert_eq!(json["coverage"], (coverage * 10.0).round() / 10.0, "{file}");
        for tier in ["core", "expected"] {
            let of_tier = || items(&json["concepts"]).filter(|c| c["tier"] == tier);
            let tally = &json["tiers"][tier];
            assert_eq!(tally["total"], of_tier().count());
            assert_eq!(
                tally["covered"],
                of_tier().filter(|c| c["status"] == "covered").count()
            );
        }
    }
}

#[test]
fn one_answer_is_an_object_and_several_are_an_array() {
    let program = Program::new().file("other.md", EVERYTHING);
    let args = ["check", "-q", "13", "--format", "json"];
    let run = |files: &[&str]| program.run(&[&args[..], files].concat()).json();
    let (one, other) = (run(&["answer.md"]), run(&["other.md"]));
    assert_eq!(
        run(&["answer.md", "other.md"]),
        Value::from(vec![one, other])
    );
}

#[test]
fn an_inferred_question_is_marked() {
    for (args, inferred) in [
        (&["check", "--format", "json", "answer.md"] as &[&str], true),
        (
            &["check", "-q", "13", "--format", "json", "answer.md"],
            false,
        ),
    ] {
        let json = Program::new().run(args).json();
        assert_eq!(json["question"]["inferred"], inferred);
        assert_eq!(json["question"]["id"], "rolling-blue-green-canary");
    }
}

#[test]
fn search_has_the_fields_of_the_contract() {
    let promised = [
        "query: string",
        "concepts[]: string",
        "hits[].question: string",
        "hits[].number: number",
        "hits[].title: string",
        "hits[].score: number",
        "hits[].concepts[]: string",
        "hits[].snippets[].field: string",
        "hits[].snippets[].text: string",
        "hits[].snippets[].highlights[][]: number",
    ];
    let args = ["search", "--format", "json", "error budget"];
    let json = check("search", &Program::new(), &args, &promised);
    assert_eq!(json["query"], "error budget");
    let scores: Vec<f64> = items(&json["hits"])
        .filter_map(|h| h["score"].as_f64())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    for snippet in items(&json["hits"]).flat_map(|h| items(&h["snippets"])) {
        let text = snippet["text"].as_str().unwrap();
        let mut last = 0;
        for highlight in items(&snippet["highlights"]) {
            let ends: Vec<usize> = items(highlight).map(number).collect();
            assert_eq!(ends.len(), 2, "{snippet}");
            assert!(last <= ends[0] && ends[0] < ends[1], "{snippet}");
            assert!(text.get(ends[0]..ends[1]).is_some(), "{snippet}");
            last = ends[1];
        }
    }
}

#[test]
fn a_search_that_finds_nothing_is_json_too() {
    let args = ["search", "--format", "json", "gradient descent"];
    let run = Program::new().run(&args);
    run.exits(1);
    let json = run.json();
    assert_eq!(
        (&json["hits"], &json["query"]),
        (
            &Value::from([(); 0].map(|()| Value::Null).to_vec()),
            &Value::from("gradient descent")
        )
    );
}

#[test]
fn the_bank_is_json_too() {
    let program = Program::new();
    for (name, args) in [
        ("questions", &["questions", "--format", "json"] as &[&str]),
        ("show", &["show", "13", "--format", "json"]),
        ("concepts", &["concepts", "--format", "json"]),
        ("concept", &["concepts", "rpo", "--format", "json"]),
        (
            "concept-test",
            &[
                "concepts",
                "runbooks",
                "--test",
                "We never wrote runbooks.",
                "--format",
                "json",
            ],
        ),
        (
            "gaps",
            &["search", "--gaps", "answer.md", "--format", "json"],
        ),
    ] {
        check(name, &program, args, &["schema_version: number"]);
    }
}

#[test]
fn check_writes_json_and_markdown_as_it_did() {
    let program = Program::new().file("everything.md", EVERYTHING);
    for format in ["json", "markdown"] {
        let run = program.run(&["check", "-q", "13", "--format", format, "everything.md"]);
        snapshot(&format!("check-{format}"), &run.screen());
    }
}

#[test]
fn markdown_of_a_hostile_answer_stays_a_table() {
    let hostile = "We use canaries | <script>alert(1)</script> `x` **bold** and\nroll | back.\n";
    let program = Program::new().file("a|b`c.md", hostile);
    let run = program.run(&["check", "-q", "13", "--format", "markdown", "a|b`c.md"]);
    snapshot("check-markdown-hostile", &run.screen());
    for row in run.out.lines().filter(|l| l.starts_with('|')) {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 4, "{row}");
    }
    assert!(!run.out.contains("<script>"));
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts<'v>(value: &'v Value, field: &str) -> BTreeSet<&'v str> {
    items(value)
        .filter_map(|item| item[field].as_str())
        .collect()
}

fn offset(value: &Value, field: &str) -> usize {
    number(&value[field])
}

fn number(value: &Value) -> usize {
    let number = value.as_u64().expect("it is a whole number");
    usize::try_from(number).expect("it fits")
}
