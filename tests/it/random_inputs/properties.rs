//! Properties of all workspaces.

use std::collections::{BTreeMap, BTreeSet};

use poolsmith::hcl;
use poolsmith::render::FileSet;

use crate::diagram::edges_and_statements;
use crate::random_inputs::addresses;
use crate::random_inputs::case::Case;
use crate::random_inputs::folder::{Folder, is_hcl};
use crate::random_inputs::generate::{Spelling, generate, generate_as_pack, own_file};
use crate::random_inputs::hcl_file::Block;
use crate::readme::{Row, rows_of_policies, rows_of_readme};

/// The violation of a property.
#[derive(Debug)]
pub struct Failure {
    pub property: String,
    pub detail: String,
}

pub fn fail(property: &str, detail: impl Into<String>) -> Result<(), Failure> {
    Err(Failure { property: property.to_owned(), detail: detail.into() })
}

fn holds(is_so: bool, property: &str, detail: impl FnOnce() -> String) -> Result<(), Failure> {
    if is_so { Ok(()) } else { fail(property, detail()) }
}

/// Checks all properties of a case. A panic is a violation, too.
pub fn check(case: &Case) -> Result<(), Failure> {
    std::panic::catch_unwind(|| check_each(case))
        .unwrap_or_else(|_| fail("nothing panics", "the panic's message is above"))
}

fn check_each(case: &Case) -> Result<(), Failure> {
    let files = generated(case, Spelling::Json)?;
    is_formatted(&files)?;
    let folders = Folder::all(&files, &own_files(case));
    for folder in &folders {
        if folder.path.starts_with("modules/") {
            declares_variables(folder)?;
        } else {
            passes_arguments(folder, &folders)?;
        }
        folder.check_references(&folders)?;
    }
    addresses::check(case, &folders)?;
    shows_each_statement(&files)?;
    describes_each_environment(case, &files)?;
    is_the_same_from_a_pack(case, &files)?;
    is_repeatable(case, &files)?;
    is_spelt_either_way(case, &files)?;
    keeps_to_an_environment(case, &files)
}

/// The files, if poolsmith accepts the inputs. Different errors are different violations, so that shrinking
/// doesn't turn one failure into another.
fn generated(case: &Case, spelling: Spelling) -> Result<FileSet, Failure> {
    generate(case, spelling).map_err(|said| {
        let codes: BTreeSet<&str> =
            said.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next()).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        Failure { property: format!("generation succeeds, but for {}", codes.join(" ")), detail: said }
    })
}

/// The user's own files, with declarations for all references.
pub fn own_files(case: &Case) -> BTreeMap<String, String> {
    let of = |key: &str| (format!("environments/{key}/own.tf"), own_file(&case.of_environment(key)));
    case.environments().into_iter().map(of).collect()
}

fn is_formatted(files: &FileSet) -> Result<(), Failure> {
    for (path, text) in files.iter().filter(|(path, _)| is_hcl(path)) {
        match hcl::format(text) {
            Ok(formatted) => holds(formatted == *text, "files are formatted", || format!("{path}:\n{text}"))?,
            Err(errors) => fail("files parse", format!("{path}: {errors:?}\n{text}"))?,
        }
    }
    Ok(())
}

/// Each variable of a module is declared once, has a type and a description, and is used.
fn declares_variables(module: &Folder) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    let code = [module.files.get("main.tf"), module.files.get("outputs.tf")];
    let used: BTreeSet<&str> = code
        .into_iter()
        .flatten()
        .flat_map(|body| body.expressions())
        .flat_map(|expression| expression.references())
        .filter(|reference| reference[0] == "var")
        .map(|reference| reference[1])
        .collect();
    for variable in module.blocks("variable") {
        let name = &variable.labels[0];
        let place = || format!("{}: {name}", module.path);
        holds(seen.insert(name), "a variable is declared once", place)?;
        holds(variable.body.attribute("type").is_some(), "a variable has a type", place)?;
        let description = variable.body.attribute("description").and_then(|text| text.quoted());
        holds(description.is_some_and(|text| !text.is_empty()), "a variable is described", place)?;
        holds(used.contains(name.as_str()), "a variable is used", place)?;
    }
    Ok(())
}

