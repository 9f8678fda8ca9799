//! Gives the shared library the name that programs linked with libiec61850 1.6.1 ask for, `libiec61850.so.1.6.1`.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libiec61850.so.1.6.1");
        #[cfg(unix)]
        link_beside_the_library();
    }
}

/// What links with `libiec61850.so` in the target folder asks for the soname when it runs, and cargo makes no such file.
/// For convenience only: where it cannot be made, `make install` or a link by hand does the same.
#[cfg(unix)]
fn link_beside_the_library() {
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    // <profile>/build/<package>/out
    if let Some(profile) = out.ancestors().nth(3) {
        for folder in [profile.to_owned(), profile.join("deps")] {
            let _ = std::os::unix::fs::symlink("libiec61850.so", folder.join("libiec61850.so.1.6.1"));
        }
    }
}
