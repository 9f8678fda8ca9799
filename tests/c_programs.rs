//! The C programs of `ctests/c` (built by cmake, run by ctest against the genuine server) from `cargo test`.
//! They need what `ctests/peers/install.sh` installs; `make test` does that first.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn program(name: &str, peers: &Path) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain([peers.join("cmake/bin")])
        .map(|folder| folder.join(name))
        .find(|file| file.exists())
}

#[test]
fn the_c_programs_and_the_null_sweep_pass() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // target/<profile>/deps, where cargo puts the library that it builds for the tests
    let deps = env::current_exe().unwrap().parent().unwrap().to_owned();
    let target = deps.ancestors().nth(2).unwrap();
    let peers = env::var_os("IEC61850_PEERS").map_or_else(|| target.join("peers"), PathBuf::from);
    let (Some(cmake), Some(ctest)) = (program("cmake", &peers), program("ctest", &peers)) else {
        return eprintln!("not run: no cmake; see ctests/peers/install.sh");
    };
    if !peers.join("genuine").exists() {
        return eprintln!("not run: no genuine server; see ctests/peers/install.sh");
    }
    let status = Command::new("python3")
        .arg(root.join("ctests/c/run.py"))
        .args([cmake, ctest])
        .env("IEC61850_LIB", deps.join("libiec61850.so"))
        .env("IEC61850_PEERS", &peers)
        .status()
        .unwrap();
    assert!(status.success());
}
