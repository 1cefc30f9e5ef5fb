"""A change of the inputs, generated over an applied workspace, does what it says and nothing else."""

import re
import subprocess

import jmespath
import pytest

from emulator import DEFAULT_ACCOUNT, running_emulator
from readback import read_role
from terraform import Root

INPUTS = """\
name: notes
roles:
  authenticated:
    grants:
      files:
        s3: { bucket: "{name}-{environment}-files", allow: [read, write] }
environments:
  dev:
    region: us-east-1
"""

# It has all that dev does not: a user pool, guests, another grant, a guard, another path.
PROD = """\
  prod:
    region: eu-west-1
    protect: true
    identity_pool:
      guest_access: true
      user_pools:
        main: { user_pool_id: eu-west-1_Zz99Yy88X, app_client_id: 7qqm1tq3u5c2l0d8e9f0a1b2c3 }
    roles:
      authenticated:
        path: /prod/
        grants:
          shared:
            s3: { bucket: notes-shared, path: "*", allow: [read] }
      guest:
        grants:
          public:
            s3: { bucket: notes-public, path: "public/*", allow: [read] }
"""


class Workspace:
    """A workspace whose inputs a test edits, with dev applied."""

    def __init__(self, folder, poolsmith, emulator):
        self.folder = folder
        self.poolsmith = poolsmith
        self.generate(INPUTS)
        self.dev = Root(folder / "environments/dev", emulator)
        self.dev.run("init")
        self.dev.apply()

    def generate(self, inputs, *flags):
        run = self.try_to_generate(inputs, *flags)
        assert run.returncode == 0, run.stderr

    def try_to_generate(self, inputs, *flags):
        (self.folder / "poolsmith.yaml").write_text(inputs)
        command = [self.poolsmith, "generate", "-C", self.folder, *flags]
        return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def workspace(tmp_path, poolsmith):
    with running_emulator(tmp_path) as emulator:
        yield Workspace(tmp_path, poolsmith, emulator)


def test_an_environment_added_changes_no_plan_of_another(workspace):
    workspace.generate(INPUTS + PROD)
    assert workspace.dev.planned_changes() == {}


def test_an_environment_removed_changes_no_plan_of_another(workspace):
    workspace.generate(INPUTS + PROD)
    workspace.dev.apply()
    workspace.generate(INPUTS)
    assert workspace.dev.planned_changes() == {}


def test_a_role_of_a_new_path_keeps_its_policies(workspace):
    before = workspace.dev.outputs()["role_arns"]["authenticated"]
    policies = read_role(workspace.dev.emulator, DEFAULT_ACCOUNT, before)["policies"]

    workspace.generate(INPUTS.replace("    grants:", "    path: /notes/\n    grants:"), "--allow-replace")
    changes = workspace.dev.planned_changes()
    assert changes["module.roles.aws_iam_role.authenticated"] == ["delete", "create"]

    workspace.dev.apply()
    after = workspace.dev.outputs()["role_arns"]["authenticated"]
    assert after == before.replace(":role/", ":role/notes/")
    assert read_role(workspace.dev.emulator, DEFAULT_ACCOUNT, after)["policies"] == policies
    assert workspace.dev.planned_changes() == {}


def test_what_is_refused_without_being_allowed_is_what_terraform_would_replace(workspace):
    pool = "module.identity_pool.aws_cognito_identity_pool.this"
    role = "module.roles.aws_iam_role.authenticated"
    policy = "module.policy.aws_iam_role_policy.authenticated_files"
    changes = {
        pool: [
            INPUTS + "identity_pool: { name: other }\n",
            INPUTS + "identity_pool: { developer_provider: login.example }\n",
        ],
        role: [INPUTS.replace("    grants:", "    name: other\n    grants:")],
        policy: [INPUTS.replace("      files:", "      files:\n        policy_name: other")],
    }
    for address, texts in changes.items():
        for text in texts:
            refused = workspace.try_to_generate(text)
            assert refused.returncode == 2 and "E0407" in refused.stderr, refused.stderr
            workspace.generate(text, "--allow-replace")
            assert workspace.dev.planned_changes()[address] == ["delete", "create"]
            workspace.generate(INPUTS, "--allow-replace")


FURTHER_ROLE = """\
name: notes
identity_pool:
  user_pools:
    main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado }
role_mappings:
  main: { type: token }
roles:
  administrators:
    name: notes-admins
    managed_policy_arns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
    grants:
      files:
        s3: { bucket: notes-files, path: "*", allow: [read] }
environments:
  dev:
    region: us-east-1
"""


def test_a_renamed_part_moves(workspace):
    workspace.generate(FURTHER_ROLE)
    workspace.dev.apply()

    renamed = FURTHER_ROLE.replace("  administrators:\n", "  admins:\n    renamed_from: administrators\n")
    workspace.generate(renamed)
    assert workspace.dev.planned_changes() == {}
    workspace.dev.apply()
    assert "module.roles.aws_iam_role.admins" in workspace.dev.run("state", "list").split()

    # A policy's name in IAM is its grant's key, so that one is made anew under its new name.
    workspace.generate(renamed.replace("      files:\n", "      everything:\n        renamed_from: files\n"))
    changes = workspace.dev.planned_changes()
    assert changes == {"module.policy.aws_iam_role_policy.admins_everything": ["delete", "create"]}


