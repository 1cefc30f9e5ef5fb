//! The backends that are a workspace of HCP Terraform or Terraform Enterprise.

use crate::aws::{Rule, is, is_word};
use crate::source::Code;
use crate::terraform::{Argument, Backend, Check, Place, Type};

/// Source: HCP Terraform, "Workspaces API", `name`: letters, numbers, - and _, up to 90.
const WORKSPACE: Rule = Rule {
    what: "a workspace's name",
    accepted: "1 to 90 letters, digits, - and _",
    code: Code::BadArgument,
    test: |text| is(text, 1..=90, |c| is_word(c) || c == '-'),
};

const TOKEN: Argument = Argument::secret(
    "token",
    "run `terraform login`, or set the environment variable TF_TOKEN_app_terraform_io (the host with _ for its dots)",
);

const HOSTNAME: Argument = Argument::string("hostname", "The host; by default app.terraform.io.");

const ORGANIZATION: Argument = Argument::string("organization", "The organization.").required();

const NAME: Argument =
    Argument::string("name", "The workspace, different for each environment: notes-{environment}.")
        .checked(Check::Rule(&WORKSPACE));

/// Without a name, the workspace is chosen when Terraform runs, so that nothing can be said of it.
const PLACE: &[Place] = &[
    Place::text_or("hostname", "app.terraform.io"),
    Place::text("organization"),
    Place::text("workspaces.name"),
];

/// Written as a block of its own. Source: "HCP Terraform configuration in your Terraform
/// configuration: cloud".
pub const CLOUD: Backend = Backend {
    name: "cloud",
    description: "A workspace of HCP Terraform or Terraform Enterprise, where the runs belong as well.",
    place: PLACE,
    arguments: &[
        ORGANIZATION,
        HOSTNAME,
        Argument::new("workspaces", Type::Block(CLOUD_WORKSPACES, &["name", "tags"]), "Which workspace.")
            .required(),
        TOKEN,
    ],
};

const CLOUD_WORKSPACES: &[Argument] = &[
    NAME,
    Argument::new("tags", Type::ListOrMap, "The tags of the workspaces to choose from, instead of a name."),
    Argument::string("project", "The project that the workspace is in."),
];

/// Source: "Backend Type: remote".
pub const REMOTE: Backend = Backend {
    name: "remote",
    description: "A workspace of HCP Terraform or Terraform Enterprise; `cloud` has taken its place.",
    place: PLACE,
    arguments: &[
        ORGANIZATION,
        HOSTNAME,
        Argument::new("workspaces", Type::Block(REMOTE_WORKSPACES, &["name", "prefix"]), "Which workspace.")
            .required(),
        TOKEN,
    ],
};

const REMOTE_WORKSPACES: &[Argument] = &[
    NAME,
    Argument::string(
        "prefix",
        "What the names of the workspaces to choose from begin with, instead of a name.",
    ),
];
