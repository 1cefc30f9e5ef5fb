//! The version of the program, and of the facts of AWS that it knows.

use std::sync::LazyLock;

use crate::aws::guest;
use crate::iam::catalogue;

/// The version, with the commit if the program was built in a Git checkout.
pub fn short() -> &'static str {
    static SHORT: LazyLock<String> = LazyLock::new(|| match option_env!("POOLSMITH_COMMIT") {
        Some(commit) => format!("{} ({commit})", env!("CARGO_PKG_VERSION")),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    });
    &SHORT
}

/// The version, with the dates of the catalogue of actions and of the services of guests.
pub fn long() -> &'static str {
    static LONG: LazyLock<String> = LazyLock::new(|| {
        let (actions, guests) = (catalogue::date(), guest::last_checked());
        format!("{}\ncatalogue of AWS actions: {actions}\nservices that guests can use: {guests}", short())
    });
    &LONG
}
