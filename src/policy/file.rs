//! Policy documents in separate files.

use std::collections::HashMap;

use serde::de::IgnoredAny;

use crate::aws::{Region, shown};
use crate::iam::element::{STATEMENT, VERSION};
use crate::iam::{Parser, Version};
use crate::inputs::read::{self, Language};
use crate::policy::leaf::{PlacedDocument, TokenStrings, placed_document};
use crate::policy::text::TextCheck;
use crate::source::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::tree::{Node, nearest};

/// Reads a file named in the inputs. Returns its name for messages and its text, or why it can't be read.
pub type ReadFile<'a> = dyn Fn(&str) -> Result<(String, String), String> + 'a;

/// The policy files that the inputs refer to, each read and parsed once.
pub struct PolicyFiles<'a> {
    sources: &'a mut Sources,
    read: &'a ReadFile<'a>,
    /// By path, and by the service principal of identity pools, on which the policy variables depend.
    parsed: HashMap<(String, &'static str), Option<PlacedDocument>>,
    diagnostics: &'a Diagnostics,
}

impl<'a> PolicyFiles<'a> {
    /// Files are read with `read` and added to `sources`. Problems in their content go to `diagnostics`.
    pub fn new(sources: &'a mut Sources, read: &'a ReadFile<'a>, diagnostics: &'a Diagnostics) -> Self {
        Self { sources, read, parsed: HashMap::new(), diagnostics }
    }

    /// The document in a file, for the environments of a region. If it can't be read, that is reported to `diagnostics`,
    /// at `at`.
    pub fn document(
        &mut self,
        path: &str,
        region: &Region,
        at: Span,
        diagnostics: &Diagnostics,
    ) -> Option<PlacedDocument> {
        let key = (path.to_owned(), region.identity_key_prefix());
        if let Some(parsed) = self.parsed.get(&key) {
            return parsed.clone();
        }
        let document = match (self.read)(path) {
            Ok((name, text)) => self.parse(name, text, region),
            Err(why) => {
                diagnostics.push(
                    Diagnostic::at(
                        at,
                        Code::NoPolicyFile,
                        format!("can't read the policy file {}: {why}", shown(path)),
                    )
                    .help(
                        "`policy_file` is the path of an IAM policy document in JSON, relative to the inputs file",
                    ),
                );
                return None;
            }
        };
        self.parsed.insert(key, document.clone());
        document
    }

    fn parse(&mut self, name: String, text: String, region: &Region) -> Option<PlacedDocument> {
        if !may_be_policy(&text) {
            // The file may contain anything, so messages must not show its content.
            let file = self.sources.add_unshown(name, text.as_str());
            self.diagnostics.push(not_a_policy(file, &text));
            return None;
        }
        let file = self.sources.add_read("a policy that the inputs name", name, text.as_str());
        let node = read::read(&text, file, Language::Json, self.diagnostics)?;
        check_version(&node, self.diagnostics);
        let principal = region.identity_key_prefix();
        let strings = TokenStrings { check: TextCheck { principal, diagnostics: self.diagnostics } };
        let policy = Parser::new(&strings, self.diagnostics)
            .in_partition(region.partition())
            .for_users_of(principal)
            .policy(&node)?;
        Some(placed_document(&policy))
    }
}

/// Whether a text is a policy document, or seems to be meant as one: a JSON object with a `Statement`.
fn may_be_policy(text: &str) -> bool {
    match serde_json::from_str::<HashMap<String, IgnoredAny>>(text) {
        Ok(object) => object.contains_key(STATEMENT),
        // The message about the syntax error shows a line of the file.
        Err(error) if error.is_syntax() || error.is_eof() => {
            let name = format!("\"{STATEMENT}\"");
            let after = text.match_indices(&name).map(|(start, _)| text[start + name.len()..].trim_start());
            text.trim_start().starts_with('{') && after.into_iter().any(|rest| rest.starts_with(':'))
        }
        Err(_) => false,
    }
}

/// The diagnostic for a file that isn't a policy document, without its content.
fn not_a_policy(file: FileId, text: &str) -> Diagnostic {
    let start = Span::new(file, 0, 0);
    let no_statement =
        || Diagnostic::at(start, Code::BadPolicy, "the policy file is not a JSON object with `Statement`");
    let diagnostic = match serde_json::from_str::<HashMap<String, IgnoredAny>>(text) {
        _ if text.trim().is_empty() => Diagnostic::at(start, Code::Empty, "the policy file is empty"),
        Ok(object) => match object.keys().find(|key| nearest(key, [STATEMENT]).is_some()) {
            Some(_) => no_statement().help("one key is almost `Statement`: check its spelling"),
            None => no_statement(),
        },
        Err(error) if error.is_syntax() || error.is_eof() => {
            let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            Diagnostic::at(Span::new(file, at, at), Code::Syntax, "the policy file is not valid JSON")
        }
        Err(_) => no_statement(),
    };
    diagnostic.help("expected an IAM policy document in JSON with `Version` and `Statement`")
}

/// Requires the current version. In older ones policy variables are literal text, which changes the meaning.
fn check_version(policy: &Node, diagnostics: &Diagnostics) {
    let given = policy.get(VERSION);
    let version = given.and_then(Node::as_text);
    // The parser reports any other value.
    let is_old = given.is_none() || version == Some(Version::Of2008.as_str());
    if is_old && policy.as_map().is_some() {
        let span = given.map_or(policy.span, |version| version.span);
        let wanted = Version::Of2012.as_str();
        diagnostics.push(
            Diagnostic::at(span, Code::BadPolicy, format!("the policy document's version is not {wanted}"))
                .help("without this version, IAM treats a policy variable such as ${aws:userid} as literal text")
                .help(format!("write \"Version\": \"{wanted}\"")),
        );
    }
}
