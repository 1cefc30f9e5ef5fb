//! Applies the rules, and sorts out what is accepted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::lint::{Accept, AllowedStatement, Check, Date, Evaluation, Finding, OwnFile, RULES};
use crate::model::Environment;
use crate::policy::{Document, Grant};
use crate::source::{Code, Diagnostic, Place, Span, in_environments};

/// The findings in a workspace.
#[derive(Debug, Default)]
pub struct Findings {
    /// Those that are not accepted, sorted by place.
    pub found: Vec<Diagnostic>,
    /// Those that are accepted, sorted by place.
    pub accepted: Vec<Accepted>,
}

/// A finding that the inputs accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is accepted, if there is one.
    pub until: Option<Date>,
}

/// The findings in the environments that are wanted, and in `customized`, in view of `accept` and the date. Others may be
/// added. An entry of `accept` is of use if any environment has such a finding.
pub fn lint(
    evaluation: &Evaluation,
    customized: &BTreeMap<String, Span>,
    accept: Vec<Accept>,
    today: Date,
    is_wanted: impl Fn(&str) -> bool,
) -> FindingCollector {
    let environments = evaluation.environments;
    let count = environments.iter().filter(|environment| is_wanted(environment.key())).count();
    let mut collection =
        FindingCollector { accept, today, environments: count, found: IndexMap::new(), paths: Vec::new() };
    let mut statements = Statements::default();
    for environment in environments {
        let name = environment.key();
        let findings = of_environment(environment).into_iter().chain(statements.of(environment));
        findings.for_each(|finding| collection.add_in(Some(name), finding, is_wanted(name)));
    }
    for rule in &RULES {
        match rule.check {
            Check::Workspace(check) => collection.extend(check(environments)),
            Check::Customized(check) => collection.extend(check(customized)),
            Check::Evaluated(check) => {
                for (environment, finding) in check(evaluation) {
                    let is_wanted = environment.is_none_or(&is_wanted);
                    collection.add_in(environment, finding, is_wanted);
                }
            }
            Check::Environment(_) | Check::Statement(_) | Check::OwnFiles(_) => {}
        }
    }
    collection
}

fn of_environment(environment: &Environment) -> Vec<Finding> {
    let checks = RULES.iter().filter_map(|rule| match rule.check {
        Check::Environment(check) => Some(check),
        Check::Statement(_)
        | Check::Evaluated(_)
        | Check::Workspace(_)
        | Check::Customized(_)
        | Check::OwnFiles(_) => None,
    });
    checks.flat_map(|check| check(environment)).collect()
}

/// The findings about statements. Environments have the same documents, so each is checked once.
#[derive(Default)]
struct Statements {
    /// By the place of the grant.
    checked: HashMap<Span, Vec<Checked>>,
}

struct Checked {
    role: String,
    has_classic_flow: bool,
    document: Arc<Document>,
    findings: Arc<[Finding]>,
}

impl Statements {
    fn of(&mut self, environment: &Environment) -> Vec<Finding> {
        let managed = environment.roles.iter().filter_map(|(key, role)| Some((key, role.managed()?)));
        let grants = managed.flat_map(|(key, role)| role.grants.values().map(move |grant| (key, grant)));
        grants.flat_map(|(role, grant)| self.of_grant(role, grant, environment).to_vec()).collect()
    }

    fn of_grant(&mut self, role: &str, grant: &Grant, environment: &Environment) -> Arc<[Finding]> {
        let has_classic_flow = environment.identity_pool.classic_flow.is_some();
        let checked = self.checked.entry(grant.span).or_default();
        let is_same = |checked: &&Checked| {
            let is_same_document =
                Arc::ptr_eq(&checked.document, &grant.document) || checked.document == grant.document;
            checked.role == role && checked.has_classic_flow == has_classic_flow && is_same_document
        };
        if let Some(checked) = checked.iter().find(is_same) {
            return Arc::clone(&checked.findings);
        }
        let findings: Arc<[Finding]> =
            AllowedStatement::all_of(role, grant, environment).iter().flat_map(of_statement).collect();
        let (role, document) = (role.to_owned(), Arc::clone(&grant.document));
        checked.push(Checked { role, has_classic_flow, document, findings: Arc::clone(&findings) });
        findings
    }
}

