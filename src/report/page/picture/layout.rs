//! The places of the nodes: as much room as their labels need, and near to what they are connected with.

use crate::report::page::picture::graph::{Graph, Node};

/// The measures of a picture, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The width of a column.
    pub column: usize,
    /// The room between two columns.
    pub gap: usize,
    /// The size of letters.
    pub font: usize,
    /// The maximum number of lines of a label.
    pub lines: usize,
}

/// For screens and paper.
pub const WIDE: Format = Format { column: 282, gap: 110, font: 13, lines: 4 };
/// For telephones.
pub const NARROW: Format = Format { column: 106, gap: 24, font: 10, lines: 8 };

/// The room between a box and its text.
const PADDING: usize = 8;
/// The room between two boxes of a column.
const SPACE: usize = 10;

/// The boxes of the nodes.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    /// The boxes of each column, in the order of the nodes.
    pub columns: [Vec<Placed>; 3],
    /// The height of the picture.
    pub height: usize,
}

/// The box of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The distance of its upper edge from that of the picture.
    pub top: usize,
    /// Its height.
    pub height: usize,
    /// The lines of the label.
    pub label: Vec<String>,
    /// The lines of the note.
    pub note: Vec<String>,
}

impl Format {
    /// The width of the picture.
    pub fn width(self) -> usize {
        3 * self.column + 2 * self.gap
    }

    /// The distance of a column's left edge from that of the picture.
    pub fn left(self, column: usize) -> usize {
        column * (self.column + self.gap)
    }

    /// The distance between two lines.
    pub fn line_height(self) -> usize {
        self.font + 5
    }

    /// The distance of the text from the left edge of its box.
    pub fn padding(self) -> usize {
        PADDING.min(self.font)
    }

    /// The number of letters in a line. Letters of a fixed-width font are at most 0.62 times as wide as high.
    fn letters(self) -> usize {
        (self.column - 2 * self.padding()) * 100 / (self.font * 62)
    }

    fn placed(self, node: &Node) -> Placed {
        let label = wrapped(&node.label, self.letters(), self.lines);
        let note = wrapped(&node.note, self.letters(), self.lines);
        let height = (label.len() + note.len()) * self.line_height() + PADDING;
        Placed { top: 0, height, label, note }
    }
}

/// Lays out a graph, below a line of headings.
pub fn layout(graph: &Graph, format: Format) -> Layout {
    let mut columns = graph.columns.each_ref().map(|nodes| {
        let mut top = format.line_height() + SPACE;
        let place = |node| {
            let placed = Placed { top, ..format.placed(node) };
            top += placed.height + SPACE;
            placed
        };
        nodes.iter().map(place).collect::<Vec<_>>()
    });
    let height = columns.iter().map(|column| bottom(column)).max().unwrap_or_default();
    for column in [1, 0] {
        let wanted = middles_of_targets(graph, &columns, column);
        let mut order: Vec<usize> = (0..columns[column].len()).collect();
        if column == 0 {
            order.sort_by_key(|&at| wanted[at].unwrap_or(usize::MAX));
        }
        arrange(&mut columns[column], &order, &wanted, [format.line_height() + SPACE, height]);
    }
    Layout { columns, height: height + SPACE }
}

fn bottom(column: &[Placed]) -> usize {
    column.last().map_or(0, |last| last.top + last.height)
}

/// Where each node of a column would be at the height of what its edges lead to; `None` if it has none.
fn middles_of_targets(graph: &Graph, columns: &[Vec<Placed>; 3], column: usize) -> Vec<Option<usize>> {
    let mut targets = vec![Vec::new(); columns[column].len()];
    for edge in &graph.edges[column] {
        let target = &columns[column + 1][edge.to];
        targets[edge.from].push(target.top + target.height / 2);
    }
    let middle = |tops: Vec<usize>| (!tops.is_empty()).then(|| tops.iter().sum::<usize>() / tops.len());
    targets.into_iter().map(middle).collect()
}

