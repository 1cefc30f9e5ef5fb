//! The diagnostics for text that looks like a token or a variable.

use super::meaning::Meaning;
use super::{Lookalike, Syntax};
use crate::aws::shown;
use crate::inputs::token::Token;
use crate::source::{Code, Diagnostic, Span};

/// Where a string is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// In a policy, where `{identity}` and policy variables have a value.
    Policy,
    /// As a name, an ID, an ARN or an argument.
    Value,
    /// As text for people, which may contain anything.
    Prose,
}

impl Lookalike {
    /// The error or warning for a string at `span`; `None` if the text is right or harmless.
    pub fn diagnostic(&self, context: Context, span: Span) -> Option<Diagnostic> {
        let is_right = self.syntax == Syntax::PolicyVariable && context == Context::Policy;
        let is_harmless =
            matches!(self.syntax, Syntax::Placeholder | Syntax::NoDollar) && context == Context::Prose;
        if is_right || is_harmless {
            return None;
        }
        let meaning = self.meaning();
        let code = match (self.is_mistake(meaning.as_ref(), context), self.syntax) {
            (false, _) => Code::LiteralText,
            (true, Syntax::Spelling) => Code::UnknownToken,
            (true, _) => Code::ForeignSyntax,
        };
        let message = self.message(meaning.as_ref(), context);
        let helps = self.helps(meaning.as_ref(), context);
        Some(helps.into_iter().fold(Diagnostic::at(span, code, message), Diagnostic::help))
    }

    /// Whether the text is certainly a mistake, and can't be meant as literal text.
    fn is_mistake(&self, meaning: Option<&Meaning>, context: Context) -> bool {
        let may_be_text =
            matches!(self.syntax, Syntax::DoubledBraces | Syntax::Placeholder | Syntax::PolicyVariable);
        match context {
            Context::Prose => false,
            Context::Policy => !may_be_text,
            Context::Value => match self.syntax {
                Syntax::Spelling | Syntax::Expression | Syntax::Template | Syntax::Unclosed => true,
                Syntax::Interpolation | Syntax::Escape => meaning.is_some(),
                Syntax::PolicyVariable
                | Syntax::Ampersand
                | Syntax::NoDollar
                | Syntax::DoubledBraces
                | Syntax::Placeholder => false,
            },
        }
    }

    fn message(&self, meaning: Option<&Meaning>, context: Context) -> String {
        let written = shown(&self.written);
        let what = match self.syntax {
            Syntax::PolicyVariable => {
                format!("{written} is a variable only in policies, and literal text here")
            }
            Syntax::Interpolation => match (meaning, context) {
                (Some(Meaning::Reference(_)), _) => {
                    format!("{written} is a Terraform expression, which is not evaluated here")
                }
                (_, Context::Policy) => format!("{written} is not a policy variable"),
                (_, Context::Value | Context::Prose) => format!("{written} is literal text here"),
            },
            Syntax::Escape => format!("{written} is Terraform's escape sequence, which is not needed here"),
            Syntax::Ampersand => {
                format!("{written} is a variable only in Terraform's data source aws_iam_policy_document")
            }
            Syntax::Unclosed => format!("{written} has no closing brace"),
            Syntax::Spelling => format!("{written} is not a token"),
            Syntax::NoDollar => format!("{written} has no `$`, so it is not a policy variable"),
            Syntax::Expression => {
                format!("{written} is an expression of GitHub Actions, which is not evaluated here")
            }
            Syntax::Template => format!("{written} is template syntax, which is not evaluated here"),
            Syntax::DoubledBraces if self.is_in_braces() => format!("{written} is a token in literal braces"),
            Syntax::DoubledBraces => format!("{written} is the literal text {}", shown(&self.literal())),
            Syntax::Placeholder => format!("{written} is not a token"),
        };
        match self.spelling(meaning, context) {
            Some(meant) if self.syntax == Syntax::DoubledBraces && !self.is_in_braces() => {
                format!("{written} is literal text, did you mean the token {}?", shown(&meant))
            }
            Some(meant) => format!("{what}, did you mean {}?", shown(&meant)),
            None => what,
        }
    }

    /// Whether it is a token in literal braces, as in `{{{name}}}`.
    fn is_in_braces(&self) -> bool {
        self.written.starts_with("{{{") && !self.written.starts_with("{{{{")
    }

    /// The literal text that doubled braces stand for.
    fn literal(&self) -> String {
        self.written.replace("{{", "{").replace("}}", "}")
    }

    /// The right spelling of what was meant, where it can be used.
    fn spelling(&self, meaning: Option<&Meaning>, context: Context) -> Option<String> {
        match (meaning?, context) {
            (Meaning::Token(Token::Identity), Context::Value | Context::Prose) => None,
            (Meaning::Token(token), _) => Some(token.written()),
            (Meaning::Variable(inside), Context::Policy) => Some(format!("${{{inside}}}")),
            (Meaning::Variable(_), Context::Value | Context::Prose) => None,
            (Meaning::Reference(reference), _) => {
                self.is_whole.then(|| format!("{{ terraform: {reference} }}"))
            }
        }
    }

    fn helps(&self, meaning: Option<&Meaning>, context: Context) -> Vec<String> {
        let mut helps = Vec::new();
        match (meaning, context) {
            (Some(Meaning::Token(Token::Identity)), Context::Policy) => helps.push(
                "`{identity}` is the identity ID of the caller; literal text is the same for all users"
                    .to_owned(),
            ),
            (Some(Meaning::Token(Token::Identity)), Context::Value | Context::Prose) => helps
                .push("`{identity}`, the identity ID of the caller, has a value only in grants".to_owned()),
            (Some(Meaning::Reference(reference)), Context::Policy | Context::Value) if !self.is_whole => {
                helps.push(format!(
                    "write the text itself, or a token such as `{{name}}`; a key that takes an ID, a name or an ARN, and a `Resource` of `statements`, also take the reference `{{ terraform: {reference} }}`"
                ));
            }
            (None, Context::Policy) if self.written.starts_with('$') => helps.push(
                "a policy variable is a condition key in `${…}`, such as `${aws:PrincipalTag/team}`"
                    .to_owned(),
            ),
            _ => {}
        }
        helps.extend(self.help_for_text(context));
        helps
    }

    /// How to write the text literally, or that it is literal already.
    fn help_for_text(&self, context: Context) -> Option<String> {
        let inside = &self.inside;
        let is_variable_to_iam = context == Context::Policy && self.written.starts_with('$');
        match self.syntax {
            Syntax::Interpolation | Syntax::Escape if is_variable_to_iam => {
                Some(format!("for literal text, write {}", shown(&format!("${{$}}{{{{{inside}}}}}"))))
            }
            Syntax::DoubledBraces if is_variable_to_iam => Some(format!(
                "IAM reads it as a policy variable: for literal text, write {}",
                shown(&format!("${{$}}{{{{{inside}}}}}"))
            )),
            Syntax::DoubledBraces => {
                Some("tokens have single braces; doubled braces are literal braces".to_owned())
            }
            Syntax::Spelling => {
                Some(format!("for literal text, double the braces: {}", shown(&format!("{{{{{inside}}}}}"))))
            }
            Syntax::Expression | Syntax::Template => {
                Some("write the value itself, or a token such as `{environment}`".to_owned())
            }
            Syntax::PolicyVariable
            | Syntax::Interpolation
            | Syntax::Escape
            | Syntax::Ampersand
            | Syntax::Unclosed
            | Syntax::NoDollar
            | Syntax::Placeholder => None,
        }
    }
}
