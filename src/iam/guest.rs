//! The actions that remain allowed in guests' sessions.

use crate::aws::guest::{Page, SOURCES};
use crate::iam::{Effect, Elements, Pattern, Policy, Statement, Values};

/// Whether AWS lets guests use any of the actions that a pattern matches.
pub fn reaches_guests<S>(action: &Pattern<S>) -> bool {
    let mut allowed = SOURCES.iter().flat_map(|page| page.actions);
    allowed.any(|allowed| Pattern::parse(allowed).overlaps_ignoring_case(action))
}

/// Which of AWS's pages about guests count: they contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestPages {
    /// All of them. What none of them lists is certainly denied.
    Any,
    /// The newest one about each of both session policies. What one of them lists is certainly allowed.
    Newest,
}

/// The session policies that Cognito gives guests in the enhanced flow, as one policy, which allows what either allows.
///
/// [`SOURCES`] has the pages with their dates.
pub fn guest_session_policy(pages: GuestPages) -> Policy<String> {
    let counts = |page: &&Page| match pages {
        GuestPages::Any => true,
        GuestPages::Newest => page.is_newest,
    };
    let actions = SOURCES.iter().filter(counts).flat_map(|page| page.actions);
    Policy::of_statements(vec![Statement {
        sid: None,
        effect: Effect::Allow,
        actions: Elements::Only(Values::list(actions.map(|action| (*action).to_owned()).collect())),
        resources: Elements::Only(Values::one("*".to_owned())),
        conditions: Vec::new(),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::Rule;
    use crate::iam::evaluate::{Context, Decision, Layers, Request};

    fn session(pages: GuestPages, action: &str) -> Decision {
        let session = [Rule::compile(&guest_session_policy(pages))];
        let request =
            Request { action: action.to_owned(), resource: "*".to_owned(), context: Context::default() };
        Layers { role: &session, boundary: None, session: Some(&session) }.evaluate(&request).decision
    }

    #[test]
    fn a_guest_s_session_is_limited() {
        for (action, newest, any) in [
            ("s3:GetObject", Decision::Allowed, Decision::Allowed),
            ("rum:PutRumEvents", Decision::Allowed, Decision::Allowed),
            ("kinesis:PutRecord", Decision::Denied, Decision::Allowed),
            ("geo-maps:GetTile", Decision::Denied, Decision::Allowed),
            ("ec2:RunInstances", Decision::Denied, Decision::Denied),
        ] {
            assert_eq!(session(GuestPages::Newest, action), newest, "{action}");
            assert_eq!(session(GuestPages::Any, action), any, "{action}");
        }
    }

    fn reaches(action: &str) -> bool {
        reaches_guests(&Pattern::<()>::parse(action))
    }

    #[test]
    fn what_any_page_lists_is_left() {
        for page in &SOURCES {
            for action in page.actions {
                assert!(reaches(action), "{}: {action}", page.title);
                let single = action.replace('*', "Any");
                assert!(reaches(&single) && reaches(&single.to_uppercase()), "{}: {single}", page.title);
            }
        }
        for action in ["*", "kms:*", "geo-maps:*", "textract:A*", "sumerian:ViewRelease", "geo:CreateMap"] {
            assert!(reaches(action), "{action}");
        }
    }

    #[test]
    fn everything_else_is_ignored() {
        let ignored = [
            "ec2:*",
            "ec2:RunInstances",
            "kms:CreateKey",
            "kms:Dec",
            "textract:StartDocumentAnalysis",
            "bedrock:InvokeModel",
            "geo-maps:GetGlyphs",
            "rum:GetAppMonitor",
            "events:PutEvents",
            "sts:AssumeRole",
        ];
        for action in ignored {
            assert!(!reaches(action), "{action}");
        }
    }
}
