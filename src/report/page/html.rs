//! The page: one HTML file without scripts that refers to no other file.

use crate::report::access::SCOPE;
use crate::report::page::access_table::{access_table, mark_badge};
use crate::report::page::changes::changes;
use crate::report::page::checks::{accepted_findings, access_tests, findings};
use crate::report::page::contents::Contents;
use crate::report::page::element::Element;
use crate::report::page::environment_access::EnvironmentAccess;
use crate::report::page::picture::picture;
use crate::report::page::verdict::{Verdict, VerdictResult};

/// What a browser may do with the page: nothing but show it in its own style.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page as HTML.
pub fn html(contents: &Contents) -> String {
    let html = Element::new("html").with("lang", "en").child(head(contents)).child(body(contents));
    format!("<!doctype html>\n{html}")
}

fn head(contents: &Contents) -> Element {
    let meta = |name: &'static str, value: &'static str| Element::new("meta").with(name, value);
    Element::new("head")
        .child(meta("charset", "utf-8"))
        .child(meta("http-equiv", "Content-Security-Policy").with("content", CONTENT_SECURITY_POLICY))
        .child(meta("name", "viewport").with("content", "width=device-width, initial-scale=1"))
        .child(meta("name", "color-scheme").with("content", "light dark"))
        .child(Element::new("title").text(title(contents)))
        .child(Element::style(include_str!("style.css")))
}

fn title(contents: &Contents) -> String {
    format!("Access of {}", contents.name)
}

fn body(contents: &Contents) -> Element {
    let main = Element::new("main")
        .children(contents.since.as_ref().map(changes))
        .child(access_tests(&contents.tests))
        .child(findings(&contents.findings))
        .children(accepted_findings(&contents.accepted))
        .children(contents.environments.iter().map(environment));
    Element::new("body").child(header(contents)).child(main)
}

fn header(contents: &Contents) -> Element {
    let Verdict { result, sentence } = Verdict::of(contents);
    let class = match result {
        VerdictResult::Bad => "verdict bad",
        VerdictResult::Undecided | VerdictResult::Untested => "verdict open",
        VerdictResult::Good => "verdict good",
    };
    let symbol = Element::new("span").with("aria-hidden", "true").text(result.symbol());
    Element::new("header")
        .child(Element::new("h1").text(title(contents)))
        .child(Element::new("p").class(class).child(symbol).prose(&format!(" {sentence}")))
        .child(Element::new("p").class("scope").text(SCOPE))
        .child(navigation(contents))
}

fn navigation(contents: &Contents) -> Element {
    let link = |(id, title): (String, String)| {
        let link = Element::new("a").with("href", format!("#{id}")).text(title);
        Element::new("li").child(link)
    };
    let mut sections = vec![("tests".to_owned(), "Access tests"), ("findings".to_owned(), "Findings")];
    if contents.since.is_some() {
        sections.insert(0, ("changes".to_owned(), "What changed"));
    }
    if !contents.accepted.is_empty() {
        sections.push(("accepted".to_owned(), "Accepted findings"));
    }
    let sections = sections.into_iter().map(|(id, title)| (id, title.to_owned()));
    let environments =
        contents.environments.iter().map(|access| (id(access), access.environment.key().to_owned()));
    let list = Element::new("ul").children(sections.chain(environments).map(link));
    Element::new("nav").with("aria-label", "Sections").child(list)
}

fn id(access: &EnvironmentAccess) -> String {
    format!("environment-{}", access.environment.key())
}

fn environment(access: &EnvironmentAccess) -> Element {
    let name = access.environment.key();
    let section = Element::new("section")
        .with("id", id(access))
        .child(Element::new("h2").text(format!("Environment {name}")).children(mark_badge(access.mark())))
        .child(Element::new("p").text(access.summary()));
    let pictured = section.children(picture(access));
    match access_table(access) {
        Some(table) => pictured.child(table),
        None => pictured.child(Element::new("p").text("The environment has no roles.")),
    }
}
