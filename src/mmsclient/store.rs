//! The files of this side that a server may fetch: only one that is being offered to it, and only below the base path.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::mms::pdu::error::service_error::{FILE_NON_EXISTENT, FILE_OTHER};
use crate::mms::service::file::{OpenRequest, Opened};
use crate::net::Dispatch;
use crate::store::{Content, DEFAULT_BASE, Refusal, locate, parts};

/// Files that a server may have open at once.
const MAX_OPEN: usize = 8;
/// How often a server may begin to fetch an offered file and have each time to go on: one that begins for ever must
/// not keep the caller for ever.
const MAX_FETCHES: u32 = 8;
/// Requests in a row that fetch nothing, and are still answered by the thread that waits for the upload: its timeout is
/// not to be spent on a server that asks for ever.
const MAX_IDLE: usize = 64;
/// Requests of a server that may wait for their answer.
const MAX_QUEUED: usize = 64;

/// The file store of one connection.
pub(super) struct FileStore {
    state: Mutex<State>,
    /// Serves requests apart from the user's callbacks: a blocked callback may be the one that waits for the upload.
    pub(super) jobs: Arc<Dispatch>,
    /// Requests in `jobs`.
    pub(super) queued: AtomicUsize,
    /// Parts that servers have fetched.
    progress: AtomicU64,
    /// Requests since the last part or offer.
    idle: AtomicUsize,
}

#[derive(Default)]
struct State {
    base: Option<PathBuf>,
    offers: Vec<Offer>,
    next_offer: u64,
    open: Vec<OpenFile>,
    next_frsm_id: i32,
}

/// A file whose upload is under way.
struct Offer {
    id: u64,
    name: Vec<u8>,
    /// The asynchronous request that waits for the upload.
    invoke_id: Option<u32>,
    /// How often the server has opened it.
    fetches: u32,
}

struct OpenFile {
    frsm_id: i32,
    offer: u64,
    content: Content,
    /// Whether reading it gives the upload more time.
    counts: bool,
}

impl Default for FileStore {
    fn default() -> Self {
        let state = Mutex::default();
        let (queued, progress, idle) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicUsize::new(0));
        Self { state, jobs: Dispatch::new(false), queued, progress, idle }
    }
}

impl FileStore {
    pub(super) fn set_base(&self, base: Option<PathBuf>) {
        self.state.lock().base = base;
    }

    /// Lets the server fetch this file until [`FileStore::withdraw`].
    pub(super) fn offer(&self, name: &[u8]) -> u64 {
        let mut state = self.state.lock();
        let id = state.next_offer;
        state.next_offer += 1;
        self.idle.store(0, Ordering::Relaxed);
        state.offers.push(Offer { id, name: name.to_vec(), invoke_id: None, fetches: 0 });
        id
    }

    /// An offer's request is asynchronous.
    pub(super) fn note(&self, offer: u64, invoke_id: u32) {
        if let Some(offer) = self.state.lock().offers.iter_mut().find(|other| other.id == offer) {
            offer.invoke_id = Some(invoke_id);
        }
    }

    /// Asynchronous requests that wait for an upload.
    pub(super) fn waiting(&self) -> Vec<u32> {
        self.state.lock().offers.iter().filter_map(|offer| offer.invoke_id).collect()
    }

    /// Parts that servers have fetched so far.
    pub(super) fn progress(&self) -> u64 {
        self.progress.load(Ordering::Relaxed)
    }

    /// Counts a request. Returns whether the server gets on with what it fetches.
    pub(super) fn gets_on(&self) -> bool {
        self.idle.fetch_add(1, Ordering::Relaxed) < MAX_IDLE
    }

    /// The upload is over. A file that the server has open stays so until it closes it.
    pub(super) fn withdraw(&self, offer: u64) {
        self.state.lock().offers.retain(|other| other.id != offer);
    }

    /// The association is over, and with it what the server has open.
    pub(super) fn reset(&self) {
        self.state.lock().open.clear();
    }

