//! The house: which floor may use which, and what is named in one place only.
//!
//! Reads the sources as text. What the compiler holds already (private parts of the library, unused imports) is not looked at again.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the library, bottom to top, each with those that it may use. A new folder of `src/` gets a line here.
const FLOORS: [(&str, &[&str]); 7] = [
    ("text", &[]),
    ("concept", &["text"]),
    ("bank", &["text", "concept", "error"]),
    ("analysis", &["text", "concept", "bank", "error"]),
    ("search", &["text", "concept", "bank", "error"]),
    (
        "report",
        &["text", "concept", "bank", "analysis", "search", "error"],
    ),
    // The one error tells of a bank's problems, and nothing else of the bank.
    ("error", &["bank"]),
];

/// What is named in one place only: the words, the files or folders that may name them, and why.
const NAMED_ONCE: [(&[&str], &[&str], &str); 8] = [
    (&["tantivy"], &["search/"], "one floor knows the index"),
    (
        &["pulldown_cmark"],
        &["text/markdown.rs"],
        "one file knows the Markdown parser",
    ),
    (
        &["rust_stemmers"],
        &["text/words.rs"],
        "one file knows the stemmer",
    ),
    (
        &["include_dir"],
        &["bank/files.rs"],
        "one file knows what is embedded",
    ),
    (
        &[
            "clap",
            "clap_complete",
            "anyhow",
            "anstream",
            "indicatif",
            "terminal_size",
        ],
        &["cli/", "main.rs"],
        "the library alone needs none of them",
    ),
    (
        &[
            "stdout", "stderr", "stdin", "print", "println", "eprint", "eprintln",
        ],
        &["cli/", "main.rs"],
        "the library is silent",
    ),
    (
        &["env::var", "current_dir", "SystemTime", "Instant", "net"],
        &["cli/", "main.rs"],
        "the library is pure: no environment, clock or network",
    ),
    (
        &["fs", "File"],
        &["bank/files.rs", "search/store.rs", "cli/", "main.rs"],
        "files are read only where a bank or an index is loaded",
    ),
];

