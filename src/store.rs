//! Files below one directory, by the names that MMS gives them: nothing outside of it is ever touched. Shared by servers
//! and by clients that offer files.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::error::ServiceError;
use crate::mms::pdu::error::service_error::{
    DUPLICATE_FILENAME, FILE_ACCESS_DENIED, FILE_NON_EXISTENT, FILE_OTHER, POSITION_INVALID,
};
use crate::mms::service::file::{DirectoryEntry, FileAttributes};

/// Where the files are unless the program says otherwise: below the working directory.
pub const DEFAULT_BASE: &str = "vmd-filestore";
/// Directories deeper than this are not listed.
const MAX_DEPTH: usize = 16;
/// Entries that are looked at for one list.
const MAX_ENTRIES: usize = 100_000;

/// A result whose error goes to the peer.
pub type Refusal<T> = Result<T, ServiceError>;

/// The directories and the name of a file relative to the base; `None` for one that would lead out of it.
pub fn parts(name: &[u8]) -> Option<Vec<&[u8]>> {
    if name.contains(&0) {
        return None;
    }
    let parts: Vec<&[u8]> =
        name.split(|&octet| octet == b'/').filter(|part| !part.is_empty() && part != b".").collect();
    (!parts.is_empty() && !parts.contains(&&b".."[..])).then_some(parts)
}

/// The path of a regular file below `base`, links resolved.
pub fn locate(base: &Path, name: &[u8]) -> Refusal<PathBuf> {
    let base = fs::canonicalize(base).map_err(refusal)?;
    let path = fs::canonicalize(join(&base, &parts(name).ok_or(FILE_ACCESS_DENIED)?)?).map_err(refusal)?;
    let inside = path.starts_with(&base) && fs::metadata(&path).map_err(refusal)?.is_file();
    if inside { Ok(path) } else { Err(FILE_ACCESS_DENIED) }
}

/// The path of a directory entry below `base`, whether it exists or not; its directory must, and is inside.
fn entry(base: &Path, name: &[u8]) -> Refusal<PathBuf> {
    let base = fs::canonicalize(base).map_err(refusal)?;
    let parts = parts(name).ok_or(FILE_ACCESS_DENIED)?;
    let (file, folders) = parts.split_last().ok_or(FILE_ACCESS_DENIED)?;
    let folder = fs::canonicalize(join(&base, folders)?).map_err(refusal)?;
    if !folder.starts_with(&base) {
        return Err(FILE_ACCESS_DENIED);
    }
    join(&folder, &[*file])
}

/// The path that a new file of this name gets.
pub fn locate_new(base: &Path, name: &[u8]) -> Refusal<PathBuf> {
    let path = entry(base, name)?;
    match fs::symlink_metadata(&path) {
        Ok(_) => Err(DUPLICATE_FILENAME),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path),
        Err(error) => Err(refusal(error)),
    }
}

/// The path of a regular file that is to be removed or renamed: never a link.
fn own_file(base: &Path, name: &[u8]) -> Refusal<PathBuf> {
    let path = entry(base, name)?;
    if fs::symlink_metadata(&path).map_err(refusal)?.is_file() { Ok(path) } else { Err(FILE_ACCESS_DENIED) }
}

/// Removes a file.
pub fn remove(base: &Path, name: &[u8]) -> Refusal<()> {
    fs::remove_file(own_file(base, name)?).map_err(refusal)
}

/// Gives a file another name, which is not taken.
pub fn rename(base: &Path, current: &[u8], new: &[u8]) -> Refusal<()> {
    let current = own_file(base, current)?;
    fs::rename(current, locate_new(base, new)?).map_err(refusal)
}

fn join(base: &Path, parts: &[&[u8]]) -> Refusal<PathBuf> {
    let mut path = base.to_path_buf();
    for part in parts {
        let part = Path::new(std::str::from_utf8(part).map_err(|_| FILE_NON_EXISTENT)?);
        // On some systems a part without a slash may still be a drive or a parent.
        if !part.components().all(|component| matches!(component, Component::Normal(_))) {
            return Err(FILE_ACCESS_DENIED);
        }
        path.push(part);
    }
    Ok(path)
}

/// A file that a peer reads.
#[derive(Debug)]
pub struct Content {
    file: File,
    left: u64,
    buffer: Vec<u8>,
}

impl Content {
    /// Opens the file that [`locate`] found.
    pub fn open(path: &Path, position: u32) -> Refusal<(Self, FileAttributes)> {
        let mut file = File::open(path).map_err(refusal)?;
        let meta = file.metadata().map_err(refusal)?;
        if !meta.is_file() {
            return Err(FILE_ACCESS_DENIED);
        }
        let left = meta.len().checked_sub(position.into()).ok_or(POSITION_INVALID)?;
        file.seek(SeekFrom::Start(position.into())).map_err(refusal)?;
        Ok((Self { file, left, buffer: Vec::new() }, attributes(&meta)))
    }

