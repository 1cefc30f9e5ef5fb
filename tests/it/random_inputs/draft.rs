//! A draft of random inputs: what each environment will have, separately.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::support::Random;

/// The environments that have a part.
pub type Presence = Vec<bool>;

/// An environment: its own keys, and its complete inputs.
pub struct Environment {
    pub key: String,
    pub own: Map<String, Value>,
    pub wanted: Value,
}

/// Inputs under construction.
pub struct Draft {
    pub random: Random,
    pub features: BTreeSet<&'static str>,
    pub environments: Vec<Environment>,
    /// Whether every environment has an account ID, so that grants can use it.
    pub has_accounts: bool,
    /// Whether role names may have at most 20 characters.
    pub has_short_names: bool,
    /// Whether the classic flow is on, which can't be combined with role mappings.
    pub classic_flow: Presence,
    pub guest_access: Presence,
    /// The number of ways to sign in to each environment.
    pub ways_to_sign_in: Vec<usize>,
    /// Policy files by path, which may contain `{environment}`.
    pub policy_files: BTreeMap<String, String>,
    /// The addresses of inline policies.
    pub addresses: BTreeSet<String>,
    number: usize,
}

const REGIONS: [(&str, &[&str]); 4] = [
    ("partition: aws", &["us-east-1", "eu-west-1", "ap-southeast-2", "il-central-1"]),
    ("partition: aws-us-gov", &["us-gov-west-1"]),
    ("partition: aws-us-gov", &["us-gov-east-1"]),
    ("partition: aws-cn", &["cn-north-1"]),
];

impl Draft {
    pub fn of_seed(seed: u64) -> Self {
        let mut draft = Self {
            random: Random::new(seed),
            features: BTreeSet::new(),
            environments: Vec::new(),
            has_accounts: false,
            has_short_names: false,
            classic_flow: Vec::new(),
            guest_access: Vec::new(),
            ways_to_sign_in: Vec::new(),
            policy_files: BTreeMap::new(),
            addresses: BTreeSet::from(["for_each".to_owned(), "depends_on".to_owned()]),
            number: 0,
        };
        draft.add_environments();
        draft
    }

    /// Records that a feature is used.
    pub fn on(&mut self, feature: &'static str) {
        self.features.insert(feature);
    }

    fn add_environments(&mut self) {
        self.has_accounts = self.random.chance(85);
        let partition = if self.random.chance(80) { 0 } else { self.random.between(1..=3) };
        let (feature, regions) = REGIONS[partition];
        self.on(feature);
        self.has_short_names = regions == ["us-gov-east-1"];
        let mut keys: Vec<String> = Vec::new();
        while keys.len() < self.random.between(1..=5) {
            let key =
                self.random.pick(&["dev", "prod", "eu-1", "s", "a-b-c-d-e-f-g-h", "for", "main", "x2-"]);
            if !keys.contains(&key.to_owned()) {
                keys.push(key.to_owned());
            }
        }
        self.on([
            "",
            "one environment",
            "2 environments",
            "3 environments",
            "4 environments",
            "5 environments",
        ][keys.len()]);
        for key in keys {
            let mut own = Map::from_iter([("region".to_owned(), json!(self.random.pick(regions)))]);
            if self.has_accounts || self.random.chance(30) {
                own.insert("account_id".to_owned(), json!(self.digits(12)));
            } else {
                self.on("no account");
            }
            if self.random.chance(30) {
                self.on("protect");
                own.insert("protect".to_owned(), json!(self.random.chance(70)));
            }
            self.environments.push(Environment { key, own, wanted: json!({ "terraform": {} }) });
        }
    }

    /// A number that is unique in these inputs.
    pub fn number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// All environments.
    pub fn everywhere(&self) -> Presence {
        vec![true; self.environments.len()]
    }

    /// All or some of the environments that have the enclosing part.
    pub fn presence(&mut self, within: &[bool]) -> Presence {
        if self.random.chance(60) {
            return within.to_vec();
        }
        let presence: Presence = within.iter().map(|there| *there && self.random.chance(50)).collect();
        if presence.contains(&true) && presence != within {
            self.on("optional part");
        }
        presence
    }

