//! From a token to the symbols that terms are made of.
//!
//! Every word, number class, sign and group of every term has a symbol. A token of a text has all symbols whose pattern it
//! fits: its stem, its exact spelling, a prefix, a misspelled word of the vocabulary. Words that no term uses have none.

use std::collections::BTreeSet;

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::language::Item;
use crate::text::{Token, TokenKind, WordRules, fold, typing_distance};

/// A terminal or a group; terminals and groups share one numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Symbol(pub(super) u32);

/// Words under five letters are never taken for misspelled; from nine, two edits are allowed.
const TYPO_FROM: usize = 5;
const TWO_TYPOS_FROM: usize = 9;

/// Compiles a regular expression that has to fit a whole token, with a bound on its size.
pub(super) fn token_regex(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(1 << 18)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            other => other
                .to_string()
                .lines()
                .last()
                .unwrap_or_default()
                .trim()
                .to_owned(),
        })
}

/// What the words file says of single words, besides their stems.
#[derive(Debug, Default)]
pub(super) struct Special {
    /// Words skipped inside a phrase.
    pub(super) skipped: BTreeSet<String>,
    /// Words that are numbers.
    pub(super) numbers: BTreeSet<String>,
    /// How letters sound when they are spelled out: `see` for `c`.
    pub(super) letters: FxHashMap<String, char>,
    /// Common English words, sorted, one a line.
    pub(super) english: String,
}

/// The symbols of one token, and what else the matcher asks of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) symbols: Vec<Symbol>,
    /// Whether a phrase may run across it.
    pub(super) skipped: bool,
    /// The letter that it spells, and whether it is that very letter.
    pub(super) letter: Option<(char, bool)>,
}

#[derive(Debug, Default)]
pub(super) struct Lexicon {
    stems: FxHashMap<String, Symbol>,
    /// Words of terms in lower case as written: what acronyms of the text, which are not stemmed, are looked up in.
    written: FxHashMap<String, Vec<Symbol>>,
    inflected: FxHashMap<String, Symbol>,
    exact: FxHashMap<String, Symbol>,
    cased: FxHashMap<String, Symbol>,
    signs: FxHashMap<char, Symbol>,
    prefixes: Vec<(String, Symbol)>,
    patterns: Vec<(String, Regex, Symbol)>,
    number: Option<Symbol>,
    not_form: Option<Symbol>,
    /// Words of terms that a misspelled word may be meant for, by first letter.
    vocabulary: FxHashMap<char, BTreeSet<String>>,
    special: Special,
    count: u32,
}

impl Lexicon {
    pub(super) fn new(special: Special) -> Self {
        Self {
            special,
            ..Self::default()
        }
    }

    /// A symbol for a group.
    pub(super) fn fresh(&mut self) -> Symbol {
        self.count += 1;
        Symbol(self.count - 1)
    }

    /// The symbol of a terminal item; `alone` says that the term is this item alone. `None` for items that are no terminals.
    pub(super) fn terminal(
        &mut self,
        item: &Item,
        alone: bool,
        rules: &WordRules,
    ) -> Option<Symbol> {
        Some(match item {
            Item::Word(word) if alone => self.inflected(word, rules),
            Item::Word(word) | Item::Stemmed(word) => self.stemmed(word, rules),
            Item::Inflected(word) => self.inflected(word, rules),
            Item::Exact(word) => take(&mut self.exact, word.clone(), &mut self.count),
            Item::Cased(word) => take(&mut self.cased, word.clone(), &mut self.count),
            Item::Symbol(sign) => take(&mut self.signs, *sign, &mut self.count),
            Item::Number => *self.number.get_or_insert_with(|| next(&mut self.count)),
            Item::NotForm => *self.not_form.get_or_insert_with(|| next(&mut self.count)),
            Item::Prefix(prefix) => self.prefix(prefix),
            Item::Regex(pattern) => self.pattern(pattern)?,
            Item::Group(_) | Item::Choice(_) | Item::Optional(_) | Item::Gap(_) => return None,
        })
    }

    /// Two words of a term written as one, which no typo may be taken for.
    pub(super) fn joined(&mut self, left: &str, right: &str, rules: &WordRules) -> Symbol {
        take(
            &mut self.stems,
            rules.stem(&format!("{left}{right}")).into_owned(),
            &mut self.count,
        )
    }

    fn stemmed(&mut self, word: &str, rules: &WordRules) -> Symbol {
        let symbol = take(
            &mut self.stems,
            rules.stem(word).into_owned(),
            &mut self.count,
        );
        self.learn(word, symbol);
        symbol
    }