/// Moves the boxes of a column, which fit between the top and the bottom, as near to the wanted middles as others let them.
fn arrange(boxes: &mut [Placed], order: &[usize], wanted: &[Option<usize>], [top, bottom]: [usize; 2]) {
    let mut free = top;
    for &at in order {
        let near = wanted[at].map_or(free, |middle| middle.saturating_sub(boxes[at].height / 2));
        boxes[at].top = near.max(free);
        free = boxes[at].top + boxes[at].height + SPACE;
    }
    let mut end = bottom;
    for &at in order.iter().rev() {
        boxes[at].top = boxes[at].top.min(end - boxes[at].height);
        end = boxes[at].top.saturating_sub(SPACE);
    }
}

/// A text in lines, which end where words do if there is such a place.
fn wrapped(text: &str, letters: usize, max_lines: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && lines.len() < max_lines {
        let end = end_of_line(rest, letters);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if let Some(last) = lines.last_mut().filter(|_| !rest.is_empty()) {
        while width(last) >= letters {
            last.pop();
        }
        last.push('…');
    }
    lines
}

fn end_of_line(text: &str, letters: usize) -> usize {
    let mut used = 0;
    let mut after_word = None;
    for (at, character) in text.char_indices() {
        used += width_of(character);
        if used > letters {
            return after_word.unwrap_or(at.max(text.chars().next().map_or(0, char::len_utf8)));
        }
        if matches!(character, ' ' | '/' | ':' | '-' | ',' | '.' | '_') {
            after_word = Some(at + character.len_utf8());
        }
    }
    text.len()
}

fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// The width of a character in letters. Those that aren't ASCII may be twice as wide, and hidden ones are written as
/// escapes such as `\u{202e}`.
fn width_of(character: char) -> usize {
    match character {
        character if crate::source::is_hidden(character) => 10,
        '…' => 1,
        character if character.is_ascii() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::picture::graph::Edge;

    fn node(label: String) -> Node {
        Node { label, note: String::new() }
    }

    fn edge(from: usize, to: usize) -> Edge {
        Edge { from, to, denies: false, words: Vec::new() }
    }

    /// A graph with one provider for all roles, and two resources for each, one of which is of all.
    fn with_roles(count: usize) -> Graph {
        Graph {
            columns: [
                vec![node("users of main".to_owned())],
                (0..count).map(|at| node(format!("role_{at}"))).collect(),
                (0..=count)
                    .map(|at| node(format!("s3 bucket-with-a-long-name/{at}/*").repeat(at % 4 + 1)))
                    .collect(),
            ],
            edges: [
                (0..count).map(|at| edge(0, at)).collect(),
                (0..count).flat_map(|at| [edge(at, at + 1), edge(at, 0)]).collect(),
            ],
        }
    }

    #[test]
    fn no_box_covers_another_or_leaves_the_picture() {
        for count in [0, 1, 5, 40, 300] {
            for format in [WIDE, NARROW] {
                let Layout { columns, height } = layout(&with_roles(count), format);
                for mut column in columns {
                    column.sort_by_key(|placed| placed.top);
                    assert!(column.first().is_none_or(|first| first.top >= format.line_height()));
                    assert!(column.windows(2).all(|pair| pair[0].top + pair[0].height < pair[1].top));
                    assert!(bottom(&column) < height);
                    let lines = column.iter().flat_map(|placed| &placed.label);
                    assert!(lines.clone().all(|line| width(line) <= format.letters()));
                }
            }
        }
    }

    #[test]
    fn lines_end_where_words_do() {
        assert_eq!(wrapped("s3 notes/{identity}/*", 12, 4), ["s3 notes/", "{identity}/*"]);
        assert_eq!(wrapped("abcdefgh", 3, 2), ["abc", "de…"]);
        assert_eq!(wrapped("日本語", 4, 4), ["日本", "語"]);
        assert_eq!(wrapped("日", 1, 4), ["日"]);
        assert!(wrapped("", 3, 2).is_empty());
    }
}