    /// Reads the next octets, `size` at most: them, and whether more follow. A file that has become shorter ends where it
    /// ends now.
    pub fn read(&mut self, size: usize) -> Refusal<(&[u8], bool)> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(size);
        self.buffer.resize(wanted, 0);
        let mut filled = 0;
        while let Some(space) = self.buffer.get_mut(filled..).filter(|space| !space.is_empty()) {
            match self.file.read(space) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(refusal(error)),
            }
        }
        self.buffer.truncate(filled);
        self.left = if filled < wanted { 0 } else { self.left - filled as u64 };
        Ok((&self.buffer, self.left > 0))
    }
}

/// The regular files of a directory and below it whose names come after `after`, in the order of their names; of a file,
/// itself. Hidden ones are left out. Names begin as the directory's is given.
pub fn list(base: &Path, name: &[u8], after: Option<&[u8]>) -> Refusal<Vec<DirectoryEntry>> {
    let base = fs::canonicalize(base).map_err(refusal)?;
    let mut prefix = name.to_vec();
    while prefix.ends_with(b"/") {
        prefix.pop();
    }
    let start = if prefix.iter().all(|&octet| octet == b'/') {
        prefix.clear();
        base.clone()
    } else {
        let path = join(&base, &parts(&prefix).ok_or(FILE_NON_EXISTENT)?)?;
        fs::canonicalize(path).map_err(refusal)?
    };
    if !start.starts_with(&base) {
        return Err(FILE_ACCESS_DENIED);
    }
    let wanted = |name: &[u8]| after.is_none_or(|after| name > after);
    let mut found = Vec::new();
    let meta = fs::metadata(&start).map_err(refusal)?;
    if meta.is_file() && !name.ends_with(b"/") {
        if wanted(&prefix) {
            found.push(DirectoryEntry { name: prefix, attributes: attributes(&meta) });
        }
        return Ok(found);
    }
    if !meta.is_dir() {
        return Err(FILE_NON_EXISTENT);
    }
    let mut seen = 0;
    let mut folders = vec![(start, prefix, 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let Some(entries) = if_there(fs::read_dir(folder))? else { continue };
        for entry in entries {
            let entry = entry.map_err(refusal)?;
            seen += 1;
            if seen > MAX_ENTRIES {
                tracing::warn!("too many files: the list is cut");
                break;
            }
            let file_name = entry.file_name();
            let Some(part) = file_name.to_str().filter(|part| is_shown(part)) else { continue };
            let mut name = prefix.clone();
            if !name.is_empty() {
                name.push(b'/');
            }
            name.extend_from_slice(part.as_bytes());
            let Some(kind) = if_there(entry.file_type())? else { continue };
            if kind.is_dir() {
                if depth < MAX_DEPTH {
                    folders.push((entry.path(), name, depth + 1));
                }
            } else if wanted(&name)
                && let Some(meta) = shown_file(&base, &entry)?
            {
                found.push(DirectoryEntry { name, attributes: attributes(&meta) });
            }
        }
    }
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Whether a name is for peers, and they can write it: a backslash separates directories for some.
fn is_shown(name: &str) -> bool {
    !name.starts_with('.') && !name.contains('\\')
}

/// Of a regular file, or a link to one that is inside.
fn shown_file(base: &Path, entry: &fs::DirEntry) -> Refusal<Option<Metadata>> {
    let mut meta = if_there(entry.metadata())?;
    if meta.as_ref().is_some_and(Metadata::is_symlink) {
        // one that leads nowhere, or in a circle, is no file
        let path = fs::canonicalize(entry.path()).ok().filter(|path| path.starts_with(base));
        meta = path.map_or(Ok(None), |path| if_there(fs::metadata(path)))?;
    }
    Ok(meta.filter(Metadata::is_file))
}

/// What has gone meanwhile, and what this process may not see, is not there for the peer. Without what cannot be read for
/// another reason, a list would be untrue.
fn if_there<T>(found: io::Result<T>) -> Refusal<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::PermissionDenied => {
                Ok(None)
            }
            _ => Err(refusal(error)),
        },
    }
}

fn attributes(meta: &Metadata) -> FileAttributes {
    let modified = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    FileAttributes {
        size: u32::try_from(meta.len()).unwrap_or(u32::MAX),
        // Whole seconds, as is usual on the wire.
        last_modified: modified.map(|time| time.as_secs() * 1000),
    }
}

