//! Maps that must have exactly one of several keys.

use crate::inputs::decode::Error;
use crate::inputs::decode::deserializer::NodeDeserializer;
use crate::inputs::unknown_key::{unknown_backend, unknown_key};
use crate::source::{Code, Diagnostic};
use crate::tree::{Node, quoted_list};

impl<'de> NodeDeserializer<'de> {
    /// The only entry of a map that must have exactly one of several keys.
    pub(super) fn only_entry(self, kinds: &'static [&'static str]) -> Result<(&'de str, &'de Node), Error> {
        let Some(map) = self.value().and_then(Node::as_map) else {
            return Err(self.mismatch(&format!("a map with exactly one of the keys {}", quoted_list(kinds))));
        };
        let unknown = map.iter().filter(|(key, _)| !kinds.contains(&key.as_str())).collect::<Vec<_>>();
        match (map.keys().find(|key| kinds.contains(&key.as_str())), &unknown[..]) {
            (Some(kind), _) => unknown.iter().for_each(|(key, entry)| {
                let diagnostic = unknown_key(key, entry.key, kinds);
                self.diagnostics.push(match diagnostic.label.is_empty() {
                    true => diagnostic.label(format!("a key of `{kind}` belongs inside `{kind}`")),
                    false => diagnostic,
                });
            }),
            // The other keys are about the same missing kind.
            (None, [(key, entry), ..]) => self.diagnostics.push(unknown_backend(key, entry.key, map)),
            (None, []) => {}
        }
        match map.iter().collect::<Vec<_>>()[..] {
            [(key, entry)] if unknown.is_empty() => Ok((key, &entry.node)),
            _ if !unknown.is_empty() => Err(Error::Reported),
            _ => {
                let count = if map.is_empty() { "none" } else { "several" };
                let at = map.values().nth(1).map_or(self.span(), |second| second.key);
                let diagnostic = Diagnostic::at(
                    at,
                    Code::NotExactlyOne,
                    format!("expected exactly one key, found {count}"),
                )
                .help(format!("expected exactly one of {}", quoted_list(kinds)));
                let first = map.values().next().map(|first| first.key);
                self.diagnostics.push(
                    first.into_iter().fold(diagnostic, |diagnostic, at| diagnostic.related(at, "the first")),
                );
                Err(Error::Reported)
            }
        }
    }
}