/// Each module call passes only declared variables, all required ones, and objects with the attributes of
/// their types.
fn passes_arguments(environment: &Folder, all: &[Folder]) -> Result<(), Failure> {
    for call in environment.blocks("module") {
        let place = |what: &str| format!("{}: {what} of module.{}", environment.path, call.labels[0]);
        let Some(module) = environment.called(call, all) else {
            return fail("a module call has a module", place("source"));
        };
        let arguments = call.body.attributes.iter().filter(|(name, _)| name != "source");
        for (name, value) in arguments {
            let Some(variable) = module.block("variable", name) else {
                return fail("a module call passes what is declared", place(name));
            };
            let is_value = !value.is("null") || variable.body.attribute("default").is_some();
            holds(is_value, "what is required is given a value", || place(name))?;
            passes_attributes(variable, value)
                .or_else(|what| fail("an object has its type's attributes", place(&what)))?;
        }
        for variable in
            module.blocks("variable").filter(|variable| variable.body.attribute("default").is_none())
        {
            let name = &variable.labels[0];
            holds(call.body.attribute(name).is_some(), "a module call passes what is required", || {
                place(name)
            })?;
        }
    }
    Ok(())
}

fn passes_attributes(
    variable: &Block,
    value: &crate::random_inputs::hcl_file::Expression,
) -> Result<(), String> {
    let declared = variable.body.attribute("type").and_then(|of_type| of_type.object_keys());
    let (Some(declared), Some(given)) = (declared, value.object_keys()) else { return Ok(()) };
    let name = &variable.labels[0];
    for (key, _) in &given {
        if !declared.iter().any(|(attribute, _)| attribute == key) {
            return Err(format!("{name}.{key}, which is not declared,"));
        }
    }
    for (attribute, is_optional) in &declared {
        if !is_optional && !given.iter().any(|(key, _)| key == attribute) {
            return Err(format!("{name}.{attribute}, which is missing,"));
        }
    }
    Ok(())
}

/// The diagram has an edge for each statement, and no other edges from roles.
fn shows_each_statement(files: &FileSet) -> Result<(), Failure> {
    let policies = files.get("modules/policy/main.tf").map_or("", String::as_str);
    let (edges, statements) = edges_and_statements(&files["README.md"], policies);
    let differ = || format!("edges: {edges:?}\nstatements: {statements:?}");
    holds(edges == statements, "the diagram shows each statement", differ)
}

/// The README has a row for each statement in each environment that has its grant, and no other rows.
fn describes_each_environment(case: &Case, files: &FileSet) -> Result<(), Failure> {
    let policies = files.get("modules/policy/main.tf").map_or("", String::as_str);
    for key in case.environments() {
        let environment = &files[&format!("environments/{key}/main.tf")];
        let mut shown = abouts(rows_of_readme(&files["README.md"], key));
        let mut meant = abouts(rows_of_policies(policies, environment));
        shown.sort();
        meant.sort();
        let differ = || format!("{key}: shown: {shown:?}\nmeant: {meant:?}");
        holds(shown == meant, "the README shows each statement of each environment", differ)?;
    }
    Ok(())
}

fn abouts(rows: Vec<Row>) -> Vec<String> {
    rows.into_iter().map(|row| row.about).collect()
}

fn is_the_same_from_a_pack(case: &Case, files: &FileSet) -> Result<(), Failure> {
    match generate_as_pack(case) {
        Ok(again) => holds(*files == again, "the templates as a pack give the same bytes", || {
            differences(files, &again).join("\n")
        }),
        Err(found) => fail("the templates are proven as a pack", found),
    }
}

fn is_repeatable(case: &Case, files: &FileSet) -> Result<(), Failure> {
    holds(*files == generated(case, Spelling::Json)?, "the same inputs give the same bytes", String::new)
}

fn is_spelt_either_way(case: &Case, files: &FileSet) -> Result<(), Failure> {
    let yaml = generated(case, Spelling::Yaml)?;
    holds(*files == yaml, "JSON and YAML give the same bytes", || differences(files, &yaml).join("\n"))
}

/// Another environment changes no module and no other environment, only files about all environments.
fn keeps_to_an_environment(case: &Case, files: &FileSet) -> Result<(), Failure> {
    let more = generated(&case.with_another_environment(), Spelling::Json)?;
    let changed = differences(files, &more);
    let is_expected = |path: &&String| *path == "README.md" || path.starts_with("environments/another/");
    let unexpected: Vec<&String> = changed.iter().filter(|path| !is_expected(path)).collect();
    holds(unexpected.is_empty(), "one more environment changes nothing else", || format!("{unexpected:?}"))
}

/// The paths of files that differ between two workspaces.
fn differences(ours: &FileSet, theirs: &FileSet) -> Vec<String> {
    let paths: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    paths.into_iter().filter(|path| ours.get(*path) != theirs.get(*path)).cloned().collect()
}
