//! Inputs that can be changed and merged at random.

use std::collections::{BTreeMap, BTreeSet};

/// Named parts, each with its former name if it was renamed.
type Parts = BTreeMap<String, Option<String>>;

/// What a history changes in the inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    pub comments: Parts,
    pub grants: Parts,
    pub environments: Parts,
    /// The new keys of the environments that were ever renamed.
    renamed: BTreeMap<String, String>,
}

impl Inputs {
    pub fn first() -> Self {
        let parts = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), None)).collect();
        Self {
            comments: Parts::new(),
            grants: parts(&["files"]),
            environments: parts(&["dev", "prod"]),
            renamed: BTreeMap::new(),
        }
    }

    pub fn text(&self) -> String {
        let mut text: String = self.comments.keys().map(|comment| format!("# {comment}\n")).collect();
        text += "name: notes\nidentity_pool:\n  user_pools:\n    main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: a1 }\n";
        if !self.grants.is_empty() {
            text += "roles:\n  authenticated:\n    grants:\n";
        }
        for (grant, former) in &self.grants {
            text += &format!("      {grant}:\n");
            text +=
                &former.iter().map(|former| format!("        renamed_from: {former}\n")).collect::<String>();
            text +=
                &format!("        s3: {{ bucket: \"{{name}}-{{environment}}-{grant}\", allow: [read] }}\n");
        }
        text += "environments:\n";
        for (environment, former) in &self.environments {
            let former = former.iter().map(|former| format!(", renamed_from: {former}")).collect::<String>();
            text += &format!("  {environment}: {{ region: us-east-1{former} }}\n");
        }
        text
    }

    pub fn add(parts: &mut Parts, name: &str) {
        parts.insert(name.to_owned(), None);
    }

    pub fn rename_grant(&mut self, from: &str, to: &str) {
        self.grants.remove(from);
        self.grants.insert(to.to_owned(), Some(from.to_owned()));
    }

    pub fn rename_environment(&mut self, from: &str, to: &str) {
        self.environments.remove(from);
        self.environments.insert(to.to_owned(), Some(from.to_owned()));
        self.renamed.insert(from.to_owned(), to.to_owned());
    }

    /// Whether an environment was ever renamed.
    pub fn has_renamed(&self) -> bool {
        !self.renamed.is_empty()
    }

    /// The path of a file now, if its environment was renamed.
    pub fn path_now(&self, path: &str) -> String {
        let parts: Vec<&str> = path.split('/').collect();
        let ["environments", mut key, file] = parts[..] else { return path.to_owned() };
        while let Some(new) = self.renamed.get(key).filter(|_| !self.environments.contains_key(key)) {
            key = new;
        }
        match self.environments.contains_key(key) {
            true => format!("environments/{key}/{file}"),
            false => path.to_owned(),
        }
    }

    /// What one side changed is taken from it.
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let merge = |of: fn(&Self) -> &Parts| -> Parts {
            let (base, ours, theirs) = (of(base), of(ours), of(theirs));
            let names: BTreeSet<&String> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
            let merged = names.into_iter().filter_map(|name| {
                let side = if ours.get(name) == base.get(name) { theirs } else { ours };
                Some((name.clone(), side.get(name)?.clone()))
            });
            merged.collect()
        };
        Self {
            comments: merge(|inputs| &inputs.comments),
            grants: merge(|inputs| &inputs.grants),
            environments: merge(|inputs| &inputs.environments),
            renamed: ours.renamed.clone().into_iter().chain(theirs.renamed.clone()).collect(),
        }
    }
}