#[test]
fn no_floor_uses_one_above_it() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (line, used) in source.floors_used() {
            if !source.may_use(&used) {
                wrong.push(format!(
                    "src/{}:{line}: `{}` may not use `{used}`",
                    source.path, source.floor
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_floor() {
    let unknown: Vec<String> = sources()
        .into_iter()
        .filter(|s| !s.is_program() && s.floor != "lib")
        .filter(|s| !FLOORS.iter().any(|(floor, _)| *floor == s.floor))
        .map(|s| s.path)
        .collect();
    assert!(
        unknown.is_empty(),
        "on no floor of the table: {}",
        unknown.join(", ")
    );
}

#[test]
fn the_error_knows_a_banks_problems_and_nothing_else_of_it() {
    let error = sources().into_iter().find(|s| s.path == "error.rs");
    let error = error.expect("src/error.rs is there");
    let uses: Vec<&str> = error
        .code
        .lines()
        .filter(|l| l.contains("bank::"))
        .map(str::trim)
        .collect();
    assert_eq!(uses, ["use crate::bank::Problem;"]);
}

#[test]
fn the_program_uses_the_library_as_anybody_does() {
    for source in sources().iter().filter(|s| s.path == "main.rs") {
        let modules: Vec<&str> = source
            .code
            .lines()
            .filter(|l| l.trim_start().starts_with("mod ") || l.contains("#[path"))
            .collect();
        assert_eq!(
            modules,
            ["mod cli;"],
            "the program has no part of the library in it"
        );
    }
}

#[test]
fn what_has_one_place_is_named_there_only() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (words, places, why) in NAMED_ONCE {
            if places.iter().any(|place| source.path.starts_with(place)) {
                continue;
            }
            for (number, line) in source.code.lines().enumerate() {
                for word in words.iter().filter(|word| names(line, word)) {
                    let at = number + 1;
                    wrong.push(format!("src/{}:{at}: names `{word}`; {why}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_test_is_switched_off() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mark = concat!("#[", "ignore");
    for folder in ["src", "tests"] {
        for path in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&path).expect("a source is UTF-8");
            assert!(
                !text.contains(mark),
                "{} has a test that is switched off",
                path.display()
            );
        }
    }
}

/// What a source is found to use, one path an entry.
fn check(path: &str, code: &str, want: &[&str]) {
    let used: Vec<String> = Source::new(path, code)
        .floors_used()
        .into_iter()
        .map(|(_, floor)| floor)
        .collect();
    assert_eq!(used, want, "{path}: {code}");
}

#[test]
fn imports_are_seen_however_they_are_written() {
    check("text/a.rs", "use crate::bank::Bank;", &["bank"]);
    check(
        "text/a.rs",
        "use crate::{\n    bank::Bank,\n    search::{Hit, Found},\n};",
        &["bank", "search"],
    );
    check(
        "text/a.rs",
        "let b: crate::analysis::Status = x;",
        &["analysis"],
    );
    check(
        "bank/a.rs",
        "use super::super::report::Screen;",
        &["report"],
    );
    check("bank/mod.rs", "use super::report::Screen;", &["report"]);
    check("concept/a.rs", "use crate::Result;", &["error"]);
    check("search/a.rs", "use prepcov::report::search;", &["report"]);
}

#[test]
fn neighbours_and_remarks_are_no_imports() {
    check("search/query.rs", "use super::text::Snippet;", &[]);
    check("text/a.rs", "// use crate::bank::Bank;", &[]);
    check("text/a.rs", "/// [`crate::bank`] is above.", &[]);
    check("text/a.rs", "use crate::text::Span;", &[]);
}

#[test]
fn a_word_counts_as_named_where_code_uses_it() {
    for line in [
        "use clap::Parser;",
        "let a = clap::arg();",
        "println!(\"x\");",
        "io::stdout()",
    ] {
        assert!(
            ["clap", "println", "stdout"]
                .iter()
                .any(|word| names(line, word)),
            "{line}"
        );
    }
    for line in [
        "let clapped = 1;",
        "\"clap your hands\"",
        "my_println!(x)",
        "use crate::stdouts::X;",
    ] {
        assert!(
            !["clap", "println", "stdout"]
                .iter()
                .any(|word| names(line, word)),
            "{line}"
        );
    }
}

/// A file of `src/`, with its remarks blanked out.
struct Source {
    /// Within `src/`, with `/` between parts.
    path: String,
    /// The folder, or the name of a file that stands directly in `src/`.
    floor: String,
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let first = path.split('/').next().unwrap_or(path);
        let code = text.lines().map(|line| {
            let remark = line.trim_start().starts_with("//");
            if remark { "" } else { line }
        });
        Self {
            path: path.to_owned(),
            floor: first.trim_end_matches(".rs").to_owned(),
            code: code.collect::<Vec<_>>().join("\n"),
        }
    }

    fn is_program(&self) -> bool {
        matches!(self.floor.as_str(), "cli" | "main")
    }

    fn may_use(&self, floor: &str) -> bool {
        let is_root = self.floor == "lib" || self.is_program();
        let allowed = FLOORS.iter().find(|(name, _)| *name == self.floor);
        is_root || allowed.is_some_and(|(_, below)| below.contains(&floor))
    }

    /// How many `super::` lead from a file's module to the crate's root.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        }
    }

    /// Lines and floors of every path that leads to another floor.
    fn floors_used(&self) -> Vec<(usize, String)> {
        let up = "super::".repeat(self.depth());
        let mut found = Vec::new();
        for root in ["crate::", "prepcov::", up.as_str()] {
            for (at, _) in self.code.match_indices(root) {
                let line = self.code[..at].lines().count().max(1);
                let heads = heads(&self.code[at + root.len()..]);
                found.extend(heads.into_iter().map(|head| (line, floor_of(&head))));
            }
        }
        let floors = |name: &str| FLOORS.iter().any(|(floor, _)| *floor == name) || name == "cli";
        found.retain(|(_, floor)| floors(floor) && *floor != self.floor);
        found
    }
}

/// What a name of the crate's root belongs to.
fn floor_of(head: &str) -> String {
    let re_exported = matches!(head, "Error" | "Result");
    if re_exported { "error" } else { head }.to_owned()
}

/// The first names of a path, or of each path of a group in braces.
fn heads(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name_at(rest)];
    };
    let mut heads = vec![name_at(group)];
    let mut depth = 1;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => heads.push(name_at(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

fn name_at(text: &str) -> String {
    let name = |c: &char| c.is_alphanumeric() || *c == '_';
    text.trim_start().chars().take_while(name).collect()
}

/// Whether a line has a word as a name of its own or the head of a path.
fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let after = &line[at + word.len()..];
        let alone = !line[..at].ends_with(part) && !after.starts_with(part);
        let path = after.starts_with("::") || after.starts_with("!(") || after.starts_with('(');
        let import = line.trim_start().starts_with("use ") || line.contains("extern crate");
        alone && (path || import)
    })
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source is UTF-8");
        let within = path.strip_prefix(&root).expect("the path is below src");
        let parts: Vec<String> = within
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        Source::new(&parts.join("/"), &text)
    };
    let sources: Vec<Source> = rust_files(&root).into_iter().map(read).collect();
    assert!(!sources.is_empty(), "no sources below {}", root.display());
    sources
}

/// The Rust files below a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).expect("the folder can be read");
    for entry in entries {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
