//! What a test of the bank lets pass, by name and with a reason: `tests/exceptions.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The kinds of exceptions there are.
const KINDS: [&str; 3] = ["problem", "uncovered", "suspect"];

/// The shortest text that is taken for a reason.
const REASON: usize = 10;

#[derive(Deserialize)]
struct Exception {
    what: String,
    reason: String,
}

/// Holds what was found, each with a remark or an empty one, to the exceptions of a kind: all of them, no others, each with a reason.
pub(crate) fn check(kind: &str, found: impl IntoIterator<Item = (String, String)>) {
    let found: BTreeMap<String, String> = found.into_iter().collect();
    let listed = listed(kind);
    let mut message = String::new();
    for (what, remark) in &found {
        if listed.iter().any(|e| e.what == *what) {
            continue;
        }
        if message.is_empty() {
            message.push_str(
                "these are new; mend them, or add them to tests/exceptions.toml with a reason:\n",
            );
        }
        let remark = if remark.is_empty() {
            String::new()
        } else {
            format!("# {remark}\n")
        };
        let what = toml::Value::from(what.as_str());
        let _infallible = write!(
            message,
            "\n{remark}[[{kind}]]\nwhat = {what}\nreason = \"\"\n"
        );
    }
    for exception in &listed {
        if !found.contains_key(&exception.what) {
            let _infallible = write!(
                message,
                "\ngone, so delete it from tests/exceptions.toml: {}\n",
                exception.what
            );
        }
        if exception.reason.trim().len() < REASON {
            let _infallible = write!(message, "\nhas no reason: {}\n", exception.what);
        }
    }
    assert!(message.is_empty(), "{message}");
}

fn listed(kind: &str) -> Vec<Exception> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exceptions.toml");
    let text = fs::read_to_string(path).expect("the exceptions can be read");
    let mut table: BTreeMap<String, Vec<Exception>> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("tests/exceptions.toml: {error}"));
    for known in table.keys() {
        assert!(
            KINDS.contains(&known.as_str()),
            "no exceptions are called {known}"
        );
    }
    table.remove(kind).unwrap_or_default()
}
