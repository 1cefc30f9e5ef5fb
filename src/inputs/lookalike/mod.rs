//! Text in the inputs that looks like a token or a variable, most often because it was written for another
//! tool: Terraform, CloudFormation, Helm, Jinja, GitHub Actions.
//!
//! `find` finds it in a string as written, `meaning` says what was probably meant, and `report` makes a
//! diagnostic from both.

mod address;
mod dollar;
mod find;
mod matching;
mod meaning;
mod names;
mod report;
mod unbalanced;
mod unfilled;

pub(super) use find::find;
pub use report::Context;

/// Text that looks like a token or a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The text as written, such as `${var.bucket}`.
    pub written: String,
    /// What it looks like.
    pub syntax: Syntax,
    inside: String,
    /// Whether it is the whole string.
    is_whole: bool,
}

impl Lookalike {
    fn new(written: &str, syntax: Syntax, inside: &str, is_whole: bool) -> Self {
        Self { written: written.to_owned(), syntax, inside: inside.to_owned(), is_whole }
    }

    /// What is between its braces.
    pub fn inside(&self) -> &str {
        &self.inside
    }
}

/// What a [`Lookalike`] looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `${aws:PrincipalTag/team}`: a policy variable, which is one only in policies.
    PolicyVariable,
    /// `${var.bucket}`, `${AWS::Region}`, `${identity}`: any other `${…}`.
    Interpolation,
    /// `$${…}` and `\${…}`: how Terraform and other languages write a literal `${…}`.
    Escape,
    /// `&{…}`: a policy variable in Terraform's `aws_iam_policy_document`.
    Ampersand,
    /// `${` without `}`.
    Unclosed,
    /// `{identity`, `identity}`, `{identity}}`: a token with a brace too few or too many.
    Unbalanced,
    /// `{tenant`, `tenant}`: any other word with only one brace.
    UnbalancedWord,
    /// `var.bucket` as the whole string or as a part of it: the address of an object in the user's Terraform files.
    Address,
    /// `{Identity}`, `{ identity }`, `{AWS::Region}`: a token in another spelling.
    Spelling,
    /// `{aws:PrincipalTag/team}`: a policy variable without its `$`.
    NoDollar,
    /// `${{ secrets.NAME }}`: an expression of GitHub Actions.
    Expression,
    /// `%{ if … }`, `{{ .Values.name }}`, `{% if … %}`, `<%= … %>`: of a template engine.
    Template,
    /// `{{name}}`: how poolsmith writes a literal `{name}`.
    DoubledBraces,
    /// `$identity`, `$(NAME)`, `#{name}`, `<name>`: placeholders that may be meant as text.
    Placeholder,
    /// `<bucket-name>`, `$BUCKET`, `YOUR_BUCKET`: to be filled in, or replaced by another tool.
    Unfilled,
}
