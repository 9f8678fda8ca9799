//! Models from files of either kind.

use std::fmt;
use std::fs;
use std::path::Path;

use iec61850::model::tree::Model;
use iec61850::model::{config_file, scl};

/// The model that is served when the user names none.
const SAMPLE: &[u8] = include_bytes!("../../../models/sample.icd");

/// Why there is no model: the file, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Failure {
    path: String,
    reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// The model of a file, or the packaged one.
pub(crate) fn load(path: Option<&Path>, options: &scl::Options<'_>) -> Result<Model, Failure> {
    let name = path.map_or_else(|| "the packaged sample".to_owned(), |path| path.display().to_string());
    let failure = |reason: String| Failure { path: name, reason };
    match path.map(fs::read) {
        Some(Ok(text)) => parse(&text, options).map_err(failure),
        Some(Err(error)) => Err(failure(error.to_string())),
        None => parse(SAMPLE, options).map_err(failure),
    }
}

/// Of a text of either kind: names of files are no help, as both kinds have several.
fn parse(text: &[u8], options: &scl::Options<'_>) -> Result<Model, String> {
    if is_xml(text) {
        scl::parse(text, options).map_err(|error| error.to_string())
    } else {
        config_file::parse(text).map_err(|error| error.to_string())
    }
}

fn is_xml(text: &[u8]) -> bool {
    let utf16 = text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]);
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    utf16 || text.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_both_kinds_are_told_apart() {
        let of = |text: &[u8]| parse(text, &scl::Options::default());
        assert_eq!(of(SAMPLE).map(|model| model.devices.len()), Ok(2));
        assert_eq!(of(b"MODEL(m){\nLD(a){\n}\n}").map(|model| model.devices.len()), Ok(1));
        assert_eq!(of(b"\xef\xbb\xbf <SCL/>").unwrap_err(), "line 1:2: SCL: there is no IED with a server");
        assert_eq!(of(b"").unwrap_err(), "line 1: the file ends inside a block");
    }

    #[test]
    fn missing_files_are_named() {
        let failure = load(Some(Path::new("/no/such/file")), &scl::Options::default()).expect_err("no file");
        assert!(failure.to_string().starts_with("/no/such/file: "));
    }
}
