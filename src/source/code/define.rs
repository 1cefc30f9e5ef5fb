//! The macro that defines the codes.

/// Defines the codes, with the names of their rules. The page of a code says what it means.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $code:literal $name:literal $($severity:ident)?,)+) => {
        /// The code of a diagnostic. Codes and rule names are stable, so that scripts can rely on them.
        /// E is an error, W a warning, F a difference that `check` finds between the workspace and its inputs, and S
        /// something that it finds in them: legal, but dangerous or useless.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])* #[doc = concat!("`", $code, " ", $name, "`")] $variant,)+ }

        impl Code {
            /// All codes in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code, such as `E0102`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The name of its rule, such as `missing-key`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The severity of a code whose first letter does not determine it.
            pub(in crate::source) fn own_severity(self) -> Option<Severity> {
                match self { $(Self::$variant => codes!(@severity $($severity)?),)+ }
            }

            /// The text of its page: a sentence about its meaning, when it happens, and the fix.
            pub(in crate::source) fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../rules/", $code, ".md")),)+ }
            }
        }
    };
    (@severity) => { None };
    (@severity $severity:ident) => { Some(Severity::$severity) };
}

pub(in crate::source::code) use codes;
