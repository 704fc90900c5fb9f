//! Text for a screen: safe to print, wrapped to a width.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

/// The text with control characters, escape sequences and direction overrides made visible or harmless: a terminal does nothing but print it.
pub fn printable(text: &str) -> Cow<'_, str> {
    let unsafe_char = |c: char| c.is_control() && c != '\n' || is_direction(c);
    if !text.contains(unsafe_char) {
        return Cow::Borrowed(text);
    }
    let safe = text.chars().filter(|&c| c != '\r').map(|c| match c {
        '\n' => '\n',
        '\t' => ' ',
        c if unsafe_char(c) => '\u{fffd}',
        c => c,
    });
    Cow::Owned(safe.collect())
}

/// Characters that turn the direction of what follows.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// Columns that a text takes, ANSI styles not counted.
pub(super) fn columns(text: &str) -> usize {
    let mut columns = 0;
    let mut in_style = false;
    for c in text.chars() {
        match c {
            '\u{1b}' => in_style = true,
            'm' if in_style => in_style = false,
            _ if in_style => {}
            c => columns += c.width().unwrap_or(0),
        }
    }
    columns
}

/// Wraps a text at white space to `width` columns, every line indented. Line breaks of the text stay; a word longer than a line stands on
/// one of its own. ANSI styles take no columns.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(columns(indent)).max(10);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.trim_end().split('\n') {
        let lead = &line[..line.len() - line.trim_start().len()];
        let lead: String = lead.chars().take(room / 2).collect();
        let mut used = 0;
        out.push_str(indent);
        out.push_str(&lead);
        for word in line.split_whitespace() {
            let len = columns(word);
            if used > 0 && used + 1 + len + columns(&lead) > room {
                out.push('\n');
                out.push_str(indent);
                out.push_str(&lead);
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += len;
        }
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    }
    out
}

/// The first columns of a text on one line, with `…` where it was cut.
pub(super) fn clipped(text: &str, width: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if columns(&line) <= width {
        return line;
    }
    let mut out = String::new();
    let mut used = 0;
    for c in line.chars() {
        let len = c.width().unwrap_or(0);
        if used + len + 1 > width {
            break;
        }
        used += len;
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{clipped, columns, printable, wrap};

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{7}\tc\r\n"),
            "a\u{fffd}[31mb\u{fffd} c\n"
        );
        assert_eq!(printable("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(printable("plain é"), "plain é");
    }

    #[test]
    fn wrapping_counts_columns_not_bytes_or_styles() {
        assert_eq!(wrap("éé éé éé éé éé", 12, "  "), "  éé éé éé\n  éé éé\n");
        assert_eq!(columns("\u{1b}[1mab\u{1b}[0m"), 2);
    }

    #[test]
    fn clipping_says_so() {
        assert_eq!(clipped("one two\nthree", 40), "one two three");
        assert_eq!(clipped("one two three", 8), "one two…");
    }
}
