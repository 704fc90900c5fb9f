//! Reading the fields of a TOML table, with every mistake noted and its place known.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Problem;
use super::find::nearest;

/// A file that is being read, and the problems found in it.
pub(super) struct Sheet<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
    pub(super) problems: Vec<Problem>,
}

/// A string of a file with its place.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) bytes: Range<usize>,
}

impl<'t> Sheet<'t> {
    /// Parses the file; what is broken is noted and the rest is read.
    pub(super) fn open(file: &'t str, text: &'t str) -> (Self, DeTable<'t>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut sheet = Self {
            file,
            text,
            problems: Vec::new(),
        };
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            sheet.note(span, error.message().trim().replace('\n', "; "));
        }
        // One slip tends to be found several times over; the first telling of a line is the one to mend.
        sheet
            .problems
            .dedup_by_key(|problem| problem.position.map(|p| p.line));
        (sheet, table.into_inner())
    }

    pub(super) fn note(&mut self, bytes: Range<usize>, message: impl Into<String>) {
        self.problems
            .push(Problem::at(self.file, self.text, bytes, message));
    }

    pub(super) fn note_with_help(
        &mut self,
        bytes: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems
            .push(Problem::at(self.file, self.text, bytes, message).help(help));
    }

    /// Notes every key that is not one of `known`.
    pub(super) fn only(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name = key.get_ref();
            if known.contains(&name.as_ref()) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys here are {}", known.join(", ")),
            };
            self.note_with_help(key.span(), format!("unknown key `{name}`"), help);
        }
    }

    /// A string, which must be there.
    pub(super) fn text(&mut self, table: &DeTable<'_>, at: &Range<usize>, key: &str) -> Text {
        if let Some(text) = self.optional_text(table, key) {
            text
        } else {
            if !table.contains_key(key) {
                self.note(at.clone(), format!("`{key}` is missing here"));
            }
            Text {
                value: String::new(),
                bytes: at.clone(),
            }
        }
    }

    /// A string that may be left out.
    pub(super) fn optional_text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Text> {
        let value = table.get(key)?;
        self.string(value, key)
    }

    fn string(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<Text> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Text {
                value: text.to_string(),
                bytes: value.span(),
            });
        }
        self.note(value.span(), format!("`{key}` must be a string in quotes"));
        None
    }

    /// A list of strings; one that is left out is empty.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Text> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.note(
                value.span(),
                format!("`{key}` must be a list of strings: [\"...\", \"...\"]"),
            );
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.string(item, key))
            .collect()
    }

    /// A list of tables; one that is left out is empty.
    pub(super) fn tables<'v, 'i>(
        &mut self,
        table: &'v DeTable<'i>,
        key: &str,
    ) -> Vec<(&'v DeTable<'i>, Range<usize>)> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.note(
                value.span(),
                format!("`{key}` must be a list of tables: [[{key}]]"),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(inner) => tables.push((inner, item.span())),
                _ => self.note(item.span(), format!("an entry of `{key}` must be a table")),
            }
        }
        tables
    }

    /// The entries of a table of its own; one that is left out is empty.
    pub(super) fn entries<'v, 'i>(
        &mut self,
        table: &'v DeTable<'i>,
        key: &str,
    ) -> Vec<(Text, &'v Spanned<DeValue<'i>>)> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let DeValue::Table(inner) = value.get_ref() else {
            self.note(value.span(), format!("`{key}` must be a table: [{key}]"));
            return Vec::new();
        };
        inner
            .iter()
            .map(|(name, value)| {
                let name = Text {
                    value: name.get_ref().to_string(),
                    bytes: name.span(),
                };
                (name, value)
            })
            .collect()
    }

    /// A value that must be a string.
    pub(super) fn value(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<Text> {
        self.string(value, key)
    }

    /// A whole number from 0, if it is there.
    pub(super) fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<u32> {
        let value = table.get(key)?;
        if let DeValue::Integer(number) = value.get_ref()
            && let Ok(number) = u32::from_str_radix(number.as_str(), number.radix())
        {
            return Some(number);
        }
        self.note(value.span(), format!("`{key}` must be a whole number"));
        None
    }

    /// `true` or `false`; `false` if it is left out.
    pub(super) fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        match table.get(key).map(|v| (v.get_ref(), v.span())) {
            None => false,
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, span)) => {
                self.note(span, format!("`{key}` must be true or false"));
                false
            }
        }
    }

    /// Where some bytes of a string's value stand in the file: exact where the string has no escapes.
    pub(super) fn within(&self, text: &Text, start: usize, end: usize) -> Range<usize> {
        let raw = self.text.get(text.bytes.clone()).unwrap_or_default();
        match raw.find(&text.value) {
            Some(offset) => {
                text.bytes.start + offset + start..text.bytes.start + offset + end.max(start + 1)
            }
            None => text.bytes.clone(),
        }
    }
}
