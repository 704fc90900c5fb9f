//! Rebuilds the crate when the embedded bank changes; the macro that embeds it cannot say so on stable Rust.

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=keywords");
}
