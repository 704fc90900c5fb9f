//! What holds for every text, tried on many: spans slice, order and markup change nothing, nothing panics.
//!
//! The texts are the same on every run. `PROPTEST_CASES=5000 PROPTEST_RNG_SEED=7 cargo test --test properties` tries others.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use prepcov::analysis::{Assessor, Status};
use prepcov::bank::Bank;
use prepcov::concept::{Concept, Mention, Recognizer, Stance, parse_alternatives, parse_term};
use prepcov::report::{Checked, Inferred, Screen, check_human, check_json, check_markdown};
use prepcov::text::{Document, Span, TokenKind, fold, tokenize};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::embedded().expect("the embedded bank loads"));

static ALL: LazyLock<Recognizer> =
    LazyLock::new(|| BANK.recognizer_for_all().expect("the bank compiles"));

/// Sentences about concepts: the examples of every concept, that count and that do not.
static SENTENCES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let examples = BANK
        .concepts
        .iter()
        .flat_map(|c| c.accept.iter().chain(&c.reject));
    examples
        .map(String::as_str)
        .filter(|s| is_plain(s))
        .collect()
});

/// Whether a sentence means the same wherever in a Markdown file it stands.
fn is_plain(sentence: &str) -> bool {
    let opens = sentence.starts_with(|c: char| c.is_alphabetic());
    opens
        && !sentence.contains([
            '\n', '\r', '|', '<', '>', '`', '~', '\\', '&', '[', ']', '*', '_', '#',
        ])
}

/// So many cases, the same ones on every run, unless the environment asks for others.
fn cases(cases: u32) -> Config {
    let mut config = Config::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(13);
    }
    config.failure_persistence = None;
    config
}

/// A sentence about a concept.
fn sentence() -> impl Strategy<Value = &'static str> {
    (0..SENTENCES.len()).prop_map(|at| SENTENCES[at])
}

/// A sentence that affirms a concept.
fn affirming_sentence() -> impl Strategy<Value = &'static str> {
    sentence().prop_filter("it affirms", |sentence| {
        BANK.concepts
            .iter()
            .any(|c| c.accept.iter().any(|a| a == sentence))
    })
}

/// Paragraphs of sentences about concepts.
fn prose() -> impl Strategy<Value = String> {
    let between = prop_oneof![4 => Just(" "), 1 => Just("\n"), 2 => Just("\n\n")];
    prop::collection::vec((sentence(), between), 1..8).prop_map(|pieces| {
        let text: String = pieces
            .iter()
            .flat_map(|(s, between)| [*s, *between])
            .collect();
        text.trim_end().to_owned()
    })
}

/// Anything at all: sentences, words, markup that opens and does not close, and characters of every kind.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => sentence().prop_map(str::to_owned),
        3 => prop::sample::select(MARKUP).prop_map(str::to_owned),
        2 => prop::sample::select(TROUBLE).prop_map(str::to_owned),
        2 => "[a-zA-Z]{1,8}( [a-z0-9./%-]{1,9}){0,4}",
        2 => "\\PC{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

const MARKUP: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n> ",
    "\n# ",
    "\n---\n",
    "\n+++\n",
    "\n```\n",
    "\n~~~sh\n",
    "`",
    "~~",
    "**",
    "_",
    "| a | b |\n|---|---|\n| ",
    " | ",
    "\n\n    code\n\n",
    "<b>",
    "</b>",
    "<!-- ",
    " -->",
    "<div>\n",
    "&amp;",
    "&eacute;",
    "&#x41;",
    "&nosuch;",
    "[text](http://a.b/c)",
    "![i](x)",
    "[^1]",
    "\n[^1]: ",
    "<http://a.b>",
    "https://a.b/c?d=e",
    "a@b.cd",
    "\\*",
    "  \n",
    "\t",
    "- [ ] ",
    "- [x] ",
    "\n===\n",
    "\n***\n",
    "---\nquestion: 13\n---\n",
];

