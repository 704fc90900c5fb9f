//! A text with its evidence marked: by colour, and by brackets and numbers that survive without.

use super::prose::printable;
use super::style::{BAD, GOOD, QUIET, styled};
use crate::text::Span;

/// A passage to mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    /// The number of the concept in the table below the text.
    pub(super) number: usize,
    pub(super) denied: bool,
}

/// The text with `[passage](1,4)` for what affirms concepts 1 and 4 and `[-passage-](3)` for what denies concept 3. Passages that
/// overlap are one.
pub(super) fn marked(text: &str, marks: &[Mark]) -> String {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|m| (m.span, m.number));
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    let mut rest = marks.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let mut span = first.span;
        let mut count = 0;
        while others.get(count).is_some_and(|m| m.span.start < span.end) {
            span = span.cover(others[count].span);
            count += 1;
        }
        let (together, later) = rest.split_at(count + 1);
        rest = later;
        let mut numbers: Vec<usize> = together.iter().map(|m| m.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        out.push_str(&printable(&text[at..span.start as usize]));
        let passage = printable(span.slice(text));
        let denied = together.iter().all(|m| m.denied);
        let (style, shown) = if denied {
            (BAD, format!("[-{passage}-]"))
        } else {
            (GOOD, format!("[{passage}]"))
        };
        // A style ends with its line, so that wrapped text and indents stay plain.
        let lines: Vec<String> = shown
            .split('\n')
            .map(|line| style_words(style, line))
            .collect();
        out.push_str(&lines.join("\n"));
        out.push_str(&styled(QUIET, &format!("({})", numbers.join(","))));
        at = span.end as usize;
    }
    out.push_str(&printable(&text[at..]));
    out
}

/// Each word in its own style, so that wrapping may break between any two.
fn style_words(style: anstyle::Style, line: &str) -> String {
    let words: Vec<String> = line
        .split(' ')
        .map(|word| {
            if word.is_empty() {
                String::new()
            } else {
                styled(style, word)
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Mark, marked};
    use crate::text::Span;

    fn check(text: &str, marks: &[(usize, usize, usize, bool)], want: &str) {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|&(start, end, number, denied)| Mark {
                span: Span::new(start, end),
                number,
                denied,
            })
            .collect();
        let plain = anstream_strip(&marked(text, &marks));
        assert_eq!(plain, want);
    }

    fn anstream_strip(text: &str) -> String {
        let mut out = String::new();
        let mut in_style = false;
        for c in text.chars() {
            match c {
                '\u{1b}' => in_style = true,
                'm' if in_style => in_style = false,
                _ if in_style => {}
                c => out.push(c),
            }
        }
        out
    }

    #[test]
    fn marks_survive_without_colour() {
        check(
            "use blue green now",
            &[(4, 14, 2, false)],
            "use [blue green](2) now",
        );
        check("no runbooks", &[(3, 11, 1, true)], "no [-runbooks-](1)");
    }

    #[test]
    fn overlapping_marks_are_one() {
        check(
            "abcdef",
            &[(0, 3, 1, false), (2, 5, 3, true)],
            "[abcde](1,3)f",
        );
        check(
            "abcdef",
            &[(0, 3, 2, false), (0, 3, 1, false)],
            "[abc](1,2)def",
        );
    }
}
