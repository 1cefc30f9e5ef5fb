//! The diagram in the README of a workspace.

use schemars::JsonSchema;
use serde::Serialize;

/// A row of the diagram: a node, and optionally an edge from it to another node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagramRow {
    /// The node.
    pub node: DiagramNode,
    /// The edge that starts at the node.
    pub edge: Option<DiagramEdge>,
}

/// A node of the diagram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagramNode {
    /// Its ID in the diagram.
    pub id: String,
    /// `people`, `role` or `target`; none in a row that only refers to the node.
    #[schemars(with = "Option<String>")]
    pub kind: Option<NodeKind>,
    /// Its label; none in a row that only refers to the node.
    #[schemars(extend("x-value" = true))]
    pub label: Option<String>,
}

/// The type of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Users or guests.
    People,
    /// A role.
    Role,
    /// Resources that a grant allows or denies.
    Target,
}

/// An edge of the diagram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagramEdge {
    /// Its label.
    #[schemars(extend("x-value" = true))]
    pub label: Option<String>,
    /// Whether it shows what is denied.
    pub denies: bool,
    /// The node it leads to.
    pub to: DiagramNode,
}

impl DiagramNode {
    /// A node with its label.
    pub fn new(id: impl Into<String>, kind: NodeKind, label: impl Into<String>) -> Self {
        Self { id: id.into(), kind: Some(kind), label: Some(label.into()) }
    }

    /// A reference to a node whose label is in another row.
    pub fn reference(id: impl Into<String>) -> Self {
        Self { id: id.into(), kind: None, label: None }
    }

    /// A row with only this node.
    pub fn alone(self) -> DiagramRow {
        DiagramRow { node: self, edge: None }
    }

    /// A row with an edge from this node to another.
    pub fn to(self, to: Self, label: Option<String>) -> DiagramRow {
        DiagramRow { node: self, edge: Some(DiagramEdge { label, denies: false, to }) }
    }
}
