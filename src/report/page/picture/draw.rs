//! Draws the picture as SVG.

use crate::report::page::element::Element;
use crate::report::page::environment_access::EnvironmentAccess;
use crate::report::page::picture::graph::{Edge, Graph, Node, graph};
use crate::report::page::picture::layout::{Format, Layout, NARROW, Placed, WIDE, layout};

/// The headings of the columns.
const HEADINGS: [&str; 3] = ["Who", "Role", "Where"];

/// The classes of the boxes in each column.
const CLASSES: [&str; 3] = ["who", "role", "where"];

/// The picture of an environment, once for wide and once for narrow screens; `None` if there are no roles.
pub fn picture(access: &EnvironmentAccess) -> Option<Element> {
    let graph = graph(access);
    if graph.columns[1].is_empty() {
        return None;
    }
    let name = access.environment.key();
    let caption = Element::new("figcaption").text(format!(
        "Who gets which role in {name}, and where each role has access; dashed where it is denied. The table below has the same in words."
    ));
    let of = |format, class: &'static str| {
        let svg = svg(&graph, format).with("aria-label", format!("Who has access where in {name}"));
        svg.class(class)
    };
    Some(Element::new("figure").child(of(WIDE, "wide")).child(of(NARROW, "narrow")).child(caption))
}

fn svg(graph: &Graph, format: Format) -> Element {
    let layout = layout(graph, format);
    let (width, height) = (format.width(), layout.height);
    let headings = HEADINGS.iter().enumerate().map(|(column, heading)| {
        text(format.left(column) + format.padding(), format.line_height(), "heading", heading)
    });
    let columns = graph.columns.iter().zip(&layout.columns).enumerate();
    let boxes = columns.flat_map(|(column, (nodes, boxes))| {
        nodes.iter().zip(boxes).map(move |(node, placed)| node_box(node, placed, column, format))
    });
    Element::new("svg")
        .with("viewBox", format!("0 0 {width} {height}"))
        .with("width", width)
        .with("height", height)
        .with("font-size", format.font)
        .with("role", "img")
        .children(headings)
        .children(paths(graph, &layout, format))
        .children(boxes)
}

fn paths(graph: &Graph, layout: &Layout, format: Format) -> Vec<Element> {
    let of_column = |(column, edges): (usize, &Vec<Edge>)| {
        let path = |edge: &Edge| {
            let ends = [&layout.columns[column][edge.from], &layout.columns[column + 1][edge.to]];
            curve(ends, column, edge, format)
        };
        edges.iter().map(path).collect::<Vec<_>>()
    };
    graph.edges.iter().enumerate().flat_map(of_column).collect()
}

fn curve([from, to]: [&Placed; 2], column: usize, edge: &Edge, format: Format) -> Element {
    let (start, end) = (format.left(column) + format.column, format.left(column + 1));
    let bend = start + format.gap / 2;
    // What is allowed and what is denied may have the same ends.
    let beside = if edge.denies { 4 } else { 0 };
    let [from, to] = [from, to].map(|placed| placed.top + placed.height / 2 + beside);
    let path = Element::new("path")
        .class(if edge.denies { "denies" } else { "edge" })
        .with("d", format!("M{start} {from}C{bend} {from} {bend} {to} {end} {to}"));
    if edge.words.is_empty() {
        return path;
    }
    let not = if edge.denies { "denied: " } else { "" };
    path.child(Element::new("title").text(format!("{not}{}", edge.words.join("; "))))
}

fn node_box(node: &Node, placed: &Placed, column: usize, format: Format) -> Element {
    let left = format.left(column);
    let frame = Element::new("rect")
        .with("x", left)
        .with("y", placed.top)
        .with("width", format.column)
        .with("height", placed.height)
        .with("rx", 6);
    let lines =
        placed.label.iter().map(|line| (line, "label")).chain(placed.note.iter().map(|line| (line, "note")));
    let lines = lines.enumerate().map(|(at, (line, class))| {
        text(left + format.padding(), placed.top + (at + 1) * format.line_height(), class, line)
    });
    let title = Element::new("title").text(node.label.clone());
    Element::new("g").class(CLASSES[column]).child(title).child(frame).children(lines)
}

fn text(x: usize, y: usize, class: &'static str, words: &str) -> Element {
    Element::new("text").with("x", x).with("y", y).class(class).text(words)
}
