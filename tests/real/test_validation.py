"""A value that is not the ID, name or ARN that a module takes stops Terraform before it changes anything on AWS."""

import re
import subprocess

import pytest

from emulator import DEFAULT_ACCOUNT, running_emulator
from terraform import Root

INPUTS = """\
name: notes
identity_pool:
  user_pools:
    main: { user_pool_id: { terraform: REF.user_pool_id }, app_client_id: { terraform: REF.app_client_id } }
  social: { google: { terraform: REF.google } }
  oidc: { partner: { terraform: REF.oidc } }
  saml: { corporate: { terraform: REF.saml } }
roles:
  authenticated:
    permissions_boundary: { terraform: REF.boundary }
    managed_policy_arns: [{ terraform: REF.policy }]
    grants:
      files: { s3: { bucket: { terraform: REF.bucket }, allow: [read], kms_key_arn: { terraform: REF.kms_key_arn } } }
      notes: { dynamodb: { table: { terraform: REF.table }, allow: [read] } }
      resize: { lambda: { function: { terraform: REF.function } } }
      kiosk: { iot: { client_id: { terraform: REF.client_id }, publish: ["kiosks/*", { terraform: REF.topic }] } }
      jobs:
        statements:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:us-east-1:000000000000:jobs
            Condition: { StringEquals: { "aws:RequestedRegion": { terraform: REF.value } } }
  partners: { existing_role_arn: { terraform: REF.existing } }
role_mappings:
  main: { type: rules, rules: [{ claim: "cognito:groups", match: contains, value: partner, role: partners }] }
environments:
  dev: { region: us-east-1, account_id: "000000000000" }
"""

# In one environment, the role has no permissions boundary.
ONE_WITHOUT_BOUNDARY = """\
name: notes
identity_pool: { social: { google: 1234-abcd.apps.example } }
roles: { authenticated: { permissions_boundary: { terraform: REF } } }
environments:
  dev: { region: us-east-1, account_id: "000000000000" }
  sandbox: { region: us-east-1, account_id: "000000000000", remove: [roles.authenticated.permissions_boundary] }
"""

BOUNDARY = "arn:aws:iam::000000000000:policy/boundary"

# What the inputs refer to: a right value, and one of another form, as people pass it.
VALUES = {
    "user_pool_id": ("us-east-1_Ab12Cd34E", "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E"),
    "app_client_id": ("3n4b5urk1ft4fl3mg5e62d9ado", "1234567890abcdefghijklmnopqrstuvwxyz1234567890abcdef"),
    "google": ("1234-abcd.apps.googleusercontent.com", "https://accounts.google.com"),
    "oidc": ("arn:aws:iam::000000000000:oidc-provider/id.example", "https://id.example"),
    "saml": ("arn:aws:iam::000000000000:saml-provider/corporate", "corporate"),
    "boundary": ("arn:aws:iam::000000000000:policy/boundary", "boundary"),
    "policy": ("arn:aws:iam::000000000000:policy/boundary", "arn:aws:iam::000000000000:role/boundary"),
    "bucket": ("notes-files", "arn:aws:s3:::notes-files"),
    "kms_key_arn": ("arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab", "1234abcd-12ab"),
    "table": ("notes", "arn:aws:dynamodb:us-east-1:000000000000:table/notes"),
    "function": ("resize", "arn:aws:lambda:us-east-1:000000000000:function:resize"),
    "client_id": ("kiosk-1", "kiosk-*"),
    "topic": ("kiosks/1/status", "kiosks/+/status"),
    "value": ("us-east-1", "eu-west-1"),
    "existing": ("arn:aws:iam::000000000000:role/partners", "partners"),
}

MESSAGES = [
    "main_user_pool.user_pool_id must be",
    "main_user_pool.app_client_id must be",
    "google_login.app_id must be",
    "partner_oidc.arn must be",
    "corporate_saml.arn must be",
    "authenticated_role.permissions_boundary must be",
    "authenticated_role.managed_policy_arns must be",
    "partners_role.arn must be",
    "authenticated_files.bucket must be",
    "authenticated_files.kms_key_arn must be",
    "authenticated_notes.table must be",
    "authenticated_resize.function must be",
    "authenticated_kiosk.client_id must be",
    "authenticated_kiosk.publish must be",
]