const TROUBLE: &[&str] = &[
    "\u{0}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{a0}",
    "\u{ad}",
    "\u{202e}",
    "\u{2028}",
    "e\u{301}",
    "\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "ς",
    "𝒜",
    "🤷🏽‍♀️",
    "👩‍💻",
    "→",
    "⇒",
    "->",
    "=>",
    "don’t",
    "can't",
    "cant",
    "n't",
    "'",
    "’",
    "“",
    "C++",
    "C#",
    "Node.js",
    "s.l.o.",
    "e.g.",
    "99.9%",
    "2,000",
    "10min",
    "k8s",
    "p99",
    "CI/CD",
    "s l o",
    "terra form",
    "zwölf",
    "東京",
    "العربية",
    "ไทย",
    "٣",
    "½",
    "…",
    "...",
    "?!",
    "recovery point objective (RPO)",
    " RPO ",
    "(",
    ")",
    ";",
    ":",
    "❌",
    "☑",
];

fn document(text: &str) -> Document<'_> {
    Document::markdown(text).expect("the text is short")
}

/// Fails unless the span is a piece of the text on character boundaries.
fn slices(text: &str, span: Span) -> Result<(), TestCaseError> {
    prop_assert!(span.start <= span.end, "{span:?}");
    prop_assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn every_span_of_a_document_slices_and_stands_in_order(text in anything()) {
        let document = document(&text);
        let tokens = document.tokens();
        for token in tokens {
            slices(&text, token.span)?;
            prop_assert!(!token.span.is_empty());
        }
        for pair in tokens.windows(2) {
            // What an entity says stands on the whole entity.
            let (left, right) = (pair[0].span, pair[1].span);
            prop_assert!(left == right || left.end <= right.start, "{left:?} {right:?} in {text:?}");
        }
        let mut next = 0;
        for sentence in document.sentences() {
            prop_assert_eq!(sentence.tokens.start, next, "tokens outside of sentences in {:?}", text);
            prop_assert!(sentence.tokens.start < sentence.tokens.end);
            next = sentence.tokens.end;
            slices(&text, sentence.span)?;
            for token in &tokens[sentence.tokens.clone()] {
                prop_assert!(sentence.span.contains(token.span));
            }
            if let Some(lead) = sentence.lead {
                prop_assert!(document.sentences()[lead].tokens.end <= sentence.tokens.start);
            }
        }
        prop_assert_eq!(next, tokens.len());
        let mut next = 0;
        for block in document.blocks() {
            prop_assert_eq!(block.sentences.start, next);
            next = block.sentences.end;
            slices(&text, block.span)?;
        }
        prop_assert_eq!(next, document.sentences().len());
        prop_assert!(document.words() <= tokens.len());
    }

    #[test]
    fn the_tokenizer_takes_any_text_and_gives_tokens_in_order(text in "(\\PC|[\\n\\r\\t\u{0}]){0,60}") {
        let tokens = tokenize(&text, Span::new(0, text.len()));
        for token in &tokens {
            slices(&text, token.span)?;
            prop_assert!(!token.span.is_empty());
            let folded = fold(token.span.slice(&text));
            prop_assert!(token.kind == TokenKind::Symbol || !folded.is_empty(), "{token:?} of {text:?}");
        }
        for pair in tokens.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start, "{pair:?} of {text:?}");
        }
    }

    #[test]
    fn a_piece_of_a_text_gives_tokens_within_it(text in "\\PC{0,30}", from in 0_usize..30, len in 0_usize..30) {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = starts[from.min(starts.len() - 1)];
        let end = starts[(from + len).min(starts.len() - 1)];
        let piece = Span::new(start, end.max(start));
        for token in tokenize(&text, piece) {
            prop_assert!(piece.contains(token.span), "{token:?} of {piece:?} in {text:?}");
        }
    }

    #[test]
    fn a_term_parses_or_tells_the_place(text in term()) {
        for result in [parse_term(&text).map(drop), parse_alternatives(&text).map(drop)] {
            if let Err(error) = result {
                slices(&text, error.span)?;
                prop_assert!(!error.message.is_empty() && !error.message.contains('\n'), "{error:?}");
            }
        }
    }
}

