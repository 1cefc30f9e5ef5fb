//! A hostile repository is given to every command: what is outside it stays as it was, what the user
//! has in it stays, no secret is printed, and nothing that is printed acts on a terminal or a CI log.
//!
//! Each case also shows that the repository without its hostile part generates: a refusal for
//! another reason proves nothing.
//!
//! A long race: `RACES=1000 cargo test --test it hostile_repository::race -- --nocapture`

mod commands;
mod devices;
mod git;
mod links;
mod race;
mod reach;
mod records;
mod text;
mod world;