    pub(super) fn max_queued(&self) -> usize {
        MAX_QUEUED
    }

    pub(super) fn open(&self, request: &OpenRequest) -> Refusal<Opened> {
        let (base, offer, name) = {
            let state = self.state.lock();
            let wanted = parts(&request.name);
            let offer = state.offers.iter().find(|offer| wanted.is_some() && parts(&offer.name) == wanted);
            let offer = offer.ok_or(FILE_NON_EXISTENT)?;
            (state.base.clone(), offer.id, offer.name.clone())
        };
        // The path is the program's own spelling, never the server's.
        let path = locate(base.as_deref().unwrap_or(Path::new(DEFAULT_BASE)), &name)?;
        let (content, attributes) = Content::open(&path, request.position)?;
        let mut state = self.state.lock();
        state.make_room()?;
        let frsm_id = state.next_frsm_id;
        state.next_frsm_id = frsm_id.checked_add(1).unwrap_or(0);
        let offered = state.offers.iter_mut().find(|other| other.id == offer).ok_or(FILE_NON_EXISTENT)?;
        offered.fetches = offered.fetches.saturating_add(1);
        let counts = offered.fetches <= MAX_FETCHES;
        state.open.push(OpenFile { frsm_id, offer, content, counts });
        Ok(Opened { frsm_id, attributes })
    }

    /// The next octets, `size` at most, and whether more follow, as `answer` makes an answer of them.
    pub(super) fn read<R>(
        &self,
        frsm_id: i32,
        size: usize,
        answer: impl FnOnce(&[u8], bool) -> R,
    ) -> Refusal<R> {
        // Out of the list while it is read: nobody waits for a disk.
        let mut open = {
            let mut state = self.state.lock();
            let at = state.open.iter().position(|open| open.frsm_id == frsm_id);
            state.open.remove(at.ok_or(FILE_OTHER)?)
        };
        let counts = open.counts;
        let answer = open.content.read(size).map(|(data, more)| {
            if counts && !data.is_empty() {
                self.progress.fetch_add(1, Ordering::Relaxed);
                self.idle.store(0, Ordering::Relaxed);
            }
            answer(data, more)
        });
        self.state.lock().open.push(open);
        answer
    }

    pub(super) fn close(&self, frsm_id: i32) -> Refusal<()> {
        let mut state = self.state.lock();
        let before = state.open.len();
        state.open.retain(|open| open.frsm_id != frsm_id);
        if state.open.len() < before { Ok(()) } else { Err(FILE_OTHER) }
    }
}