/// Something like a term, or not.
fn term() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z]{1,6}",
        8 => prop::sample::select(SIGNS).prop_map(str::to_owned),
        1 => "\\PC{1,3}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

const SIGNS: &[&str] = &[
    " ",
    " ",
    " ",
    " | ",
    "(",
    ")",
    ")?",
    "?",
    "<cloud>",
    "<",
    ">",
    "<we> ",
    " .. ",
    " ..4 ",
    " ..99999 ",
    " ... ",
    "..",
    " & ",
    " &8 ",
    " && ",
    " &* ",
    " & !",
    "!",
    "&999",
    "any: ",
    "any:",
    "2 of (a | b)",
    "9 of (",
    "0 of (a)",
    "#num",
    "#",
    "%",
    "$",
    "→",
    "+",
    "=",
    "~",
    "^",
    "*",
    "n't",
    "/p9[059]/",
    "/(/",
    "/",
    "\\",
    "-",
    "é",
    "'",
    "’",
    ":",
    ",",
];

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn every_span_of_a_mention_slices(text in anything()) {
        let document = document(&text);
        let mentions = ALL.reader().mentions(&document);
        for mention in &mentions {
            slices(&text, mention.span)?;
            prop_assert!(!mention.span.is_empty());
            let shown = mention.parts.iter().any(|part| mention.span.contains(*part));
            prop_assert!(shown, "{:?} in {:?}", mention, text);
            for part in &mention.parts {
                slices(&text, *part)?;
            }
            if let Some(cue) = mention.cue {
                slices(&text, cue)?;
            }
            prop_assert!(mention.sentence < document.sentences().len());
            let sentence = document.sentences()[mention.sentence].span;
            let begins = mention.parts.iter().any(|part| sentence.overlaps(*part));
            prop_assert!(begins, "{:?} in {:?}", mention, text);
        }
    }

    #[test]
    fn every_answer_is_assessed_and_reported(text in anything(), question in 0_usize..24) {
        let question = &BANK.questions[question];
        let assessor = Assessor::new(&BANK, question).expect("the bank compiles");
        let document = document(&text);
        let assessment = assessor.assess_with_near_misses(&mut assessor.reader(), &document);
        prop_assert_eq!(assessment.findings.len(), question.asks.len());
        prop_assert!((0.0..=100.0).contains(&assessment.coverage()));
        for finding in &assessment.findings {
            let affirmed = finding.mentions.iter().any(|m| m.stance == Stance::Affirmed);
            prop_assert_eq!(affirmed, finding.status == Status::Covered);
            prop_assert_eq!(finding.mentions.is_empty(), finding.status == Status::Missing);
            if let Some(miss) = &finding.nearest {
                slices(&text, miss.span)?;
                prop_assert_eq!(finding.status, Status::Missing);
            }
        }
        for signal in &assessment.signals {
            slices(&text, signal.span)?;
        }
        for width in [20, 80] {
            let printed = reported(&assessor, &text, width);
            prop_assert!(!printed.is_empty());
        }
    }

    #[test]
    fn the_same_text_gives_the_same_bytes(text in anything(), question in 0_usize..24) {
        let question = &BANK.questions[question];
        let report = || reported(&Assessor::new(&BANK, question).expect("the bank compiles"), &text, 80);
        prop_assert_eq!(report(), report());
    }

    #[test]
    fn another_paragraph_takes_no_mention_away(text in prose(), more in sentence()) {
        let longer = format!("{text}\n\n{more}");
        let after = seen(&longer);
        for (concept, span, _) in seen(&text) {
            let stays = after.iter().any(|(c, s, _)| *c == concept && s.overlaps(span));
            prop_assert!(stays, "{} {span:?} lost from {text:?} by {more:?}", id(concept));
        }
    }

    #[test]
    fn an_affirming_paragraph_denies_nothing_before_it(text in prose(), more in affirming_sentence()) {
        let longer = format!("{text}\n\n{more}");
        let after = seen(&longer);
        for (concept, span, stance) in seen(&text) {
            if stance == Stance::Affirmed {
                let stays = after.iter().any(|(c, s, t)| *c == concept && s.overlaps(span) && *t == stance);
                prop_assert!(stays, "{} {span:?} of {text:?} denied by {more:?}", id(concept));
            }
        }
    }

    #[test]
    fn a_sentence_is_read_alike_in_a_paragraph_an_item_and_a_quote(sentence in sentence()) {
        let plain = said(sentence);
        let mut places = vec![("> ", ""), ("\n\n", "\n"), ("**", "**"), ("_", "_")];
        // A question in an item is a point of the notes, not a question to somebody.
        if !sentence.contains('?') {
            places.extend([("- ", ""), ("* ", "\n"), ("1. ", ""), ("- [x] ", ""), ("> - ", "")]);
        }
        for (before, after) in places {
            prop_assert_eq!(&said(&format!("{before}{sentence}{after}")), &plain, "after {:?}: {:?}", before, sentence);
        }
    }

    #[test]
    fn line_ends_do_not_matter(text in prose()) {
        prop_assert_eq!(said(&text.replace('\n', "\r\n")), said(&text));
    }

    #[test]
    fn line_width_does_not_matter(sentence in sentence()) {
        // A line that begins with a sign or a number may be markup.
        let words = sentence.split(' ').map(|word| {
            let begins = word.starts_with(char::is_alphabetic);
            format!("{}{word}", if begins { "\n" } else { " " })
        });
        prop_assert_eq!(said(words.collect::<String>().trim()), said(sentence), "{:?}", sentence);
    }

    #[test]
    fn a_byte_order_mark_does_not_matter(text in prose()) {
        prop_assert_eq!(said(&format!("\u{feff}{text}")), said(&text));
    }

    #[test]
    fn a_term_that_parses_is_compiled_and_tried_without_a_panic(text in term(), answer in prose()) {
        if let Ok(parsed) = parse_term(&text) {
            let concept = Concept { id: "tried".to_owned(), terms: vec![text], parsed: vec![parsed], ..Concept::default() };
            if let Ok(recognizer) = Recognizer::new([&concept], &BANK.vocabulary) {
                for mention in recognizer.reader().mentions(&document(&answer)) {
                    slices(&answer, mention.span)?;
                }
            }
        }
    }
}

