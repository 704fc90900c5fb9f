//! The term language: from one line that a person wrote to a pattern, or an error that points at the place.
//!
//! `keywords/README.md` teaches the language; this module is its grammar. Nothing here knows how patterns are matched.

use std::fmt;

use crate::text::{Span, TokenKind, fold, tokenize};

/// A term: what has to be in the text, and how near together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether the statement counts even where it is denied (`any:`).
    pub any_stance: bool,
    /// The parts; the first one is always [`Part::Present`] or [`Part::AtLeast`].
    pub parts: Vec<(Join, Part)>,
}

/// How near a part must be to the term's first part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// In the same sentence, with at most so many tokens between (`&`, `&8`).
    Sentence(u8),
    /// In the same or a neighbouring sentence, with at most 40 tokens between (`&&`).
    Neighbours,
    /// Anywhere in the text (`&*`).
    Anywhere,
}

/// One part of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The sequence must be there.
    Present(Sequence),
    /// The sequence must not be in the sentence of the first part (`!a`).
    Absent(Sequence),
    /// At least so many different ones of these, near together (`2 of (a | b | c)`).
    AtLeast(u8, Vec<Sequence>),
}

/// Items in order.
pub type Sequence = Vec<Item>;

/// One item of a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word, by its stem or, where the term is this word alone, by its inflected forms.
    Word(String),
    /// A word whatever its derived forms (`~operate`).
    Stemmed(String),
    /// A word and its inflected forms only (`^contain`).
    Inflected(String),
    /// Exactly this spelling in any case (`=rolling`).
    Exact(String),
    /// Exactly this spelling and case, perhaps with a plural `s` (`HA`).
    Cased(String),
    /// Any word that begins so (`kube*`).
    Prefix(String),
    /// A sign: `%`, `$`.
    Symbol(char),
    /// Any number (`#num`).
    Number,
    /// Any word that ends in `n't`.
    NotForm,
    /// A regular expression over a whole folded token.
    Regex(String),
    /// A named group.
    Group(String),
    /// One of these.
    Choice(Vec<Sequence>),
    /// This or nothing.
    Optional(Sequence),
    /// Up to so many other tokens.
    Gap(u8),
}

/// The gap of `..`, in tokens.
const GAP: u8 = 3;
/// The gap of `...`: no sentence that means one thing is longer.
const WIDE_GAP: u8 = 40;
/// The distance of `&`, in tokens.
const NEAR: u8 = 15;

/// What is wrong with a term, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermError {
    /// Bytes of the term.
    pub span: Span,
    /// What is wrong and what to do, in one line.
    pub message: String,
}

impl fmt::Display for TermError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Parses a term.
///
/// # Errors
/// The first thing that does not fit the language, with its place.
///
/// ```
/// use prepcov::concept::{Term, parse_term};
/// assert!(parse_term("(rotate | replace) .. <secret>").is_ok());
/// let error = parse_term("rotate (keys").unwrap_err();
/// assert_eq!(error.span.start, 7);
/// ```
pub fn parse_term(text: &str) -> Result<Term, TermError> {
    let mut parser = Parser { text, at: 0 };
    let term = parser.term()?;
    Ok(term)
}

