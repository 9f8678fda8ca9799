//! The library and its headers against the facts about the interface in `ctests/api/`.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where cargo puts the shared library when it builds this test: beside it. `IEC61850_LIB` names another one.
fn library() -> PathBuf {
    if let Some(path) = std::env::var_os("IEC61850_LIB") {
        return path.into();
    }
    let test = std::env::current_exe().expect("the path of this test");
    test.with_file_name("libiec61850.so")
}

fn passes(command: &mut Command) {
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the check can be started");
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    print!("{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_interface_holds_what_it_held() {
    let library = library();
    assert!(library.exists(), "no {}; set IEC61850_LIB", library.display());
    passes(
        Command::new("python3")
            .args(["ctests/api/check_api.py", "--include", "include", "--tiers", "1,2,3"])
            .args([
                Path::new("--expect"),
                Path::new("ctests/api/expected.txt"),
                Path::new("--lib"),
                &library,
            ]),
    );
}

#[test]
fn every_header_compiles_alone_and_with_the_others() {
    passes(Command::new("ctests/api/headers_compile.sh").arg("include"));
}
