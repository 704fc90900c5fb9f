//! Reading answers: files, standard input, and what can be wrong with them.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// An answer as read.
pub(super) struct Input {
    /// The file as it was named; `None` for standard input.
    pub(super) name: Option<String>,
    pub(super) text: String,
}

/// Reads the named files; `-` and none at all mean standard input. `limit` is in megabytes.
pub(super) fn read_all(files: &[PathBuf], limit: u64) -> anyhow::Result<Vec<Input>> {
    if files.is_empty() {
        if io::stdin().is_terminal() {
            bail!(
                "no answer was given: name a file, or pipe one in (`prepcov check -q 13 answer.md`)"
            );
        }
        return Ok(vec![read(Path::new("-"), limit)?]);
    }
    files.iter().map(|file| read(file, limit)).collect()
}

fn read(path: &Path, limit: u64) -> anyhow::Result<Input> {
    let stdin = path == Path::new("-");
    let name = if stdin {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let bytes = if stdin {
        limited(&mut io::stdin().lock(), &name, limit)?
    } else {
        let meta = std::fs::metadata(path).with_context(|| format!("cannot read `{name}`"))?;
        if meta.is_dir() {
            bail!("`{name}` is a folder; name the files in it (`{name}/*.md`)");
        }
        let mut file = File::open(path).with_context(|| format!("cannot read `{name}`"))?;
        limited(&mut file, &name, limit)?
    };
    let text = decode(bytes, &name)?;
    if text
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .is_empty()
    {
        bail!("`{name}` is empty; write an answer first");
    }
    Ok(Input {
        name: (!stdin).then_some(name),
        text,
    })
}

fn limited(from: &mut dyn Read, name: &str, limit: u64) -> anyhow::Result<Vec<u8>> {
    let most = limit << 20;
    let mut bytes = Vec::new();
    from.take(most + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read `{name}`"))?;
    if bytes.len() as u64 > most {
        bail!(
            "`{name}` is larger than {limit} MB; if it really is an answer, raise the limit with --max-size"
        );
    }
    Ok(bytes)
}

/// UTF-8, or an error that says which byte is not.
fn decode(bytes: Vec<u8>, name: &str) -> anyhow::Result<String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        bail!("`{name}` is UTF-16; save it as UTF-8");
    }
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        bail!("`{name}` is no text: byte {at} is NUL");
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        let line = error.as_bytes()[..at].split(|&b| b == b'\n').count();
        anyhow::anyhow!(
            "`{name}` is not UTF-8: byte {at} (line {line}) is 0x{byte:02x}; save it as UTF-8"
        )
    })
}