/// Parses one entry of a group: a sequence, or several with `|` between, without `&`.
///
/// # Errors
/// As [`parse_term`].
pub fn parse_alternatives(text: &str) -> Result<Vec<Sequence>, TermError> {
    let mut parser = Parser { text, at: 0 };
    let choices = parser.alternatives()?;
    match parser.rest().chars().next() {
        None => Ok(choices),
        Some('&') => {
            Err(parser
                .error_here("a group has words that follow each other; `&` belongs into a term"))
        }
        Some(_) => {
            Err(parser
                .error_here("a word, a group or `|` was expected here; is a bracket missing?"))
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn error(&self, from: usize, to: usize, message: impl Into<String>) -> TermError {
        let to = to.min(self.text.len()).max(from.min(self.text.len()));
        TermError {
            span: Span::new(from.min(self.text.len()), to),
            message: message.into(),
        }
    }

    fn error_here(&self, message: impl Into<String>) -> TermError {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        self.error(self.at, self.at + len, message)
    }

    fn term(&mut self) -> Result<Term, TermError> {
        self.skip_space();
        let any_stance = self.eat("any:");
        let mut parts = vec![(Join::Sentence(NEAR), self.part()?)];
        if let (_, Part::Absent(_)) = parts[0] {
            return Err(self.error(
                0,
                1,
                "a term cannot begin with a part that must be absent; put it last",
            ));
        }
        while self.at < self.text.len() {
            if !self.rest().starts_with('&') {
                return Err(self.error_here(
                    "a word, a group or `&` was expected here; is a bracket missing?",
                ));
            }
            let join = self.join()?;
            parts.push((join, self.part()?));
        }
        Ok(Term { any_stance, parts })
    }

    fn join(&mut self) -> Result<Join, TermError> {
        if self.eat("&&") {
            return Ok(Join::Neighbours);
        }
        if self.eat("&*") {
            return Ok(Join::Anywhere);
        }
        self.at += 1;
        Ok(Join::Sentence(self.distance()?.unwrap_or(NEAR)))
    }

    /// The number after `&` or `..`.
    fn distance(&mut self) -> Result<Option<u8>, TermError> {
        let from = self.at;
        let digits = self.rest().len()
            - self
                .rest()
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        self.at += digits;
        let number = &self.text[from..self.at];
        if number.is_empty() {
            return Ok(None);
        }
        match number.parse::<u8>() {
            Ok(n) if (1..=WIDE_GAP).contains(&n) => Ok(Some(n)),
            _ => Err(self.error(
                from,
                self.at,
                format!("a distance is a number from 1 to {WIDE_GAP}"),
            )),
        }
    }

    fn part(&mut self) -> Result<Part, TermError> {
        self.skip_space();
        if self.eat("!") {
            return Ok(Part::Absent(self.joined_alternatives()?));
        }
        let digit = self.rest().chars().next().filter(char::is_ascii_digit);
        if let Some(digit) = digit
            && self.rest()[1..].trim_start().starts_with("of (")
        {
            let from = self.at;
            self.at += self.rest().find('(').unwrap_or(0) + 1;
            let choices = self.choices(from)?;
            let least = digit as u8 - b'0';
            if least == 0 || usize::from(least) > choices.len() {
                return Err(self.error(
                    from,
                    from + 1,
                    format!("there are {} alternatives to choose from", choices.len()),
                ));
            }
            self.skip_space();
            return Ok(Part::AtLeast(least, choices));
        }
        Ok(Part::Present(self.joined_alternatives()?))
    }

    fn joined_alternatives(&mut self) -> Result<Sequence, TermError> {
        let mut choices = self.alternatives()?;
        if choices.len() == 1 {
            return Ok(choices.remove(0));
        }
        Ok(vec![Item::Choice(choices)])
    }

    fn alternatives(&mut self) -> Result<Vec<Sequence>, TermError> {
        let mut choices = vec![self.sequence()?];
        while self.eat("|") {
            choices.push(self.sequence()?);
        }
        Ok(choices)
    }

    fn sequence(&mut self) -> Result<Sequence, TermError> {
        let from = self.at;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            let at = self.at;
            let Some(c) = self.rest().chars().next() else {
                break;
            };
            if matches!(c, '&' | '|' | ')') {
                break;
            }
            if self.eat("..") {
                let gap = if self.eat(".") {
                    WIDE_GAP
                } else {
                    self.distance()?.unwrap_or(GAP)
                };
                items.push(Item::Gap(gap));
            } else {
                self.item(c, &mut items)?;
            }
            debug_assert!(self.at > at, "every item takes some of the text");
        }
        if let Some(Item::Gap(_)) = items.first() {
            return Err(self.error(from, self.at, "a gap needs something before it"));
        }
        if items
            .iter()
            .all(|item| matches!(item, Item::Optional(_) | Item::Gap(_)))
        {
            return Err(self.error(
                from,
                self.at.max(from + 1),
                "something must be here that is not optional",
            ));
        }
        Ok(items)
    }

    fn item(&mut self, c: char, items: &mut Vec<Item>) -> Result<(), TermError> {
        let from = self.at;
        let mut found = match c {
            '(' => {
                self.at += 1;
                vec![Item::Choice(self.choices(from)?)]
            }
            '<' => vec![Item::Group(self.until('>', "group")?.to_owned())],
            '/' => vec![self.regex()?],
            '#' => vec![self.number()?],
            _ => self.words()?,
        };
        if self.eat("?") {
            found = vec![Item::Optional(found)];
        }
        items.append(&mut found);
        Ok(())
    }

    fn choices(&mut self, from: usize) -> Result<Vec<Sequence>, TermError> {
        let choices = self.alternatives()?;
        if self.eat(")") {
            Ok(choices)
        } else if self.rest().starts_with('&') {
            Err(self.error_here("`&` cannot stand inside brackets; write two terms"))
        } else {
            Err(self.error(from, from + 1, "this bracket is never closed"))
        }
    }

    /// The text between the character here and `close`.
    fn until(&mut self, close: char, what: &str) -> Result<&'t str, TermError> {
        let from = self.at;
        let inner = &self.text[from + 1..];
        let Some(len) = inner.find(close) else {
            return Err(self.error(
                from,
                from + 1,
                format!("this {what} is never closed by `{close}`"),
            ));
        };
        self.at = from + 1 + len + close.len_utf8();
        if inner[..len].is_empty() {
            return Err(self.error(from, self.at, format!("an empty {what}")));
        }
        Ok(&inner[..len])
    }

    fn regex(&mut self) -> Result<Item, TermError> {
        let from = self.at;
        let pattern = self.until('/', "regular expression")?;
        match super::lexicon::token_regex(pattern) {
            Ok(_) => Ok(Item::Regex(pattern.to_owned())),
            Err(error) => {
                Err(self.error(from, self.at, format!("not a regular expression: {error}")))
            }
        }
    }

    fn number(&mut self) -> Result<Item, TermError> {
        let from = self.at;
        if self.eat("#num") && !self.rest().starts_with(char::is_alphanumeric) {
            return Ok(Item::Number);
        }
        Err(self.error(
            from,
            from + 1,
            "the only word after `#` is `#num`, any number",
        ))
    }

    /// A run without space: one or more words by THE tokenizer, with the marks `=`, `^`, `~` before and `*` behind.
    fn words(&mut self) -> Result<Vec<Item>, TermError> {
        let from = self.at;
        let len = self
            .rest()
            .find(|c: char| c.is_whitespace() || "()|<?&".contains(c))
            .unwrap_or(self.rest().len());
        let chunk = &self.rest()[..len];
        self.at += len;
        if chunk.contains("..") {
            return Err(self.error(from, self.at, "put spaces around `..`"));
        }
        if chunk == "n't" || chunk == "n’t" {
            return Ok(vec![Item::NotForm]);
        }
        let mark = chunk
            .chars()
            .next()
            .filter(|c| "=^~".contains(*c) && chunk[1..].starts_with(char::is_alphanumeric));
        let body = mark.map_or(chunk, |_| &chunk[1..]);
        let (body, prefix) = body.strip_suffix('*').map_or((body, false), |b| (b, true));
        let items: Vec<Item> = tokenize(body, Span::new(0, body.len()))
            .iter()
            .map(|token| {
                let raw = token.span.slice(body);
                match token.kind {
                    TokenKind::Symbol => Item::Symbol(super::lexicon::sign(raw)),
                    _ => word(raw, mark),
                }
            })
            .collect();
        match (items.as_slice(), prefix) {
            ([], _) => Err(self.error(
                from,
                self.at.max(from + 1),
                "no word is here; write letters, digits or one of the signs of the language",
            )),
            ([_], true) if fold(body).len() >= 3 => Ok(vec![Item::Prefix(fold(body).into_owned())]),
            (_, true) => Err(self.error(
                from,
                self.at,
                "`*` stands behind one word of at least three letters",
            )),
            _ => Ok(items),
        }
    }
}

