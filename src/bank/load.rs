//! From a bank's files to a bank, or everything that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::entries::{asked, choice_error, concept, dangling, is_id, parsed, terms};
use super::fields::{Sheet, Text};
use super::find::nearest;
use super::{Bank, Files, Problem, Question};
use crate::concept::{Concept, Cue, CueScope, GrammarError, Vocabulary, parse_alternatives};
use crate::error::{Error, Result};

/// Reads a bank.
///
/// # Errors
/// With all problems of all files.
pub fn load(files: &Files) -> Result<Bank> {
    let mut loader = Loader::default();
    let base = files.layered.then(Files::embedded);
    for (path, text) in with_base(files, base.as_ref(), "keywords/") {
        loader.vocabulary_file(path, text);
    }
    let local: Vec<(&str, &str)> = files.under("keywords/concepts/").collect();
    for &(path, text) in &local {
        loader.concepts_file(path, text, false);
    }
    let embedded = base
        .iter()
        .flat_map(|base| base.under("keywords/concepts/"));
    for (path, text) in embedded.filter(|(path, _)| !local.iter().any(|(own, _)| own == path)) {
        loader.concepts_file(path, text, true);
    }
    loader.vocabulary.english = with_base_text(files, base.as_ref(), "keywords/english.txt");
    loader.resolve_includes();
    let mut bank = loader.questions(files);
    bank.vocabulary = loader.vocabulary;
    if loader.problems.is_empty() {
        Ok(bank)
    } else {
        Err(Error::bank(&files.place, loader.problems))
    }
}

/// The shared vocabulary files: the bank's own, else the embedded ones.
fn with_base<'f>(
    files: &'f Files,
    base: Option<&'f Files>,
    folder: &'f str,
) -> Vec<(&'f str, &'f str)> {
    let own: Vec<(&str, &str)> = files.under(folder).collect();
    let lacking = base
        .into_iter()
        .flat_map(|b| b.under(folder))
        .filter(|(path, _)| !own.iter().any(|(p, _)| p == path));
    own.iter().copied().chain(lacking).collect()
}

fn with_base_text(files: &Files, base: Option<&Files>, path: &str) -> String {
    let own = files.get(path).or_else(|| base.and_then(|b| b.get(path)));
    own.unwrap_or_default().to_owned()
}

#[derive(Default)]
struct Loader {
    problems: Vec<Problem>,
    vocabulary: Vocabulary,
    /// Concepts by id.
    concepts: BTreeMap<String, Concept>,
    /// Included ids, and the problem that each is if there is no such concept.
    includes: Vec<(String, Problem)>,
}

impl Loader {
    /// `groups.toml`, `cues.toml` or `words.toml`.
    fn vocabulary_file(&mut self, path: &str, text: &str) {
        let (mut sheet, table) = Sheet::open(path, text);
        match path {
            "keywords/groups.toml" => {
                sheet.only(&table, &["groups"]);
                self.groups(&mut sheet, &table, "");
            }
            "keywords/cues.toml" => {
                sheet.only(&table, &["groups", "cue"]);
                self.groups(&mut sheet, &table, "cues");
                for (cue, at) in sheet.tables(&table, "cue") {
                    sheet.only(cue, &["says", "reach", "words", "across", "first", "last", "noun", "terms"]);
                    let says = sheet.text(cue, &at, "says");
                    let reach = sheet.optional_text(cue, "reach");
                    let words = sheet.number(cue, "words");
                    let scope = CueScope {
                        across: sheet.flag(cue, "across"),
                        first: sheet.flag(cue, "first"),
                        last: sheet.flag(cue, "last"),
                        noun: sheet.flag(cue, "noun"),
                    };
                    let (_, terms) = terms(&mut sheet, cue, "terms");
                    match Cue::new(&says.value, reach.as_ref().map(|r| r.value.as_str()), words, scope, terms) {
                        Ok(cue) => self.vocabulary.cues.push(cue),
                        Err(error) => {
                            let text = if error.field == "says" { &says } else { reach.as_ref().unwrap_or(&says) };
                            choice_error(&mut sheet, text, error.field, error.values);
                        }
                    }
                }
            }
            "keywords/words.toml" => self.words(&mut sheet, &table),
            _ => sheet.note_with_help(
                0..0,
                "this file is not one that a bank has",
                "keywords/ holds groups.toml, cues.toml, words.toml, concepts/*.toml and lists/*.toml",
            ),
        }
        self.problems.append(&mut sheet.problems);
    }

