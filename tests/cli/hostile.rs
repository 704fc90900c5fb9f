//! Bad input of every kind: one clear message with what to do, and exit code 2.

use crate::program::{Program, snapshot};

/// One megabyte and a byte.
const LARGE: usize = (1 << 20) + 1;

/// A folder with one file of every kind that cannot be checked.
fn hostile() -> Program {
    Program::new()
        .file("folder/inner.md", "x")
        .file("binary.md", b"\x7fELF\x00\x01")
        .file("latin.md", b"First line.\ncaf\xe9 au lait")
        .file("cut.md", b"ends in half a character \xe2\x80")
        .file("utf16-le.md", b"\xff\xfeW\x00e\x00")
        .file("utf16-be.md", b"\xfe\xff\x00W\x00e")
        .file("empty.md", "")
        .file("blank.md", "\u{feff} \n\t\r\n\u{a0}\n")
        .file("code.md", "```sh\nkubectl rollout undo\n```\n")
        .file("comment.md", "<!-- we use canaries -->\n")
        .file("matter.md", "---\nquestion: 13\n---\n")
        .file("signs.md", "--- *** 🤷 ---\n")
        .file("large.md", vec![b'a'; LARGE])
        .file(
            "named.md",
            "---\nquestion: no-such-question\n---\nWe use canaries.\n",
        )
}

/// Holds the message to what it must begin with; exit code 2, and nothing on standard output.
fn check(args: &[&str], says: &str) {
    check_in(&hostile(), args, says);
}

fn check_in(program: &Program, args: &[&str], says: &str) {
    let run = program.run(args);
    run.exits(2);
    assert_eq!(run.out, "", "{args:?}");
    let err = run.err.strip_prefix("error: ").unwrap_or(&run.err);
    assert!(
        err.starts_with(says),
        "{args:?}\nwanted: {says}\ngot:    {err}"
    );
}

#[test]
fn an_answer_that_cannot_be_read_says_why() {
    let program = hostile();
    for (file, says) in [
        ("no-such-file.md", "cannot read `no-such-file.md`: "),
        (
            "folder",
            "`folder` is a folder; name the files in it (`folder/*.md`)\n",
        ),
        ("binary.md", "`binary.md` is no text: byte 4 is NUL\n"),
        (
            "latin.md",
            "`latin.md` is not UTF-8: byte 15 (line 2) is 0xe9; save it as UTF-8\n",
        ),
        (
            "cut.md",
            "`cut.md` is not UTF-8: byte 25 (line 1) is 0xe2; save it as UTF-8\n",
        ),
        ("utf16-le.md", "`utf16-le.md` is UTF-16; save it as UTF-8\n"),
        ("utf16-be.md", "`utf16-be.md` is UTF-16; save it as UTF-8\n"),
        ("empty.md", "`empty.md` is empty; write an answer first\n"),
        ("blank.md", "`blank.md` is empty; write an answer first\n"),
        (
            "code.md",
            "`code.md` has no prose in it: code, comments and front matter are not read\n",
        ),
        ("comment.md", "`comment.md` has no prose in it: "),
        ("matter.md", "`matter.md` has no prose in it: "),
        ("signs.md", "`signs.md` has no prose in it: "),
    ] {
        check_in(&program, &["check", "-q", "13", file], says);
        check_in(&program, &["check", "-q", "13", "answer.md", file], says);
    }
}

#[test]
fn a_file_over_the_limit_says_how_to_raise_it() {
    let says = "`large.md` is larger than 1 MB; if it really is an answer, raise the limit with --max-size\n";
    check(&["check", "-q", "13", "--max-size", "1", "large.md"], says);
    let program = hostile().file("large.md", vec![b'a'; LARGE - 1]);
    program
        .run(&["check", "-q", "13", "--max-size", "1", "large.md"])
        .exits(0);
    hostile()
        .run(&["check", "-q", "13", "--max-size", "2", "large.md"])
        .exits(0);
}

#[test]
fn no_answer_at_all_says_so() {
    check(
        &["check", "-q", "13"],
        "`standard input` is empty; write an answer first\n",
    );
    check(
        &["check", "-q", "13", "-"],
        "`standard input` is empty; write an answer first\n",
    );
}

