//! Elements of HTML and SVG. Names are constants and everything else is escaped, so that no text becomes markup.

use std::fmt::{self, Display, Formatter, Write};

use crate::report::page::words::quoted;
use crate::source::is_hidden;

/// Elements that have no content and no end tag.
const VOID: [&str; 1] = ["meta"];

/// Elements that stay on the line of their text.
const INLINE: [&str; 9] = ["a", "code", "span", "strong", "small", "summary", "tspan", "text", "title"];

/// An element with its attributes and content.
#[derive(Clone, Debug)]
pub struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Clone, Debug)]
enum Content {
    Element(Element),
    Text(String),
    /// Text that is written as it is: that of `style`, and line breaks.
    Raw(&'static str),
}

impl Element {
    /// An empty element.
    pub fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), content: Vec::new() }
    }

    /// A `style` element.
    pub fn style(css: &'static str) -> Self {
        Self { content: vec![Content::Raw(css)], ..Self::new("style") }
    }

    /// Adds an attribute.
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Adds the attribute `class`.
    pub fn class(self, name: &'static str) -> Self {
        self.with("class", name)
    }

    /// Adds text on one line.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.content.push(Content::Text(text.into()));
        self
    }

    /// Adds text in several lines, for an element that keeps them.
    pub fn lines<'a>(self, lines: impl IntoIterator<Item = &'a str>) -> Self {
        lines.into_iter().fold(self, |mut element, line| {
            if !element.content.is_empty() {
                element.content.push(Content::Raw("\n"));
            }
            element.text(line)
        })
    }

    /// Adds text in which what stands in backquotes is code.
    pub fn prose(self, text: &str) -> Self {
        quoted(text).fold(self, |element, (is_code, part)| match is_code {
            true => element.child(Self::new("code").text(part)),
            false => element.text(part),
        })
    }

    /// Adds an element.
    pub fn child(mut self, child: Self) -> Self {
        self.content.push(Content::Element(child));
        self
    }

    /// Adds elements.
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(children.into_iter().map(Content::Element));
        self
    }
}

impl Display for Element {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "<{}", self.tag)?;
        for (name, value) in &self.attributes {
            write!(formatter, " {name}=\"")?;
            escape(value, formatter)?;
            formatter.write_char('"')?;
        }
        formatter.write_char('>')?;
        for content in &self.content {
            match content {
                Content::Element(element) => element.fmt(formatter)?,
                Content::Text(text) => escape(text, formatter)?,
                Content::Raw(text) => formatter.write_str(text)?,
            }
        }
        if !VOID.contains(&self.tag) {
            write!(formatter, "</{}>", self.tag)?;
        }
        if INLINE.contains(&self.tag) { Ok(()) } else { formatter.write_char('\n') }
    }
}

/// Writes text on one line, in which no character is markup and none is hidden.
fn escape(text: &str, formatter: &mut Formatter<'_>) -> fmt::Result {
    text.chars().try_for_each(|character| match character {
        '&' => formatter.write_str("&amp;"),
        '<' => formatter.write_str("&lt;"),
        '>' => formatter.write_str("&gt;"),
        '"' => formatter.write_str("&quot;"),
        '\'' => formatter.write_str("&#39;"),
        character if is_hidden(character) || matches!(character, '\t' | '\n' | '\r') => {
            write!(formatter, "{}", character.escape_default())
        }
        character => formatter.write_char(character),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_no_markup() {
        let hostile = "</td><script>alert('1')</script>&amp;\" onload=\"x\u{202e}\u{1b}\n";
        let escaped = "&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;&quot; onload=&quot;x\\u{202e}\\u{1b}\\n";
        let element = Element::new("td").with("title", hostile).text(hostile);
        assert_eq!(element.to_string(), format!("<td title=\"{escaped}\">{escaped}</td>\n"));
    }

    #[test]
    fn elements_are_nested() {
        let meta = Element::new("meta").with("charset", "utf-8");
        let row = Element::new("tr").children([Element::new("td").text("1"), Element::new("td").text("2")]);
        let element = Element::new("div").class("a").child(meta).child(row).text("x");
        assert_eq!(
            element.to_string(),
            "<div class=\"a\"><meta charset=\"utf-8\">\n<tr><td>1</td>\n<td>2</td>\n</tr>\nx</div>\n"
        );
        let lines = Element::new("pre").lines("{\n  <\n}".lines());
        assert_eq!(lines.to_string(), "<pre>{\n  &lt;\n}</pre>\n");
        assert_eq!(Element::style("a > b { c: d }").to_string(), "<style>a > b { c: d }</style>\n");
    }
}
