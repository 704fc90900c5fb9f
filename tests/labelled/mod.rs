//! The corpus: sets of lines of JSON under `tests/corpus/`.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The names of the sets of labelled answers, sorted: every `.jsonl` file whose lines have `labels`.
pub(crate) fn sets() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("tests/corpus can be read");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| {
            let rows: Vec<Value> = rows(name);
            rows.iter().any(|row| row.get("labels").is_some())
        })
        .collect();
    names.sort();
    assert!(!names.is_empty(), "there are no labelled answers");
    names
}

/// The lines of a set.
pub(crate) fn rows<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = folder().join(format!("{name}.jsonl"));
    let text = fs::read_to_string(&path).expect("the set is there and UTF-8");
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), at + 1))
        })
        .collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}
