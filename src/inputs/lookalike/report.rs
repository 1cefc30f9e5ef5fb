//! The diagnostics for text that looks like a token or a variable.

use super::address::is_clearly_address;
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
    /// In a policy, in a place that also takes references.
    ReferencePlace,
    /// As an ID, a name or an ARN, in place of which a reference is accepted.
    Identifier,
    /// As another value.
    Value,
    /// As text for people, which may contain anything.
    Prose,
}

impl Context {
    fn is_policy(self) -> bool {
        matches!(self, Self::Policy | Self::ReferencePlace)
    }

    fn takes_references(self) -> bool {
        matches!(self, Self::ReferencePlace | Self::Identifier)
    }
}

impl Lookalike {
    /// The error or warning for a string at `span`; `None` if the text is right or harmless.
    pub fn diagnostic(&self, context: Context, span: Span) -> Option<Diagnostic> {
        let is_right = match self.syntax {
            Syntax::PolicyVariable => context.is_policy(),
            Syntax::Placeholder | Syntax::NoDollar => context == Context::Prose,
            Syntax::Unfilled => matches!(context, Context::Prose | Context::Value),
            Syntax::Address => self.is_address_as_text(context),
            Syntax::UnbalancedWord => match context {
                Context::Prose => true,
                Context::Value => self.meaning().is_none(),
                Context::Policy | Context::ReferencePlace | Context::Identifier => false,
            },
            Syntax::Interpolation
            | Syntax::Escape
            | Syntax::Ampersand
            | Syntax::Unclosed
            | Syntax::Unbalanced
            | Syntax::Spelling
            | Syntax::Expression
            | Syntax::Template
            | Syntax::DoubledBraces => false,
        };
        if is_right {
            return None;
        }
        let meaning = self.meaning();
        let code = match (self.is_mistake(meaning.as_ref(), context), self.syntax) {
            (false, _) => Code::LiteralText,
            (true, Syntax::Spelling | Syntax::Unbalanced) => Code::UnknownToken,
            (true, _) => Code::ForeignSyntax,
        };
        let message = self.message(meaning.as_ref(), context);
        let helps = self.helps(meaning.as_ref(), context);
        Some(helps.into_iter().fold(Diagnostic::at(span, code, message), Diagnostic::help))
    }

    /// Whether an address may be meant as text, in a place that takes no references.
    fn is_address_as_text(&self, context: Context) -> bool {
        context == Context::Prose || !(context.takes_references() || is_clearly_address(&self.inside))
    }

    /// Whether the text is certainly a mistake, and can't be meant as literal text.
    fn is_mistake(&self, meaning: Option<&Meaning>, context: Context) -> bool {
        let may_be_text = matches!(
            self.syntax,
            Syntax::DoubledBraces
                | Syntax::Placeholder
                | Syntax::Unfilled
                | Syntax::PolicyVariable
                | Syntax::Address
                | Syntax::UnbalancedWord
        );
        match context {
            Context::Prose => false,
            Context::Policy | Context::ReferencePlace => !may_be_text,
            Context::Identifier | Context::Value => match self.syntax {
                Syntax::Spelling
                | Syntax::Unbalanced
                | Syntax::Expression
                | Syntax::Template
                | Syntax::Unclosed => true,
                // Names of buckets and tables can contain dots, but not begin like this.
                Syntax::Address => context == Context::Identifier && self.inside.starts_with("aws_"),
                Syntax::Interpolation | Syntax::Escape => meaning.is_some(),
                Syntax::PolicyVariable
                | Syntax::UnbalancedWord
                | Syntax::Ampersand
                | Syntax::NoDollar
                | Syntax::DoubledBraces
                | Syntax::Placeholder
                | Syntax::Unfilled => false,
            },
        }
    }

