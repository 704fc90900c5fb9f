//! Where the index lives: in memory for small banks, in a folder for large ones.
//!
//! A folder is named after what went into it (the bank's content, the program's version), so it is never stale. It is built under another
//! name and moved into place whole: a second process that builds it too, or one that is killed half-way, does no harm.

use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHasher;
use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::{Directory, Index};

use super::schema::{Fields, register, tokenizers};
use crate::bank::Bank;
use crate::error::{Error, Result};
use crate::text::WordRules;

/// From so many questions the index is kept on disk.
pub(super) const ON_DISK_FROM: usize = 2_000;
/// Bytes that the index writer may hold; enough for 100,000 questions in one segment.
const MEMORY: usize = 512 << 20;
const SMALL_MEMORY: usize = 16 << 20;

/// Called with the questions indexed so far, and all.
pub type Progress<'p> = &'p dyn Fn(usize, usize);

/// An index of a bank.
pub struct Store {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) rules: Arc<WordRules>,
}

impl Store {
    /// Opens or builds the index of a bank. `cache` is the folder for indexes of large banks; without it they are built in memory.
    ///
    /// # Errors
    /// If the index cannot be built. A cache that cannot be written is no error: the index is then built in memory.
    pub fn open(bank: &Bank, cache: Option<&Path>, progress: Progress<'_>) -> Result<Self> {
        let fields = Fields::new();
        let rules = Arc::new(bank.vocabulary.word_rules());
        let on_disk = cache
            .filter(|_| bank.questions.len() >= ON_DISK_FROM)
            .map(|dir| dir.join(folder_name(bank)));
        let index = match &on_disk {
            Some(folder) => match opened(folder)
                .or_else(|| built_on_disk(bank, &fields, &rules, folder, progress))
            {
                Some(index) => index,
                None => built(
                    bank,
                    &fields,
                    &rules,
                    Box::new(RamDirectory::create()),
                    progress,
                )?,
            },
            None => built(
                bank,
                &fields,
                &rules,
                Box::new(RamDirectory::create()),
                progress,
            )?,
        };
        register(&index, &rules);
        Ok(Self {
            index,
            fields,
            rules,
        })
    }
}

/// A name that changes with the bank's texts and lists, the words file, and the program's version.
fn folder_name(bank: &Bank) -> String {
    let mut hasher = FxHasher::default();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    for question in &bank.questions {
        (
            &question.id,
            &question.kind,
            &question.title,
            &question.guidance,
            &question.sample,
        )
            .hash(&mut hasher);
        for asked in &question.asks {
            (
                &bank.concepts[asked.concept].id,
                &bank.concepts[asked.concept].label,
                asked.tier.name(),
            )
                .hash(&mut hasher);
        }
    }
    (&bank.vocabulary.irregular, &bank.vocabulary.apart).hash(&mut hasher);
    format!(
        "index-{}-{:016x}",
        env!("CARGO_PKG_VERSION"),
        hasher.finish()
    )
}

fn opened(folder: &Path) -> Option<Index> {
    if !folder.join("meta.json").is_file() {
        return None;
    }
    let directory = MmapDirectory::open(folder).ok()?;
    Index::open(directory).ok()
}

/// Builds beside the folder and moves it into place. If that fails, somebody else's folder may be there; else there is none.
fn built_on_disk(
    bank: &Bank,
    fields: &Fields,
    rules: &Arc<WordRules>,
    folder: &Path,
    progress: Progress<'_>,
) -> Option<Index> {
    let parent = folder.parent()?;
    fs::create_dir_all(parent).ok()?;
    let building: PathBuf = parent.join(format!(
        ".building-{}-{}",
        std::process::id(),
        folder.file_name()?.to_string_lossy()
    ));
    fs::create_dir_all(&building).ok()?;
    let directory = MmapDirectory::open(&building).ok()?;
    let done = built(bank, fields, rules, Box::new(directory), progress).is_ok();
    let moved = done && fs::rename(&building, folder).is_ok();
    if !moved {
        // What cannot be removed is found by its name and does no harm.
        let _unused = fs::remove_dir_all(&building);
    }
    opened(folder)
}

fn built(
    bank: &Bank,
    fields: &Fields,
    rules: &Arc<WordRules>,
    directory: Box<dyn Directory>,
    progress: Progress<'_>,
) -> Result<Index> {
    let failed = |error: tantivy::TantivyError| Error::index(error.to_string());
    let index = Index::builder().schema(fields.schema.clone());
    let large = bank.questions.len() >= ON_DISK_FROM;
    let tokenizers = tokenizers(rules);
    let mut writer = index
        .tokenizers(tokenizers)
        .single_segment_index_writer(directory, if large { MEMORY } else { SMALL_MEMORY })
        .map_err(failed)?;
    for (at, question) in bank.questions.iter().enumerate() {
        writer
            .add_document(fields.document(bank, question))
            .map_err(failed)?;
        if at % 1000 == 999 {
            progress(at + 1, bank.questions.len());
        }
    }
    writer.finalize().map_err(failed)
}
