//! Embeds every file below `templates/` that ends in `.tera`, under its path there.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("templates");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = String::from("&[\n");
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "tera") {
            let name = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            list.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.to_string_lossy()));
        }
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("templates.rs"), list)?;
    Ok(())
}
