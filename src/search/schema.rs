//! What the index holds of a question.

use std::sync::Arc;

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, TantivyDocument};

use super::tokenizer::Stems;
use crate::bank::{Bank, Question, Tier};
use crate::text::WordRules;

/// The name that THE tokenizer is registered under.
const TOKENIZER: &str = "prepcov";

/// The fields of the index. Text fields hold stems with positions; nothing but the number is stored.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    pub(super) title: Field,
    pub(super) guidance: Field,
    pub(super) sample: Field,
    /// Labels of the question's concepts and their plain names.
    pub(super) concepts: Field,
    /// Ids of its core and of its expected concepts.
    pub(super) core: Field,
    pub(super) expected: Field,
    pub(super) kind: Field,
    /// The place in the bank, from 0.
    pub(super) place: Field,
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let title = schema.add_text_field("title", text.clone());
        let guidance = schema.add_text_field("guidance", text.clone());
        let sample = schema.add_text_field("sample", text.clone());
        let concepts = schema.add_text_field("concepts", text);
        let core = schema.add_text_field("core", STRING);
        let expected = schema.add_text_field("expected", STRING);
        let kind = schema.add_text_field("kind", STRING);
        let place = schema.add_u64_field("place", FAST | INDEXED | STORED);
        Self {
            schema: schema.build(),
            title,
            guidance,
            sample,
            concepts,
            core,
            expected,
            kind,
            place,
        }
    }

    /// The same for a whole answer: what its question is called tells more than what its sample happens to say.
    pub(super) fn weighted_for_answers(&self) -> [(Field, f32); 4] {
        [
            (self.title, 3.0),
            (self.sample, 0.5),
            (self.guidance, 1.0),
            (self.concepts, 1.5),
        ]
    }

    /// The text fields and how much a match of a query in each is worth.
    pub(super) fn weighted(&self) -> [(Field, f32); 4] {
        [
            (self.title, 2.0),
            (self.sample, 1.2),
            (self.guidance, 1.0),
            (self.concepts, 0.6),
        ]
    }

    pub(super) fn document(&self, bank: &Bank, question: &Question) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.title, &question.title);
        document.add_text(self.guidance, &question.guidance);
        document.add_text(self.sample, &question.sample);
        document.add_text(self.kind, &question.kind);
        document.add_u64(self.place, question.number as u64 - 1);
        for asked in &question.asks {
            let concept = &bank.concepts[asked.concept];
            document.add_text(self.concepts, &concept.label);
            let field = if asked.tier == Tier::Core {
                self.core
            } else {
                self.expected
            };
            document.add_text(field, &concept.id);
        }
        document
    }
}

/// The tokenizers of a new index: tantivy's own for names, THE one for text.
pub(super) fn tokenizers(rules: &Arc<WordRules>) -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        TOKENIZER,
        Stems {
            rules: Arc::clone(rules),
        },
    );
    manager
}

/// Registers THE tokenizer with an index; needed after every opening.
pub(super) fn register(index: &Index, rules: &Arc<WordRules>) {
    index.tokenizers().register(
        TOKENIZER,
        Stems {
            rules: Arc::clone(rules),
        },
    );
}
