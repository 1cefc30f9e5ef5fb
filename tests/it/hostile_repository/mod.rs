//! Runs every command on hostile repositories: nothing outside of the repository changes, the user's files
//! in it stay, no secret is printed, and the output can't affect a terminal or a CI log.
//!
//! Each case also shows that the repository is valid without its hostile part, as an error for another
//! reason would prove nothing.
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