#[test]
fn a_question_that_is_not_there_has_neighbours() {
    let ends = "   1 initial-cloud-architecture\n  24 first-infra-engineer-90-days\n`prepcov questions` lists them all\n";
    for (question, says) in [
        (
            "rolling-blue-gren-canary",
            "no question fits `rolling-blue-gren-canary`; did you mean\n  13 rolling-blue-green-canary\n".to_owned(),
        ),
        (
            "zzzz",
            "no question fits `zzzz`; `prepcov questions` lists them all\n".to_owned(),
        ),
        (
            "design",
            "several questions fit `design`; did you mean\n   1 initial-cloud-architecture\n   7 secure-network-layout\n"
                .to_owned(),
        ),
        ("99", format!("no question fits `99`; did you mean\n{ends}")),
        ("25", format!("no question fits `25`; did you mean\n{ends}")),
        ("0", format!("no question fits `0`; did you mean\n{ends}")),
        ("#0", format!("no question fits `#0`; did you mean\n{ends}")),
        ("-1", format!("no question fits `-1`; did you mean\n{ends}")),
        ("13.5", format!("no question fits `13.5`; did you mean\n{ends}")),
    ] {
        let option = format!("--question={question}");
        check(&["check", &option, "answer.md"], &says);
        if !question.starts_with('-') {
            check(&["show", question], &says);
        }
    }
    check(
        &["check", "named.md"],
        "`named.md`: no question fits `no-such-question`",
    );
}

#[test]
fn a_question_is_judged_before_any_file_is_read() {
    check(
        &["check", "-q", "99", "no-such-file.md"],
        "no question fits `99`",
    );
}

#[test]
fn a_concept_or_kind_that_is_not_there_has_neighbours() {
    for (args, says) in [
        (
            &["concepts", "error-bugdet"] as &[&str],
            "no concept is called `error-bugdet`; did you mean\n  error-budget\n",
        ),
        (
            &["concepts", "zzz"],
            "no concept is called `zzz`; `prepcov concepts` lists them all\n",
        ),
        (
            &["search", "--concept", "slos"],
            "no concept is called `slos`; did you mean\n  slo\n",
        ),
        (
            &["questions", "--concept", "slos"],
            "no concept is called `slos`; did you mean\n  slo\n",
        ),
        (
            &["questions", "--kind", "desing"],
            "there is no kind `desing`; the kinds are behavioral, design, ",
        ),
        (
            &["search", "slo", "--kind", "desing"],
            "there is no kind `desing`; ",
        ),
    ] {
        check(args, says);
    }
}

#[test]
fn wrong_usage_says_what_is_right() {
    for (args, says) in [
        (
            &["chek"] as &[&str],
            "unrecognized subcommand 'chek'\n\n  tip: a similar subcommand exists: 'check'\n",
        ),
        (
            &["check", "--fromat", "json"],
            "unexpected argument '--fromat' found\n\n  tip: a similar argument exists: '--format'\n",
        ),
        (
            &["check", "--format", "xml"],
            "invalid value 'xml' for '--format <FORMAT>'\n  [possible values: human, json, markdown]\n",
        ),
        (
            &["check", "--fail-under", "101"],
            "invalid value '101' for '--fail-under <PERCENT>': a percentage is a number from 0 to 100\n",
        ),
        (
            &["check", "--fail-under", "NaN"],
            "invalid value 'NaN' for '--fail-under <PERCENT>'",
        ),
        (
            &["check", "--fail-under=-1"],
            "invalid value '-1' for '--fail-under <PERCENT>'",
        ),
        (
            &["check", "--fail-on", "all"],
            "invalid value 'all' for '--fail-on <WHICH>'\n  [possible values: core, any]\n",
        ),
        (
            &["check", "--max-size", "0"],
            "invalid value '0' for '--max-size <MB>'",
        ),
        (
            &["--color", "sometimes"],
            "invalid value 'sometimes' for '--color <WHEN>'\n  [possible values: auto, always, never]\n",
        ),
        (
            &["completions", "tcsh"],
            "invalid value 'tcsh' for '<SHELL>'\n  [possible values: bash, ",
        ),
        (
            &["concepts", "--test", "x"],
            "the following required arguments were not provided:\n  <CONCEPT>\n",
        ),
        (
            &["search", "--gaps", "answer.md", "--kind", "design"],
            "the argument '--gaps <FILE>...' cannot be used with",
        ),
        (
            &["search"],
            "what shall be searched for? Give words or a concept: ",
        ),
        (
            &["search", " "],
            "what shall be searched for? Give words or a concept: ",
        ),
        (
            &["show"],
            "the following required arguments were not provided:\n  <QUESTION>\n",
        ),
        (
            &["search", "--gaps", "no-such-file.md"],
            "cannot read `no-such-file.md`: ",
        ),
    ] {
        check(args, says);
    }
}

