//! Tables that become blocks on narrow screens, and stay tables for screen readers.

use crate::report::page::element::Element;

/// A table with its caption, its column headings and its groups of rows.
pub fn table(caption: Element, headings: &[&str], groups: impl IntoIterator<Item = Element>) -> Element {
    let heading =
        |name: &&str| Element::new("th").with("scope", "col").with("role", "columnheader").text(*name);
    let row = row().children(headings.iter().map(heading));
    Element::new("table")
        .with("role", "table")
        .child(caption)
        .child(Element::new("thead").with("role", "rowgroup").child(row))
        .children(groups)
}

/// A caption that repeats the heading above the table, for screen readers only.
pub fn repeated_caption(text: &str) -> Element {
    Element::new("caption").class("repeated").text(text)
}

/// A group of rows.
pub fn group(rows: impl IntoIterator<Item = Element>) -> Element {
    Element::new("tbody").with("role", "rowgroup").children(rows)
}

/// A row without cells.
pub fn row() -> Element {
    Element::new("tr").with("role", "row")
}

/// An empty cell, and the heading of its column for narrow screens.
pub fn cell(heading: &str) -> Element {
    Element::new("td").with("role", "cell").with("data-heading", heading)
}

/// The cell that names what its row, or its group of rows, is about.
pub fn row_heading(rows: usize) -> Element {
    let heading = Element::new("th").with("role", "rowheader");
    match rows {
        1 => heading.with("scope", "row"),
        rows => heading.with("scope", "rowgroup").with("rowspan", rows),
    }
}

/// Text that opens to more.
pub fn details(summary: Element, more: Element) -> Element {
    Element::new("details").child(summary).child(more)
}
