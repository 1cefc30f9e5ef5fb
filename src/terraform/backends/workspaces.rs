//! The backends `cloud` and `remote`: workspaces of HCP Terraform or Terraform Enterprise.

use crate::aws::{Rule, is, is_word};
use crate::source::Code;
use crate::terraform::{Argument, Backend, Check, Place, Type, Version};

/// Source: HCP Terraform, "Workspaces API", `name`: letters, numbers, - and _, up to 90.
const WORKSPACE: Rule = Rule {
    what: "a valid workspace name",
    accepted: "1 to 90 letters, digits, - and _",
    code: Code::BadArgument,
    pattern: "[0-9A-Za-z_-]{1,90}",
    test: |text| is(text, 1..=90, |c| is_word(c) || c == '-'),
};

const TOKEN: Argument = Argument::secret(
    "token",
    "run `terraform login`, or set the environment variable TF_TOKEN_app_terraform_io (the host name with `_` instead of dots)",
);

const HOSTNAME: Argument = Argument::string("hostname", "The host name; app.terraform.io by default.");

const ORGANIZATION: Argument = Argument::string("organization", "The organization.").required();

const NAME: Argument =
    Argument::string("name", "The workspace, different for each environment: notes-{environment}.")
        .checked(Check::Rule(&WORKSPACE));

/// Without a name, the workspace is selected when Terraform runs, so the place is unknown.
const PLACE: &[Place] = &[
    Place::text_or("hostname", "app.terraform.io"),
    Place::text("organization"),
    Place::text("workspaces.name"),
];

/// Written as a `cloud` block, not as a backend. Source: "HCP Terraform configuration in your Terraform
/// configuration: cloud".
pub const CLOUD: Backend = Backend {
    name: "cloud",
    description: "A workspace of HCP Terraform or Terraform Enterprise, which can also run Terraform.",
    since: None,
    place: PLACE,
    arguments: &[
        ORGANIZATION,
        HOSTNAME,
        Argument::new("workspaces", Type::Block(CLOUD_WORKSPACES, &["name", "tags"]), "The workspace.")
            .required(),
        TOKEN,
    ],
};

const CLOUD_WORKSPACES: &[Argument] = &[
    NAME,
    Argument::new(
        "tags",
        Type::ListOrMap(Version::new(1, 10, 0)),
        "The tags of the workspaces to choose from, instead of `name`.",
    ),
    Argument::string("project", "The project of the workspace."),
];

/// Source: "Backend Type: remote".
pub const REMOTE: Backend = Backend {
    name: "remote",
    description: "A workspace of HCP Terraform or Terraform Enterprise; superseded by `cloud`.",
    since: None,
    place: PLACE,
    arguments: &[
        ORGANIZATION,
        HOSTNAME,
        Argument::new("workspaces", Type::Block(REMOTE_WORKSPACES, &["name", "prefix"]), "The workspace.")
            .required(),
        TOKEN,
    ],
};

const REMOTE_WORKSPACES: &[Argument] = &[
    NAME,
    Argument::string("prefix", "The name prefix of the workspaces to choose from, instead of `name`."),
];