    fn groups(&mut self, sheet: &mut Sheet<'_>, table: &DeTable<'_>, scope: &str) {
        for (name, value) in sheet.entries(table, "groups") {
            let DeValue::Array(items) = value.get_ref() else {
                sheet.note(
                    value.span(),
                    format!("the group `{}` must be a list of strings", name.value),
                );
                continue;
            };
            let mut alternatives = Vec::with_capacity(items.len());
            for item in items {
                if let Some(text) = sheet.value(item, &name.value) {
                    alternatives.extend(
                        parsed(sheet, &text, parse_alternatives(&text.value))
                            .into_iter()
                            .flatten(),
                    );
                }
            }
            self.vocabulary
                .groups
                .insert((scope.to_owned(), name.value), alternatives);
        }
    }

    fn words(&mut self, sheet: &mut Sheet<'_>, table: &DeTable<'_>) {
        sheet.only(
            table,
            &["apart", "skip", "numbers", "letters", "spoken", "irregular"],
        );
        let values = |texts: Vec<Text>| texts.into_iter().map(|t| t.value).collect();
        self.vocabulary.apart = values(sheet.texts(table, "apart"));
        self.vocabulary.skip = values(sheet.texts(table, "skip"));
        self.vocabulary.numbers = values(sheet.texts(table, "numbers"));
        for (form, base) in sheet.entries(table, "irregular") {
            if let Some(base) = sheet.value(base, &form.value) {
                self.vocabulary.irregular.insert(form.value, base.value);
            }
        }
        for (sound, letter) in sheet.entries(table, "letters") {
            let Some(text) = sheet.value(letter, &sound.value) else {
                continue;
            };
            let mut chars = text.value.chars();
            match (chars.next(), chars.next()) {
                (Some(letter), None) => {
                    self.vocabulary.letters.insert(sound.value, letter);
                }
                _ => sheet.note(text.bytes, "one letter belongs here"),
            }
        }
        for (heard, meant) in sheet.entries(table, "spoken") {
            let Some(meant) = sheet.value(meant, &heard.value) else {
                continue;
            };
            for heard in parsed(sheet, &heard, parse_alternatives(&heard.value))
                .into_iter()
                .flatten()
            {
                self.vocabulary.spoken.push((heard, meant.value.clone()));
            }
        }
    }

    /// A file of concepts; those of the embedded bank fill in what the bank's own files do not define.
    fn concepts_file(&mut self, path: &str, text: &str, fill_in: bool) {
        let (mut sheet, table) = Sheet::open(path, text);
        sheet.only(&table, &["groups", "concept"]);
        self.groups(&mut sheet, &table, path);
        let mut ids: Vec<String> = Vec::new();
        for (fields, at) in sheet.tables(&table, "concept") {
            let (id, concept) = concept(&mut sheet, fields, &at, path);
            if !is_id(&id.value) {
                sheet.note_with_help(
                    id.bytes,
                    format!("`{}` is no id", id.value),
                    "ids are small letters and digits with hyphens between: `error-budget`",
                );
                continue;
            }
            if ids.last().is_some_and(|last| *last > id.value) {
                sheet.note_with_help(
                    id.bytes.clone(),
                    format!("`{}` stands after `{}`", id.value, ids[ids.len() - 1]),
                    "concepts are sorted by id",
                );
            }
            ids.push(id.value.clone());
            for text in sheet.texts(fields, "includes") {
                let message = format!("there is no concept `{}` to include", text.value);
                let problem = Problem::at(path, sheet.text, text.bytes, message);
                self.includes.push((text.value, problem));
            }
            if self.concepts.contains_key(&id.value) {
                if !fill_in {
                    sheet.note(
                        id.bytes,
                        format!("the concept `{}` is defined twice", id.value),
                    );
                }
                continue;
            }
            let borrowed = fill_in;
            self.concepts.insert(
                id.value,
                Concept {
                    borrowed,
                    ..concept
                },
            );
        }
        self.problems.append(&mut sheet.problems);
    }

