//! The program: arguments, environment, colour and exit codes. It is the library's first user.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
