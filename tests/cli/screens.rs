//! What people see, at 80 columns.

use crate::program::{Program, snapshot};

/// Holds the screen of a command to its snapshot; it must fit 80 columns.
fn check(name: &str, args: &[&str], code: i32) {
    check_in(&Program::new(), name, args, code);
}

fn check_in(program: &Program, name: &str, args: &[&str], code: i32) {
    let run = program.run(args);
    snapshot(name, &run.screen());
    run.fits(80).exits(code);
}

/// A short answer that says what it answers, in one of the ways there are.
fn answer(head: &str) -> String {
    format!("{head}\nWe use canaries. We never had feature flags, and going back is one click.\n")
}

#[test]
fn alone_it_shows_where_to_begin() {
    let run = Program::new().run(&[]);
    snapshot("alone", &run.screen());
    run.exits(0);
}

#[test]
fn check_shows_evidence_and_gaps() {
    check("check", &["check", "-q", "13", "answer.md"], 0);
}

#[test]
fn check_explains_every_verdict() {
    check(
        "check-explain",
        &["check", "-q", "13", "--explain", "answer.md"],
        0,
    );
}

#[test]
fn check_colours_where_asked_to() {
    let args = ["check", "-q", "13", "--color", "always", "answer.md"];
    let run = Program::new().run(&args);
    snapshot("check-color", &run.screen());
    assert!(run.out.contains('\u{1b}'));
}

#[test]
fn check_reads_standard_input() {
    let run = Program::new().run_with("We roll back.", &["check", "-q", "13"]);
    snapshot("check-stdin", &run.screen());
    run.fits(80).exits(0);
}

#[test]
fn check_uses_the_columns_it_has() {
    for (name, columns) in [("check-40-columns", 40), ("check-120-columns", 120)] {
        let run = Program::new().run_in(
            &[("COLUMNS", &columns.to_string())],
            &["check", "-q", "13", "answer.md"],
        );
        snapshot(name, &run.screen());
        run.fits(columns).exits(0);
    }
}

#[test]
fn check_sums_up_several_answers_worst_first() {
    let program = Program::new()
        .file("weak.md", "Best practices matter.\n")
        .file("middling.md", answer(""));
    check_in(
        &program,
        "check-several",
        &["check", "-q", "13", "answer.md", "weak.md", "middling.md"],
        0,
    );
}

#[test]
fn check_takes_the_question_from_the_answer() {
    for (name, head) in [
        ("front-matter", "---\nquestion: 13\n---\n"),
        (
            "front-matter-toml",
            "+++\nquestion = \"blue green canary\"\n+++\n",
        ),
        ("heading-numbered", "# Q13: Releases\n"),
        (
            "heading-near",
            "## When do you choose rolling updates vs blue/green vs canary deployments?\n",
        ),
    ] {
        let run = Program::new()
            .file("answer.md", answer(head))
            .run(&["check", "answer.md"]);
        let shown: Vec<&str> = run.out.lines().take_while(|l| !l.is_empty()).collect();
        snapshot(&format!("check-{name}"), &shown.join("\n"));
        run.fits(80).exits(0);
    }
}

#[test]
fn check_infers_the_question_and_says_how_sure() {
    let run = Program::new().run(&["check", "answer.md"]);
    let shown: Vec<&str> = run.out.lines().take_while(|l| !l.is_empty()).collect();
    snapshot("check-inferred", &shown.join("\n"));
    run.fits(80).exits(0);
}

#[test]
fn check_abstains_where_it_cannot_tell() {
    let program = Program::new().file("vague.md", "We follow best practices and work as a team.\n");
    check_in(&program, "check-unclear", &["check", "vague.md"], 2);
}

#[test]
fn questions_are_listed_and_filtered() {
    check("questions", &["questions"], 0);
    check("questions-kind", &["questions", "--kind", "knowledge"], 0);
    check("questions-concept", &["questions", "--concept", "rpo"], 0);
}

#[test]
fn show_shows_a_question() {
    check("show", &["show", "13"], 0);
    check(
        "show-no-sample",
        &["show", "sev-1 outage", "--no-sample"],
        0,
    );
}

#[test]
fn concepts_are_listed_and_shown() {
    check("concepts", &["concepts"], 0);
    check("concept", &["concepts", "rpo"], 0);
}

#[test]
fn a_sentence_is_tried_against_a_concept() {
    check(
        "concept-test-covered",
        &[
            "concepts",
            "runbooks",
            "--test",
            "Every alert links to its runbook.",
        ],
        0,
    );
    check(
        "concept-test-negated",
        &["concepts", "runbooks", "--test", "We never wrote runbooks."],
        1,
    );
    check(
        "concept-test-missing",
        &["concepts", "runbooks", "--test", "We run a lot of books."],
        1,
    );
}

#[test]
fn search_shows_why_each_was_found() {
    check("search-concept", &["search", "PoLP"], 0);
    check(
        "search-words",
        &["search", "bloated", "container", "images"],
        0,
    );
    check(
        "search-filter",
        &["search", "--concept", "slo", "-n", "2"],
        0,
    );
    check("search-kind", &["search", "slo", "--kind", "design"], 0);
    check("search-open", &["search", "RTO", "--open"], 0);
}

#[test]
fn search_that_finds_nothing_says_what_is_near() {
    check("search-nothing", &["search", "gradient", "descent"], 1);
    check("search-near", &["search", "observant"], 1);
}

#[test]
fn search_lists_what_notes_do_not_cover() {
    check("search-gaps", &["search", "--gaps", "answer.md"], 0);
}

#[test]
fn bank_verify_lists_what_is_wrong_with_a_bank() {
    let run = Program::new()
        .tiny_bank()
        .run(&["bank", "verify", "--bank", "bank"]);
    run.exits(1);
    // What the embedded bank has besides is not this bank's fault.
    let own = "keywords/concepts/baking.toml: ";
    for line in run.out.lines().filter(|l| !l.starts_with("   help: ")) {
        assert!(line.starts_with(own), "{line}");
    }
    snapshot("bank-verify", &run.screen());
}

#[test]
fn every_command_has_help_with_two_examples() {
    let commands = [
        "check",
        "search",
        "batch",
        "questions",
        "show",
        "concepts",
        "bank verify",
        "completions",
    ];
    for command in commands {
        let mut args: Vec<&str> = command.split(' ').collect();
        args.push("--help");
        let run = Program::new().run(&args);
        snapshot(
            &format!("help-{}", command.replace(' ', "-")),
            &run.screen(),
        );
        run.exits(0);
        let examples = run.out.split("Examples:\n").nth(1).unwrap_or_default();
        let shown = examples.matches("prepcov ").count();
        assert!(shown >= 2, "{command}: {shown} examples");
    }
    let run = Program::new().run(&["--help"]);
    snapshot("help", &run.screen());
    run.exits(0);
}

#[test]
fn completions_are_scripts_of_every_shell() {
    for (shell, sign) in [
        ("bash", "complete -F _prepcov"),
        ("zsh", "#compdef prepcov"),
        ("fish", "complete -c prepcov"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let run = Program::new().run(&["completions", shell]);
        assert!(run.out.contains(sign), "{shell}: {:.200}", run.out);
        run.exits(0);
    }
}