#[test]
fn every_search_is_an_answer_and_no_error() {
    let long = "least privilege ".repeat(700);
    let program = Program::new();
    for words in [
        "\"",
        "\"least privilege",
        "title:slo",
        "slo AND",
        "NOT",
        "(",
        "[",
        "C++",
        "🤷",
        "*",
        "\\",
        "~5",
        "e\u{301}",
        &long,
    ] {
        let run = program.run(&["search", "--", words]);
        assert!(matches!(run.code, Some(0 | 1)), "{}", run.screen());
        assert_eq!(run.err, "");
    }
}

#[test]
fn a_bank_that_cannot_be_used_says_why() {
    let program = hostile()
        .file("no-data/keywords/lists/x.toml", "")
        .file("latin/data/x.toml", b"role = \"caf\xe9\"\n");
    for (bank, says) in [
        ("no-such-folder", "cannot use the bank `no-such-folder`: "),
        ("answer.md", "cannot use the bank `answer.md`: "),
        (
            "no-data",
            "cannot use the bank `no-data`: no-data: there is no data/*.toml in it",
        ),
        (
            "latin",
            "cannot use the bank `latin`: latin/data/x.toml: not UTF-8: byte 11, on line 1\n",
        ),
    ] {
        for command in [
            &["questions"] as &[&str],
            &["check", "-q", "1", "answer.md"],
            &["bank", "verify"],
        ] {
            check_in(&program, &[command, &["--bank", bank]].concat(), says);
        }
    }
}

#[test]
fn a_bank_tells_all_its_mistakes_with_place_caret_and_neighbour() {
    let run = Program::new()
        .broken_bank()
        .run(&["questions", "--bank", "bank"]);
    snapshot("bank-mistakes", &run.screen());
    run.exits(2);
    for (place, what, help) in [
        (
            "keywords/concepts/baking.toml:6:1",
            "unknown key `acept`",
            "did you mean `accept`?",
        ),
        (
            "keywords/concepts/baking.toml:13:38",
            "this bracket is never closed",
            "",
        ),
        (
            "keywords/concepts/baking.toml:13:64",
            "this group is never closed by `>`",
            "",
        ),
        (
            "keywords/concepts/baking.toml:26:6",
            "`Heat!` is no id",
            "ids are small letters",
        ),
        (
            "keywords/lists/bakery.toml:5:10",
            "there is no concept `provign`",
            "did you mean `proving`?",
        ),
        (
            "keywords/lists/bakery.toml:6:26",
            "`tier` is one of core, expected",
            "",
        ),
        (
            "keywords/lists/bakery.toml:10:6",
            "there is no question `burned-crust`",
            "did you mean `burnt-crust`?",
        ),
        (
            "data/bakery.toml:1:1",
            "unknown key `roll`",
            "did you mean `role`?",
        ),
    ] {
        let mut problems = run.err.split("\n\n");
        let head = format!("{place}: {what}");
        let problem = problems.find(|p| p.trim_start_matches("error: ").starts_with(&head));
        let problem = problem.unwrap_or_else(|| panic!("not told: {head}\n{}", run.err));
        assert!(
            problem.contains(" | ") && problem.contains('^'),
            "{problem}"
        );
        assert!(problem.contains(help), "{problem}");
    }
}

#[test]
fn a_syntax_error_of_a_bank_is_told_once() {
    let program = Program::new().tiny_bank().file(
        "bank/keywords/concepts/extra.toml",
        "x = [1,\n\n[[concept\n",
    );
    let run = program.run(&["questions", "--bank", "bank"]);
    run.exits(2);
    assert_eq!(
        run.err.matches("keywords/concepts/extra.toml:3:").count(),
        1,
        "{}",
        run.err
    );
}

#[test]
fn control_characters_do_not_reach_the_screen() {
    let program = Program::new().file(
        "answer.md",
        "We use \u{1b}[31mcanaries\u{1b}[0m\u{7} and\u{8} roll back.\n",
    );
    for format in ["human", "markdown"] {
        let run = program.run(&["check", "-q", "13", "--format", format, "answer.md"]);
        let bad: Vec<char> = run
            .out
            .chars()
            .filter(|c| c.is_control() && *c != '\n')
            .collect();
        assert_eq!(bad, [' '; 0], "{format}");
    }
    let run = program.run(&["check", "-q", "\u{1b}[31mred", "answer.md"]);
    assert!(!run.err.contains('\u{1b}'), "{:?}", run.err);
}
