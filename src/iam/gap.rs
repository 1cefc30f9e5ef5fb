//! The points that AWS's documentation leaves open.

/// A point that AWS's documentation leaves open, or on which its pages contradict each other. Where the result depends on
/// it, the evaluator is undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentationGap {
    /// A wildcard before the fifth colon of a resource that would have to match a colon, without being a `*` at the end of
    /// its segment.
    CrossedColon,
    /// An incomplete ARN that matches without the fields that complete it.
    IncompleteArn,
    /// An incomplete ARN in a condition.
    IncompleteArnInCondition,
    /// A variable before the fifth colon of a resource.
    VariableBeforeResource,
    /// A `NotResource` with a variable that has no value.
    NotResourceWithoutValue,
    /// A condition that holds for one value of the policy, but another has a variable without a value.
    WithoutValueAmongOthers,
    /// A variable whose key has several values.
    VariableWithSeveralValues,
    /// A key with an empty value.
    EmptyValue,
    /// What is between `${` and `}` is not a variable.
    MalformedVariable,
    /// A variable in a value that is not compared as a string or an ARN.
    VariableOfOtherType,
    /// Several values of a key that are compared without a set operator.
    SeveralValues,
    /// `ForAnyValue` with `IfExists`, for a request without the key.
    ForAnyValueIfExists,
    /// A value that the operator can't read.
    UnreadableValue,
    /// Four digits as a date: a year, or seconds since 1970.
    YearOrSeconds,
    /// An IPv6 address without the length of its prefix.
    DefaultPrefix,
    /// An operator that IAM doesn't have.
    UnknownOperator,
}

/// The pages that leave something open.
const RESOURCE: &str = "IAM User Guide, \"IAM JSON policy elements: Resource\"";
const VARIABLES: &str = "IAM User Guide, \"IAM policy elements: Variables and tags\"";
const OPERATORS: &str = "IAM User Guide, \"IAM JSON policy elements: Condition operators\"";
const KEYS: &str = "IAM User Guide, \"Single-valued vs. multivalued context keys\"";
const IDENTIFIERS: &str = "IAM User Guide, \"IAM identifiers\"";

impl DocumentationGap {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::CrossedColon,
        Self::IncompleteArn,
        Self::IncompleteArnInCondition,
        Self::VariableBeforeResource,
        Self::NotResourceWithoutValue,
        Self::WithoutValueAmongOthers,
        Self::VariableWithSeveralValues,
        Self::EmptyValue,
        Self::MalformedVariable,
        Self::VariableOfOtherType,
        Self::SeveralValues,
        Self::ForAnyValueIfExists,
        Self::UnreadableValue,
        Self::YearOrSeconds,
        Self::DefaultPrefix,
        Self::UnknownOperator,
    ];

    /// The page that leaves it open.
    pub fn page(self) -> &'static str {
        match self {
            Self::CrossedColon => RESOURCE,
            Self::IncompleteArn | Self::IncompleteArnInCondition => IDENTIFIERS,
            Self::VariableBeforeResource
            | Self::NotResourceWithoutValue
            | Self::WithoutValueAmongOthers
            | Self::EmptyValue
            | Self::MalformedVariable
            | Self::VariableOfOtherType => VARIABLES,
            Self::VariableWithSeveralValues | Self::SeveralValues | Self::ForAnyValueIfExists => KEYS,
            Self::UnreadableValue | Self::YearOrSeconds | Self::DefaultPrefix | Self::UnknownOperator => {
                OPERATORS
            }
        }
    }

    /// What the page says, and what it leaves open. A complete sentence without its period.
    pub fn reason(self) -> &'static str {
        match self {
            Self::CrossedColon => {
                "AWS documents that a `*` matches beyond a colon where it ends a segment of the ARN, but not whether other wildcards do"
            }
            Self::IncompleteArn => {
                "AWS completes an ARN with fewer than six fields by `*` for each missing one, but also documents that a `*` at the end of a segment matches beyond the colon, which here gives another result"
            }
            Self::IncompleteArnInCondition => {
                "AWS completes an ARN with fewer than six fields, but doesn't document whether it does so in conditions"
            }
            Self::VariableBeforeResource => {
                "AWS documents that a variable can't replace a part of an ARN before the fifth colon, but not what one there matches"
            }
            Self::NotResourceWithoutValue => {
                "AWS documents that a resource with a variable that has no value matches no resource, but not whether `NotResource` then matches all of them"
            }
            Self::WithoutValueAmongOthers => {
                "AWS documents that a statement takes no effect if a condition has a variable without a value, but also that one matching value is enough"
            }
            Self::VariableWithSeveralValues => {
                "AWS documents that a key with several values can't be a variable, but not what such a variable matches"
            }
            Self::EmptyValue => {
                "AWS treats a key that has no value like one that is absent, but doesn't document whether an empty value is one"
            }
            Self::MalformedVariable => {
                "AWS doesn't document what text between `${` and `}` matches that is no variable"
            }
            Self::VariableOfOtherType => {
                "AWS documents that only strings and ARNs can contain variables, but not what another value with one matches, and on another page that booleans can, too"
            }
            Self::SeveralValues => {
                "AWS documents that a key with several values needs `ForAllValues` or `ForAnyValue`, but not the result without them"
            }
            Self::ForAnyValueIfExists => {
                "AWS documents that `IfExists` is true if the key is absent, but also that `ForAnyValue` is then false"
            }
            Self::UnreadableValue => "AWS doesn't document how an operator compares a value of another type",
            Self::YearOrSeconds => {
                "AWS accepts dates as years and as seconds since 1970, but doesn't document which of them four digits are"
            }
            Self::DefaultPrefix => {
                "AWS documents that an address without the length of a prefix has the length 32, which for IPv6 would be a large range"
            }
            Self::UnknownOperator => "IAM has no such operator",
        }
    }
}
