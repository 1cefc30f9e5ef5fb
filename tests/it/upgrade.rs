//! Versions of poolsmith: workspaces of earlier releases, and what an older version must not touch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{files, poolsmith, recorded, repository, words, workspace};

/// A line that is added to a file by hand.
const EDIT: &str = "edited by hand";

/// The workspaces that earlier versions generated: `tests/releases/VERSION/NAME`.
fn releases() -> Vec<PathBuf> {
    let subdirectories = |folder: PathBuf| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let versions = subdirectories(repository().join("tests/releases"));
    versions.into_iter().flat_map(subdirectories).collect()
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files(from) {
        let target = folder.path().join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    folder
}

fn is_own_file(path: &str) -> bool {
    path.starts_with(".poolsmith/") || path.ends_with(".record") || path == "poolsmith.lock"
}

/// The files that a version generated, by the record of what it did.
fn generated(folder: &Path) -> BTreeMap<String, String> {
    let paths: Vec<String> = match fs::read_to_string(folder.join("poolsmith.lock")) {
        Ok(lock) => {
            let lock: serde_json::Value = serde_json::from_str(&lock).unwrap();
            lock["files"].as_object().unwrap().keys().cloned().collect()
        }
        Err(_) => recorded(folder).into_keys().collect(),
    };
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(folder.join(path)).unwrap())).collect()
}

/// A comment in the language of a file.
fn comment(path: &str) -> String {
    if path.ends_with(".md") { format!("<!-- {EDIT} -->\n") } else { format!("# {EDIT}\n") }
}

fn without_edits(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains(EDIT)).collect()
}

/// The resources of the modules, and the addresses from which `moved` blocks move.
fn addresses(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let lines = files.iter().filter(|(path, _)| path.ends_with(".tf")).flat_map(|(path, text)| {
        let module = path.rsplit_once('/').map_or("", |(module, _)| module);
        text.lines().map(move |line| (module, line.trim()))
    });
    let address = |(module, line): (&str, &str)| {
        let resource =
            line.strip_prefix("resource ").map(|rest| rest.trim_end_matches(" {").replace("\" \"", "."));
        let moved = line.strip_prefix("from = ").map(str::to_owned);
        resource.or(moved).map(|address| format!("{module} {}", address.trim_matches('"')))
    };
    lines.filter_map(address).collect()
}

#[test]
fn a_workspace_of_an_earlier_release_keeps_every_edit() {
    let releases = releases();
    assert!(!releases.is_empty());
    for release in releases {
        let name = release.display();
        let folder = copy(&release);
        let before = generated(folder.path());
        for (path, text) in &before {
            fs::write(folder.path().join(path), format!("{}{text}", comment(path))).unwrap();
        }
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{name}: {}", words(&output));

        let fresh = copy(&release);
        for path in
            files(fresh.path()).into_keys().filter(|path| before.contains_key(path) || is_own_file(path))
        {
            fs::remove_file(fresh.path().join(path)).unwrap();
        }
        let output = poolsmith(fresh.path(), &["generate"]);
        assert!(output.status.success(), "{name}: {}", words(&output));

        let found = files(folder.path());
        assert_eq!(
            found.keys().filter(|path| is_own_file(path)).count(),
            1,
            "{name}: the record is one file"
        );
        let mut texts = BTreeMap::new();
        for (path, expected) in files(fresh.path()).into_iter().filter(|(path, _)| !is_own_file(path)) {
            let text = String::from_utf8(found[&path].clone()).unwrap();
            assert_eq!(without_edits(&text), String::from_utf8(expected).unwrap(), "{name}: {path}");
            assert_eq!(text.contains(EDIT), before.contains_key(&path), "{name}: {path}");
            texts.insert(path, text);
        }
        let (then, now) = (addresses(&before), addresses(&texts));
        assert!(!then.is_empty() && then.is_subset(&now), "{name}: {then:?} {now:?}");
    }
}

#[test]
fn what_a_version_changes_is_said() {
    let release = repository().join("tests/releases/0.1.0/tutorial");
    let folder = copy(&release);
    let said = |arguments: &[&str]| words(&poolsmith(folder.path(), arguments));
    let check = said(&["check"]);
    assert!(check.contains("warning[W0035]: poolsmith 0.1 generated this workspace"), "{check}");
    assert!(said(&["generate"]).contains("warning[W0035]"));
    assert!(!said(&["generate"]).contains("W0035"));
}

#[test]
fn an_older_version_stops_before_it_judges_keys() {
    let inputs = "name: notes\nnew_key: true\nenvironments: { dev: { region: us-east-1 } }\n";
    let folder = workspace(inputs);
    fs::write(folder.path().join("poolsmith.0123456789ab.record"), "poolsmith-record 1 99.0.0 0\0").unwrap();
    for command in ["generate", "check", "diff", "explain", "test"] {
        let output = poolsmith(folder.path(), &[command]);
        let told = words(&output);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(told.contains("error[E0410]: the workspace was generated by poolsmith 99.0.0"), "{told}");
        assert!(told.contains("1 error"), "{told}");
    }
    let lock = r#"{ "format": 2, "poolsmith": "99.0.0", "files": {}, "new": 1 }"#;
    fs::remove_file(folder.path().join("poolsmith.0123456789ab.record")).unwrap();
    fs::write(folder.path().join("poolsmith.lock"), lock).unwrap();
    assert!(words(&poolsmith(folder.path(), &["generate"])).contains("E0410"));
}

#[test]
fn the_inputs_name_the_versions_that_may_be_used() {
    let own = env!("CARGO_PKG_VERSION");
    for (constraint, is_admitted) in
        [(format!("= {own}"), true), (">= 0.1, < 99.0".into(), true), ("< 0.1".into(), false)]
    {
        let folder = workspace(&format!(
            "name: notes\nrequired_poolsmith: \"{constraint}\"\nenvironments: {{ dev: {{ region: us-east-1 }} }}\n"
        ));
        let output = poolsmith(folder.path(), &["generate"]);
        assert_eq!(output.status.success(), is_admitted, "{constraint}: {}", words(&output));
        assert_eq!(words(&output).contains("E0410"), !is_admitted, "{}", words(&output));
    }
}
