//! All tests of the library and of commands, in one binary. `tests/README.md` lists them, and explains how to
//! run a single one.

mod architecture;
mod backends;
mod conflicts;
mod cookbook;
mod crash_recovery;
mod edits;
mod examples;
mod fmt_cases;
mod fmt_command;
mod formats;
mod generate;
mod golden_structure;
mod grants_page;
mod hcl_depth;
mod hcl_syntax;
mod hostile_repository;
mod identifiers;
mod injection;
mod invalid;
mod io_errors;
mod limits;
mod merge;
mod new;
mod pack_bounds;
mod pack_components;
mod pack_values;
mod packs;
mod plan;
mod policies;
mod random_inputs;
mod rules_page;
mod support;
mod templates_page;
mod terraform;
mod workflows;