fn word(raw: &str, mark: Option<char>) -> Item {
    let folded = || fold(raw).into_owned();
    match mark {
        Some('=') => Item::Exact(folded()),
        Some('^') => Item::Inflected(folded()),
        Some('~') => Item::Stemmed(folded()),
        _ if raw.chars().any(char::is_uppercase) => Item::Cased(raw.replace('.', "")),
        _ => Item::Word(folded()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, Join, Part, parse_alternatives, parse_term};

    fn fails(text: &str, at: u32, says: &str) {
        let error = parse_term(text).unwrap_err();
        assert_eq!(error.span.start, at, "{text}: {error}");
        assert!(error.message.contains(says), "{text}: {error}");
    }

    #[test]
    fn words_are_cut_by_the_tokenizer() {
        let word = |w: &str| Item::Word(w.to_owned());
        assert_eq!(
            parse_alternatives("blue/green").unwrap()[0],
            [word("blue"), word("green")]
        );
        assert_eq!(parse_alternatives("node.js").unwrap()[0], [word("nodejs")]);
        assert_eq!(
            parse_alternatives("5%").unwrap()[0],
            [word("5"), Item::Symbol('%')]
        );
    }

    #[test]
    fn marks_choose_the_mode() {
        assert_eq!(
            parse_alternatives("=rolling ^contain ~operate HA kube* n't").unwrap()[0],
            [
                Item::Exact("rolling".into()),
                Item::Inflected("contain".into()),
                Item::Stemmed("operate".into()),
                Item::Cased("HA".into()),
                Item::Prefix("kube".into()),
                Item::NotForm,
            ]
        );
    }

    #[test]
    fn parts_and_joins() {
        let term = parse_term("any: a b &8 (c | d e)? f && 2 of (g | h) & !i").unwrap();
        assert!(term.any_stance);
        let joins: Vec<Join> = term.parts.iter().map(|(join, _)| *join).collect();
        assert_eq!(
            joins,
            [
                Join::Sentence(15),
                Join::Sentence(8),
                Join::Neighbours,
                Join::Sentence(15)
            ]
        );
        assert!(matches!(term.parts[2].1, Part::AtLeast(2, _)));
        assert!(matches!(term.parts[3].1, Part::Absent(_)));
    }

    #[test]
    fn errors_point_at_the_place() {
        fails("rotate (keys", 7, "never closed");
        fails("a <b", 2, "never closed");
        fails(".. a", 0, "before it");
        fails("a ..99 b", 4, "from 1 to 40");
        fails("#number x", 0, "#num");
        fails("/(/", 0, "not a regular expression");
        fails("a? b?", 0, "not optional");
        fails("!a & b", 0, "begin");
        fails("a b) c", 3, "bracket");
        fails("(a & b)", 3, "inside brackets");
        fails("ku*", 0, "three letters");
        fails("3 of (a | b)", 0, "2 alternatives");
        fails("", 0, "not optional");
    }
}
