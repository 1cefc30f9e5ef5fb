//! The actions that remain allowed in guests' sessions.

use crate::aws::guest::SOURCES;
use crate::iam::Pattern;

/// Whether AWS lets guests use any of the actions that a pattern matches.
pub fn reaches_guests<S>(action: &Pattern<S>) -> bool {
    let mut allowed = SOURCES.iter().flat_map(|page| page.actions);
    allowed.any(|allowed| Pattern::parse(allowed).overlaps_ignoring_case(action))
}

#[cfg(test)]
mod tests {
    use super::*;

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