MANAGED = FURTHER_ROLE.replace("    name: notes-admins\n", "    name: notes-admins\n    policies: managed\n")
RENAMED = MANAGED.replace("  administrators:\n", "  admins:\n    renamed_from: administrators\n").replace(
    "      files:\n",
    "      everything:\n        renamed_from: files\n        policy_name: notes-dev-administrators-files\n",
)


def test_a_renamed_managed_policy_moves(workspace):
    workspace.generate(MANAGED)
    workspace.dev.apply()
    workspace.generate(RENAMED)
    assert workspace.dev.planned_changes() == {}
    workspace.dev.apply()
    state = workspace.dev.run("state", "list").split()
    assert {
        "module.policy.aws_iam_policy.admins_everything",
        "module.policy.aws_iam_role_policy_attachment.admins_everything",
    } <= set(state)

    # What becomes optional moves behind `count`, and back.
    workspace.generate(RENAMED + "  prod: { region: eu-west-1, remove: [roles.admins] }\n")
    assert workspace.dev.planned_changes() == {}
    workspace.dev.apply()
    workspace.generate(RENAMED)
    assert workspace.dev.planned_changes() == {}


def test_a_part_is_renamed_and_becomes_optional_at_once(workspace):
    workspace.generate(FURTHER_ROLE)
    workspace.dev.apply()
    renamed = FURTHER_ROLE.replace("  administrators:\n", "  admins:\n    renamed_from: administrators\n")
    workspace.generate(renamed + "  prod: { region: eu-west-1, remove: [roles.admins] }\n")
    assert workspace.dev.planned_changes() == {}


def test_managed_policies_follow_their_role_and_become_inline_only_if_allowed(workspace):
    workspace.generate(MANAGED)
    workspace.dev.apply()
    moved = MANAGED.replace("    policies: managed\n", "    policies: managed\n    path: /notes/\n")
    workspace.generate(moved, "--allow-replace")
    workspace.dev.apply()
    arn = workspace.dev.outputs()["role_arns"]["administrators"]
    role = read_role(workspace.dev.emulator, DEFAULT_ACCOUNT, arn)
    policy = f"arn:aws:iam::{DEFAULT_ACCOUNT}:policy/notes/notes-dev-administrators-files"
    assert policy in role["managed_policies"] and role["policies"] == {}
    assert workspace.dev.planned_changes() == {}

    inline = moved.replace("    policies: managed\n", "")
    refused = workspace.try_to_generate(inline)
    assert refused.returncode == 2 and "E0407" in refused.stderr, refused.stderr
    workspace.generate(inline, "--allow-replace")
    assert workspace.dev.planned_changes() == {
        "module.policy.aws_iam_policy.administrators_files": ["delete"],
        "module.policy.aws_iam_role_policy_attachment.administrators_files": ["delete"],
        "module.policy.aws_iam_role_policy.administrators_files": ["create"],
    }
    workspace.dev.apply()
    role_now = read_role(workspace.dev.emulator, DEFAULT_ACCOUNT, arn)
    assert role_now["policies"] == {"files": role["documents"][policy]}


def test_an_exclusive_role_loses_what_is_attached_elsewhere(workspace):
    exclusive = FURTHER_ROLE.replace("    name: notes-admins\n", "    name: notes-admins\n    exclusive: true\n")
    workspace.generate(exclusive)
    workspace.dev.apply()
    assert workspace.dev.planned_changes() == {}
    iam = workspace.dev.emulator.client("iam", DEFAULT_ACCOUNT)
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    iam.put_role_policy(RoleName="notes-admins", PolicyName="by-hand", PolicyDocument=document)
    by_hand = iam.create_policy(PolicyName="by-hand", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="notes-admins", PolicyArn=by_hand)
    assert workspace.dev.planned_changes() == {
        "module.policy.aws_iam_role_policies_exclusive.administrators": ["update"],
        "module.policy.aws_iam_role_policy_attachments_exclusive.administrators": ["update"],
    }
    workspace.dev.apply()
    role = read_role(workspace.dev.emulator, DEFAULT_ACCOUNT, workspace.dev.outputs()["role_arns"]["administrators"])
    assert set(role["policies"]) == {"files"}
    assert role["managed_policies"] == ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    assert workspace.dev.planned_changes() == {}


def test_parts_that_only_another_environment_has_are_added_without_a_change_here(workspace):
    """What becomes optional moves behind `count`; the mappings, tags and providers of another stay there."""
    workspace.generate(FURTHER_ROLE)
    workspace.dev.apply()
    workspace.generate(
        FURTHER_ROLE
        + """\
  prod:
    region: eu-west-1
    account_id: "222222222222"
    remove: [roles, role_mappings, identity_pool.user_pools]
    identity_pool:
      social: { google: 1234-abcd.apps.googleusercontent.com }
      saml: { corporate: "arn:aws:iam::222222222222:saml-provider/corporate" }
    role_mappings:
      corporate:
        type: rules
        rules: [{ claim: department, match: equals, value: it, role: authenticated }]
"""
    )
    assert workspace.dev.planned_changes() == {}


