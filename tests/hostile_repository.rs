//! A hostile repository is given to every command: what is outside it stays as it was, what the user
//! has in it stays, no secret is printed, and nothing that is printed acts on a terminal or a CI log.
//!
//! Each case also shows that the repository without its hostile part generates: a refusal for
//! another reason proves nothing.
//!
//! A long race: `RACES=1000 cargo test --test hostile_repository race -- --nocapture`

#[path = "hostile_repository/commands.rs"]
mod commands;
#[path = "hostile_repository/devices.rs"]
mod devices;
#[path = "hostile_repository/git.rs"]
mod git;
#[path = "hostile_repository/links.rs"]
mod links;
#[path = "hostile_repository/race.rs"]
mod race;
#[path = "hostile_repository/reach.rs"]
mod reach;
#[path = "hostile_repository/records.rs"]
mod records;
mod support;
#[path = "hostile_repository/text.rs"]
mod text;
#[path = "hostile_repository/world.rs"]
mod world;
