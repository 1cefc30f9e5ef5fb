//! The actions of access tests.

use crate::iam::{ActionPattern, NotAnAction, catalogue};
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// Parses an action. Problems are reported.
pub(super) fn tested_action(text: &str, span: Span, diagnostics: &Diagnostics) -> Option<ActionPattern> {
    match ActionPattern::parse(text, span) {
        Ok(action) => Some(action),
        Err(NotAnAction::Rejected(refusal)) => {
            diagnostics.push(Diagnostic { code: Code::UnknownTestedAction, ..*refusal });
            None
        }
        Err(NotAnAction::Undocumented { message, reason }) => {
            let diagnostic = Diagnostic::at(span, Code::UnknownTestedAction, message).help(format!(
                "a test of an action that doesn't exist could not fail; the list of actions is of {}",
                catalogue::date()
            ));
            diagnostics.push(reason.into_iter().fold(diagnostic, Diagnostic::help));
            None
        }
    }
}
