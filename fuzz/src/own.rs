//! What the sessions and sequences of this process share: a server of our own on loopback, and a folder for files.

use std::ffi::{CString, c_int};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::c::{self, Handle};

/// An attribute of the server that no client may write, and that nobody updates; functional constraint ST.
pub const STEADY: &std::ffi::CStr = c"SrvA/GGIO1.Cnt.frVal";
/// What it is.
pub const STEADY_VALUE: i32 = 8;
/// Octets of the file that clients may upload.
pub const UPLOAD: usize = 3000;

/// The server: it lives as long as the process.
pub struct Server {
    pub port: c_int,
    pub server: Handle,
    /// Attributes that are in data sets: a boolean and an integer.
    pub flag: Handle,
    pub count: Handle,
}

// SAFETY: handles of the library, which admits them on any thread.
unsafe impl Send for Server {}
// SAFETY: as above.
unsafe impl Sync for Server {}

pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let model = concat!(env!("CARGO_MANIFEST_DIR"), "/../ctests/models/server.cfg");
        // SAFETY: by the C contract of each function.
        unsafe {
            let model =
                c::ConfigFileParser_createModelFromConfigFileEx(CString::new(model).unwrap().as_ptr());
            assert!(!model.is_null());
            let server = c::IedServer_create(model);
            c::IedServer_setFilestoreBasepath(server, text(&folder().join("server")).as_ptr());
            c::IedServer_setLocalIpAddress(server, c"127.0.0.1".as_ptr());
            // somebody else may take the port between the two
            let port = (0..10).find_map(|_| {
                let port =
                    c_int::from(TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port());
                c::IedServer_start(server, port);
                c::IedServer_isRunning(server).then_some(port)
            });
            let node =
                |name: &std::ffi::CStr| c::IedModel_getModelNodeByObjectReference(model, name.as_ptr());
            let (flag, count) = (node(c"SrvA/GGIO1.Ind1.stVal"), node(c"SrvA/GGIO1.Cnt.actVal"));
            assert!(!flag.is_null() && !count.is_null());
            Server { port: port.expect("a server that runs"), server, flag, count }
        }
    })
}

/// A connection to the server; NULL when it does not let us in.
///
/// # Safety
/// As the C functions.
pub unsafe fn client() -> Result<Handle, c_int> {
    // SAFETY: by the C contract of each function.
    unsafe {
        let (con, mut error) = (c::IedConnection_create(), -1);
        c::IedConnection_setRequestTimeout(con, 3000);
        c::IedConnection_setConnectTimeout(con, 3000);
        c::IedConnection_connect(con, &raw mut error, c"127.0.0.1".as_ptr(), server().port);
        if error == 0 {
            return Ok(con);
        }
        c::IedConnection_destroy(con);
        Err(error)
    }
}

/// Reads what is steady, and panics when it is something else.
///
/// # Safety
/// `con` is a connection.
pub unsafe fn check(con: Handle, who: &str) {
    let mut error = -1;
    // SAFETY: by the C contract.
    let value = unsafe { c::IedConnection_readInt32Value(con, &raw mut error, STEADY.as_ptr(), 0) };
    assert_eq!((error, value), (0, STEADY_VALUE), "{who} reads");
}

pub fn text(path: &Path) -> CString {
    CString::new(path.as_os_str().as_encoded_bytes()).unwrap()
}

/// A folder of this process with `server` and `client` in it; it goes when the process ends in good order.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    extern "C" fn remove() {
        let _ = fs::remove_dir_all(folder());
    }
    unsafe extern "C" {
        fn atexit(function: extern "C" fn()) -> c_int;
    }
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("iec61850-fuzz-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for name in ["server", "client"] {
            fs::create_dir_all(folder.join(name)).unwrap();
        }
        fs::write(folder.join("client/up"), vec![0x55; UPLOAD]).unwrap();
        // SAFETY: a function of the process.
        unsafe { atexit(remove) };
        folder
    })
}

/// The server's files as they were at first.
pub fn tidy() {
    let store = folder().join("server");
    for entry in fs::read_dir(&store).unwrap().flatten() {
        if entry.file_name() != "file" {
            let _ = fs::remove_file(entry.path()).or_else(|_| fs::remove_dir_all(entry.path()));
        }
    }
    let file = store.join("file");
    if fs::metadata(&file).is_ok_and(|known| known.len() == 9000) {
        return;
    }
    let _ = fs::remove_dir_all(&file);
    fs::write(file, vec![0xaa; 9000]).unwrap();
}

/// Nothing was written outside of the server's files.
pub fn check_folder() {
    for (folder, known) in
        [(folder().to_owned(), &["server", "client"][..]), (folder().join("client"), &["up"])]
    {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            assert!(
                known.iter().any(|known| entry.file_name() == *known),
                "{} is not the server's to write",
                entry.path().display()
            );
        }
    }
    assert_eq!(fs::metadata(folder().join("client/up")).unwrap().len(), UPLOAD as u64);
}
