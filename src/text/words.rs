//! From a word as written to the keys it is matched by: folded, inflected, stemmed.
//!
//! The only file that names the stemmer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization as _;

use super::token::{is_apostrophe, is_mark};

/// Folds a word to the form that comparison starts from: lower case, no accents or marks, straight apostrophes, no
/// clitic (`team's`, `I'd`, `we’ve` lose it), no dots between letters.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    {
        return Cow::Borrowed(word);
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd() {
        if is_mark(c) || c == '.' {
            continue;
        }
        if is_apostrophe(c) {
            folded.push('\'');
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    if let Some((base, clitic)) = folded.rsplit_once('\'')
        && matches!(clitic, "s" | "d" | "ve" | "re" | "ll" | "m" | "")
    {
        folded.truncate(base.len());
    }
    Cow::Owned(folded)
}

/// The key that a word shares with its inflected forms: plural, `-s`, `-ed`, `-ing`. Takes a folded word.
///
/// Unlike a stem it keeps derived words apart: `contains` is `contain`, `container` is not.
pub fn inflection_key(word: &str) -> String {
    let mut key = word.to_owned();
    if word.len() > 4 && word.ends_with("ies") || word.len() > 4 && word.ends_with("ied") {
        key.truncate(word.len() - 3);
        key.push('y');
    } else if ["sses", "xes", "ches", "shes", "zes"]
        .iter()
        .any(|s| word.ends_with(s))
    {
        key.truncate(word.len() - 2);
    } else if word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|s| word.ends_with(s))
    {
        key.truncate(word.len() - 1);
    } else if word.len() > 4
        && word.ends_with("ed")
        && !word.ends_with("eed")
        && has_vowel(&word[..word.len() - 2])
    {
        key.truncate(word.len() - 2);
    } else if word.len() > 5 && word.ends_with("ing") && has_vowel(&word[..word.len() - 3]) {
        key.truncate(word.len() - 3);
    }
    if key.len() > 3 && key.ends_with('e') {
        key.pop();
    }
    let bytes = key.as_bytes();
    if key.len() > 3
        && bytes[key.len() - 1] == bytes[key.len() - 2]
        && bytes[key.len() - 1].is_ascii_alphabetic()
    {
        key.pop();
    }
    key
}

/// How many slips of the keyboard lie between two words: edits, where two swapped letters are one and letters doubled or not are
/// none.
pub fn typing_distance(a: &str, b: &str) -> usize {
    let undoubled = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        letters
    };
    if undoubled(a) == undoubled(b) {
        return 0;
    }
    strsim::osa_distance(a, b)
}

fn has_vowel(text: &str) -> bool {
    text.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// How words of a bank's language are brought to their keys: the stemmer with its guards.
pub struct WordRules {
    stemmer: Stemmer,
    irregular: FxHashMap<String, String>,
    /// By inflection key.
    apart: FxHashMap<String, String>,
}

impl WordRules {
    /// English, with irregular forms (`kept` to `keep`) and words whose stem is the word itself
    /// (`container`, which the stemmer would merge with `contain`; `aws`).
    pub fn new(irregular: &BTreeMap<String, String>, apart: &[String]) -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            irregular: irregular
                .iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
            apart: apart
                .iter()
                .map(|word| (inflection_key(word), word.clone()))
                .collect(),
        }
    }

    /// The stem of a folded word.
    pub fn stem<'w>(&'w self, word: &'w str) -> Cow<'w, str> {
        let word = self.regular(word);
        if word.len() <= 2 {
            return Cow::Borrowed(word);
        }
        match self.apart.get(&inflection_key(word)) {
            Some(apart) => Cow::Borrowed(apart),
            None => self.stemmer.stem(word),
        }
    }

    /// The key of a folded word that only its inflected forms share.
    pub fn inflection(&self, word: &str) -> String {
        let word = self.regular(word);
        inflection_key(word)
    }

    fn regular<'w>(&'w self, word: &'w str) -> &'w str {
        self.irregular.get(word).map_or(word, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::{WordRules, fold, inflection_key, typing_distance};
    use std::collections::BTreeMap;

    #[test]
    fn folding_is_blind_to_case_accents_marks_and_clitics() {
        for (word, want) in [
            ("Café", "cafe"),
            ("CAFE\u{301}", "cafe"),
            ("run\u{200b}book", "runbook"),
            ("team’s", "team"),
            ("SLO's", "slo"),
            ("we’ve", "we"),
            ("n’t", "n't"),
            ("S.L.O", "slo"),
            ("ﬁrewall", "firewall"),
        ] {
            assert_eq!(fold(word), want, "{word}");
        }
    }

    #[test]
    fn inflected_forms_share_a_key_and_derived_words_do_not() {
        for (a, b) in [
            ("rotate", "rotating"),
            ("rotates", "rotated"),
            ("policy", "policies"),
            ("roll", "rolled"),
            ("run", "running"),
            ("cancel", "cancelled"),
            ("box", "boxes"),
        ] {
            assert_eq!(inflection_key(a), inflection_key(b), "{a} {b}");
        }
        for (a, b) in [
            ("contain", "container"),
            ("operate", "operator"),
            ("author", "authorization"),
        ] {
            assert_ne!(inflection_key(a), inflection_key(b), "{a} {b}");
        }
    }

    #[test]
    fn doubled_and_swapped_letters_are_small_slips() {
        assert_eq!(typing_distance("scanning", "scaning"), 0);
        assert_eq!(typing_distance("scaling", "scaning"), 1);
        assert_eq!(typing_distance("python", "pyhton"), 1);
    }

    #[test]
    fn guards_come_before_the_stemmer() {
        let irregular = BTreeMap::from([("kept".to_owned(), "keep".to_owned())]);
        let rules = WordRules::new(&irregular, &["container".to_owned(), "aws".to_owned()]);
        assert_eq!(rules.stem("kept"), "keep");
        assert_eq!(rules.stem("containers"), "container");
        assert_eq!(rules.stem("contained"), "contain");
        assert_eq!(rules.stem("aws"), "aws");
    }
}