fn of_statement(statement: &AllowedStatement) -> Vec<Finding> {
    let checks = RULES.iter().filter_map(|rule| match rule.check {
        Check::Statement(check) => Some(check),
        Check::Environment(_)
        | Check::Evaluated(_)
        | Check::Workspace(_)
        | Check::Customized(_)
        | Check::OwnFiles(_) => None,
    });
    checks.flat_map(|check| check(statement)).collect()
}

/// Equal for findings that are reported as one.
type Identity = (Code, Option<Place>, String, String, Option<usize>);

/// The findings so far.
#[derive(Clone, Debug)]
pub struct FindingCollector {
    accept: Vec<Accept>,
    today: Date,
    /// The number of environments that are wanted.
    environments: usize,
    /// Each finding with its environments.
    found: IndexMap<Identity, (Diagnostic, Vec<String>)>,
    /// The code and the path of every finding.
    paths: Vec<(Code, String)>,
}

impl FindingCollector {
    /// Adds findings that are not about one environment.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.add_in(None, finding, true));
    }

    /// Adds the findings about the user's own files in the directories of generated modules.
    pub fn extend_with_own_files(&mut self, files: &[OwnFile]) {
        let checks = RULES.iter().filter_map(|rule| match rule.check {
            Check::OwnFiles(check) => Some(check),
            Check::Environment(_)
            | Check::Statement(_)
            | Check::Evaluated(_)
            | Check::Workspace(_)
            | Check::Customized(_) => None,
        });
        checks.for_each(|check| self.extend(check(files)));
    }

    fn add_in(&mut self, environment: Option<&str>, finding: Finding, is_wanted: bool) {
        // Every entry that covers it is of use.
        let accepts = |(index, entry): (usize, &Accept)| {
            entry.accepts(&finding, environment, self.today).then_some(index)
        };
        let accepting: Vec<usize> = self.accept.iter().enumerate().filter_map(accepts).collect();
        let Finding { diagnostic, path } = finding;
        if !self.accept.is_empty()
            && !self.paths.iter().any(|(code, known)| *code == diagnostic.code && *known == path)
        {
            self.paths.push((diagnostic.code, path.clone()));
        }
        if !is_wanted {
            return;
        }
        let by = accepting.first().copied();
        let identity = (diagnostic.code, diagnostic.place.clone(), diagnostic.message.clone(), path, by);
        let (_, environments) = self.found.entry(identity).or_insert_with(|| (diagnostic, Vec::new()));
        environments.extend(environment.map(str::to_owned));
    }

    /// The findings, with those about `accept` itself.
    pub fn into_findings(self) -> Findings {
        let environments = self.environments;
        let mut findings = Findings::default();
        for ((.., by), (diagnostic, names)) in self.found {
            let diagnostic = match names.len() {
                count if count == 0 || count == environments => diagnostic,
                _ => diagnostic.help(in_environments(&names)),
            };
            match by.map(|index| &self.accept[index]) {
                Some(Accept { reason, until, .. }) => {
                    findings.accepted.push(Accepted { diagnostic, reason: reason.clone(), until: *until });
                }
                None => findings.found.push(diagnostic),
            }
        }
        let about_accept = self.accept.iter().filter_map(|entry| {
            let of_rule = self.paths.iter().filter(|(code, _)| *code == entry.code);
            entry.finding(self.today, &of_rule.map(|(_, path)| path.as_str()).collect::<Vec<_>>())
        });
        findings.found.extend(about_accept);
        findings.found.sort_by(|one, other| one.place.cmp(&other.place));
        findings.accepted.sort_by(|one, other| one.diagnostic.place.cmp(&other.diagnostic.place));
        findings
    }
}