/// All reports of an answer, one after the other.
fn reported(assessor: &Assessor<'_>, text: &str, width: usize) -> Vec<u8> {
    let document = document(text);
    let assessment = assessor.assess_with_near_misses(&mut assessor.reader(), &document);
    let checked = Checked {
        bank: &BANK,
        document: &document,
        assessment: &assessment,
        inferred: &Inferred::No,
        file: None,
    };
    let mut out = Vec::new();
    check_human(&mut out, checked, Screen { width }, true).expect("a vector takes everything");
    check_json(&mut out, checked).expect("a vector takes everything");
    check_markdown(&mut out, checked).expect("a vector takes everything");
    out
}

fn id(concept: u32) -> &'static str {
    &BANK.concepts[concept as usize].id
}

/// The mentions of a text, with their places.
fn seen(text: &str) -> BTreeSet<(u32, Span, Stance)> {
    let mentions = ALL.reader().mentions(&document(text));
    mentions
        .iter()
        .map(|m| (m.concept.0, m.span, m.stance))
        .collect()
}

/// The mentions of a text in order, without their places: concept, words and stance.
fn said(text: &str) -> Vec<(&'static str, String, Stance)> {
    let mentions = ALL.reader().mentions(&document(text));
    let mut said: Vec<_> = mentions
        .iter()
        .map(|m| {
            (
                BANK.concepts[m.concept.0 as usize].id.as_str(),
                words(text, m),
                m.stance,
            )
        })
        .collect();
    said.sort();
    said
}

fn words(text: &str, mention: &Mention) -> String {
    let words: Vec<&str> = mention.span.slice(text).split_whitespace().collect();
    words.join(" ")
}
