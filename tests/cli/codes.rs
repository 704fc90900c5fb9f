//! Exit codes, streams, colour, and what the environment may change.

use std::io::{BufRead as _, BufReader};

use crate::program::{EXAMPLE, Program};

fn check(args: &[&str], code: i32) {
    Program::new().run(args).exits(code);
}

/// The coverage of the example answer, as the program says it.
fn coverage(program: &Program) -> f64 {
    let json = program
        .run(&["check", "-q", "13", "--format", "json", "answer.md"])
        .json();
    json["coverage"].as_f64().expect("coverage is a number")
}

#[test]
fn done_is_0() {
    check(&[], 0);
    check(&["--version"], 0);
    check(&["questions"], 0);
    check(&["check", "-q", "13", "answer.md"], 0);
    check(&["search", "slo"], 0);
    check(&["show", "1"], 0);
}

#[test]
fn a_coverage_under_the_threshold_is_1_and_at_it_0() {
    let program = Program::new();
    let coverage = coverage(&program);
    assert!((1.0..=99.0).contains(&coverage), "{coverage}");
    for (least, code) in [(0.0, 0), (coverage, 0), (coverage + 0.1, 1), (100.0, 1)] {
        let least = format!("{least:.1}");
        for least in [least.clone(), format!("{least}%")] {
            program
                .run(&["check", "-q", "13", "--fail-under", &least, "answer.md"])
                .exits(code);
        }
    }
}

#[test]
fn one_answer_of_several_under_the_threshold_is_1() {
    let program = Program::new().file("weak.md", "Best practices matter.");
    program
        .run(&[
            "check",
            "-q",
            "13",
            "--fail-under",
            "50",
            "answer.md",
            "weak.md",
        ])
        .exits(1);
}

#[test]
fn a_concept_that_is_not_covered_is_1_where_asked() {
    // The example answer covers all of core, and lacks two of what is expected.
    check(&["check", "-q", "13", "--fail-on", "core", "answer.md"], 0);
    check(&["check", "-q", "13", "--fail-on", "any", "answer.md"], 1);
    let denied = Program::new().file(
        "answer.md",
        EXAMPLE.replace("I prefer a canary", "I do nothing"),
    );
    let covered = denied
        .file("denied.md", "We never roll back, and never use canaries.")
        .run(&["check", "-q", "13", "--fail-on", "core", "denied.md"]);
    covered.exits(1);
}

#[test]
fn a_search_that_finds_nothing_is_1() {
    check(&["search", "gradient", "descent"], 1);
    check(&["search", "gradient", "descent", "--format", "json"], 1);
}

#[test]
fn a_bad_line_of_batch_is_1() {
    let program = Program::new();
    let good = r#"{"id":1,"question":13,"answer":"We roll back."}"#;
    program.run_with(good, &["batch"]).exits(0);
    program.run_with("", &["batch"]).exits(0);
    program
        .run_with(format!("{good}\nnonsense\n{good}\n"), &["batch"])
        .exits(1);
}

#[test]
fn not_done_is_2_with_nothing_on_standard_output() {
    for args in [
        &["check", "-q", "99", "answer.md"] as &[&str],
        &["check", "-q", "13", "no-such-file.md"],
        &["check", "-q", "13", "answer.md", "no-such-file.md"],
        &["show", "no such question"],
        &["concepts", "no-such-concept"],
        &["search"],
        &["questions", "--bank", "no-such-folder"],
        &["no-such-command"],
        &["check", "--no-such-option"],
    ] {
        let run = Program::new().run(args);
        run.exits(2);
        assert_eq!(run.out, "", "{args:?}");
        assert!(run.err.starts_with("error: "), "{args:?}: {}", run.err);
        assert!(run.err.ends_with('\n'), "{args:?}");
    }
}

#[test]
fn data_goes_to_standard_output_and_nothing_else_does() {
    for args in [
        &["check", "-q", "13", "answer.md"] as &[&str],
        &["questions"],
        &["show", "13"],
        &["concepts"],
        &["search", "slo"],
        &["completions", "bash"],
    ] {
        let run = Program::new().run(args);
        assert_eq!(run.err, "", "{args:?}");
        assert!(run.out.ends_with('\n'), "{args:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let program = Program::new();
    let batch = r#"{"id":"a","question":13,"answer":"We use canaries and roll back."}"#;
    let program = program.file("many.jsonl", format!("{batch}\n").repeat(2_000));
    for args in [
        &["concepts", "--format", "json"] as &[&str],
        &["concepts"],
        &["check", "-q", "13", "--explain", "answer.md"],
        &["batch", "many.jsonl"],
    ] {
        let mut child = program.command(args).spawn().expect("the program starts");
        let mut reader = BufReader::with_capacity(64, child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line comes");
        drop(reader);
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), err.as_ref()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let args = ["check", "-q", "13", "answer.md"];
    let with = |color: &'static str| [&args[..], &["--color", color]].concat();
    let program = Program::new();
    for (variables, args, coloured) in [
        (&[] as &[(&str, &str)], args.to_vec(), false),
        (&[("CLICOLOR_FORCE", "1")], args.to_vec(), true),
        (&[("NO_COLOR", "1")], args.to_vec(), false),
        (&[("NO_COLOR", "1")], with("always"), true),
        (&[("CLICOLOR_FORCE", "1")], with("never"), false),
        (&[], with("always"), true),
    ] {
        let run = program.run_in(variables, &args);
        assert_eq!(
            run.out.contains('\u{1b}'),
            coloured,
            "{variables:?} {args:?}"
        );
    }
}

#[test]
fn colour_is_all_that_colour_adds() {
    let program = Program::new();
    for args in [
        &["check", "-q", "13", "--explain", "answer.md"] as &[&str],
        &["search", "slo"],
        &["show", "13"],
        &["concepts", "rpo"],
        &["questions"],
    ] {
        let plain = program.run(args).out;
        let coloured = program.run(&[args, &["--color", "always"]].concat()).out;
        assert_eq!(without_styles(&coloured), plain, "{args:?}");
    }
}

/// Text without its ANSI styles.
fn without_styles(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| {
        plain + piece.split_once('m').map_or("", |(_, rest)| rest)
    })
}

#[test]
fn nothing_of_the_machine_reaches_a_result() {
    let args = ["check", "-q", "13", "--format", "json", "answer.md"];
    let here = Program::new().run(&args).out;
    let there = Program::new().run_in(
        &[
            ("LANG", "tr_TR.UTF-8"),
            ("TZ", "Asia/Tokyo"),
            ("COLUMNS", "40"),
            ("TERM", "dumb"),
        ],
        &args,
    );
    assert_eq!(there.out, here);
}

#[test]
fn no_command_leaves_anything_behind() {
    let program = Program::new();
    program.run(&["search", "slo"]).exits(0);
    program.run(&["check", "answer.md"]).exits(0);
    let left: Vec<_> = std::fs::read_dir(program.home())
        .expect("the home is there")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
