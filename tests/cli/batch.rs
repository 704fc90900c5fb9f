//! `batch`: every line in gives one line out, in order, whatever it holds.

use serde_json::{Value, json};

use crate::program::{Program, snapshot};

/// What a line in comes to.
enum Comes {
    /// A score, with this id.
    Scored(Value),
    /// An error that says this, with this id.
    Bad(Value, &'static str),
}
use Comes::{Bad, Scored};

/// Runs lines and holds each to what it comes to.
fn check(lines: &[(&[u8], Comes)]) {
    let input: Vec<&[u8]> = lines.iter().map(|(line, _)| *line).collect();
    let run = Program::new().run_with(input.join(&b'\n'), &["batch"]);
    let out: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect();
    assert_eq!(out.len(), lines.len(), "{}", run.out);
    let mut any_bad = false;
    for (at, ((line, comes), got)) in lines.iter().zip(&out).enumerate() {
        let line = String::from_utf8_lossy(line);
        match comes {
            Scored(id) => {
                assert_eq!(got["id"], *id, "{line}: {got}");
                assert_eq!(
                    got["question"], "rolling-blue-green-canary",
                    "{line}: {got}"
                );
                assert!(got.get("error").is_none(), "{line}: {got}");
            }
            Bad(id, says) => {
                any_bad = true;
                assert_eq!(got["id"], *id, "{line}: {got}");
                assert_eq!(got["line"], at + 1, "{line}: {got}");
                let error = got["error"].as_str().unwrap_or_default();
                assert!(error.contains(says), "{line}: {got}");
                let fields = got.as_object().map(serde_json::Map::len);
                assert_eq!(fields, Some(3), "{line}: {got}");
            }
        }
    }
    run.exits(i32::from(any_bad));
    assert_eq!(run.err, "");
}

#[test]
fn good_lines_are_scored() {
    check(&[
        (
            br#"{"id":"a","question":"13","answer":"x"}"#,
            Scored(json!("a")),
        ),
        (
            br#"{"id":"a","question":13,"answer":"x"}"#,
            Scored(json!("a")),
        ),
        (
            br#"{"id":"a","question":"rolling-blue-green-canary","answer":"x"}"#,
            Scored(json!("a")),
        ),
        (br#"{"id":7,"question":13,"answer":"x"}"#, Scored(json!(7))),
        (
            br#"{"id":{"a":[1]},"question":13,"answer":"x"}"#,
            Scored(json!({"a": [1]})),
        ),
        (br#"{"question":13,"answer":"x"}"#, Scored(Value::Null)),
        (
            br#"{"id":"a","question":13,"answer":""}"#,
            Scored(json!("a")),
        ),
        (
            br#"{"id":"a","question":13,"answer":"x\u0000y"}"#,
            Scored(json!("a")),
        ),
        (
            br#"{"id":"a","question":13,"answer":"x","extra":[1]}"#,
            Scored(json!("a")),
        ),
        (
            b"  {\"id\":\"a\",\"question\":13,\"answer\":\"x\"}\r",
            Scored(json!("a")),
        ),
    ]);
}

#[test]
fn bad_lines_are_reported_and_survived() {
    let none = || Value::Null;
    check(&[
        (
            br#"{"id":"a","question":13,"answer":"x"}"#,
            Scored(json!("a")),
        ),
        (b"", Bad(none(), "empty")),
        (b" \t\r", Bad(none(), "empty")),
        (b"nonsense", Bad(none(), "not JSON")),
        (
            br#"{"id":"a","question":13,"answer":"x""#,
            Bad(none(), "not JSON"),
        ),
        (
            br#"{"id":"a","question":13,"answer":"x"} more"#,
            Bad(none(), "not JSON"),
        ),
        (b"[]", Bad(none(), "object")),
        (br#"["a",13,"x"]"#, Bad(none(), "object")),
        (b"null", Bad(none(), "object")),
        (b"\"x\"", Bad(none(), "object")),
        (b"{}", Bad(none(), "missing")),
        (
            br#"{"id":"a","answer":"x"}"#,
            Bad(json!("a"), "`question` is missing"),
        ),
        (
            br#"{"id":"a","question":13}"#,
            Bad(json!("a"), "`answer` is missing"),
        ),
        (
            br#"{"id":"a","question":13,"answer":5}"#,
            Bad(json!("a"), "`answer` must be a string"),
        ),
        (
            br#"{"id":"a","question":13,"answer":null}"#,
            Bad(json!("a"), "`answer`"),
        ),
        (
            br#"{"id":"a","question":13,"answer":["x"]}"#,
            Bad(json!("a"), "`answer` must be a string"),
        ),
        (
            br#"{"id":"a","question":["13"],"answer":"x"}"#,
            Bad(json!("a"), "`question` must be"),
        ),
        (
            br#"{"id":"a","question":null,"answer":"x"}"#,
            Bad(json!("a"), "`question`"),
        ),
        (
            br#"{"id":"a","question":true,"answer":"x"}"#,
            Bad(json!("a"), "`question` must be"),
        ),
        (
            br#"{"id":"a","question":"nosuch","answer":"x"}"#,
            Bad(json!("a"), "no question fits `nosuch`"),
        ),
        (
            br#"{"id":"a","question":99,"answer":"x"}"#,
            Bad(json!("a"), "no question fits `99`"),
        ),
        (
            br#"{"id":"a","question":0,"answer":"x"}"#,
            Bad(json!("a"), "no question fits `0`"),
        ),
        (
            br#"{"id":"a","question":-1,"answer":"x"}"#,
            Bad(json!("a"), "no question fits `-1`"),
        ),
        (
            br#"{"id":"a","question":"design","answer":"x"}"#,
            Bad(json!("a"), "several questions fit"),
        ),
        (
            br#"{"id":"b","question":13,"answer":"x"}"#,
            Scored(json!("b")),
        ),
    ]);
}

#[test]
fn broken_text_is_reported_with_its_id() {
    check(&[
        (
            br#"{"id":"a","question":13,"answer":"\ud800"}"#,
            Bad(json!("a"), "not JSON"),
        ),
        (
            br#"{"id":"a","question":13,"answer":"\ud83d cut"}"#,
            Bad(json!("a"), "not JSON"),
        ),
        (
            br#"{"id":"a","question":13,"answer":"\udc00\ud800"}"#,
            Bad(json!("a"), "not JSON"),
        ),
        (
            br#"{"id":"a","question":13,"answer":"\ud83e\udd37 whole"}"#,
            Scored(json!("a")),
        ),
        (
            b"{\"id\":\"a\",\"question\":13,\"answer\":\"caf\xe9\"}",
            Bad(json!("a"), "not JSON"),
        ),
        (
            br#"{"id":"\ud800","question":13,"answer":"x"}"#,
            Bad(Value::Null, "not JSON"),
        ),
        (
            br#"{"id":"b","question":13,"answer":"x"}"#,
            Scored(json!("b")),
        ),
    ]);
}

#[test]
fn a_byte_order_mark_is_no_fault_of_the_first_line() {
    check(&[(
        b"\xef\xbb\xbf{\"id\":\"a\",\"question\":13,\"answer\":\"x\"}",
        Scored(json!("a")),
    )]);
}

#[test]
fn the_order_is_that_of_the_input() {
    let lines: Vec<String> = (0..3_000)
        .map(|n| {
            format!(
                r#"{{"id":{n},"question":{},"answer":"We roll back."}}"#,
                n % 26
            )
        })
        .collect();
    let run = Program::new().run_with(lines.join("\n"), &["batch"]);
    let ids: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!(ids, (0..3_000).map(Value::from).collect::<Vec<_>>());
    run.exits(1);
}

#[test]
fn a_file_and_standard_input_come_to_the_same() {
    let lines = concat!(
        r#"{"id":"a1","question":"13","answer":"We use canaries. We never had feature flags."}"#,
        "\n",
        r#"{"id":"a2","question":"99","answer":"x"}"#,
        "\n"
    );
    let program = Program::new().file("in.jsonl", lines);
    let from_file = program.run(&["batch", "in.jsonl"]);
    snapshot("batch", &from_file.screen());
    assert_eq!(program.run_with(lines, &["batch"]).out, from_file.out);
    assert_eq!(program.run_with(lines, &["batch", "-"]).out, from_file.out);
}

#[test]
fn a_line_has_the_fields_of_the_contract() {
    let answer = "We use canaries. We never had feature flags.";
    let line = json!({"id": "a1", "question": "13", "answer": answer});
    let json = Program::new().run_with(line.to_string(), &["batch"]).json();
    let fields: Vec<&String> = json.as_object().unwrap().keys().collect();
    let contract = [
        "coverage", "covered", "id", "mentions", "missing", "negated", "question",
    ];
    assert_eq!(fields, contract);
    let names = |field: &str| json[field].as_array().unwrap().clone();
    assert!(names("covered").contains(&json!("canary-deployment")));
    assert!(names("negated").contains(&json!("feature-flags")));
    let listed = names("covered").len() + names("negated").len();
    let mentions = json["mentions"].as_object().unwrap();
    assert_eq!(mentions.len(), listed);
    for spans in mentions.values() {
        for span in spans.as_array().unwrap() {
            let ends: [usize; 2] = serde_json::from_value(span.clone()).unwrap();
            assert!(
                answer.get(ends[0]..ends[1]).is_some_and(|s| !s.is_empty()),
                "{span}"
            );
        }
    }
}

#[test]
fn batch_and_check_agree() {
    let program = Program::new();
    let line = json!({"id": 1, "question": 13, "answer": crate::program::EXAMPLE});
    let batch = program.run_with(line.to_string(), &["batch"]).json();
    let check = program
        .run(&["check", "-q", "13", "--format", "json", "answer.md"])
        .json();
    assert_eq!(batch["coverage"], check["coverage"]);
    let concepts = check["concepts"].as_array().unwrap();
    for status in ["covered", "negated", "missing"] {
        let of_status = concepts.iter().filter(|c| c["status"] == status);
        let ids: Vec<Value> = of_status.map(|c| c["id"].clone()).collect();
        assert_eq!(batch[status], Value::from(ids), "{status}");
    }
}

#[test]
fn what_is_no_file_of_lines_is_2() {
    let program = Program::new().file("folder/x", "");
    for (file, says) in [
        ("no-such-file", "error: cannot read `no-such-file`"),
        ("folder", "error: `folder` is a folder"),
    ] {
        let run = program.run(&["batch", file]);
        run.exits(2);
        assert!(run.err.starts_with(says), "{}", run.err);
    }
}
