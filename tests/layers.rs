//! Dependencies go one way (ARCHITECTURE.md): holds the arrows between the modules, and what only some may know.

use std::fs;
use std::path::{Path, PathBuf};

/// Which modules of the crate each module may use.
const ARROWS: [(&str, &[&str]); 13] = [
    ("ber", &[]),
    ("error", &["ber"]),
    ("wire", &["ber", "error"]),
    ("mms", &["ber", "error"]),
    ("assoc", &["ber", "error", "wire", "mms"]),
    ("net", &["ber", "error", "assoc"]),
    ("model", &["error", "mms"]),
    ("store", &["error", "mms"]),
    ("mmsclient", &["ber", "error", "mms", "net", "assoc", "store"]),
    ("iec61850", &["ber", "error", "mms", "net", "assoc", "model", "mmsclient"]),
    ("server", &["ber", "error", "mms", "net", "assoc", "model", "wire", "store"]),
    ("ffi", &["ber", "error", "mms", "model", "net", "assoc", "mmsclient", "iec61850", "server", "wire"]),
    // programs are crates of their own
    ("bin", &[]),
];

/// Crates that only one module may use.
const OWNED: [(&str, &str); 5] =
    [("tokio", "net"), ("rustls", "net"), ("socket2", "net"), ("rustix", "net"), ("libc", "ffi")];

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name.to_string_lossy().ends_with("tests"))
}

/// Module, path and text of every source file that is no test.
fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) {
                let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
                let module = first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                found.push((module, path, text));
            }
        }
    }
    found
}

/// Lines of code outside comments and unit tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            assert_eq!(module, "lib", "{} is in no layer: add it to ARROWS", path.display());
            continue;
        };
        for line in code(&text) {
            for (_, rest) in line.match_indices("crate::").map(|(at, found)| (at, &line[at + found.len()..]))
            {
                let used = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                if used != module && ARROWS.iter().any(|(name, _)| *name == used) && !allowed.contains(&used)
                {
                    wrong.push(format!("{}: {module} uses {used}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_system_interface_is_known_to_one_layer() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        for (name, owner) in OWNED.iter().filter(|(_, owner)| *owner != module) {
            if code(&text).any(|line| line.contains(&format!("{name}::"))) {
                wrong.push(format!("{}: {name} belongs to {owner}", path.display()));
            }
        }
        let clock =
            code(&text).any(|line| line.contains("Instant::now()") || line.contains("SystemTime::now()"));
        if clock && !["net", "ffi"].contains(&module.as_str()) {
            wrong.push(format!("{}: only net reads a clock", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