def described_pool(workspace):
    """The pool's settings as `describe-identity-pool` gives them, and a client to change them."""
    cognito = workspace.dev.emulator.client("cognito-identity")
    pool = cognito.describe_identity_pool(IdentityPoolId=workspace.dev.outputs()["identity_pool_id"])
    # The emulator answers with an empty name where AWS leaves it out.
    return {key: value for key, value in pool.items() if key != "ResponseMetadata" and value != ""}, cognito


def test_a_pool_that_aws_renamed_is_not_replaced(workspace):
    """What E0407 advises: AWS renames the pool in place, and the plan with the new name is empty."""
    workspace.generate(FURTHER_ROLE)
    workspace.dev.apply()
    renamed = FURTHER_ROLE.replace("identity_pool:\n", "identity_pool:\n  name: our notes\n")
    refused = workspace.try_to_generate(renamed)
    assert refused.returncode == 2 and "--identity-pool-name 'our notes'" in refused.stderr, refused.stderr

    pool, cognito = described_pool(workspace)
    cognito.update_identity_pool(**pool | {"IdentityPoolName": "our notes"})
    workspace.generate(renamed, "--allow-replace")
    assert workspace.dev.planned_changes() == {}


KEPT = FURTHER_ROLE.replace("identity_pool:\n", "identity_pool:\n  keep_other_providers: true\n")


def test_app_clients_of_another_service_are_kept(workspace):
    """Another service adds an app client; no plan removes it, and what E0409 advises leaves nothing to do."""
    workspace.generate(FURTHER_ROLE)
    workspace.dev.apply()
    workspace.generate(KEPT)
    assert workspace.dev.planned_changes() == {}
    pool, cognito = described_pool(workspace)
    ours = pool["CognitoIdentityProviders"]
    theirs = {"ProviderName": "cognito-idp.us-east-1.amazonaws.com/us-east-1_OpenSearch", "ClientId": "theirs"}
    cognito.update_identity_pool(**pool | {"CognitoIdentityProviders": [*ours, theirs]})
    assert workspace.dev.planned_changes() == {}

    # A change of another setting passes the list on as it is.
    workspace.generate(KEPT.replace("keep_other_providers: true\n", "keep_other_providers: true\n  guest_access: true\n"))
    workspace.dev.apply()
    assert len(described_pool(workspace)[0]["CognitoIdentityProviders"]) == 2
    workspace.generate(KEPT)
    workspace.dev.apply()

    changed = KEPT.replace("3n4b5urk1ft4fl3mg5e62d9ado", "7qqm1tq3u5c2l0d8e9f0a1b2c3")
    refused = workspace.try_to_generate(changed)
    assert refused.returncode == 2 and "E0409" in refused.stderr, refused.stderr
    pool, _ = described_pool(workspace)
    [query] = re.findall('--query "(.*)" > pool.json', refused.stderr)
    changed_pool = jmespath.search(query, pool)
    assert [client["ClientId"] for client in changed_pool["CognitoIdentityProviders"]] == ["theirs", "7qqm1tq3u5c2l0d8e9f0a1b2c3"]
    cognito.update_identity_pool(**changed_pool)
    workspace.generate(changed, "--allow-replace")
    # The key of the role mapping has the ID of the app client.
    attachment = "module.roles.aws_cognito_identity_pool_roles_attachment.this"
    assert set(workspace.dev.planned_changes()) == {attachment}
    workspace.dev.apply()
    assert len(described_pool(workspace)[0]["CognitoIdentityProviders"]) == 2


def test_an_attachment_moves_where_another_environment_has_none(workspace):
    """An environment without any default role makes the attachment optional; that is no change here, nor back."""
    bare = INPUTS + "  bare:\n    region: eu-west-1\n    remove: [roles]\n"
    workspace.generate(bare)
    assert workspace.dev.planned_changes() == {}
    workspace.dev.apply()
    assert "module.roles.aws_cognito_identity_pool_roles_attachment.this[0]" in workspace.dev.run("state", "list").split()
    other = Root(workspace.folder / "environments/bare", workspace.dev.emulator)
    other.run("init")
    other.apply()
    assert other.planned_changes() == {}
    assert other.outputs()["role_arns"] == {}
    workspace.generate(INPUTS)
    assert workspace.dev.planned_changes() == {}


def test_a_renamed_environment_keeps_its_state(workspace):
    renamed = INPUTS.replace("  dev:\n", "  development:\n    renamed_from: dev\n    identity_pool: { name: notes-dev }\n")
    names = "    roles: { authenticated: { name: notes-dev-authenticated, grants: { files: { s3: { bucket: notes-dev-files } } } } }\n"
    workspace.generate(renamed + names)
    assert not (workspace.folder / "environments/dev").exists()
    development = Root(workspace.folder / "environments/development", workspace.dev.emulator)
    assert development.planned_changes() == {}