    fn inflected(&mut self, word: &str, rules: &WordRules) -> Symbol {
        let symbol = take(&mut self.inflected, rules.inflection(word), &mut self.count);
        self.learn(word, symbol);
        symbol
    }

    fn learn(&mut self, word: &str, symbol: Symbol) {
        let symbols = self.written.entry(word.to_owned()).or_default();
        if !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
        let letters = word.chars().count();
        if letters >= TYPO_FROM - 1
            && word.chars().all(char::is_alphabetic)
            && let Some(first) = word.chars().next()
        {
            self.vocabulary
                .entry(first)
                .or_default()
                .insert(word.to_owned());
        }
    }

    fn prefix(&mut self, prefix: &str) -> Symbol {
        if let Some((_, symbol)) = self.prefixes.iter().find(|(p, _)| p == prefix) {
            return *symbol;
        }
        let symbol = self.fresh();
        self.prefixes.push((prefix.to_owned(), symbol));
        symbol
    }

    fn pattern(&mut self, pattern: &str) -> Option<Symbol> {
        if let Some((_, _, symbol)) = self.patterns.iter().find(|(p, _, _)| p == pattern) {
            return Some(*symbol);
        }
        let regex = token_regex(pattern).ok()?;
        let symbol = self.fresh();
        self.patterns.push((pattern.to_owned(), regex, symbol));
        Some(symbol)
    }

    /// The symbols of a token as written.
    pub(super) fn entry(&self, raw: &str, token: &Token, rules: &WordRules) -> Entry {
        let mut entry = Entry::default();
        match token.kind {
            TokenKind::Symbol => {
                let sign = sign(raw);
                entry.skipped = matches!(sign, '+' | '=' | '→');
                entry.symbols.extend(self.signs.get(&sign));
            }
            TokenKind::Number => {
                entry.symbols.extend(self.number);
                self.look_up(raw, raw, rules, &mut entry.symbols);
                self.look_up_patterns(raw, &mut entry.symbols);
            }
            TokenKind::Word => self.word(raw, rules, &mut entry),
        }
        entry
    }

    fn word(&self, raw: &str, rules: &WordRules, entry: &mut Entry) {
        let folded = fold(raw);
        entry.skipped = self.special.skipped.contains(&*folded);
        let mut letters = folded.chars();
        entry.letter = match (letters.next(), letters.next()) {
            (Some(letter), None) => Some((letter, true)),
            _ => self
                .special
                .letters
                .get(&*folded)
                .map(|&letter| (letter, false)),
        };
        if self.special.numbers.contains(&*folded) {
            entry.symbols.extend(self.number);
        }
        if matches!(&*folded, "n't" | "'t" | "nt" | "cannot") {
            entry.symbols.extend(self.not_form);
        }
        self.look_up(raw, &folded, rules, &mut entry.symbols);
        if entry.symbols.is_empty()
            && !entry.skipped
            && !is_name(raw)
            && let Some(meant) = self.meant(&folded)
        {
            self.look_up(&meant, &meant, rules, &mut entry.symbols);
        }
        self.look_up_patterns(&folded, &mut entry.symbols);
    }

    /// Adds every symbol of a word of some term that fits a word as written and as folded.
    fn look_up(&self, raw: &str, folded: &str, rules: &WordRules, symbols: &mut Vec<Symbol>) {
        let acronym = acronym(raw);
        let plain = acronym.and_then(|len| folded.get(..len)).unwrap_or(folded);
        if acronym.is_some() {
            symbols.extend(self.written.get(plain).into_iter().flatten());
        } else {
            symbols.extend(self.stems.get(&*rules.stem(folded)));
            symbols.extend(self.inflected.get(&rules.inflection(folded)));
        }
        symbols.extend(self.exact.get(folded));
        symbols.extend(self.cased.get(raw));
        if let Some(singular) = raw
            .strip_suffix('s')
            .map(|r| r.trim_end_matches(['\'', '’']))
        {
            symbols.extend(self.cased.get(singular));
        }
        symbols.sort_unstable();
        symbols.dedup();
    }

    /// Adds every prefix and pattern that a folded word fits.
    fn look_up_patterns(&self, folded: &str, symbols: &mut Vec<Symbol>) {
        let fits = self
            .prefixes
            .iter()
            .filter(|(prefix, _)| folded.starts_with(prefix));
        symbols.extend(fits.map(|(_, symbol)| *symbol));
        let fits = self
            .patterns
            .iter()
            .filter(|(_, regex, _)| regex.is_match(folded));
        symbols.extend(fits.map(|(_, _, symbol)| *symbol));
    }