impl State {
    /// Forgets the oldest file of an upload that is over, if there are too many.
    fn make_room(&mut self) -> Refusal<()> {
        if self.open.len() < MAX_OPEN {
            return Ok(());
        }
        let Self { open, offers, .. } = self;
        let over = open.iter().position(|open| offers.iter().all(|offer| offer.id != open.offer));
        open.remove(over.ok_or(FILE_OTHER)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::mms::pdu::error::service_error::{FILE_ACCESS_DENIED, POSITION_INVALID};

    fn store(test: &str) -> (FileStore, PathBuf) {
        let folder = std::env::temp_dir().join(format!("iec61850-store-{test}-{}", std::process::id()));
        let base = folder.join("base");
        fs::create_dir_all(base.join("sub")).unwrap();
        fs::write(folder.join("secret"), b"secret").unwrap();
        fs::write(base.join("file"), b"0123456789").unwrap();
        fs::write(base.join("sub/inner"), b"").unwrap();
        let store = FileStore::default();
        store.set_base(Some(base));
        (store, folder)
    }

    fn open(store: &FileStore, name: &[u8], position: u32) -> Refusal<Opened> {
        store.open(&OpenRequest { name: name.to_vec(), position })
    }

    #[test]
    fn only_an_offered_file_below_the_base_can_be_opened() {
        let (store, folder) = store("offered");
        assert_eq!(open(&store, b"file", 0), Err(FILE_NON_EXISTENT));
        let offer = store.offer(b"file");
        assert_eq!(open(&store, b"/./file", 0).unwrap().attributes.size, 10);
        for name in [&b"sub/inner"[..], b"../secret", b"", b"file\0", b"sub/../file", b"/etc/passwd"] {
            assert_eq!(open(&store, name, 0), Err(FILE_NON_EXISTENT));
        }
        store.withdraw(offer);
        assert_eq!(open(&store, b"file", 0), Err(FILE_NON_EXISTENT));
        // Not even what this side offers may lead out.
        std::os::unix::fs::symlink(folder.join("secret"), folder.join("base/link")).unwrap();
        for (name, refused) in [
            (&b"link"[..], FILE_ACCESS_DENIED),
            (b"sub", FILE_ACCESS_DENIED),
            (b"../secret", FILE_NON_EXISTENT),
            (b"missing", FILE_NON_EXISTENT),
        ] {
            store.offer(name);
            assert_eq!(open(&store, name, 0), Err(refused));
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_is_read_in_parts_from_any_position_and_closed_once() {
        let (store, folder) = store("parts");
        store.offer(b"file");
        store.offer(b"sub/inner");
        let whole = |data: &[u8], more| (data.to_vec(), more);
        let id = open(&store, b"file", 3).unwrap().frsm_id;
        assert_eq!(store.read(id, 4, whole), Ok((b"3456".to_vec(), true)));
        assert_eq!(store.read(id, 4, whole), Ok((b"789".to_vec(), false)));
        assert_eq!(store.close(id), Ok(()));
        assert_eq!((store.close(id), store.read(id, 4, whole)), (Err(FILE_OTHER), Err(FILE_OTHER)));
        assert_eq!(open(&store, b"file", 11), Err(POSITION_INVALID));
        let id = open(&store, b"sub/inner", 0).unwrap().frsm_id;
        assert_eq!(store.read(id, 4, whole), Ok((Vec::new(), false)));
        // A file that shrinks ends where it ends now.
        let id = open(&store, b"file", 0).unwrap().frsm_id;
        fs::write(folder.join("base/file"), b"01").unwrap();
        assert_eq!(store.read(id, 4, whole), Ok((b"01".to_vec(), false)));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn reading_the_end_or_the_same_again_and_again_is_no_progress() {
        let (store, folder) = store("progress");
        store.offer(b"file");
        for _ in 0..3 * MAX_FETCHES {
            let id = open(&store, b"file", 0).unwrap().frsm_id;
            for _ in 0..5 {
                store.read(id, 100, |_, _| ()).unwrap();
            }
            store.close(id).unwrap();
        }
        assert_eq!(store.progress(), u64::from(MAX_FETCHES));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_server_that_only_asks_does_not_get_on_until_it_fetches() {
        let (store, folder) = store("idle");
        store.offer(b"file");
        assert!((0..MAX_IDLE).all(|_| store.gets_on()));
        assert!(!store.gets_on());
        let id = open(&store, b"file", 0).unwrap().frsm_id;
        assert!(!store.gets_on());
        store.read(id, 4, |_, _| ()).unwrap();
        assert!(store.gets_on());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_server_that_never_closes_does_not_lock_itself_out() {
        let (store, folder) = store("leak");
        for _ in 0..3 * MAX_OPEN {
            let offer = store.offer(b"file");
            assert!(open(&store, b"file", 0).is_ok());
            store.withdraw(offer);
        }
        store.offer(b"file");
        for _ in 0..MAX_OPEN {
            assert!(open(&store, b"file", 0).is_ok());
        }
        assert_eq!(open(&store, b"file", 0), Err(FILE_OTHER));
        store.reset();
        assert!(open(&store, b"file", 0).is_ok());
        fs::remove_dir_all(folder).unwrap();
    }
}
