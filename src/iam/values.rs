//! Single values and lists, which IAM accepts interchangeably.

/// A single value or a list. Remembers which, so that a list with one item stays a list.
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

    /// A single value if there is exactly one, otherwise a list.
    pub fn one_or_list(items: Vec<T>) -> Self {
        let is_list = items.len() != 1;
        Self { items, is_list }
    }

    /// A list.
    pub fn list(items: Vec<T>) -> Self {
        Self { items, is_list: true }
    }

    /// All values.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }

    /// The single value, unless this is a list.
    pub fn as_single(&self) -> Option<&T> {
        if self.is_list { None } else { self.items.first() }
    }

    /// The same with every value converted.
    pub fn map<U>(&self, leaf: impl FnMut(&T) -> U) -> Values<U> {
        Values { items: self.items.iter().map(leaf).collect(), is_list: self.is_list }
    }
}

impl<A, B> Values<(A, B)> {
    /// The first and the second parts of all values.
    pub fn unzip(self) -> (Values<A>, Values<B>) {
        let is_list = self.is_list;
        let (first, second) = self.items.into_iter().unzip();
        (Values { items: first, is_list }, Values { items: second, is_list })
    }
}
