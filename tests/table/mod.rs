//! Committed tables: figures that change in review.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Holds a table to the one that is committed as `tests/agreement/<name>.txt`.
///
/// With `UPDATE_TABLES=1` the committed table is written anew, and the difference is what the commit shows. What differs comes back as a
/// message, so that one test can hold several tables.
pub(crate) fn check(name: &str, table: &str) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/agreement/{name}.txt"));
    let committed = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if committed == table {
        return Ok(());
    }
    if std::env::var("UPDATE_TABLES").is_ok_and(|set| set == "1") {
        fs::write(&path, table).expect("tests/agreement can be written");
        return Ok(());
    }
    let mut message = format!("tests/agreement/{name}.txt is not what comes out now:\n");
    for line in difference(&committed, table) {
        let _infallible = writeln!(message, "{line}");
    }
    message.push_str("If that is right, accept it: UPDATE_TABLES=1 cargo test --no-fail-fast");
    Err(message)
}

/// The lines that only one text has, in order, after `-` and `+`.
fn difference(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // The length of the longest common subsequence of what follows two places.
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(format!("- {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    lines
}

#[test]
fn a_difference_shows_what_went_and_what_came() {
    assert_eq!(difference("a\nb\nc\n", "a\nc\nd\n"), ["- b", "+ d"]);
    assert_eq!(difference("a\n", "a\n"), [""; 0]);
}
