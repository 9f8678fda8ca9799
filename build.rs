//! Gives the shared library the name under which programs linked with libiec61850 1.6.1 ask for it.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libiec61850.so.1.6.1");
    }
}