    /// Like [`presence`](Self::presence), but possibly no environment at all.
    pub fn maybe(&mut self, percent: usize, within: &[bool]) -> Presence {
        if self.random.chance(percent) { self.presence(within) } else { vec![false; within.len()] }
    }

    /// Sets the same value in each environment that has the part.
    pub fn put(&mut self, path: &[&str], presence: &[bool], value: &Value) {
        for (environment, _) in self.environments.iter_mut().zip(presence).filter(|(_, there)| **there) {
            set(&mut environment.wanted, path, value.clone());
        }
    }

    /// Sets a value in each environment that has the part: the same, or one per environment.
    pub fn vary(&mut self, path: &[&str], presence: &[bool], make: impl Fn(&mut Self) -> Value) {
        if self.random.chance(50) {
            let value = make(self);
            return self.put(path, presence, &value);
        }
        for index in (0..presence.len()).filter(|index| presence[*index]) {
            let value = make(self);
            set(&mut self.environments[index].wanted, path, value);
        }
        if presence.iter().filter(|there| **there).count() > 1 {
            self.on("values that differ");
        }
    }

    /// A string, or sometimes a reference to an object in the user's own files. `what` is one of [`OWN`].
    pub fn setting(&mut self, what: &str, text: impl Fn(&mut Self) -> String) -> Value {
        let text = text(self);
        if !self.random.chance(15) {
            return json!(text);
        }
        self.reference(what)
    }

    /// A reference to an object whose name says what it identifies.
    pub fn reference(&mut self, what: &str) -> Value {
        self.on("reference");
        let name = format!("own_{what}_{}", self.number());
        let reference = match self.random.below(5) {
            0 => format!("var.{name}"),
            1 => format!("local.{name}"),
            2 => format!("local.{name}[\"the main }} one\"]"),
            3 => format!("local.{name}[0]"),
            _ if what == "bucket" => format!("aws_s3_bucket.{name}.bucket"),
            _ => format!("terraform_data.{name}.output"),
        };
        json!({ "terraform": reference })
    }

    /// An IAM ARN in the inputs' partition.
    pub fn iam_arn(&mut self, resource: &str) -> String {
        let account = if self.has_accounts && self.random.chance(60) {
            "{account_id}".to_owned()
        } else {
            self.digits(12)
        };
        format!("arn:{{partition}}:iam::{account}:{resource}")
    }
}

/// What references identify, and a value that Terraform validates in plans.
pub const OWN: [(&str, &str); 15] = [
    ("api", "a1b2c3d4e5"),
    ("app", "1234-abcd.apps.example"),
    ("bucket", "own-bucket"),
    ("client", "3n4b5urk1ft4fl3mg5e62d9ado"),
    ("device", "own-device"),
    ("function", "own-function"),
    ("identity_pool", "us-east-1:2c1f8e70-0000-4000-8000-000000000000"),
    ("key", "arn:PARTITION:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    ("oidc", "arn:PARTITION:iam::111111111111:oidc-provider/id.example"),
    ("policy", "arn:PARTITION:iam::111111111111:policy/own"),
    ("role", "arn:PARTITION:iam::111111111111:role/own"),
    ("saml", "arn:PARTITION:iam::111111111111:saml-provider/own"),
    ("table", "own-table"),
    ("topic", "$aws/own/topic"),
    ("user_pool", "us-east-1_Ab12Cd34E"),
];

/// Sets the value at a path, and creates the maps above it.
pub fn set(root: &mut Value, path: &[&str], value: Value) {
    let (last, parents) = path.split_last().expect("a path");
    let mut place = root;
    for key in parents {
        let map = place.as_object_mut().expect("a map");
        place = map.entry(*key).or_insert_with(|| json!({}));
    }
    place.as_object_mut().expect("a map").insert((*last).to_owned(), value);
}
