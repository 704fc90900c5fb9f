//! The program: arguments, environment, colour and exit codes. It is the library's first user.

#![expect(clippy::print_stderr, reason = "the program speaks to people")]

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
