//! Writes the certificates of [`make`] into a directory: `certificates DIRECTORY`.

mod make;

fn main() -> std::io::Result<()> {
    let directory =
        std::path::PathBuf::from(std::env::args_os().nth(1).expect("usage: certificates DIRECTORY"));
    std::fs::create_dir_all(&directory)?;
    make::all().into_iter().try_for_each(|(name, content)| std::fs::write(directory.join(name), content))
}