    /// The symbols of letters spelled out one by one, joined: `slo`, `slos`.
    pub(super) fn spelled(&self, letters: &str) -> Vec<Symbol> {
        let mut symbols = Vec::new();
        for word in [
            Some(letters),
            letters.strip_suffix('s').filter(|w| w.len() > 1),
        ]
        .into_iter()
        .flatten()
        {
            symbols.extend(self.written.get(word).into_iter().flatten());
            symbols.extend(self.exact.get(word));
            symbols.extend(self.cased.get(&word.to_uppercase()));
        }
        symbols.sort_unstable();
        symbols.dedup();
        symbols
    }

    /// The symbols of two tokens read as one word of the vocabulary (`terra form`), if that is one.
    pub(super) fn split(&self, left: &str, right: &str, rules: &WordRules) -> Vec<Symbol> {
        let word = format!("{}{}", fold(left), fold(right));
        let known = word.len() >= 6
            && word
                .chars()
                .next()
                .is_some_and(|first| self.has_word(first, &word, rules));
        let mut symbols = Vec::new();
        if known {
            self.look_up(&word, &word, rules, &mut symbols);
        }
        symbols
    }

    fn has_word(&self, first: char, word: &str, rules: &WordRules) -> bool {
        let Some(words) = self.vocabulary.get(&first) else {
            return false;
        };
        words.contains(word)
            || word.strip_suffix('s').is_some_and(|w| words.contains(w))
            || words.contains(&*rules.stem(word))
    }

    /// The word of the vocabulary that an unknown word was meant for: one edit away, two from nine letters; never where the word
    /// is a common English one.
    fn meant(&self, word: &str) -> Option<String> {
        let letters = word.chars().count();
        if letters < TYPO_FROM || !word.chars().all(char::is_alphabetic) || self.is_english(word) {
            return None;
        }
        let allowed = if letters < TWO_TYPOS_FROM { 1 } else { 2 };
        let candidates = self.vocabulary.get(&word.chars().next()?)?;
        candidates
            .iter()
            .filter(|known| known.chars().count().abs_diff(letters) <= allowed)
            .map(|known| (typing_distance(known, word), known))
            .filter(|(distance, known)| {
                *distance <= allowed && known.chars().count() + 1 >= TYPO_FROM.max(letters - 1)
            })
            .min()
            .map(|(_, known)| known.clone())
    }

    /// Whether a folded word, or what it inflects, is a common English word.
    pub(super) fn is_english(&self, word: &str) -> bool {
        let listed = |w: &str| {
            let text = &self.special.english;
            let (mut low, mut high) = (0, text.len());
            while low < high {
                let mid = usize::midpoint(low, high);
                let start = text[..mid].rfind('\n').map_or(0, |n| n + 1);
                let end = text[mid..].find('\n').map_or(text.len(), |n| mid + n);
                match text[start..end].cmp(w) {
                    std::cmp::Ordering::Equal => return true,
                    std::cmp::Ordering::Less => low = end + 1,
                    std::cmp::Ordering::Greater => high = start,
                }
            }
            false
        };
        listed(word)
            || ["s", "es", "ed", "d", "ing", "er", "ers", "ly", "r", "rs"]
                .iter()
                .any(|suffix| {
                    word.strip_suffix(suffix)
                        .is_some_and(|base| base.len() > 3 && listed(base))
                })
    }
}

/// Whether a word looks like the name of a person or a thing: a capital in front, and short. It is then not taken for misspelled.
fn is_name(raw: &str) -> bool {
    let mut letters = raw.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.any(char::is_lowercase)
        && raw.chars().count() < TWO_TYPOS_FROM
}

/// The sign that a symbol token stands for: all arrows are one.
pub(super) fn sign(raw: &str) -> char {
    match raw {
        "->" | "-->" | "=>" | "⇒" | "➜" => '→',
        _ => raw.chars().next().unwrap_or(' '),
    }
}

fn next(count: &mut u32) -> Symbol {
    *count += 1;
    Symbol(*count - 1)
}

fn take<K: std::hash::Hash + Eq>(
    map: &mut FxHashMap<K, Symbol>,
    key: K,
    count: &mut u32,
) -> Symbol {
    *map.entry(key).or_insert_with(|| next(count))
}

/// For a word in capitals, perhaps with a plural `s` (`SLOs`), the number of its letters without that `s`.
fn acronym(raw: &str) -> Option<usize> {
    let body = raw
        .strip_suffix('s')
        .unwrap_or(raw)
        .trim_end_matches(['\'', '’']);
    let capitals = body.chars().filter(|c| c.is_uppercase()).count();
    (capitals >= 2 && body.chars().all(|c| !c.is_lowercase())).then(|| {
        body.chars()
            .filter(|c| c.is_alphanumeric())
            .map(char::len_utf8)
            .sum()
    })
}