    fn message(&self, meaning: Option<&Meaning>, context: Context) -> String {
        let written = shown(&self.written);
        let what = match self.syntax {
            Syntax::PolicyVariable => {
                format!("{written} is a variable only in policies, and literal text here")
            }
            Syntax::Interpolation => match meaning {
                Some(Meaning::Reference(_)) => {
                    format!("{written} is a Terraform expression, which is not evaluated here")
                }
                Some(Meaning::Expression) => {
                    format!("{written} is an expression, which is not evaluated here")
                }
                _ if context.is_policy() => format!("{written} is not a policy variable"),
                _ => format!("{written} is literal text here"),
            },
            Syntax::Escape if self.written.starts_with('\\') => {
                format!("{written} has a backslash, which does not escape anything here")
            }
            Syntax::Escape => format!("{written} is Terraform's escape sequence, which is not needed here"),
            Syntax::Ampersand => {
                format!("{written} is a variable only in Terraform's data source aws_iam_policy_document")
            }
            Syntax::Unclosed => format!("{written} has no closing brace"),
            Syntax::Spelling => format!("{written} is not a token"),
            Syntax::Unbalanced | Syntax::UnbalancedWord => format!("the braces of {written} don't match"),
            Syntax::Address => format!("{written} is literal text, not a reference"),
            Syntax::NoDollar => format!("{written} has no `$`, so it is not a policy variable"),
            Syntax::Expression => {
                format!("{written} is an expression of GitHub Actions, which is not evaluated here")
            }
            Syntax::Template => format!("{written} is template syntax, which is not evaluated here"),
            Syntax::DoubledBraces if self.is_in_braces() => format!("{written} is a token in literal braces"),
            Syntax::DoubledBraces => format!("{written} is the literal text {}", shown(&self.literal())),
            Syntax::Placeholder => format!("{written} is not a token"),
            Syntax::Unfilled => format!("{written} is literal text here, and looks like a placeholder"),
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
        match meaning? {
            Meaning::Token(Token::Identity) => context.is_policy().then(|| Token::Identity.written()),
            Meaning::Token(token) => Some(token.written()),
            Meaning::Variable(inside) => context.is_policy().then(|| format!("${{{inside}}}")),
            Meaning::Reference(reference) => {
                let can_be_replaced = self.is_whole && context.takes_references();
                can_be_replaced.then(|| format!("{{ terraform: {reference} }}"))
            }
            Meaning::Expression => None,
        }
    }

    fn helps(&self, meaning: Option<&Meaning>, context: Context) -> Vec<String> {
        let of_meaning = match meaning {
            Some(Meaning::Token(Token::Identity)) if context.is_policy() => {
                Some("`{identity}` is the identity ID of the caller; literal text is the same for all users")
            }
            Some(Meaning::Token(Token::Identity)) => {
                Some("`{identity}`, the identity ID of the caller, has a value only in grants")
            }
            Some(Meaning::Reference(_)) if context.takes_references() => (!self.is_whole).then_some(WHOLE),
            Some(Meaning::Reference(_) | Meaning::Expression) if context != Context::Prose => {
                Some("write the text itself, or a token such as `{name}`")
            }
            None if context.is_policy() && self.written.starts_with("${") => {
                Some("a policy variable is a condition key in `${…}`, such as `${aws:PrincipalTag/team}`")
            }
            _ => None,
        };
        of_meaning.map(str::to_owned).into_iter().chain(self.help_for_text(context)).collect()
    }

    /// How to write the text literally, or that it is literal already.
    fn help_for_text(&self, context: Context) -> Option<String> {
        let inside = &self.inside;
        let is_variable_to_iam = context.is_policy() && self.written.starts_with('$');
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
            Syntax::Unbalanced | Syntax::UnbalancedWord => {
                let doubled = match self.written.ends_with('}') {
                    true => format!("{}}}", self.written),
                    false => format!("{{{}", self.written),
                };
                Some(format!("for literal text, double the brace: {}", shown(&doubled)))
            }
            Syntax::Expression | Syntax::Template | Syntax::Unfilled => {
                Some("write the value itself, or a token such as `{environment}`".to_owned())
            }
            Syntax::PolicyVariable
            | Syntax::Interpolation
            | Syntax::Escape
            | Syntax::Ampersand
            | Syntax::Unclosed
            | Syntax::Address
            | Syntax::NoDollar
            | Syntax::Placeholder => None,
        }
    }
}

/// How a reference and text become one value.
const WHOLE: &str = "a reference stands for a whole value: write the text itself, or put all of it into a local value of your own, such as `local.NAME`, and write `{ terraform: local.NAME }`";
