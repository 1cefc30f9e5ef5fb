//! The sections of the catalogue, one for each service. `scripts/refresh-iam-catalogue` describes the format.

/// A service.
#[derive(Debug)]
pub struct Service {
    /// The prefix of its actions, such as `s3`.
    pub prefix: &'static str,
    /// The name, such as `Amazon S3`.
    pub name: &'static str,
    /// The condition keys that its actions or resources have, with `*` for any text, such as the key of a tag.
    pub keys: Vec<&'static str>,
    /// Its resource types.
    pub types: Vec<ResourceType>,
    /// Its actions, sorted by name.
    pub actions: Vec<Action>,
    /// Names of actions of which nothing is known but that AWS uses them.
    undocumented: Vec<&'static str>,
}

/// A type of resources.
#[derive(Debug)]
pub struct ResourceType {
    /// The name, such as `bucket`.
    pub name: &'static str,
    /// The format of the ARN, with variables such as `${Partition}`.
    pub arn: &'static str,
    keys: Vec<usize>,
}

/// An action.
#[derive(Debug)]
pub struct Action {
    /// The name, without the service: `GetObject`.
    pub name: &'static str,
    /// What it does.
    pub access_level: AccessLevel,
    types: Vec<usize>,
    keys: Vec<usize>,
}

/// What an action does, as AWS classifies it.
///
/// Source: IAM User Guide, "Understanding access level summaries within policy summaries".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Lists resources.
    List,
    /// Reads the content of resources.
    Read,
    /// Changes only tags.
    Tagging,
    /// Creates, changes or deletes resources.
    Write,
    /// Changes who may access resources.
    PermissionsManagement,
}

impl AccessLevel {
    /// All levels, in AWS's order.
    pub const ALL: [Self; 5] =
        [Self::List, Self::Read, Self::Tagging, Self::Write, Self::PermissionsManagement];

    /// The level as AWS writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Tagging => "Tagging",
            Self::Write => "Write",
            Self::PermissionsManagement => "Permissions management",
        }
    }
}

impl Service {
    /// The action with this name, whatever its case.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name.eq_ignore_ascii_case(name))
    }

    /// Whether a name matches an action that AWS uses but doesn't document.
    pub fn has_undocumented(&self, matches: impl Fn(&str) -> bool) -> bool {
        self.undocumented.iter().any(|name| matches(name))
    }

    /// The types of resources that an action applies to. Without any, it applies only to `*`.
    pub fn resource_types<'a>(&'a self, action: &'a Action) -> impl Iterator<Item = &'a ResourceType> {
        action.types.iter().filter_map(|index| self.types.get(*index))
    }

    /// The condition keys of an action and of its resources, besides those that any request has.
    pub fn condition_keys<'a>(&'a self, action: &'a Action) -> impl Iterator<Item = &'static str> {
        let of_types = self.resource_types(action).flat_map(|resource| &resource.keys);
        action.keys.iter().chain(of_types).filter_map(|index| self.keys.get(*index)).copied()
    }
}

/// The services in the text of a block.
pub(super) fn services_of(text: &'static str) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for line in text.lines() {
        let mut fields = line.split('\t');
        let kind = fields.next();
        let mut field = || fields.next().unwrap_or_default();
        match (kind, services.last_mut()) {
            (Some("s"), _) => services.push(Service::named(field(), field())),
            (Some("k"), Some(service)) => service.keys.push(field()),
            (Some("r"), Some(service)) => {
                let (name, keys) = (field(), numbers(field()));
                service.types.push(ResourceType { name, keys, arn: field() });
            }
            (Some("a"), Some(service)) => service.actions.push(Action {
                name: field(),
                access_level: AccessLevel::of_letter(field()),
                types: numbers(field()),
                keys: numbers(field()),
            }),
            (Some("u"), Some(service)) => service.undocumented.push(field()),
            _ => {}
        }
    }
    services
}

fn numbers(list: &str) -> Vec<usize> {
    list.split(',').filter_map(|number| number.parse().ok()).collect()
}

impl Service {
    fn named(prefix: &'static str, name: &'static str) -> Self {
        let (keys, types, actions, undocumented) = Default::default();
        Self { prefix, name, keys, types, actions, undocumented }
    }
}

impl AccessLevel {
    fn of_letter(letter: &str) -> Self {
        match letter {
            "L" => Self::List,
            "R" => Self::Read,
            "T" => Self::Tagging,
            "W" => Self::Write,
            _ => Self::PermissionsManagement,
        }
    }
}
