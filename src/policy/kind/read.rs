//! Reads a kind's document.

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::inputs::decode::{Key, OneOrMany, Spanned, SpannedMap, decode};
use crate::inputs::read::{Language, read};
use crate::policy::kind::document::{Document, KeyDocument, KeyTypeName};
use crate::policy::kind::{GrantKey, KeyType, Kind, TextRule, VALUE_RULES, check};
use crate::source::{Diagnostics, FileId};

impl Kind {
    /// Reads a kind's document in YAML. Returns `None` if it has problems, which are reported.
    pub fn read(text: &str, file: FileId, diagnostics: &Diagnostics) -> Option<Self> {
        let found = Diagnostics::default();
        let document = Document::read(text, file, Language::Yaml, &found);
        if let Some(document) = &document {
            check::document(document, &found);
        }
        let is_valid = found.errors() == 0;
        diagnostics.extend(found);
        document.filter(|_| is_valid)?.into_kind()
    }

    /// Reads a built-in document in JSON without checks; tests check them.
    pub(super) fn read_built_in(text: &str) -> Option<Self> {
        Document::read(text, FileId(0), Language::Json, &Diagnostics::default())?.into_kind()
    }
}

impl Document {
    fn read(text: &str, file: FileId, language: Language, diagnostics: &Diagnostics) -> Option<Self> {
        decode(&read(text, file, language, diagnostics)?, diagnostics)
    }

    /// The kind; `None` if the document is invalid, which has been reported.
    fn into_kind(self) -> Option<Kind> {
        let key = |(key, document): (&Key, &KeyDocument)| Some((key.text.clone(), document.to_key()?));
        Some(Kind {
            name: self.kind.get()?.clone(),
            title: self.title.get()?.clone(),
            may: self.may.get()?.clone(),
            target: self.target.get()?.clone(),
            note: given(self.note.as_ref()),
            keys: self.keys.iter().map(key).collect::<Option<IndexMap<_, _>>>()?,
            statements: self.statements.get()?.clone(),
        })
    }
}

impl KeyDocument {
    fn to_key(&self) -> Option<GrantKey> {
        Some(GrantKey {
            is: self.key_type()?,
            optional: self.is_optional(),
            excludes: given(self.excludes.as_ref()),
            description: self.description.get()?.clone(),
            target: given(self.target.as_ref()),
        })
    }

    fn key_type(&self) -> Option<KeyType> {
        let default = given(self.default.as_ref()).map(OneOrMany::into_vec);
        Some(match self.is.get()? {
            KeyTypeName::Value => {
                KeyType::Value { identifier: self.identifier(), example: given(self.example.as_ref())? }
            }
            KeyTypeName::Values => {
                KeyType::Values { identifier: self.identifier(), example: given(self.example.as_ref())? }
            }
            KeyTypeName::Text => {
                let default = default.and_then(|texts| texts.into_iter().next());
                KeyType::Text { rule: self.text_rule(), default }
            }
            KeyTypeName::Texts => KeyType::Texts { rule: self.text_rule(), default },
            KeyTypeName::Words => KeyType::Words(self.words()?),
            KeyTypeName::Flag => KeyType::Flag,
            KeyTypeName::Fields => KeyType::Fields,
        })
    }

    fn identifier(&self) -> Option<Identifier> {
        let name = self.rule.as_ref()?.get()?;
        VALUE_RULES.iter().find(|(rule, _)| rule == name).map(|(_, identifier)| *identifier)
    }

    /// Whether a grant can pass values of the key to the module.
    pub(super) fn has_values(&self) -> bool {
        self.is.get().is_some_and(|is| match is {
            KeyTypeName::Value | KeyTypeName::Values => true,
            KeyTypeName::Text | KeyTypeName::Texts => {
                self.text_rule().is_some_and(|rule| rule.reference.is_some())
            }
            KeyTypeName::Words | KeyTypeName::Flag | KeyTypeName::Fields => false,
        })
    }

    /// Whether a grant can pass several values of the key, each with a number.
    pub(super) fn numbers_values(&self) -> bool {
        self.has_values() && matches!(self.is.get(), Some(KeyTypeName::Values | KeyTypeName::Texts))
    }

    fn text_rule(&self) -> Option<&'static TextRule> {
        let name = self.rule.as_ref()?.get()?;
        TextRule::ALL.iter().find(|rule| rule.name == name)
    }

    fn words(&self) -> Option<IndexMap<String, String>> {
        let words = self.words.iter().flat_map(SpannedMap::iter);
        words.map(|(word, meaning)| Some((word.text.clone(), meaning.get()?.clone()))).collect()
    }
}

fn given<T: Clone>(value: Option<&Spanned<T>>) -> Option<T> {
    value.and_then(Spanned::get).cloned()
}
