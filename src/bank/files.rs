//! The files of a bank: inside the program, or in a folder of the same layout.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::Problem;
use crate::error::{Error, Result};

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");
static KEYWORDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/keywords");

/// The largest file of a bank that is read; a larger one is not a bank's.
const MAX_FILE: u64 = 256 << 20;

/// A bank's files by their path within it, sorted, with `/` between parts.
#[derive(Debug)]
pub struct Files {
    /// `embedded`, or the folder.
    pub(super) place: String,
    /// Path and text.
    pub(super) texts: Vec<(String, String)>,
    /// Whether to fall back to the embedded vocabulary and concepts.
    pub(super) layered: bool,
}

impl Files {
    /// The files inside the program.
    pub fn embedded() -> Self {
        let mut files = Vec::new();
        collect(&DATA, "data", &mut files);
        collect(&KEYWORDS, "keywords", &mut files);
        files.sort();
        Self {
            place: "embedded".to_owned(),
            texts: files,
            layered: false,
        }
    }

    /// The files of a folder with `data/` and `keywords/` in it. What `keywords/` lacks (words, cues, groups, concepts) is taken
    /// from the embedded bank.
    ///
    /// # Errors
    /// If the folder has no `data/*.toml`, or a file cannot be read or is not UTF-8.
    pub fn from_dir(dir: &Path) -> Result<Self> {
        let place = dir.display().to_string();
        if !dir.is_dir() {
            let problem = Problem::of(&place, "there is no such folder")
                .help("--bank takes a folder with data/ and keywords/ in it");
            return Err(Error::bank(place, vec![problem]));
        }
        let mut files = Vec::new();
        for part in ["data", "keywords"] {
            walk(dir, Path::new(part), &mut files)?;
        }
        files.sort();
        if !files.iter().any(|(path, _)| path.starts_with("data/")) {
            let problem = Problem::of(&place, "there is no data/*.toml in it, so it holds no questions")
                .help("a bank is a folder with data/<bank>.toml and keywords/lists/<bank>.toml; leave out --bank for the embedded one");
            return Err(Error::bank(place, vec![problem]));
        }
        Ok(Self {
            place,
            texts: files,
            layered: true,
        })
    }

    pub(super) fn get(&self, path: &str) -> Option<&str> {
        let found = self.texts.iter().find(|(p, _)| p == path);
        found.map(|(_, text)| text.as_str())
    }

    /// The `.toml` files directly in a folder.
    pub(super) fn under<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.texts.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(folder)?;
            (!name.contains('/') && Path::new(name).extension().is_some_and(|e| e == "toml"))
                .then_some((path.as_str(), text.as_str()))
        })
    }
}

fn collect(dir: &Dir<'_>, prefix: &str, files: &mut Vec<(String, String)>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            files.push((
                format!("{prefix}/{}", file.path().display()),
                text.to_owned(),
            ));
        }
    }
    for dir in dir.dirs() {
        collect(dir, prefix, files);
    }
}

/// Reads the `.toml` and `.txt` files below `dir/part`; a part that is not there holds none.
fn walk(dir: &Path, part: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let folder = dir.join(part);
    if !folder.is_dir() {
        return Ok(());
    }
    let shown = |path: &Path| path.display().to_string();
    let entries = fs::read_dir(&folder).map_err(|e| Error::read(shown(&folder), e))?;
    let mut names: Vec<PathBuf> = Vec::new();
    for entry in entries {
        names.push(PathBuf::from(
            entry
                .map_err(|e| Error::read(shown(&folder), e))?
                .file_name(),
        ));
    }
    names.sort();
    for name in names {
        let (within, path) = (part.join(&name), folder.join(&name));
        let meta = fs::metadata(&path).map_err(|e| Error::read(shown(&path), e))?;
        let wanted = path.extension().is_some_and(|e| e == "toml" || e == "txt");
        if meta.is_dir() {
            // The layout has one level of folders; no link can lead it in circles.
            if part.components().count() == 1 {
                walk(dir, &within, files)?;
            }
        } else if wanted && meta.is_file() {
            if meta.len() > MAX_FILE {
                let problem = Problem::of(
                    &shown(&path),
                    format!("the file is larger than {} MB", MAX_FILE >> 20),
                );
                return Err(Error::bank(shown(dir), vec![problem]));
            }
            let bytes = fs::read(&path).map_err(|e| Error::read(shown(&path), e))?;
            let text = String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].split(|&b| b == b'\n').count();
                let message = format!("not UTF-8: byte {at}, on line {line}");
                Error::bank(shown(dir), vec![Problem::of(&shown(&path), message)])
            })?;
            files.push((within.display().to_string().replace('\\', "/"), text));
        }
    }
    Ok(())
}
