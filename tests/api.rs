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
fn the_parameters_of_connections_have_both_layouts() {
    for (value, size) in [("0", 160), ("1", 168)] {
        let source = std::env::temp_dir().join(format!("layout-{}-{value}.c", std::process::id()));
        let text = format!(
            "#include \"iso_connection_parameters.h\"\n_Static_assert(sizeof(struct sIsoConnectionParameters) == {size}, \"size\");\n"
        );
        std::fs::write(&source, text).expect("a C file");
        let define = format!("-DCONFIG_MMS_SUPPORT_TLS={value}");
        passes(Command::new("gcc").args(["-std=c11", "-fsyntax-only", "-Iinclude", &define]).arg(&source));
        std::fs::remove_file(source).expect("the C file goes");
    }
}

#[test]
fn every_header_compiles_alone_and_with_the_others() {
    passes(Command::new("ctests/api/headers_compile.sh").arg("include"));
}
