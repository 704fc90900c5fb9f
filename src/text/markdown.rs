//! The prose of a Markdown text, as blocks of pieces that lie in the original.
//!
//! The only file that names the Markdown parser. Code blocks, HTML tags and comments, link targets and front matter are no
//! prose; inline code, link texts, table cells and the text inside HTML blocks are.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Span;

/// What a block of prose is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or the text of an HTML block.
    Paragraph,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// The text of a list item.
    Item,
    /// A row of a table; its head row too.
    Row,
}

/// A run of prose in one block: the bytes it stands on and, where they differ (`&amp;`), what they say.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) decoded: Option<String>,
    pub(super) struck: bool,
}

/// A block and the block that leads into it: the heading or paragraph above a list, the item around a nested one.
#[derive(Debug)]
pub(super) struct Prose {
    pub(super) kind: BlockKind,
    pub(super) pieces: Vec<Piece>,
    pub(super) lead: Option<usize>,
}

/// The content of YAML (`---`) or TOML (`+++`) front matter, without its fences.
pub fn front_matter(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = &text[start..];
    let fence = ["---", "+++"].into_iter().find(|f| {
        body.strip_prefix(f)
            .is_some_and(|rest| rest.starts_with('\n') || rest.starts_with("\r\n"))
    })?;
    let from = start + body.find('\n')? + 1;
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some(Span::new(from, at));
        }
        at += line.len();
    }
    None
}

/// The prose blocks of a Markdown text, in order.
pub(super) fn prose(text: &str) -> Vec<Prose> {
    let skip = front_matter(text).map_or_else(
        || text.len() - text.trim_start_matches('\u{feff}').len(),
        |span| {
            span.end as usize
                + text[span.end as usize..]
                    .find('\n')
                    .map_or(text.len() - span.end as usize, |n| n + 1)
        },
    );
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader {
        text,
        blocks: Vec::new(),
        open: None,
        items: Vec::new(),
        above: None,
        ignored: 0,
        struck: 0,
        html: None,
    };
    for (event, range) in Parser::new_ext(&text[skip..], options).into_offset_iter() {
        reader.event(event, Span::new(range.start + skip, range.end + skip));
    }
    reader.blocks
}

struct Reader<'t> {
    text: &'t str,
    blocks: Vec<Prose>,
    /// The block that inline text goes to.
    open: Option<usize>,
    /// For each enclosing list item: its first block, and the lead of its list.
    items: Vec<(Option<usize>, Option<usize>)>,
    /// The heading or paragraph last closed outside of lists: what a list below it hangs on.
    above: Option<usize>,
    /// Depth inside elements whose text is no prose.
    ignored: usize,
    struck: usize,
    html: Option<Span>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.html.is_none() => self.push(span, &text),
            Event::Code(_) => {
                // What the parser says of it may have other white space than the source.
                let source = span.slice(self.text);
                let ticks = source.len() - source.trim_start_matches('`').len();
                let inner = source.get(ticks..source.len() - ticks).unwrap_or_default();
                let start = span.start as usize + ticks;
                self.push(Span::new(start, start + inner.len()), inner);
            }
            Event::Html(_) => self.html = Some(self.html.map_or(span, |h| h.cover(span))),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph if self.items.is_empty() => self.open(BlockKind::Paragraph),
            Tag::Paragraph => self.open(BlockKind::Item),
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(depth(*level))),
            Tag::List(_) => self.open = None,
            Tag::Item => {
                self.open = None;
                let lead = self
                    .items
                    .last()
                    .map_or(self.above, |&(first, lead)| first.or(lead));
                self.items.push((None, lead));
            }
            Tag::TableHead | Tag::TableRow => self.open(BlockKind::Row),
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.open = None;
                self.ignored += 1;
            }
            Tag::Strikethrough if span.slice(self.text).starts_with("~~") => self.struck += 1,
            Tag::HtmlBlock => {
                self.open = None;
                self.html = Some(Span::new(span.start as usize, span.start as usize));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => {
                if self.items.is_empty() {
                    self.above = self.open.or(self.above);
                }
                self.open = None;
            }
            TagEnd::Item => {
                self.items.pop();
                self.open = None;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.open = None,
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.ignored -= 1,
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::HtmlBlock => {
                if let Some(span) = self.html.take() {
                    self.html_text(span);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        let lead = match (self.items.last(), kind) {
            (Some(&(first, lead)), _) => first.or(lead),
            (None, BlockKind::Heading(_)) => None,
            (None, BlockKind::Paragraph) => self
                .above
                .filter(|&a| matches!(self.blocks[a].kind, BlockKind::Heading(_))),
            (None, _) => self.above,
        };
        let index = self.blocks.len();
        self.blocks.push(Prose {
            kind,
            pieces: Vec::new(),
            lead,
        });
        self.open = Some(index);
        if let Some((first, _)) = self.items.last_mut() {
            first.get_or_insert(index);
        }
    }

    fn push(&mut self, span: Span, said: &str) {
        if self.ignored > 0 || span.is_empty() {
            return;
        }
        if self.open.is_none() {
            self.open(if self.items.is_empty() {
                BlockKind::Paragraph
            } else {
                BlockKind::Item
            });
        }
        let Some(block) = self.open.map(|index| &mut self.blocks[index]) else {
            return;
        };
        let decoded = (span.slice(self.text) != said).then(|| said.to_owned());
        let struck = self.struck > 0;
        if let Some(last) = block.pieces.last_mut()
            && last.span.end == span.start
            && last.struck == struck
            && last.decoded.is_none()
            && decoded.is_none()
        {
            last.span.end = span.end;
            return;
        }
        block.pieces.push(Piece {
            span,
            decoded,
            struck,
        });
    }

    /// The text of an HTML block: what stands outside of tags, comments, scripts and styles.
    fn html_text(&mut self, span: Span) {
        let source = span.slice(self.text);
        let mut at = 0;
        while at < source.len() {
            let rest = &source[at..];
            let skipped = if rest.starts_with("<!--") {
                rest.find("-->").map_or(rest.len(), |n| n + 3)
            } else if ["<script", "<style"].iter().any(|t| {
                rest.get(..t.len())
                    .is_some_and(|r| r.eq_ignore_ascii_case(t))
            }) {
                rest.find("</").map_or(rest.len(), |n| n + 2)
            } else if rest.starts_with('<') {
                rest.find('>').map_or(rest.len(), |n| n + 1)
            } else {
                let len = rest.find('<').unwrap_or(rest.len());
                let from = span.start as usize + at;
                if !rest[..len].trim().is_empty() {
                    self.push(Span::new(from, from + len), &rest[..len]);
                }
                len
            };
            at += skipped.max(1);
        }
        self.open = None;
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// The whole text as one paragraph.
pub(super) fn whole(text: &str) -> Prose {
    Prose {
        kind: BlockKind::Paragraph,
        pieces: vec![Piece {
            span: Span::new(0, text.len()),
            decoded: None,
            struck: false,
        }],
        lead: None,
    }
}