@pytest.fixture
def emulator(tmp_path):
    with running_emulator(tmp_path) as emulator:
        emulator.make_policy(DEFAULT_ACCOUNT, "boundary")
        yield emulator


def workspace(folder, poolsmith, emulator, reference, own, inputs=INPUTS):
    (folder / "poolsmith.yaml").write_text(inputs.replace("REF", reference))
    (folder / "environments/dev").mkdir(parents=True)
    (folder / "environments/dev/own.tf").write_text(own)
    subprocess.run([poolsmith, "generate", "-q", "-C", folder], check=True, stderr=subprocess.DEVNULL)
    return initialised(folder / "environments/dev", emulator)


def initialised(folder, emulator):
    root = Root(folder, emulator)
    root.run("init")
    return root


def values(index):
    return "".join(f'    {name} = "{pair[index]}"\n' for name, pair in VALUES.items())


def messages(output):
    return [message for message in MESSAGES if message in re.sub(r"[\s│]+", " ", output)]


def test_a_wrong_value_that_is_known_stops_the_plan(tmp_path, poolsmith, emulator):
    root = workspace(tmp_path, poolsmith, emulator, "local.given", f"locals {{\n  given = {{\n{values(1)}  }}\n}}\n")
    assert messages(root.run("plan", expect=1)) == MESSAGES


def test_a_null_value_stops_the_plan(tmp_path, poolsmith, emulator):
    nulls = "".join(f"    {name} = null\n" for name in VALUES)
    root = workspace(tmp_path, poolsmith, emulator, "local.given", f"locals {{\n  given = {{\n{nulls}  }}\n}}\n")
    output = root.run("plan", expect=1)
    assert messages(output) == MESSAGES
    assert "authenticated_jobs.value must not be null" in output


def test_a_wrong_value_that_is_not_known_stops_the_apply(tmp_path, poolsmith, emulator):
    def own(index):
        return f'resource "terraform_data" "given" {{\n  input = {{\n{values(index)}  }}\n}}\n'

    root = workspace(tmp_path, poolsmith, emulator, "terraform_data.given.output", own(1))
    root.run("plan")
    assert messages(root.run("apply", "-auto-approve", expect=1)) == MESSAGES
    pools = emulator.client("cognito-identity").list_identity_pools(MaxResults=10)["IdentityPools"]
    assert pools == [] and emulator.client("iam").list_roles()["Roles"] == []

    (root.folder / "own.tf").write_text(own(0))
    root.apply()
    assert root.planned_changes() == {}


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "not known"])
def test_a_null_boundary_is_no_role_without_one(tmp_path, poolsmith, emulator, is_known):
    def own(boundary):
        known, unknown = (boundary, "") if is_known else ("terraform_data.given.output.arn", f"arn = {boundary}")
        return (
            f'locals {{\n  boundary = {known}\n}}\nresource "terraform_data" "given" {{\n  input = {{ {unknown} }}\n}}\n'
        )

    root = workspace(tmp_path, poolsmith, emulator, "local.boundary", own("null"), ONE_WITHOUT_BOUNDARY)
    stopped = "plan" if is_known else "apply -auto-approve"
    output = root.run(*stopped.split(), expect=1)
    assert "authenticated_role.permissions_boundary must be" in re.sub(r"[\s│]+", " ", output)
    iam = emulator.client("iam")
    assert iam.list_roles()["Roles"] == []

    (root.folder / "own.tf").write_text(own(f'"{BOUNDARY}"'))
    root.apply()
    assert root.planned_changes() == {}
    initialised(tmp_path / "environments/sandbox", emulator).apply()
    boundaries = {
        name: iam.get_role(RoleName=f"notes-{name}-authenticated")["Role"].get("PermissionsBoundary")
        for name in ("dev", "sandbox")
    }
    assert boundaries["sandbox"] is None and boundaries["dev"]["PermissionsBoundaryArn"] == BOUNDARY
