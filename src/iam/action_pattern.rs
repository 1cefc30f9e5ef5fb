//! Patterns for actions outside of policies: which documented actions they match, and for which resources.

use std::sync::Arc;

use crate::iam::catalogue::{self, AccessLevel, Action, DocumentedAction, Service};
use crate::iam::check::{MatchedActions, Written, applies, applying_to, expected_resources, matched_by};
use crate::iam::grammar::action_refusal;
use crate::iam::{Pattern, Unknown};
use crate::source::{Diagnostic, Span};

/// A pattern for actions, such as `s3:Get*`.
#[derive(Clone, Debug)]
pub struct ActionPattern {
    text: String,
    pattern: Pattern<Unknown>,
    /// The documented actions that it matches; `None` if they can't be listed.
    matched: Option<Arc<MatchedActions>>,
}

/// Why a text is no pattern for actions.
#[derive(Debug)]
pub enum NotAnAction {
    /// IAM rejects it.
    Rejected(Box<Diagnostic>),
    /// It matches no documented action.
    Undocumented {
        /// What is wrong, and what was meant.
        message: String,
        /// Why, if it is known.
        reason: Option<&'static str>,
    },
}

impl ActionPattern {
    /// Parses the pattern at `span`.
    ///
    /// # Errors
    /// If IAM rejects it, or it matches no documented action.
    pub fn parse(text: &str, span: Span) -> Result<Self, NotAnAction> {
        let pattern = Pattern::parse(text);
        if let Some(refusal) = action_refusal(text, &pattern, span) {
            return Err(NotAnAction::Rejected(Box::new(refusal)));
        }
        let written = Written { text, pattern, span };
        match matched_by(&written) {
            Ok(matched) => {
                Ok(Self { text: text.to_owned(), pattern: written.pattern, matched: matched.map(Arc::new) })
            }
            Err(unmatched) => {
                Err(NotAnAction::Undocumented { message: unmatched.message, reason: unmatched.reason })
            }
        }
    }

    /// All actions of all services.
    pub fn everything() -> Self {
        Self { text: "*".to_owned(), pattern: Pattern::parse("*"), matched: None }
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it matches. Actions are not case-sensitive.
    pub fn pattern(&self) -> &Pattern<Unknown> {
        &self.pattern
    }

    /// Whether it matches all actions of all services.
    pub fn is_everything(&self) -> bool {
        self.text == "*" || self.text == "*:*"
    }

    /// Whether it matches no action that applies to a type of resources.
    pub fn has_no_resources(&self) -> bool {
        self.matched.as_ref().is_some_and(|matched| {
            let mut actions = matched.actions.iter();
            actions.all(|action| matched.service.resource_types(action).next().is_none())
        })
    }

    /// The documented actions that it matches and that AWS evaluates for a resource.
    ///
    /// Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services": an action
    /// applies to its resource types, and one without any to `*`.
    pub fn actions_on(&self, resource: &Pattern<Unknown>) -> Vec<DocumentedAction> {
        let of_service = |service: &'static Service, actions: Vec<&'static Action>| {
            let applying = applying_to(resource, service, actions);
            applying.into_iter().map(move |action| DocumentedAction { service, action })
        };
        match &self.matched {
            Some(matched) => of_service(matched.service, matched.actions.clone()).collect(),
            None if self.is_everything() => catalogue::services()
                .flat_map(|service| of_service(service, service.actions.iter().collect()))
                .collect(),
            None => Vec::new(),
        }
    }

    /// What the documented actions that it matches do: each access level once, in order. Empty for a name that AWS uses
    /// without documenting it.
    pub fn access_levels(&self) -> Vec<AccessLevel> {
        let mut levels: Vec<AccessLevel> = match &self.matched {
            Some(matched) => matched.actions.iter().map(|action| action.access_level).collect(),
            None if self.is_everything() => AccessLevel::ALL.to_vec(),
            None => Vec::new(),
        };
        levels.sort();
        levels.dedup();
        levels
    }

    /// Whether AWS evaluates one of the actions for a resource, as far as it is documented.
    pub fn applies_to(&self, resource: &Pattern<Unknown>) -> bool {
        let matched = self.matched.as_ref();
        matched.is_none_or(|matched| applies(resource, matched.service, matched.actions.iter().copied()))
    }

    /// What the actions apply to, in words; `None` if they can't be listed.
    pub fn applies_in_words(&self) -> Option<String> {
        self.matched.as_deref().map(expected_resources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn parse(text: &str) -> Result<ActionPattern, NotAnAction> {
        ActionPattern::parse(text, Span::new(FileId(0), 0, 0))
    }

    fn actions(action: &str, resource: &str) -> Vec<String> {
        let pattern = parse(action).unwrap();
        pattern.actions_on(&Pattern::parse(resource)).into_iter().map(DocumentedAction::name).collect()
    }

    #[test]
    fn a_pattern_matches_the_actions_that_apply_to_a_resource() {
        assert_eq!(actions("S3:getobject", "arn:aws:s3:::b/k"), ["s3:GetObject"]);
        assert_eq!(actions("s3:GetObject", "arn:aws:s3:::b"), [""; 0]);
        assert_eq!(actions("s3:ListBucket", "arn:aws:s3:::b"), ["s3:ListBucket"]);
        assert_eq!(actions("s3:ListAllMyBuckets", "*"), ["s3:ListAllMyBuckets"]);
        let reads = actions("s3:Get*", "arn:aws:s3:::b/k");
        assert!(reads.contains(&"s3:GetObject".to_owned()) && !reads.contains(&"s3:GetBucketAcl".to_owned()));
        let all = actions("*", "arn:aws:s3:::b/k");
        assert!(reads.iter().all(|action| all.contains(action)) && all.contains(&"s3:PutObject".to_owned()));
    }

    #[test]
    fn access_levels_are_those_of_the_matched_actions() {
        let levels = |text: &str| parse(text).unwrap().access_levels();
        assert_eq!(levels("s3:PutObject"), [AccessLevel::Write]);
        assert_eq!(levels("dynamodb:*Item"), [AccessLevel::Read, AccessLevel::Write]);
        assert_eq!(levels("*"), AccessLevel::ALL);
    }

    #[test]
    fn an_action_without_resource_types_needs_no_resource() {
        let has_none = |text: &str| parse(text).unwrap().has_no_resources();
        assert!(has_none("s3:ListAllMyBuckets") && has_none("polly:DescribeVoices"));
        assert!(!has_none("s3:GetObject") && !has_none("s3:*") && !has_none("*"));
    }

    #[test]
    fn other_texts_are_refused() {
        assert!(matches!(parse("s3"), Err(NotAnAction::Rejected(_))));
        assert!(matches!(parse("s3:GetObjec"), Err(NotAnAction::Undocumented { message, .. })
            if message.ends_with("did you mean `s3:GetObject`?")));
        assert!(matches!(parse("s3:ListObjectsV2"), Err(NotAnAction::Undocumented { reason: Some(_), .. })));
        assert!(matches!(parse("s3:Foo*"), Err(NotAnAction::Undocumented { .. })));
    }
}
