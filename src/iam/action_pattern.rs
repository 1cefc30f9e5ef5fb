//! Patterns for actions outside of policies: which documented actions they match, and for which resources.

use crate::iam::catalogue::{self, Service};
use crate::iam::check::{MatchedActions, Written, applying_to, expected_resources, matched_by};
use crate::iam::grammar::action_refusal;
use crate::iam::{Atom, Pattern, Unknown};
use crate::source::{Diagnostic, Span};

/// A pattern for actions, such as `s3:Get*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPattern {
    text: String,
    pattern: Pattern<Unknown>,
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
            Ok(_) => Ok(Self { text: text.to_owned(), pattern: written.pattern }),
            Err(unmatched) => {
                Err(NotAnAction::Undocumented { message: unmatched.message, reason: unmatched.reason })
            }
        }
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
        self.service().is_none()
    }

    /// Whether it matches no action that applies to a type of resources.
    pub fn has_no_resources(&self) -> bool {
        self.matched().is_some_and(|MatchedActions { service, actions }| {
            actions.iter().all(|action| service.resource_types(action).next().is_none())
        })
    }

    /// The documented actions that it matches and that AWS evaluates for a resource, as `s3:GetObject`. Of a name that AWS
    /// uses without documenting it, the pattern itself if it has no wildcards.
    ///
    /// Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services": an action
    /// applies to its resource types, and one without any to `*`.
    pub fn actions_on(&self, resource: &Pattern<Unknown>) -> Vec<String> {
        match (self.service(), self.matched()) {
            (_, Some(MatchedActions { service, actions })) => named(service, resource, actions),
            (Some(_), None) => self.undocumented(),
            (None, None) => {
                catalogue::services().flat_map(|service| named(service, resource, &service.actions)).collect()
            }
        }
    }

    /// Whether AWS evaluates one of the actions for a resource, as far as it is documented.
    pub fn applies_to(&self, resource: &Pattern<Unknown>) -> bool {
        self.is_everything() || !self.actions_on(resource).is_empty() || self.matched().is_none()
    }

    /// What the actions apply to, in words; `None` if they can't be listed.
    pub fn applies_in_words(&self) -> Option<String> {
        self.matched().map(|matched| expected_resources(&matched))
    }

    fn undocumented(&self) -> Vec<String> {
        let is_one = !self.pattern.atoms().iter().any(Atom::is_wildcard);
        is_one.then(|| self.text.clone()).into_iter().collect()
    }

    /// The prefix of the service; `None` for all services.
    fn service(&self) -> Option<&str> {
        self.text.split_once(':').map(|(service, _)| service).filter(|service| *service != "*")
    }

    fn matched(&self) -> Option<MatchedActions> {
        let span = Span::new(crate::source::FileId(0), 0, 0);
        let written = Written { text: &self.text, pattern: self.pattern.clone(), span };
        matched_by(&written).ok().flatten()
    }
}

fn named<'a>(
    service: &Service,
    resource: &Pattern<Unknown>,
    actions: impl IntoIterator<Item = &'a catalogue::Action>,
) -> Vec<String> {
    let applying = applying_to(resource, service, actions);
    applying.into_iter().map(|action| format!("{}:{}", service.prefix, action.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn parse(text: &str) -> Result<ActionPattern, NotAnAction> {
        ActionPattern::parse(text, Span::new(FileId(0), 0, 0))
    }

    fn actions(action: &str, resource: &str) -> Vec<String> {
        parse(action).unwrap().actions_on(&Pattern::parse(resource))
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
