//! What isn't known about policies and requests, as symbols.

use std::cell::RefCell;
use std::rc::Rc;

use indexmap::IndexSet;

use crate::access::request_text::{ACCOUNT, IdentityId, Piece, RequestText};
use crate::aws::Identifier;
use crate::iam::language::{Letter, MAX_NAMES, Symbol, SymbolKind, Word, word};
use crate::iam::sets::SymbolValues;
use crate::iam::{Atom, Pattern};
use crate::inputs::arn_format_of;
use crate::inputs::keys::OTHER;
use crate::model::Environment;
use crate::terraform::attributes;

/// The labels of symbols.
type Labels = Rc<RefCell<IndexSet<String>>>;

/// The symbols of the questions about an environment.
pub struct Symbols<'a> {
    environment: &'a Environment,
    /// What is unknown, in words or as a reference.
    texts: Labels,
    /// The names of identities.
    identities: Labels,
}

impl<'a> Symbols<'a> {
    /// The symbols of an environment.
    pub fn of(environment: &'a Environment) -> Self {
        Self { environment, texts: Labels::default(), identities: Labels::default() }
    }

    /// The symbols of another version of an environment: what has the same label is the same.
    pub fn sharing(other: &Symbols, environment: &'a Environment) -> Self {
        Self { environment, texts: Rc::clone(&other.texts), identities: Rc::clone(&other.identities) }
    }

    /// A text of which nothing is known but what it is.
    pub(super) fn unknown(&self, label: &str) -> String {
        self.text(label).character().to_string()
    }

