//! The catalogue of actions: AWS's services with their actions, resource types and condition keys.
//!
//! `scripts/refresh-iam-catalogue` writes it from AWS's Service Authorization Reference. It is compressed in blocks of
//! several services, and a block is read when one of its services is first asked for. AWS adds actions every week, so
//! what is missing here may exist.

mod documented;
mod section;

pub use documented::DocumentedAction;
pub use section::{AccessLevel, Action, ResourceType, Service};

use std::sync::{LazyLock, OnceLock};

use section::services_of;

const INDEX: &str = include_str!("services.tsv");
const BLOCKS: &[u8] = include_bytes!("actions.deflate");

/// The name of the section with the condition keys that requests to any service can have.
const GLOBAL: &str = "*";

/// A compressed block, and its services once they were read.
struct Block {
    names: Vec<&'static str>,
    compressed: &'static [u8],
    length: usize,
    services: OnceLock<Vec<Service>>,
}

static CATALOGUE: LazyLock<Vec<Block>> = LazyLock::new(|| lines().filter_map(Block::of_line).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    INDEX.lines().filter(|line| !line.starts_with('#'))
}

/// The service with this prefix, whatever its case.
pub fn service(prefix: &str) -> Option<&'static Service> {
    let prefix = prefix.to_ascii_lowercase();
    CATALOGUE.iter().find(|block| block.names.contains(&prefix.as_str()))?.service(&prefix)
}

/// The prefixes of all services.
pub fn prefixes() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().flat_map(|block| &block.names).copied().filter(|name| *name != GLOBAL)
}

/// All services. This reads the whole catalogue.
pub fn services() -> impl Iterator<Item = &'static Service> {
    CATALOGUE.iter().flat_map(Block::services).filter(|service| service.prefix != GLOBAL)
}

/// The condition keys that requests to any service can have, with `*` for any text.
pub fn global_keys() -> &'static [&'static str] {
    service(GLOBAL).map(|global| &*global.keys).unwrap_or_default()
}

/// The date of the catalogue, such as 2027-01-31.
pub fn date() -> &'static str {
    let words = INDEX.split([' ', ';', '\n']);
    words.map(|word| word.trim_end_matches([',', ';'])).find(|word| is_date(word)).unwrap_or_default()
}

fn is_date(word: &str) -> bool {
    word.len() == 10 && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

impl Block {
    fn of_line(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut number = || fields.next()?.parse::<usize>().ok();
        let (start, compressed, length) = (number()?, number()?, number()?);
        Some(Self {
            names: fields.next()?.split(' ').collect(),
            compressed: BLOCKS.get(start..start + compressed)?,
            length,
            services: OnceLock::new(),
        })
    }

    fn service(&'static self, prefix: &str) -> Option<&'static Service> {
        self.services().iter().find(|service| service.prefix == prefix)
    }

    fn services(&self) -> &[Service] {
        self.services.get_or_init(|| services_of(self.text()))
    }

    /// The text of the block, which is kept for as long as the program runs.
    fn text(&self) -> &'static str {
        let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(self.compressed, self.length);
        String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default().leak()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_can_be_read() {
        let named = CATALOGUE.iter().flat_map(|block| &block.names).count();
        assert_eq!(lines().count(), CATALOGUE.len());
        assert_eq!(services().count() + 1, named);
        assert!(CATALOGUE.iter().all(|block| block.text().len() == block.length));
        assert!(
            services().count() > 400
                && services().map(|service| service.actions.len()).sum::<usize>() > 20_000
        );
        let has_actions =
            |service: &Service| !service.actions.is_empty() || service.has_undocumented(|_| true);
        assert!(services().all(has_actions), "a service without actions");
        assert!(is_date(date()), "{}", date());
        assert!(global_keys().contains(&"aws:PrincipalTag/*"));
    }

    #[test]
    fn a_service_has_actions_resource_types_and_condition_keys() {
        let dynamodb = service("DynamoDB").unwrap();
        let scan = dynamodb.action("scan").unwrap();
        assert_eq!((scan.name, scan.access_level), ("Scan", AccessLevel::Read));
        let types: Vec<&str> = dynamodb.resource_types(scan).map(|resource| resource.name).collect();
        assert_eq!(types, ["index", "table"]);
        let keys = |action: &str| dynamodb.condition_keys(dynamodb.action(action).unwrap());
        assert!(keys("GetItem").any(|key| key == "dynamodb:LeadingKeys"));
        assert!(!keys("Scan").any(|key| key == "dynamodb:LeadingKeys"));
        // A key of the resource type.
        assert!(keys("Scan").any(|key| key == "aws:ResourceTag/*"));
        assert!(service("dynamo").is_none() && dynamodb.action("Scans").is_none());
    }
}