/// What a peer is told of a failure.
pub fn refusal(error: io::Error) -> ServiceError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FILE_NON_EXISTENT,
        io::ErrorKind::PermissionDenied => FILE_ACCESS_DENIED,
        io::ErrorKind::AlreadyExists => DUPLICATE_FILENAME,
        _ => FILE_OTHER,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("iec61850-files-{test}-{}", std::process::id()));
            let base = folder.join("base");
            fs::create_dir_all(base.join("sub/deep")).unwrap();
            fs::write(folder.join("secret"), b"secret").unwrap();
            for name in ["a", "b", "sub/c", "sub/deep/d", ".hidden"] {
                fs::write(base.join(name), name).unwrap();
            }
            symlink(folder.join("secret"), base.join("out")).unwrap();
            symlink(&folder, base.join("outside")).unwrap();
            symlink(base.join("a"), base.join("link")).unwrap();
            symlink(&base, base.join("sub/loop")).unwrap();
            Self(folder)
        }

        fn base(&self) -> PathBuf {
            self.0.join("base")
        }

        fn names(&self, name: &str, after: Option<&str>) -> Refusal<Vec<String>> {
            let list = list(&self.base(), name.as_bytes(), after.map(str::as_bytes))?;
            Ok(list.into_iter().map(|entry| String::from_utf8(entry.name).unwrap()).collect())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_list_has_the_regular_files_below_a_directory_in_order() {
        let folder = Folder::new("list");
        for root in ["", "/", "///"] {
            assert_eq!(folder.names(root, None).unwrap(), ["a", "b", "link", "sub/c", "sub/deep/d"]);
        }
        assert_eq!(folder.names("sub", None).unwrap(), ["sub/c", "sub/deep/d"]);
        assert_eq!(folder.names("/sub/", None).unwrap(), ["/sub/c", "/sub/deep/d"]);
        assert_eq!(folder.names("b", None).unwrap(), ["b"]);
        assert_eq!(folder.names("", Some("b")).unwrap(), ["link", "sub/c", "sub/deep/d"]);
        assert_eq!(folder.names("", Some("sub/d")).unwrap(), ["sub/deep/d"]);
        assert_eq!(folder.names("b/", None), Err(FILE_NON_EXISTENT));
        assert_eq!(folder.names("x", None), Err(FILE_NON_EXISTENT));
        assert_eq!(folder.names("../", None), Err(FILE_NON_EXISTENT));
        assert_eq!(folder.names("outside", None), Err(FILE_ACCESS_DENIED));
    }

    #[test]
    fn nothing_outside_of_the_base_is_found_made_or_removed() {
        let folder = Folder::new("outside");
        let base = folder.base();
        for name in ["../secret", "sub/../../secret", "out", "outside/secret", "sub", ""] {
            assert_eq!(locate(&base, name.as_bytes()), Err(FILE_ACCESS_DENIED), "{name}");
        }
        for name in ["../new", "outside/new", ""] {
            assert_eq!(locate_new(&base, name.as_bytes()), Err(FILE_ACCESS_DENIED), "{name}");
        }
        for name in ["../secret", "out", "outside/secret", "sub", "link"] {
            assert_eq!(remove(&base, name.as_bytes()), Err(FILE_ACCESS_DENIED), "{name}");
            assert_eq!(rename(&base, name.as_bytes(), b"new"), Err(FILE_ACCESS_DENIED), "{name}");
        }
        assert_eq!(rename(&base, b"a", b"outside/new"), Err(FILE_ACCESS_DENIED));
        assert_eq!(locate(&base, b"none/a"), Err(FILE_NON_EXISTENT));
        assert_eq!(fs::read(folder.0.join("secret")).unwrap(), b"secret");
    }

    #[test]
    fn files_are_removed_and_renamed_to_free_names() {
        let folder = Folder::new("rename");
        let base = folder.base();
        assert_eq!(rename(&base, b"a", b"b"), Err(DUPLICATE_FILENAME));
        assert_eq!(rename(&base, b"a", b"out"), Err(DUPLICATE_FILENAME));
        assert_eq!(rename(&base, b"none", b"e"), Err(FILE_NON_EXISTENT));
        assert_eq!(rename(&base, b"a", b"/sub/e"), Ok(()));
        assert_eq!(remove(&base, b"b"), Ok(()));
        assert_eq!(remove(&base, b"b"), Err(FILE_NON_EXISTENT));
        assert_eq!(folder.names("sub", None).unwrap(), ["sub/c", "sub/deep/d", "sub/e"]);
    }

    #[test]
    fn what_is_no_regular_file_is_not_opened() {
        let folder = Folder::new("special");
        // opening a FIFO would wait for a writer
        let made = std::process::Command::new("mkfifo").arg(folder.base().join("fifo")).status().unwrap();
        assert!(made.success());
        assert_eq!(locate(&folder.base(), b"fifo"), Err(FILE_ACCESS_DENIED));
        assert!(!folder.names("", None).unwrap().contains(&"fifo".to_owned()));
        assert!(matches!(Content::open(Path::new("/dev/zero"), 0), Err(FILE_ACCESS_DENIED)));
    }
}
