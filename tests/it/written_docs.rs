//! The documentation that was written by hand: its links, and what it shows of generated files.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::support::repository;

/// The Markdown files in a folder.
fn pages(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The files that a page links or shows.
fn targets(page: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(page).expect("a page");
    let urls = Parser::new_ext(&text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    let files = urls.map(|url| url.split('#').next().unwrap_or_default().to_owned());
    let files = files.filter(|file| !file.is_empty() && !file.contains(':'));
    files.map(|file| page.with_file_name(file)).collect()
}

#[test]
fn links_lead_to_files_of_the_repository() {
    let folders = ["", "docs", "docs/internals", "tests", "templates", "benches"];
    let pages: Vec<PathBuf> = folders.into_iter().flat_map(pages).collect();
    let links: Vec<(&PathBuf, PathBuf)> =
        pages.iter().flat_map(|page| targets(page).into_iter().map(move |target| (page, target))).collect();
    assert!(links.len() > 20, "{links:?}");
    for (page, target) in links {
        assert!(target.exists(), "{} links {}, which does not exist", page.display(), target.display());
    }
}

#[test]
fn the_readme_shows_a_picture_of_a_report() {
    const MAX_BYTES: usize = 200_000;
    let readme = fs::read_to_string(repository().join("README.md")).expect("a README");
    let mut events = Parser::new_ext(&readme, Options::ENABLE_TABLES);
    let picture = events.find_map(|event| match event {
        Event::Start(Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    assert_eq!(picture.as_deref(), Some("docs/report.png"));
    let alternative: Vec<String> = events
        .take_while(|event| *event != Event::End(TagEnd::Image))
        .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
        .collect();
    assert!(alternative.concat().contains("what changed since main"), "{alternative:?}");
    let bytes = fs::read(repository().join("docs/report.png")).expect("scripts/report-picture makes it");
    assert!(bytes.starts_with(b"\x89PNG\r\n") && bytes.len() < MAX_BYTES, "{} bytes", bytes.len());
}

#[test]
fn the_readme_shows_what_is_generated_for_an_example() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).expect("a file");
    let readme = read("README.md");
    let blocks = |language: &str| -> Vec<String> {
        let fence = format!("```{language}\n");
        let blocks = readme.split(&fence).skip(1);
        blocks.filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
    };
    let inputs = read("examples/least-privilege/poolsmith.yaml");
    assert!(inputs.contains(&blocks("yaml")[0]));
    let shown = &blocks("hcl")[0];
    let (before, after) = shown.split_once("      # … and").expect("what is left out");
    let policy = read("examples/least-privilege/modules/policy/main.tf");
    assert!(policy.contains(before), "{before}");
    let after = after.split_once('\n').expect("more lines").1;
    assert!(policy.ends_with(after), "{after}");
}

#[test]
fn the_first_hour_shows_the_code_that_is_tested() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).expect(path);
    let page = read("docs/first-hour.md");
    let mut blocks = page.split("```js\n").skip(1).map(|block| block.split_once("```").expect("its end").0);
    let with_sdk = blocks.next().unwrap();
    assert!(read("tests/real/first_hour.mjs").contains(with_sdk), "{with_sdk}");
    let (_, with_amplify) =
        blocks.next().and_then(|block| block.split_once("\n\n")).expect("imports, then code");
    assert!(read("tests/real/amplify.mjs").contains(with_amplify), "{with_amplify}");
}
