//! The built-in templates together with a template pack.

use std::collections::BTreeSet;

use crate::render::built_in::{BUILT_IN, BUILT_IN_PREFIX};
use crate::render::engine::Engines;
use crate::render::pack::Pack;
use crate::render::pack::{captured, reach, syntax};
use crate::render::path;
use crate::source::Diagnostic;

/// The templates of a workspace: the built-in ones, with a pack layered over them.
pub struct Templates {
    /// The pack.
    pub pack: Pack,
    pub(super) engines: Engines,
}

impl Default for Templates {
    fn default() -> Self {
        Self::of(Pack::default()).0
    }
}

/// Where a template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is built in.
    BuiltIn,
    /// The pack overrides blocks of the built-in template.
    Extended,
    /// The pack replaces the built-in template.
    Replaced,
    /// The pack adds it.
    Added,
}

impl Origin {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Extended => "extended",
            Self::Replaced => "replaced",
            Self::Added => "added",
        }
    }
}

impl Templates {
    /// The built-in templates with a pack layered over them, and diagnostics about templates of the pack
    /// that can't be used, which are skipped.
    pub fn of(pack: Pack) -> (Self, Vec<Diagnostic>) {
        let (endless, mut diagnostics) = reach::endless(&pack);
        diagnostics.extend(pack.templates.iter().flat_map(captured::looked_into));
        let left_out = [&pack.left_out[..], &endless].concat();
        let (engines, found) = Engines::new(&pack, &left_out);
        diagnostics.extend(found);
        (Self { pack, engines }, diagnostics)
    }

    /// The names of all templates in order: their paths below `templates/`.
    pub fn names(&self) -> BTreeSet<&str> {
        let own = self.pack.templates.iter().map(|template| template.name.as_str());
        BUILT_IN.iter().map(|(name, _)| *name).chain(own).collect()
    }

    /// Whether any template can generate the file with this path.
    pub fn can_give(&self, path: &str) -> bool {
        let own = self.pack.templates.iter().map(|template| template.name.as_str());
        BUILT_IN.iter().map(|(name, _)| *name).chain(own).any(|template| path::can_give(template, path))
    }

    /// Where the template with this name comes from.
    pub fn origin(&self, name: &str) -> Origin {
        let is_built_in = BUILT_IN.iter().any(|(built_in, _)| *built_in == name);
        match self.pack.template(name) {
            None => Origin::BuiltIn,
            Some(_) if !is_built_in => Origin::Added,
            Some(own) if syntax::extends(&own.text) == Some(format!("{BUILT_IN_PREFIX}{name}")) => {
                Origin::Extended
            }
            Some(_) => Origin::Replaced,
        }
    }
}
