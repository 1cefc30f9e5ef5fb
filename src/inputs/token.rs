//! The tokens, other names that people give them, and the error for an unknown token.

use std::fmt;

use crate::aws::shown;
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{nearest, quoted_list};

/// The tokens that a string may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// The key `name` of the inputs.
    Name,
    /// The environment's key.
    Environment,
    /// The environment's region.
    Region,
    /// The environment's account ID.
    AccountId,
    /// The AWS partition: `aws`, `aws-us-gov`, `aws-cn`.
    Partition,
    /// In grants: the identity ID of the signed-in user.
    Identity,
}

/// What other tools and people call the tokens, in lowercase letters only.
const ALIASES: [(&str, Token); 27] = [
    ("app", Token::Name),
    ("appname", Token::Name),
    ("application", Token::Name),
    ("project", Token::Name),
    ("projectname", Token::Name),
    ("env", Token::Environment),
    ("envname", Token::Environment),
    ("environmentname", Token::Environment),
    ("stage", Token::Environment),
    ("workspace", Token::Environment),
    ("awsregion", Token::Region),
    ("account", Token::AccountId),
    ("accountnumber", Token::AccountId),
    ("awsaccount", Token::AccountId),
    ("awsaccountid", Token::AccountId),
    ("awspartition", Token::Partition),
    ("sub", Token::Identity),
    ("uid", Token::Identity),
    ("user", Token::Identity),
    ("userid", Token::Identity),
    ("identityid", Token::Identity),
    ("cognitoid", Token::Identity),
    ("cognitosub", Token::Identity),
    ("cognitoidentity", Token::Identity),
    ("cognitoidentityid", Token::Identity),
    ("cognitouserid", Token::Identity),
    ("entityid", Token::Identity),
];

impl Token {
    /// All tokens.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Environment, Self::Region, Self::AccountId, Self::Partition, Self::Identity];

    /// The word between the braces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Environment => "environment",
            Self::Region => "region",
            Self::AccountId => "account_id",
            Self::Partition => "partition",
            Self::Identity => "identity",
        }
    }

    /// The token as it is written: `{name}`.
    pub fn written(self) -> String {
        format!("{{{}}}", self.word())
    }

    /// The token with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.word() == word)
    }

    /// The token that a word means in another spelling (`accountId`), or by another name (`env`).
    pub fn of_other_name(word: &str) -> Option<Self> {
        let letters: String =
            word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        let by_word = Self::ALL.into_iter().find(|token| token.word().replace('_', "") == letters);
        by_word.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == letters).map(|(_, token)| *token))
    }

    /// The token that was probably meant by a word.
    pub fn meant(word: &str) -> Option<Self> {
        Self::of_other_name(word).or_else(|| Self::of_word(nearest(word, Self::ALL.map(Self::word))?))
    }
}

/// The error for a word in braces that isn't a token.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownToken(String);

impl UnknownToken {
    pub(super) fn new(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// The diagnostic for a string of a policy at `span` that contains the word.
    pub fn in_policy(&self, span: Span) -> Diagnostic {
        let tokens = &Token::ALL;
        Diagnostic::at(span, Code::UnknownToken, self.message(tokens)).help(help(tokens))
    }

    fn message(&self, accepted: &[Token]) -> String {
        let token = shown(&format!("{{{}}}", self.0));
        match Token::meant(&self.0).filter(|meant| accepted.contains(meant)) {
            Some(meant) => format!("unknown token {token}, did you mean `{}`?", meant.written()),
            None => format!("unknown token {token}"),
        }
    }
}

fn help(accepted: &[Token]) -> String {
    let tokens = quoted_list(accepted.iter().map(|token| token.written()));
    format!("expected one of {tokens}; write `{{{{` or `}}}}` for a literal brace")
}

/// For a string outside of policies: the message, and the help on a second line, as
/// [`decode`](crate::inputs::decode) expects it.
impl fmt::Display for UnknownToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tokens: Vec<Token> = Token::ALL.into_iter().filter(|token| *token != Token::Identity).collect();
        write!(formatter, "{}\n{}", self.message(&tokens), help(&tokens))?;
        match Token::meant(&self.0) {
            Some(Token::Identity) => write!(formatter, "; `{{identity}}` has a value only in grants"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_lead_to_the_token() {
        let spellings = [
            ("Identity", Token::Identity),
            (" identity ", Token::Identity),
            ("IDENTITY", Token::Identity),
            ("identityId", Token::Identity),
            ("cognito_id", Token::Identity),
            ("user_id", Token::Identity),
            ("accountId", Token::AccountId),
            ("AWS::AccountId", Token::AccountId),
            ("AWS::Region", Token::Region),
            ("AWS::Partition", Token::Partition),
            ("env_name", Token::Environment),
        ];
        for (word, token) in spellings.into_iter().chain(ALIASES) {
            assert_eq!(Token::of_other_name(word), Some(token), "{word}");
        }
        for word in ["", "a", "bucket", "id", "custom:tenant", "names", "team", "x name"] {
            assert_eq!(Token::of_other_name(word), None, "{word}");
        }
    }

    #[test]
    fn an_unknown_token_is_an_error_that_names_what_was_meant() {
        for (word, meant) in [("regoin", "region"), ("env", "environment"), ("account", "account_id")] {
            let message = UnknownToken::new(word).to_string();
            let expected = format!("unknown token `{{{word}}}`, did you mean `{{{meant}}}`?");
            assert!(message.starts_with(&expected), "{message}");
        }
        assert!(UnknownToken::new("bucket").to_string().starts_with("unknown token `{bucket}`\n"));
    }
}