    /// The environment.
    pub fn environment(&self) -> &'a Environment {
        self.environment
    }

    fn text(&self, label: &str) -> Symbol {
        Symbol { id: index_of(label, &self.texts), kind: SymbolKind::Text }
    }

    /// The name of a resource, by the resource's address.
    fn name(&self, address: &str) -> Symbol {
        let text = self.text(address);
        match has_plain_name(address) && text.id < MAX_NAMES {
            true => Symbol { kind: SymbolKind::Name, ..text },
            false => text,
        }
    }

    fn identity(&self, name: &str) -> Symbol {
        Symbol { id: index_of(name, &self.identities), kind: SymbolKind::Uuid }
    }

    /// A reference, as far as it is known: the ARN of a resource has a known format, and contains the resource's name.
    pub(super) fn of_reference(&self, reference: &str) -> String {
        let whole = || self.text(reference).character().to_string();
        let Some((address, attribute)) = reference.rsplit_once('.') else { return whole() };
        let Some(format) = arn_format_of(&format!("{address}.arn")) else { return whole() };
        match attribute {
            "arn" => self.arn(format, address),
            attribute if is_name(address, attribute) => self.name(address).character().to_string(),
            _ => whole(),
        }
    }

    /// An ARN of a format that has `*` for its partition, region, account and name, as far as it has them.
    fn arn(&self, format: &str, address: &str) -> String {
        let tokens = &self.environment.tokens;
        let known = [tokens.partition().id(), tokens.region.as_str()].map(str::to_owned);
        let account = match &tokens.account_id {
            Some(account) => account.as_str().to_owned(),
            None => self.text(ACCOUNT).character().to_string(),
        };
        let name = self.name(address).character().to_string();
        let [partition, region] = known;
        let (before, _) = format.rsplit_once('*').unwrap_or((format, ""));
        let mut values = [partition, region, account].into_iter();
        let filled = before.split_inclusive('*').map(|part| match part.strip_suffix('*') {
            Some(literal) => literal.to_owned() + &values.next().unwrap_or_default(),
            None => part.to_owned(),
        });
        filled.collect::<String>() + &name
    }

    /// A text of a request, for the caller with this name.
    pub(super) fn pattern(&self, text: &RequestText, caller: &str) -> Pattern<Symbol> {
        let atoms = text.pieces().iter().flat_map(|piece| match piece {
            Piece::AnyText => vec![Atom::AnyText],
            Piece::AnyCharacter => vec![Atom::AnyCharacter],
            Piece::Text(_) | Piece::IdentityId(_) | Piece::Unknown(_) => {
                self.letters(piece, caller).into_iter().map(atom).collect()
            }
        });
        atoms.collect()
    }

    /// A value of a condition key, for the caller with this name.
    pub(super) fn word(&self, text: &RequestText, caller: &str) -> Word {
        text.pieces().iter().flat_map(|piece| self.letters(piece, caller)).collect()
    }

    fn letters(&self, piece: &Piece, caller: &str) -> Word {
        match piece {
            Piece::Text(text) => text.chars().map(Letter::Character).collect(),
            Piece::AnyText | Piece::AnyCharacter => {
                vec![Letter::Symbol(self.text("a text that the caller chooses"))]
            }
            Piece::IdentityId(id) => {
                let name = match id {
                    IdentityId::Caller => caller,
                    IdentityId::Named(name) => name,
                    IdentityId::Other => OTHER,
                };
                let region = format!("{}:", self.environment.tokens.region);
                word(&region).into_iter().chain([Letter::Symbol(self.identity(name))]).collect()
            }
            Piece::Unknown(label) if label == ACCOUNT => vec![Letter::Symbol(self.text(label))],
            Piece::Unknown(label) => word(&self.of_reference(label)),
        }
    }

    /// A text in which what stands for symbols is replaced by what they are, such as `<ana>`.
    pub fn labelled(&self, text: &str, values: &SymbolValues) -> String {
        let region = format!("{}:", self.environment.tokens.region);
        values.iter().filter(|(_, value)| !value.is_empty()).fold(text.to_owned(), |text, (symbol, value)| {
            let (texts, identities) = (self.texts.borrow(), self.identities.borrow());
            let label = match symbol.kind {
                SymbolKind::Name | SymbolKind::Text => texts.get_index(symbol.id.into()),
                SymbolKind::Uuid => identities.get_index(symbol.id.into()),
            };
            match (label, symbol.kind) {
                (Some(label), SymbolKind::Uuid) => {
                    text.replace(&format!("{region}{value}"), &format!("<{label}>"))
                }
                (Some(label), SymbolKind::Name | SymbolKind::Text) => {
                    text.replace(value.as_str(), &format!("<{label}>"))
                }
                (None, _) => text,
            }
        })
    }
}

fn index_of(label: &str, labels: &Labels) -> u16 {
    let mut labels = labels.borrow_mut();
    let index = match labels.get_index_of(label) {
        Some(index) => index,
        None => labels.insert_full(label.to_owned()).0,
    };
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn atom(letter: Letter) -> Atom<Symbol> {
    match letter {
        Letter::Character(character) => Atom::Character(character),
        Letter::Symbol(symbol) => Atom::Symbol(symbol),
    }
}

/// Whether an attribute of a resource is the name that its ARN ends with.
fn is_name(address: &str, attribute: &str) -> bool {
    use Identifier::{BucketName, FunctionName, IotClientId, TableName};
    let found = attributes_of(address).find(|(name, _)| *name == attribute);
    found.is_some_and(|(_, identifier)| {
        [BucketName, FunctionName, IotClientId, TableName].contains(identifier)
    })
}

/// Whether the name of a resource has no colons, slashes and wildcards, which its rule refuses.
fn has_plain_name(address: &str) -> bool {
    use Identifier::{BucketName, FunctionName, TableName};
    let mut attributes = attributes_of(address);
    attributes.any(|(_, identifier)| [BucketName, FunctionName, TableName].contains(identifier))
}

/// The attributes of a resource with what they identify.
fn attributes_of(address: &str) -> impl Iterator<Item = &'static (&'static str, Identifier)> {
    let resource = address.strip_prefix("data.").unwrap_or(address).split('.').next().unwrap_or_default();
    attributes(resource).into_iter().flatten()
}
