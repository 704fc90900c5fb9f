//! The real program in a clean environment: what it prints, what it exits with, what it does with hostile input.
#![cfg(feature = "cli")]

mod banks;
mod batch;
mod codes;
mod formats;
mod hostile;
mod program;
mod screens;
