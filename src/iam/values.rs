//! One value or several, as a policy writes them.

/// One value, or a list of them: IAM takes either, and a list of one is written as a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Values<T> {
    items: Vec<T>,
    is_list: bool,
}

impl<T> Values<T> {
    /// A single value.
    pub fn one(value: T) -> Self {
        Self { items: vec![value], is_list: false }
    }

    /// A single value without a list around it, or a list of several.
    pub fn one_or_list(items: Vec<T>) -> Self {
        let is_list = items.len() != 1;
        Self { items, is_list }
    }

    /// A list.
    pub fn list(items: Vec<T>) -> Self {
        Self { items, is_list: true }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }

    /// The value that is written without a list around it, if it is.
    pub fn as_single(&self) -> Option<&T> {
        if self.is_list { None } else { self.items.first() }
    }

    /// The same with other leaves.
    pub fn map<U>(&self, leaf: impl FnMut(&T) -> U) -> Values<U> {
        Values { items: self.items.iter().map(leaf).collect(), is_list: self.is_list }
    }
}
