//! Compares the formatter with `terraform fmt` on random and damaged sources.
//!
//! - `HCL_CASES`: the number of sources (2,000 by default)
//! - `HCL_SEED`: the seed
//! - `HCL_SEEDS`: a directory with more files to compare, both as they are and damaged, in addition to those
//!   in `examples/`, `modules/` and `tests/fmt_cases/`
//! - `HCL_FAILURES`: a directory for sources that are formatted differently

pub mod grammar;
mod mutation;
mod oracle;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Random, from_environment};

const BATCH: usize = 1000;

#[test]
fn random_sources_are_formatted_as_by_terraform() {
    let seed = from_environment("HCL_SEED", 1);
    println!("HCL_SEED={seed}");
    let mut random = Random::new(seed as u64);
    let seeds = seed_files();
    let sources = (0..from_environment("HCL_CASES", 2000)).map(|_| source(&mut random, &seeds));
    compare_all(sources);
}

#[test]
fn seed_files_are_formatted_as_by_terraform() {
    compare_all(seed_files().into_iter());
}

fn source(random: &mut Random, seeds: &[String]) -> String {
    let source = match random.below(2) {
        0 if !seeds.is_empty() => {
            let seed = &seeds[random.below(seeds.len())];
            excerpt(random, seed)
        }
        _ => grammar::file(random, grammar::Extent::All),
    };
    match random.once_in(3) {
        true => source,
        false => mutation::mutate(random, &source),
    }
}

/// A few successive items of a longer file, so that no few files dominate a batch.
fn excerpt(random: &mut Random, source: &str) -> String {
    let items: Vec<&str> = source.split_inclusive("\n}\n").collect();
    let start = random.below(items.len());
    let end = (start + 1 + random.below(3)).min(items.len());
    items[start..end].concat()
}

fn compare_all(mut sources: impl Iterator<Item = String>) {
    assert!(oracle::is_available(), "there is no terraform on the PATH to compare with");
    let (mut cases, mut refused, mut differences) = (0, 0, 0);
    loop {
        let batch: Vec<Vec<u8>> = sources.by_ref().take(BATCH).map(String::into_bytes).collect();
        if batch.is_empty() {
            break;
        }
        for (source, expected) in batch.iter().zip(oracle::format_all(&batch)) {
            let actual = poolsmith::hcl::format_bytes(source).ok();
            cases += 1;
            refused += usize::from(expected.is_none());
            if actual != expected && !is_broken_by_terraform(actual.as_deref(), expected.as_deref()) {
                differences += 1;
                keep(differences, source, expected.as_deref(), actual.as_deref());
            }
        }
    }
    println!("{cases} sources, {refused} refused by terraform, {differences} differences");
    assert_eq!(differences, 0, "sources are formatted differently");
}

/// Terraform deletes `null`, `true` and `false` if they are an index, which results in invalid HCL. poolsmith
/// keeps them; everything else must be the same.
fn is_broken_by_terraform(actual: Option<&[u8]>, expected: Option<&[u8]>) -> bool {
    let (Some(actual), Some(expected)) = (actual, expected) else { return false };
    let [mut actual, expected] =
        [actual, expected].map(|bytes| String::from_utf8_lossy(bytes).replace(' ', ""));
    for index in ["[null]", "[true]", "[false]"] {
        actual = actual.replace(index, "[]");
    }
    poolsmith::hcl::check(&expected).is_err() && actual == expected
}

#[test]
fn an_index_that_terraform_deletes_is_kept() {
    let source = "a = x[null]\n";
    assert_eq!(poolsmith::hcl::format(source).unwrap(), source);
    let terraforms = oracle::format_all(&[source.as_bytes().to_vec()]).remove(0);
    assert!(is_broken_by_terraform(Some(source.as_bytes()), terraforms.as_deref()));
}

fn keep(number: usize, source: &[u8], expected: Option<&[u8]>, actual: Option<&[u8]>) {
    if number <= 3 {
        println!("--- source\n{}", String::from_utf8_lossy(source));
        println!("--- terraform\n{}", shown(expected));
        println!("--- hcl::format\n{}", shown(actual));
    }
    if let Some(folder) = env::var_os("HCL_FAILURES") {
        let path = Path::new(&folder).join(format!("{number:05}.tf"));
        fs::write(path, source).expect("a written file");
    }
}

fn shown(result: Option<&[u8]>) -> String {
    result.map_or("refused".into(), |bytes| String::from_utf8_lossy(bytes).into_owned())
}

fn seed_files() -> Vec<String> {
    let own = ["examples", "modules", "tests/fmt_cases"];
    let own = own.map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let mut files = Vec::new();
    for folder in own.into_iter().chain(env::var_os("HCL_SEEDS").map(PathBuf::from)) {
        collect_files(&folder, &mut files);
    }
    files.sort();
    files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_files(&path, files);
        } else if ["tf", "tfvars", "hcl"].iter().any(|kind| path.extension().is_some_and(|own| own == *kind))
        {
            files.push(path);
        }
    }
}
