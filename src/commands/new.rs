//! `poolsmith new`: creates an inputs file and its workspace.

use std::fmt::Write;
use std::path::Path;

use crate::cli::New;
use crate::commands::{generate, request};
use crate::disk;
use crate::project::{Failure, Notify, Options};
use crate::report::Report;
use crate::source::{Code, Diagnostic};

const INPUTS_FILE: &str = "poolsmith.yaml";

/// The first access tests of a new workspace. `{identity}` is the ID of `ana`, and `{other}` that of anybody else.
const ACCESS_TESTS: &str = r#"access: # `poolsmith test` proves these
  identities:
    ana: { role: authenticated }
  tests:
    - name: own files
      as: ana
      can: [s3:GetObject, s3:PutObject, s3:DeleteObject]
      on: "s3://{authenticated.files.bucket}/{identity}/a.txt"
    - name: nobody else's files
      as: ana
      cannot: "*"
      on: "s3://{authenticated.files.bucket}/{other}/*"
    - name: nobody else's file names
      as: ana
      cannot: s3:ListBucket
      on: "s3://{authenticated.files.bucket}"
      with: { "s3:prefix": "{other}/" }

"#;

/// Creates an inputs file from flags and generates its workspace.
///
/// # Errors
/// Flags are missing, the inputs file already exists, or the workspace can't be written.
pub fn run(arguments: &New, notify: &Notify) -> Result<Report, Failure> {
    write(&answers(arguments)?, notify)
}

/// The arguments, with all required ones present.
struct Answers<'a> {
    directory: &'a Path,
    name: &'a str,
    region: &'a str,
    user_pool_id: &'a str,
    app_client_id: &'a str,
    bucket: &'a str,
    arguments: &'a New,
}

fn answers(arguments: &New) -> Result<Answers<'_>, Diagnostic> {
    let needed = [
        ("DIR", arguments.directory.as_ref().and_then(|directory| directory.to_str())),
        ("--name", arguments.name.as_deref()),
        ("--region", arguments.region.as_deref()),
        ("--user-pool-id", arguments.user_pool_id.as_deref()),
        ("--app-client-id", arguments.app_client_id.as_deref()),
        ("--bucket", arguments.bucket.as_deref()),
    ];
    let missing: Vec<&str> =
        needed.iter().filter(|(_, value)| value.is_none()).map(|(flag, _)| *flag).collect();
    if !missing.is_empty() {
        return Err(Diagnostic::new(Code::Usage, format!("missing required arguments: {}", missing.join(", "))).help(
            "for example: poolsmith new notes --name notes --region us-east-1 --user-pool-id us-east-1_Ab12Cd34E --app-client-id 3n4b5urk1ft4fl3mg5e62d9ado --bucket notes-uploads",
        ));
    }
    let [directory, name, region, user_pool_id, app_client_id, bucket] =
        needed.map(|(_, value)| value.unwrap_or_default());
    Ok(Answers {
        directory: Path::new(directory),
        name,
        region,
        user_pool_id,
        app_client_id,
        bucket,
        arguments,
    })
}

/// Writes the inputs file together with its workspace, or neither.
fn write(answers: &Answers, notify: &Notify) -> Result<Report, Failure> {
    let path = answers.directory.join(INPUTS_FILE);
    if disk::exists(&path) {
        let message = format!("{} already exists", path.display());
        return Err(Diagnostic::new(Code::NotOurs, message)
            .help("edit it and run `poolsmith generate`, or choose another directory")
            .into());
    }
    let templates = answers.arguments.templates.clone();
    let request = request::of_new(path, inputs(answers), answers.directory.to_path_buf(), templates);
    generate::write(request, &Options::default(), notify)
}

/// The text of the inputs file. Values are quoted as JSON strings, which are valid YAML.
fn inputs(answers: &Answers) -> String {
    let mut text = String::new();
    let line = |text: &mut String, line: String| {
        writeln!(text, "{line}").expect("writing to a string does not fail")
    };
    let quoted = |value: &str| serde_json::Value::from(value).to_string();
    line(&mut text, format!("name: {}\n", quoted(answers.name)));
    line(&mut text, "identity_pool:".to_owned());
    if answers.arguments.guest_access {
        line(&mut text, "  guest_access: true".to_owned());
    }
    line(&mut text, "  user_pools:".to_owned());
    line(&mut text, "    main:".to_owned());
    line(&mut text, format!("      user_pool_id: {}", quoted(answers.user_pool_id)));
    line(&mut text, format!("      app_client_id: {}\n", quoted(answers.app_client_id)));
    line(&mut text, "roles:".to_owned());
    line(&mut text, "  authenticated:".to_owned());
    line(&mut text, "    grants:".to_owned());
    line(&mut text, "      files:".to_owned());
    line(&mut text, "        s3:".to_owned());
    line(&mut text, format!("          bucket: {}", quoted(answers.bucket)));
    line(&mut text, "          path: \"{identity}/*\" # each signed-in user's own files".to_owned());
    line(&mut text, "          allow: [read, write, delete, list]\n".to_owned());
    text.push_str(ACCESS_TESTS);
    line(&mut text, "environments:".to_owned());
    for environment in &answers.arguments.environments {
        line(&mut text, format!("  {}:", quoted(environment)));
        line(&mut text, format!("    region: {}", quoted(answers.region)));
        if let Some(account_id) = &answers.arguments.account_id {
            line(&mut text, format!("    account_id: {}", quoted(account_id)));
        }
    }
    text
}
