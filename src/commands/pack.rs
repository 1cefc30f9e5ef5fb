//! The templates and the grant kinds, with those of a pack.

use crate::disk::Directory;
use crate::policy::{Kind, Kinds};
use crate::render::{Pack, Templates};
use crate::source::{Diagnostics, Sources};

/// The built-in ones, and those of the pack in a directory laid over them.
pub fn load(
    pack: Option<&Directory>,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> (Templates, Kinds) {
    let mut kinds = Kinds::built_in();
    let Some(directory) = pack else { return (Templates::default(), kinds) };
    let (pack, found) = Pack::read(directory, sources);
    found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    for grant in &pack.grants {
        match Kind::read(&grant.text, grant.file) {
            Ok(kind) => kinds.add(kind),
            Err(found) => found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic)),
        }
    }
    let (templates, found) = Templates::of(pack);
    found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    (templates, kinds)
}