    /// Gives every concept what those that it includes are recognised by; an included concept's own inclusions do not count.
    fn resolve_includes(&mut self) {
        for (id, problem) in std::mem::take(&mut self.includes) {
            if !self.concepts.contains_key(&id) {
                let near = nearest(&id, self.concepts.keys().map(String::as_str));
                self.problems.push(match near {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem,
                });
            }
        }
        let ids: BTreeSet<String> = self
            .concepts
            .values()
            .flat_map(|c| &c.included)
            .map(|i| i.id.clone())
            .collect();
        let known: BTreeMap<String, Concept> = ids
            .into_iter()
            .filter_map(|id| Some((id.clone(), self.concepts.get(&id)?.clone())))
            .collect();
        for included in self.concepts.values_mut().flat_map(|c| &mut c.included) {
            if let Some(concept) = known.get(&included.id) {
                included.scope.clone_from(&concept.scope);
                included.terms.clone_from(&concept.terms);
                included.parsed.clone_from(&concept.parsed);
                included.parsed_unless.clone_from(&concept.parsed_unless);
            }
        }
    }

    fn questions(&mut self, files: &Files) -> Bank {
        let mut bank = Bank {
            place: files.place.clone(),
            name: String::new(),
            role: String::new(),
            title: String::new(),
            introduction: String::new(),
            questions: Vec::new(),
            concepts: std::mem::take(&mut self.concepts).into_values().collect(),
            vocabulary: Vocabulary::default(),
        };
        let data: Vec<(&str, &str)> = files.under("data/").collect();
        let Some(&(path, text)) = data.first() else {
            return bank;
        };
        if let Some((second, _)) = data.get(1) {
            let problem = Problem::of(second, format!("there is a second bank beside {path}"));
            self.problems
                .push(problem.help("one folder holds one bank"));
        }
        path.trim_start_matches("data/")
            .trim_end_matches(".toml")
            .clone_into(&mut bank.name);
        self.data_file(path, text, &mut bank);
        let list = format!("keywords/lists/{}.toml", bank.name);
        match files.get(&list) {
            Some(text) => self.list_file(&list, text, &mut bank),
            None => self.problems.push(
                Problem::of(&list, "the bank has no concept lists")
                    .help("`prepcov bank derive` drafts them from guidance and sample answers"),
            ),
        }
        bank
    }

