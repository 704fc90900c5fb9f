//! Running the program: an empty environment, a home of its own, and a folder with answers to work in.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use unicode_width::UnicodeWidthStr as _;

/// The answer of the README; it lacks two concepts of question 13.
pub(crate) const EXAMPLE: &str = include_str!("../corpus/example-answer.md");

/// A place to run the program in.
pub(crate) struct Program {
    folder: TempDir,
    home: TempDir,
}

/// What a run of the program came to.
pub(crate) struct Run {
    args: Vec<String>,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Program {
    /// A folder with `answer.md`, the example answer.
    pub(crate) fn new() -> Self {
        let program = Self {
            folder: TempDir::new().expect("a folder for answers"),
            home: TempDir::new().expect("a home"),
        };
        program.file("answer.md", EXAMPLE)
    }

    /// Puts a file into the folder.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("its folder");
        fs::write(path, content).expect("the file is written");
        self
    }

    /// The program with nothing of this machine's environment, no input, and its output kept.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prepcov"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        finish(self.command(args), args)
    }

    /// Runs with something on standard input.
    pub(crate) fn run_with(&self, input: impl AsRef<[u8]>, args: &[&str]) -> Run {
        let path = self.home.path().join("input");
        fs::write(&path, input).expect("the input is written");
        let mut command = self.command(args);
        command.stdin(File::open(&path).expect("the input can be read"));
        finish(command, args)
    }

    /// Runs with variables set.
    pub(crate) fn run_in(&self, variables: &[(&str, &str)], args: &[&str]) -> Run {
        let mut command = self.command(args);
        command.envs(variables.iter().copied());
        finish(command, args)
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }
}

fn finish(mut command: Command, args: &[&str]) -> Run {
    let output = command.output().expect("the program starts");
    Run {
        args: args.iter().map(|&a| a.to_owned()).collect(),
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

impl Run {
    /// The run as a person saw it: the command, what it printed, and its exit code. Escapes are made visible.
    pub(crate) fn screen(&self) -> String {
        let mut screen = format!("$ prepcov {}\n", quoted(&self.args));
        screen.push_str(&self.out.replace('\u{1b}', "␛"));
        if !self.err.is_empty() {
            let _infallible = write!(screen, "--- standard error\n{}", self.err);
        }
        let code = self.code.map_or("none".to_owned(), |c| c.to_string());
        let _infallible = write!(screen, "--- exit {code}");
        screen
    }

    /// The output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}", self.screen()))
    }

    /// Fails where a line is wider than the screen or ends in blanks.
    pub(crate) fn fits(&self, width: usize) -> &Self {
        for line in self.out.lines() {
            assert!(line.width() <= width, "{} columns: {line}", line.width());
            assert_eq!(line, line.trim_end(), "blanks at the end of `{line}`");
        }
        self
    }

    /// Fails where the run did not end so.
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}", self.screen());
        self
    }
}

fn quoted(args: &[String]) -> String {
    let quote = |arg: &String| {
        if arg.is_empty() || arg.contains([' ', '"', '*', '#']) {
            format!("'{arg}'")
        } else {
            arg.clone()
        }
    };
    args.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// Holds what a person or program sees to the snapshot of that name.
pub(crate) fn snapshot(name: &str, seen: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, seen));
}
