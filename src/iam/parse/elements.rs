//! Parses the actions and the resources of statements.

use crate::iam::check::Written;
use crate::iam::element;
use crate::iam::parse::{ParseLeaf, Parser, ReferencePlace};
use crate::iam::{Effect, Elements, Pattern, Unknown, Values};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Map, Node, is_misspelled, is_reported};

/// A leaf, and how it was written.
type WrittenLeaf<'n, L> = (L, Written<'n>);

/// The diagnostic if an action or a resource is refused: of its text, and of the pattern that it is.
type Refusal<'a> = &'a dyn Fn(&str, &Pattern<Unknown>, Span) -> Option<Diagnostic>;

impl<P: ParseLeaf> Parser<'_, P> {
    /// An element or its negation, such as `Action` and `NotAction`. IAM requires exactly one.
    pub(super) fn elements<'n>(
        &self,
        map: &'n Map,
        effect: Option<(Effect, Span)>,
        [only, all_but]: [&'static str; 2],
        refusal: Refusal,
    ) -> Option<Elements<WrittenLeaf<'n, P::Leaf>>> {
        let patterns = |name: &str| map.get(name).map(|entry| self.patterns(name, &entry.node, refusal));
        let is_meant = |name| is_misspelled(name, map, &element::STATEMENT_ELEMENTS);
        match (patterns(only), patterns(all_but)) {
            (Some(patterns), None) => Some(Elements::Only(patterns?)),
            (None, Some(patterns)) => Some(Elements::AllBut(patterns?)),
            (Some(_), Some(_)) => {
                let [first, second] = [&map.get(only)?.node, &map.get(all_but)?.node];
                if is_reported(first) || is_reported(second) {
                    return None;
                }
                let message = format!("the statement has both {only} and {all_but}");
                self.refuse_elements(message, second.span, [only, all_but])
            }
            (None, None) if is_meant(only) || is_meant(all_but) => None,
            // A missing Effect was reported; further missing elements would be noise.
            (None, None) => {
                let message = format!("the statement has neither {only} nor {all_but}");
                self.refuse_elements(message, effect?.1, [only, all_but])
            }
        }
    }

    fn refuse_elements<T>(&self, message: String, at: Span, [only, all_but]: [&str; 2]) -> Option<T> {
        let help = format!("use exactly one of {only} and {all_but}");
        self.diagnostics.push(Diagnostic::at(at, Code::BadPolicy, message).help(help));
        None
    }

    fn patterns<'n>(
        &self,
        name: &str,
        node: &'n Node,
        refusal: Refusal,
    ) -> Option<Values<WrittenLeaf<'n, P::Leaf>>> {
        if node.as_list().is_some_and(<[Node]>::is_empty) {
            return self.refuse_empty(format!("`{name}` is an empty list"), node);
        }
        let is_resource = [element::RESOURCE, element::NOT_RESOURCE].contains(&name);
        let place = is_resource.then_some(ReferencePlace::Resource);
        self.one_or_more(node, |item| {
            if let Some(leaf) = place.and_then(|place| self.referenced(item, place)) {
                return Some(vec![leaf]);
            }
            let text = self.text(item)?;
            let written = |leaf| {
                let pattern = self.leaves.pattern(&leaf);
                (leaf, Written { text, pattern, span: item.span })
            };
            let leaves: Vec<_> = self.leaves_of(text, place, item.span)?.into_iter().map(written).collect();
            self.report(leaves.iter().find_map(|(_, written)| refusal(text, &written.pattern, item.span)));
            Some(leaves)
        })
    }

    fn referenced<'n>(&self, node: &'n Node, place: ReferencePlace) -> Option<WrittenLeaf<'n, P::Leaf>> {
        let leaf = self.reference(node, place)?;
        let pattern = self.leaves.pattern(&leaf);
        let text = node.children().next().and_then(Node::as_text).unwrap_or_default();
        Some((leaf, Written { text, pattern, span: node.span }))
    }

    pub(super) fn refuse_empty<T>(&self, message: String, list: &Node) -> Option<T> {
        self.diagnostics.push(
            Diagnostic::at(list.span, Code::BadPolicy, message)
                .help("IAM requires at least one value: add one, or remove the statement"),
        );
        None
    }
}
