//! The rules: one list, sorted by name.

use super::Rule;

/// Every rule.
pub const RULES: &[&Rule] = &[];
