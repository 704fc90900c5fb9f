//! Byte offsets to lines and columns.

/// A place in a text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode characters, from 1.
    pub column: usize,
}

/// The line starts of one text.
///
/// A line ends at `\n`, so `\r\n` counts as one end and the `\r` as the last character of its line.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> Lines<'t> {
    /// Indexes `text`; a byte-order mark at the front takes no column.
    pub fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, b)| b == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(i, _)| i as u32 + 1))
            .collect();
        Self { text, starts }
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self
            .starts
            .partition_point(|&start| start as usize <= offset);
        let before = &self.text[self.starts[line - 1] as usize..offset];
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Position { line, column }
    }

    /// The text of a line (from 1) without its line end, or `None` past the last line.
    pub fn line(&self, line: usize) -> Option<&'t str> {
        let start = *self.starts.get(line.checked_sub(1)?)? as usize;
        let end = self
            .starts
            .get(line)
            .map_or(self.text.len(), |&next| next as usize - 1);
        Some(self.text[start..end].trim_end_matches('\r'))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    fn check(text: &str, offset: u32, line: usize, column: usize) {
        assert_eq!(Lines::new(text).position(offset), Position { line, column });
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        check("é b", 3, 1, 3);
        check("a\né b", 5, 2, 3);
    }

    #[test]
    fn crlf_is_one_line_end() {
        check("a\r\nb", 3, 2, 1);
        assert_eq!(Lines::new("a\r\nb").line(1), Some("a"));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        check("\u{feff}ab", 4, 1, 2);
    }

    #[test]
    fn past_the_end_is_the_end() {
        check("ab", 99, 1, 3);
        assert_eq!(Lines::new("ab").line(2), None);
    }
}
