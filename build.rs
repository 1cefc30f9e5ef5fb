//! Embeds the templates below `templates/` under their paths there; the grant kinds as JSON, which is read faster
//! than YAML; and for each code one of the examples in `examples/invalid/` and `examples/findings/`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use walkdir::WalkDir;

/// What has a longer line is no example to read.
const MAX_LINE: usize = 300;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    embed("templates.rs", &list(&templates(&root.join("templates"))?))?;
    if let Some(commit) = commit(&root.join(".git")) {
        println!("cargo::rustc-env=POOLSMITH_COMMIT={commit}");
    }
    embed("kinds.rs", &list(&kinds(&root.join("templates/grants"))?))?;
    let directories = ["examples/invalid", "examples/findings"];
    let examples = directories.map(|directory| examples(&root.join(directory)));
    embed("examples.rs", &list(&examples.into_iter().collect::<Result<Vec<_>>>()?.concat()))
}

/// The first digits of the commit that is checked out. `None` without a Git checkout, or with references in a packed file.
fn commit(git: &Path) -> Option<String> {
    const DIGITS: usize = 9;
    let head = git.join("HEAD");
    println!("cargo::rerun-if-changed={}", head.display());
    let text = fs::read_to_string(head).ok()?;
    let commit = match text.trim().strip_prefix("ref: ") {
        Some(reference) => {
            println!("cargo::rerun-if-changed={}", git.join(reference).display());
            fs::read_to_string(git.join(reference)).ok()?
        }
        None => text,
    };
    let is_commit =
        commit.trim().len() >= DIGITS && commit.trim().bytes().all(|byte| byte.is_ascii_hexdigit());
    is_commit.then(|| commit[..DIGITS].to_owned())
}

fn embed(name: &str, expression: &str) -> Result<()> {
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join(name), expression)?)
}

fn list(items: &[String]) -> String {
    format!("&[\n    {}\n]", items.join(",\n    "))
}

/// A name and a text for each file that ends in `.tera`.
fn templates(root: &Path) -> Result<Vec<String>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let path = entry?.into_path();
        let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        if name.ends_with(".tera") {
            list.push(format!("({name:?}, {})", include(&path)));
        }
    }
    Ok(list)
}

/// The file's name and the text as JSON for each grant kind, which ends in `.yaml`.
fn kinds(root: &Path) -> Result<Vec<String>> {
    let mut list = Vec::new();
    for entry in WalkDir::new(root).min_depth(1).sort_by_file_name() {
        let path = entry?.into_path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind: serde_json::Value = serde_saphyr::from_str(&fs::read_to_string(&path)?)?;
        list.push(format!("({name:?}, {:?})", kind.to_string()));
    }
    Ok(list)
}

/// For each code the shortest of its examples: the code, the inputs file's name, its text, and the
/// message about it. The name of an example's directory begins with the code.
fn examples(root: &Path) -> Result<Vec<String>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut shortest: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for entry in WalkDir::new(root).min_depth(1).max_depth(1).sort_by_file_name() {
        let directory = entry?.into_path();
        let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (code, _) = name.split_once('-').ok_or("an example is called CODE-WHAT")?;
        let message = directory.join("message.txt");
        if !message.is_file() {
            continue; // it is about to be written
        }
        let inputs = ["yaml", "json", "toml"].map(|extension| format!("poolsmith.{extension}"));
        let Some(file) = inputs.iter().find(|file| directory.join(file).is_file()) else { continue };
        let inputs = directory.join(file);
        let texts = fs::read_to_string(&message)? + &fs::read_to_string(&inputs)?;
        if texts.lines().any(|line| line.len() > MAX_LINE) {
            continue;
        }
        let length = texts.len();
        let item = format!("({code:?}, {file:?}, {}, {})", include(&inputs), include(&message));
        if shortest.get(code).is_none_or(|(shorter, _)| length < *shorter) {
            shortest.insert(code.to_owned(), (length, item));
        }
    }
    Ok(shortest.into_values().map(|(_, item)| item).collect())
}

fn include(path: &Path) -> String {
    format!("include_str!({:?})", path.to_string_lossy())
}
