//! One entry of a bank's file at a time: a concept, a term, a line of a concept list.

use std::ops::Range;

use toml::de::DeTable;

use super::fields::{Sheet, Text};
use super::find::nearest;
use super::{Asked, Question, Source, Tier};
use crate::concept::{Concept, Inclusion, Term, TermError, parse_term};

/// One entry of a concept list.
pub(super) fn asked(
    sheet: &mut Sheet<'_>,
    entry: &DeTable<'_>,
    at: &Range<usize>,
    question: &Question,
    concepts: &[Concept],
    before: &[Asked],
) -> Option<Asked> {
    sheet.only(entry, &["id", "tier", "source", "quote", "sample_quote"]);
    let id = sheet.text(entry, at, "id");
    let tier = sheet.text(entry, at, "tier");
    let source = sheet.text(entry, at, "source");
    let quote = sheet.text(entry, at, "quote");
    let sample_quote = sheet.optional_text(entry, "sample_quote");
    let Some(concept) = concepts.iter().position(|c| c.id == id.value) else {
        dangling(
            sheet,
            &id,
            "concept",
            nearest(&id.value, concepts.iter().map(|c| c.id.as_str())),
        );
        return None;
    };
    if before.iter().any(|a| a.concept == concept) {
        sheet.note(
            id.bytes,
            format!("the concept `{}` is in this list twice", id.value),
        );
        return None;
    }
    let tier = match tier.value.as_str() {
        "core" => Tier::Core,
        "expected" => Tier::Expected,
        _ => {
            choice_error(sheet, &tier, "tier", &["core", "expected"]);
            return None;
        }
    };
    let source = match source.value.as_str() {
        "guidance" => Source::Guidance,
        "sample" => Source::Sample,
        "both" => Source::Both,
        _ => {
            choice_error(sheet, &source, "source", &["guidance", "sample", "both"]);
            return None;
        }
    };
    let field = if source.field() == "sample" {
        &question.sample
    } else {
        &question.guidance
    };
    if !field.contains(&quote.value) {
        let message = format!(
            "this quote is not in the {} of `{}`",
            source.field(),
            question.id
        );
        sheet.note_with_help(
            quote.bytes,
            message,
            "quotes are word for word, with the bank's own dashes and curly quotes",
        );
    }
    if let Some(quote) = &sample_quote
        && !question.sample.contains(&quote.value)
    {
        sheet.note(
            quote.bytes.clone(),
            format!("this quote is not in the sample of `{}`", question.id),
        );
    }
    Some(Asked {
        concept,
        tier,
        source,
        quote: quote.value,
        sample_quote: sample_quote.map(|q| q.value),
    })
}

pub(super) fn concept(
    sheet: &mut Sheet<'_>,
    fields: &DeTable<'_>,
    at: &Range<usize>,
    path: &str,
) -> (Text, Concept) {
    sheet.only(
        fields,
        &[
            "id",
            "label",
            "definition",
            "terms",
            "named",
            "contrary",
            "unless",
            "includes",
            "accept",
            "reject",
        ],
    );
    let id = sheet.text(fields, at, "id");
    let label = sheet.text(fields, at, "label").value;
    let definition = sheet.text(fields, at, "definition").value;
    let (written, parsed) = terms(sheet, fields, "terms");
    let (named, parsed_named) = terms(sheet, fields, "named");
    let (contrary, parsed_contrary) = terms(sheet, fields, "contrary");
    let (unless, parsed_unless) = terms(sheet, fields, "unless");
    let values = |texts: Vec<Text>| texts.into_iter().map(|t| t.value).collect();
    let concept = Concept {
        id: id.value.clone(),
        label,
        definition,
        terms: written,
        named,
        contrary,
        unless,
        included: sheet
            .texts(fields, "includes")
            .into_iter()
            .map(included)
            .collect(),
        accept: values(sheet.texts(fields, "accept")),
        reject: values(sheet.texts(fields, "reject")),
        scope: path.to_owned(),
        borrowed: false,
        parsed,
        parsed_named,
        parsed_contrary,
        parsed_unless,
    };
    (id, concept)
}

fn included(text: Text) -> Inclusion {
    Inclusion {
        id: text.value,
        ..Inclusion::default()
    }
}

/// The terms of a list that parse; the others are noted.
pub(super) fn terms(
    sheet: &mut Sheet<'_>,
    table: &DeTable<'_>,
    key: &str,
) -> (Vec<String>, Vec<Term>) {
    let texts = sheet.texts(table, key);
    texts
        .into_iter()
        .filter_map(|text| {
            Some((
                text.value.clone(),
                parsed(sheet, &text, parse_term(&text.value))?,
            ))
        })
        .unzip()
}

pub(super) fn parsed<T>(
    sheet: &mut Sheet<'_>,
    text: &Text,
    result: std::result::Result<T, TermError>,
) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            let bytes = sheet.within(text, error.span.start as usize, error.span.end as usize);
            sheet.note(bytes, error.message);
            None
        }
    }
}

pub(super) fn dangling(sheet: &mut Sheet<'_>, id: &Text, what: &str, near: Option<&str>) {
    let message = format!("there is no {what} `{}`", id.value);
    match near {
        Some(near) => {
            sheet.note_with_help(id.bytes.clone(), message, format!("did you mean `{near}`?"));
        }
        None => sheet.note(id.bytes.clone(), message),
    }
}

pub(super) fn choice_error(sheet: &mut Sheet<'_>, text: &Text, field: &str, values: &[&str]) {
    sheet.note(
        text.bytes.clone(),
        format!("`{field}` is one of {}", values.join(", ")),
    );
}

pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}
