//! A text cut into blocks, sentences and tokens.

use std::ops::Range;

use super::Span;
use super::markdown::{self, Prose};
use super::sentence::ends_between;
use super::token::{Token, TokenKind, tokenize};

pub use super::markdown::BlockKind;

/// A text that is too long to be read: spans hold 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// A block of prose: a paragraph, a heading, a list item, a table row.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first token to its last.
    pub span: Span,
    /// Its sentences, as indices into [`Document::sentences`].
    pub sentences: Range<usize>,
}

/// A sentence, never empty.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// From its first token to its last, in bytes.
    pub span: Span,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// The last sentence of the heading, paragraph or item that leads into this one's block, if this is the block's first.
    pub lead: Option<usize>,
}

/// A text with its blocks, sentences and tokens, all with spans into the text as given.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
}

impl<'t> Document<'t> {
    /// Reads Markdown; text without any markup is Markdown too.
    ///
    /// # Errors
    /// [`TooLarge`] from 4 GiB.
    pub fn markdown(text: &'t str) -> Result<Self, TooLarge> {
        if u32::try_from(text.len()).is_err() {
            return Err(TooLarge);
        }
        Ok(Self::build(text, &markdown::prose(text)))
    }

    /// Reads one line of plain words, such as a search query: no markup, one block.
    ///
    /// # Errors
    /// [`TooLarge`] from 4 GiB.
    pub fn plain(text: &'t str) -> Result<Self, TooLarge> {
        if u32::try_from(text.len()).is_err() {
            return Err(TooLarge);
        }
        Ok(Self::build(text, &[markdown::whole(text)]))
    }

    /// The text as given.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The blocks of prose in order. Blocks without any token are left out.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The sentences in order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The number of words and numbers; what is written together (`don't`, `10min`) is one.
    pub fn words(&self) -> usize {
        let mut end = None;
        let mut words = 0;
        for token in &self.tokens {
            let counts = token.kind != TokenKind::Symbol && end != Some(token.span.start);
            words += usize::from(counts);
            end = Some(token.span.end);
        }
        words
    }

    fn build(text: &'t str, prose: &[Prose]) -> Self {
        let mut document = Self {
            text,
            blocks: Vec::new(),
            sentences: Vec::new(),
            tokens: Vec::new(),
        };
        // The last sentence of every block of `prose`, for the blocks that it leads into.
        let mut last: Vec<Option<usize>> = Vec::with_capacity(prose.len());
        for block in prose {
            let lead = block
                .lead
                .and_then(|lead| last.get(lead).copied().flatten());
            document.block(block, lead);
            last.push(document.sentences.len().checked_sub(1));
        }
        document
    }

    fn block(&mut self, prose: &Prose, lead: Option<usize>) {
        let first = self.tokens.len();
        for piece in &prose.pieces {
            let from = self.tokens.len();
            match &piece.decoded {
                None => self.tokens.extend(tokenize(self.text, piece.span)),
                // What an entity says has no place of its own: its tokens stand on the whole entity.
                Some(said) => {
                    let said = tokenize(said, Span::new(0, said.len()));
                    self.tokens.extend(said.into_iter().map(|t| Token {
                        span: piece.span,
                        ..t
                    }));
                }
            }
            for token in &mut self.tokens[from..] {
                token.struck = piece.struck;
            }
        }
        if self.tokens.len() == first {
            return;
        }
        let sentences = self.sentences.len();
        let mut start = first;
        for at in first + 1..=self.tokens.len() {
            let ends = at == self.tokens.len()
                || ends_between(self.text, self.tokens[at - 1], self.tokens[at]);
            if ends {
                self.sentences.push(Sentence {
                    span: self.tokens[start].span.cover(self.tokens[at - 1].span),
                    tokens: start..at,
                    lead: lead.filter(|_| start == first),
                });
                start = at;
            }
        }
        self.blocks.push(Block {
            kind: prose.kind,
            span: self.tokens[first]
                .span
                .cover(self.tokens[self.tokens.len() - 1].span),
            sentences: sentences..self.sentences.len(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, Document};

    fn words(text: &str) -> Vec<&str> {
        let document = Document::markdown(text).unwrap();
        document
            .tokens()
            .iter()
            .map(|t| t.span.slice(text))
            .collect()
    }

    #[test]
    fn code_urls_comments_and_front_matter_are_no_prose() {
        let text = "\u{feff}---\nquestion: 3\n---\n# Head\n\n```sh\nrm -rf\n```\n<!-- note -->\n[link](http://x.y/z) `plan` https://a.b\n";
        assert_eq!(words(text), ["Head", "link", "plan"]);
    }

    #[test]
    fn text_in_html_blocks_is_prose() {
        assert_eq!(
            words("<div class=\"slo\">\nwe <b>page</b>\n</div>\n"),
            ["we", "page"]
        );
    }

    #[test]
    fn entities_stand_on_their_source() {
        assert_eq!(
            words("a &eacute;t&eacute; b"),
            ["a", "&eacute;", "t", "&eacute;", "b"]
        );
    }

    #[test]
    fn struck_text_is_marked() {
        let text = "~~MTTR~~ and ~5 days";
        let document = Document::markdown(text).unwrap();
        let struck: Vec<bool> = document.tokens().iter().map(|t| t.struck).collect();
        assert_eq!(struck, [true, false, false, false]);
    }

    #[test]
    fn an_item_is_led_by_what_stands_above_its_list() {
        let text = "What we gate on:\n\n- tests\n- scans\n  - images\n";
        let document = Document::markdown(text).unwrap();
        let leads: Vec<_> = document.sentences().iter().map(|s| s.lead).collect();
        assert_eq!(leads, [None, Some(0), Some(0), Some(2)]);
        let kinds: Vec<_> = document.blocks().iter().map(|b| b.kind).collect();
        assert_eq!(
            kinds,
            [
                BlockKind::Paragraph,
                BlockKind::Item,
                BlockKind::Item,
                BlockKind::Item
            ]
        );
    }
}
