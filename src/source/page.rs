//! The page of an error code: what it means, when it happens, and the fix.

use crate::source::Code;

/// An example: the code, the name and the text of the inputs file, and the message.
type Example = (&'static str, &'static str, &'static str, &'static str);

const EXAMPLES: &[Example] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// The start of the fix.
const FIX: &str = "**Fix:** ";

/// The start of the list of other tools.
const ELSEWHERE: &str = "**Elsewhere:** ";

/// The page of an error code.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    code: Code,
}

impl Page {
    /// The page of a code.
    pub fn of(code: Code) -> Self {
        Self { code }
    }

    /// The meaning in one sentence.
    pub fn summary(&self) -> String {
        let explanation = self.code.explanation();
        on_one_line(explanation.split("\n\n").next().unwrap_or(explanation))
    }

    /// The meaning and when it happens, in paragraphs.
    pub fn description(&self) -> String {
        let explanation = self.code.explanation();
        let before_fix = explanation.split_once(FIX).map_or(explanation, |(before, _)| before);
        before_fix.trim_end().split("\n\n").map(on_one_line).collect::<Vec<_>>().join("\n\n")
    }

    /// The fix.
    pub fn fix(&self) -> String {
        self.code
            .explanation()
            .split_once(FIX)
            .map(|(_, after)| on_one_line(after.split("\n\n").next().unwrap_or(after).trim_end()))
            .unwrap_or_default()
    }

    /// Whether checkov, parliament, IAM Access Analyzer and prowler have such a rule: its name in each, or `none`. Only pages
    /// of findings say so.
    pub fn elsewhere(&self) -> Option<[&'static str; 4]> {
        let (_, tools) = self.code.explanation().split_once(ELSEWHERE)?;
        let mut tools =
            tools.trim_end().split("; ").map(|tool| tool.split_once(": ").map_or(tool, |(_, rule)| rule));
        Some([tools.next()?, tools.next()?, tools.next()?, tools.next()?])
    }

    /// The whole page for a terminal.
    pub fn text(&self) -> String {
        let title = format!("{} {} ({})", self.code, self.code.name(), self.code.severity().as_str());
        let example = self.example().map(|(_, file, inputs, message)| {
            format!("\nExample: {file}\n\n{}\n{}", indented(inputs), indented(message))
        });
        let explanation = self.code.explanation().replace("**", "");
        format!("{title}\n\n{explanation}{}", example.unwrap_or_default())
    }

    /// The whole page in Markdown, without a heading.
    pub fn markdown(&self) -> String {
        let example = self.example().map(|(_, file, inputs, message)| {
            let language = file.rsplit('.').next().unwrap_or_default();
            format!("\n**Example:** `{file}`\n\n{}\n{}", fenced(language, inputs), fenced("text", message))
        });
        self.code.explanation().to_owned() + &example.unwrap_or_default()
    }

    /// The URL of the page.
    pub fn address(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let anchor = format!("{}-{}", self.code.as_str().to_lowercase(), self.code.name());
        format!("https://docs.rs/crate/poolsmith/{version}/source/docs/rules.md#{anchor}")
    }

    fn example(&self) -> Option<&'static Example> {
        EXAMPLES.iter().find(|(code, ..)| *code == self.code.as_str())
    }
}

fn on_one_line(paragraph: &str) -> String {
    paragraph.lines().collect::<Vec<_>>().join(" ")
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    text.trim_end().lines().map(line).collect()
}

fn fenced(language: &str, text: &str) -> String {
    format!("````{language}\n{}\n````\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_says_what_how_and_the_fix() {
        for code in Code::ALL {
            let page = Page::of(*code);
            let parts = page.code.explanation().split("\n\n").count();
            assert!(parts >= 3 && page.summary().ends_with('.') && !page.fix().is_empty(), "{code}");
            let comes_about = page.example().is_some() || page.description().contains("This happens");
            let says_how = comes_about || page.description().len() > page.summary().len() + 40;
            assert!(says_how, "{code} has no example, and does not say how it comes about");
            assert!(page.text().lines().all(|line| line.chars().count() <= 400), "{code}");
        }
    }
}
