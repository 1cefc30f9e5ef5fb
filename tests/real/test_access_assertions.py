"""What the generated tests say of access, Terraform judges: also after somebody has edited the module by hand."""

import re
import subprocess

import pytest

from terraform import terraform

# A role with a policy that each environment has and one that only dev has, and a role with a managed policy.
INPUTS = """\
name: notes
identity_pool:
  guest_access: true
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
roles:
  authenticated:
    grants:
      files: { s3: { bucket: "notes-{environment}", allow: [read] } }
      own:
        statements:
          - { Effect: Allow, Action: "polly:*", Resource: "*" }
          - { Effect: Deny, Action: "sns:*", Resource: "*" }
  guest:
    policies: managed
    grants:
      public: { s3: { bucket: "notes-{environment}", path: "public/*", allow: [read] } }
access:
  identities: { ana: { role: authenticated }, gus: { role: guest } }
  tests:
    - { name: "${no} \\"admins\\"", as: [ana, gus], cannot: ["iam:*", sts:AssumeRole], on: "*" }
    - { name: no deletes, as: ana, cannot: s3:DeleteObject, on: "s3://notes/*" }
environments:
  dev: { region: us-east-1 }
  prod: { region: us-east-1, remove: [roles.authenticated.grants.own] }
"""

OF_USERS = (
    "No statement of the role authenticated may allow what access tests deny it: "
    'iam:*, sts:AssumeRole (`${no} "admins"`); s3:DeleteObject (`no deletes`).'
)
OF_GUESTS = (
    'No statement of the role guest may allow what access tests deny it: iam:*, sts:AssumeRole (`${no} "admins"`).'
)

# Edits of statements, and what is said of them.
EDITS = {
    "none": ("", "", []),
    "a whole name": ('"polly:*"', '["polly:*", "STS:assumerole"]', [OF_USERS]),
    "a part of a service": ('"polly:*"', '["polly:*", "iam:?etRole*"]', [OF_USERS]),
    "a service": ('"polly:*"', '"Iam:*"', [OF_USERS]),
    "a pattern for a name": ('"polly:*"', '"s3:?elete*"', [OF_USERS]),
    "everything": ('"polly:*"', '"*"', [OF_USERS]),
    "all but some": ('Action   = "polly:*"', 'NotAction = "s3:*"', [OF_USERS]),
    "in each policy": ('"s3:GetObject"', '["s3:GetObject", "iam:PassRole"]', [OF_USERS, OF_GUESTS]),
    "other names": ('"polly:*"', '["s3:DeleteObjectTagging", "iamx:PassRole", "sts:AssumeRoleWithSAML"]', []),
    "a statement that denies": ('"sns:*"', '"*"', []),
}


@pytest.fixture(scope="module")
def module(tmp_path_factory, poolsmith, provider):
    """The module `policy`, with a test of only what the inputs say of access."""
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "poolsmith.yaml").write_text(INPUTS)
    run = subprocess.run([poolsmith, "generate", "-C", workspace], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    module = workspace / "modules/policy"
    terraform(module, "init", provider=provider)
    assert "Success! 3 passed" in terraform(module, "test", provider=provider)
    test = module / "tests/policy.tftest.hcl"
    alone = re.sub(r'\nrun "(?!access").*?\n}\n', "", test.read_text() + "\n", flags=re.S)
    assert alone.count('run "') == 1
    test.write_text(alone)
    return module


@pytest.mark.parametrize(("old", "new", "said"), EDITS.values(), ids=EDITS)
def test_an_edit_that_allows_what_is_denied_is_noticed(old, new, said, module, provider):
    main = module / "main.tf"
    text = main.read_text()
    assert old in text
    main.write_text(text.replace(old, new))
    try:
        output = terraform(module, "test", expect=1 if said else 0, provider=provider)
    finally:
        main.write_text(text)
    output = " ".join(output.replace("│", " ").split())
    assert [message for message in (OF_USERS, OF_GUESTS) if message in output] == said, output
    assert output.count("Error:") == len(said), output


def test_a_policy_that_is_not_there_allows_nothing(module, provider):
    test = module / "tests/policy.tftest.hcl"
    text = test.read_text()
    without = re.sub(r"authenticated_own += \{}", "authenticated_own = null", text)
    assert without != text
    test.write_text(without)
    try:
        assert "Success! 1 passed" in terraform(module, "test", provider=provider)
    finally:
        test.write_text(text)
