//! THE tokenizer as tantivy wants it.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::{Document, TokenKind, WordRules, fold};

/// Stems of the words and numbers of a text, with byte offsets into it.
#[derive(Clone)]
pub(super) struct Stems {
    pub(super) rules: Arc<WordRules>,
}

/// One stem and where its word stands, in bytes.
pub(super) type Stem = (String, usize, usize);

impl Stems {
    /// The stems of a text, read as one block of plain words.
    pub(super) fn of(&self, text: &str) -> Vec<Stem> {
        let Ok(document) = Document::plain(text) else {
            return Vec::new();
        };
        let words = document
            .tokens()
            .iter()
            .filter(|t| t.kind != TokenKind::Symbol);
        words
            .map(|token| {
                let stem = self.rules.stem(&fold(token.span.slice(text))).into_owned();
                (stem, token.span.start as usize, token.span.end as usize)
            })
            .collect()
    }
}

impl Tokenizer for Stems {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream {
            stems: self.of(text).into_iter(),
            token: Token::default(),
        }
    }
}

pub(super) struct Stream {
    stems: std::vec::IntoIter<Stem>,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some((stem, start, end)) = self.stems.next() else {
            return false;
        };
        self.token.text = stem;
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Stems, TokenStream as _, Tokenizer as _, WordRules};
    use crate::bank::Bank;
    use crate::text::{Document, TokenKind, fold};

    #[test]
    fn index_and_check_read_text_alike() {
        let bank = Bank::embedded().unwrap();
        let mut stems = Stems {
            rules: Arc::new(bank.vocabulary.word_rules()),
        };
        let rules: WordRules = bank.vocabulary.word_rules();
        for question in &bank.questions {
            let document = Document::markdown(&question.sample).unwrap();
            let words = document
                .tokens()
                .iter()
                .filter(|t| t.kind != TokenKind::Symbol);
            let want: Vec<(String, usize)> = words
                .map(|t| {
                    (
                        rules
                            .stem(&fold(t.span.slice(&question.sample)))
                            .into_owned(),
                        t.span.start as usize,
                    )
                })
                .collect();
            let mut stream = stems.token_stream(&question.sample);
            let mut got = Vec::new();
            while stream.advance() {
                got.push((stream.token().text.clone(), stream.token().offset_from));
            }
            assert_eq!(got, want);
        }
    }
}