    fn data_file(&mut self, path: &str, text: &str, bank: &mut Bank) {
        let (mut sheet, table) = Sheet::open(path, text);
        sheet.only(
            &table,
            &["role", "title", "introduction", "feedback", "question"],
        );
        let top = 0..0;
        bank.role = sheet.text(&table, &top, "role").value;
        bank.title = sheet.text(&table, &top, "title").value;
        bank.introduction = sheet
            .optional_text(&table, "introduction")
            .map_or_else(String::new, |t| t.value);
        sheet.optional_text(&table, "feedback");
        let mut ids = BTreeSet::new();
        for (fields, at) in sheet.tables(&table, "question") {
            sheet.only(fields, &["id", "kind", "title", "guidance", "sample"]);
            let id = sheet.text(fields, &at, "id");
            if !is_id(&id.value) {
                sheet.note_with_help(
                    id.bytes.clone(),
                    format!("`{}` is no id", id.value),
                    "ids are small letters and digits with hyphens between",
                );
            }
            if !ids.insert(id.value.clone()) {
                sheet.note(
                    id.bytes,
                    format!("the question `{}` is there twice", id.value),
                );
                continue;
            }
            let mut read = |key: &str| sheet.text(fields, &at, key).value;
            let (kind, title, guidance, sample) = (
                read("kind"),
                read("title"),
                read("guidance"),
                read("sample"),
            );
            bank.questions.push(Question {
                id: id.value,
                number: bank.questions.len() + 1,
                title,
                kind,
                guidance,
                sample,
                asks: Vec::new(),
                topic: Concept::default(),
            });
        }
        if bank.questions.is_empty() {
            sheet.note(top, "the bank has no [[question]]");
        }
        self.problems.append(&mut sheet.problems);
    }

    fn list_file(&mut self, path: &str, text: &str, bank: &mut Bank) {
        let (mut sheet, table) = Sheet::open(path, text);
        sheet.only(&table, &["groups", "question"]);
        self.groups(&mut sheet, &table, path);
        for (fields, at) in sheet.tables(&table, "question") {
            sheet.only(fields, &["id", "topics", "concepts"]);
            let id = sheet.text(fields, &at, "id");
            let Some(question) = bank.questions.iter().position(|q| q.id == id.value) else {
                let near = nearest(&id.value, bank.questions.iter().map(|q| q.id.as_str()));
                dangling(&mut sheet, &id, "question", near);
                continue;
            };
            if !bank.questions[question].asks.is_empty() {
                sheet.note(
                    id.bytes.clone(),
                    format!("the question `{}` has two lists", id.value),
                );
            }
            let mut asks = Vec::new();
            for (entry, at) in sheet.tables(fields, "concepts") {
                asks.extend(asked(
                    &mut sheet,
                    entry,
                    &at,
                    &bank.questions[question],
                    &bank.concepts,
                    &asks,
                ));
            }
            asks.sort_by_key(|a| a.tier);
            bank.questions[question].asks = asks;
            let (terms, parsed) = terms(&mut sheet, fields, "topics");
            bank.questions[question].topic = Concept {
                id: id.value,
                scope: path.to_owned(),
                terms,
                parsed,
                ..Concept::default()
            };
        }
        for question in bank.questions.iter().filter(|q| q.asks.is_empty()) {
            sheet.note(
                0..0,
                format!("the question `{}` has no concept list", question.id),
            );
        }
        self.problems.append(&mut sheet.problems);
    }
}

/// What a recognizer could not compile, as problems of the files that the terms stand in.
pub(super) fn grammar_problems(bank: &Bank, errors: &[GrammarError]) -> Vec<Problem> {
    let describe = |error: &GrammarError| {
        let (owner, term, message) = match error {
            GrammarError::UnknownGroup { owner, term, group } => {
                (owner, term, format!("there is no group <{group}>"))
            }
            GrammarError::CircularGroup { owner, term, group } => {
                (owner, term, format!("the group <{group}> contains itself"))
            }
            GrammarError::TooManyOptions { owner, term } => (
                owner,
                term,
                "more than seven optional items in one sequence".to_owned(),
            ),
        };
        let topics = bank.questions.iter().map(|q| &q.topic);
        let concept = bank.concepts.iter().chain(topics).find(|c| c.id == *owner);
        let (file, text) = concept.map_or((format!("keywords/{owner}.toml"), None), |c| {
            (c.scope.clone(), c.terms.get(*term))
        });
        let place = text.map_or_else(
            || format!("{owner}, term {}", term + 1),
            |t| format!("{owner}, term `{t}`"),
        );
        Problem::of(&file, format!("{place}: {message}"))
    };
    let mut problems: Vec<Problem> = errors.iter().map(describe).collect();
    problems.dedup();
    problems
}
