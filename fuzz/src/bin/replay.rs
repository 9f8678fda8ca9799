//! Runs what is kept of a target (or all) through it: `replay [TARGET]`. On any toolchain; a panic ends it.

use std::path::Path;

fn main() {
    let wanted = std::env::args().nth(1);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in iec61850_fuzz::TARGETS {
        if wanted.as_ref().is_some_and(|wanted| wanted != name) {
            continue;
        }
        let mut count = 0;
        for folder in ["corpus", "found"] {
            let Ok(entries) = std::fs::read_dir(root.join(folder).join(name)) else { continue };
            for entry in entries {
                let path = entry.expect("a folder that can be read").path();
                let data = std::fs::read(&path).expect("a file that can be read");
                if wanted.is_some() {
                    eprintln!("{}", path.display());
                }
                target(&data);
                count += 1;
            }
        }
        println!("{name}: {count} inputs");
        assert!(count > 0, "no corpus of {name}");
    }
}
