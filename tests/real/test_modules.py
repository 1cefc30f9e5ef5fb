"""The modules that are used without poolsmith: formatted, tested, and what they make is right.

The access tables that judge generated workspaces judge the modules' examples as well.
"""

import json
import re
import shutil
from dataclasses import replace
from itertools import product

import pytest

from access import access_questions, read_environment, trust_questions
from conftest import CHECKOUT
from emulator import DEFAULT_ACCOUNT, running_emulator
from judge import judge, verdicts
from readback import read_attached_roles, read_pool, read_principal_tags, read_role_mappings
from terraform import Root, terraform
from test_examples import Applied, copy_workspace, per_folder

MODULES = sorted(CHECKOUT.glob("modules/*"))
EXAMPLES = CHECKOUT / "examples/modules-only"
ROOTS = sorted(path.parent for path in EXAMPLES.glob("*/versions.tf"))
REGION = "us-east-1"
# A table that the example shares with a generated workspace, or the example's own.
TABLES = {"tutorial": ("tutorial", "dev"), "complete": ("modules-only", "complete")}


def test_every_example_has_a_table():
    assert {root.name for root in ROOTS} == set(TABLES)


@pytest.mark.parametrize("folder", [CHECKOUT / "modules", EXAMPLES], ids=["modules", "modules-only"])
def test_is_formatted(folder):
    terraform(folder, "fmt", "-check", "-diff", "-recursive")


@pytest.mark.parametrize("module", per_folder(MODULES, 2))
def test_module_passes_its_own_tests(module, tmp_path, provider):
    copy = copy_workspace(module, tmp_path)
    terraform(copy, "init", provider=provider)
    assert "Success!" in terraform(copy, "test", provider=provider)


# What the usage in the READMEs takes for granted.
USER_POOL = """
resource "aws_cognito_user_pool" "staff" {
  name = "staff"
}

resource "aws_cognito_user_pool_client" "staff" {
  name         = "notes"
  user_pool_id = aws_cognito_user_pool.staff.id
}
"""


READMES = {"root": [CHECKOUT / "README.md"], "modules": [module / "README.md" for module in MODULES]}


@pytest.mark.parametrize("readmes", READMES.values(), ids=READMES)
def test_usage_in_readmes_is_valid(readmes, tmp_path, provider):
    used = [block for readme in readmes for block in re.findall(r"```hcl\n(module .*?)```", readme.read_text(), re.S)]
    local = re.sub(r'"git::[^"]+//(modules/[\w-]+)\?ref=[^"]+"', rf'"{CHECKOUT}/\1"', "\n".join([USER_POOL, *used]))
    assert all(f"{module}\"" in local for module in MODULES) and "git::" not in local
    (tmp_path / "main.tf").write_text(local)
    shutil.copytree(EXAMPLES / "tutorial/policies", tmp_path / "policies")
    (tmp_path / "policies/authenticated.json").rename(tmp_path / "policies/orders.json")
    terraform(tmp_path, "init", provider=provider)
    terraform(tmp_path, "fmt", "-check", "-diff")
    assert json.loads(terraform(tmp_path, "validate", "-json", provider=provider))["valid"]


def apply_example(root, folder, emulator):
    """An example of the modules, applied in a copy that has the modules at the same relative path."""
    copy_workspace(CHECKOUT / "modules", folder)
    copy = copy_workspace(EXAMPLES, folder / "examples") / root.name
    return apply(Root(copy, emulator), *TABLES[root.name])


def apply_workspace(example, environment, folder, emulator):
    """An environment of a generated workspace, applied in a copy."""
    copy = copy_workspace(CHECKOUT / "examples" / example, folder) / "environments" / environment
    return apply(Root(copy, emulator), example, environment)


def apply(root, example, environment):
    root.run("init")
    valid = json.loads(root.run("validate", "-json"))
    assert (valid["error_count"], valid["warning_count"]) == (0, 0), valid
    root.apply()
    expected = read_environment(example, environment, root.emulator.own_user_pool(root.account))
    return Applied(root, expected, {"region": REGION} | root.outputs())


@pytest.fixture(scope="class")
def applied(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param.name)
    with running_emulator(folder) as emulator:
        yield apply_example(request.param, folder, emulator)


def trust_of(role, applied):
    """Who may become a role; where it trusts some providers only, nobody else of this pool either."""
    read, tags = applied.roles()[role], applied.expected["tag_session"]
    kind, tags = ("unauthenticated", False) if role == "guest" else ("authenticated", tags)
    questions = trust_questions(read, applied.outputs["identity_pool_id"], kind, tags=tags)
    providers = applied.expected.get("trusted_providers", {}).get(role)
    if not providers:
        return questions
    by_all = replace(questions[0], expected=False, words=f"{role}: assumed by users of all providers")
    return [by_all, *(signed_in_through(provider, question) for provider in providers for question in questions)]


def signed_in_through(provider, question):
    """The same question about identities whose `amr` also names a provider."""
    context = {
        key: value + [provider] if key.endswith(":amr") else value
        for key, value in question.request["context"].items()
    }
    return replace(question, request=question.request | {"context": context})


@pytest.mark.parametrize("applied", per_folder(ROOTS, 2), indirect=True, scope="class")
class TestApplied:
    def test_second_plan_is_empty(self, applied):
        applied.root.run("plan", "-detailed-exitcode")

    def test_identity_pool(self, applied):
        expected = applied.expected["identity_pool"]
        # Where the ID of the example's own user pool sorts is a matter of chance.
        in_order = sorted(expected["user_pools"], key=lambda pool: pool["provider"])
        assert read_pool(*applied.place) == expected | {"user_pools": in_order}

    def test_attached_roles(self, applied):
        arns = applied.outputs["role_arns"]
        assert read_attached_roles(*applied.place) == {role: arns[role] for role in ("authenticated", "guest")}

    def test_role_mappings(self, applied):
        assert read_role_mappings(*applied.place) == applied.expected["role_mappings"]

    def test_principal_tags(self, applied):
        expected = applied.expected["principal_tags"]
        assert {provider: read_principal_tags(*applied.place, provider) for provider in expected} == expected

    def test_roles(self, applied):
        facts = next(iter(applied.expected["roles"].values()))
        described = {
            role: {fact: read[fact] for fact in facts} | {"policies": sorted(read["policies"])}
            for role, read in applied.roles().items()
        }
        assert described == applied.expected["roles"]

    def test_trust(self, applied):
        judge([question for role in applied.roles() for question in trust_of(role, applied)])

    def test_access(self, applied):
        judge([
            question
            for role, read in applied.roles().items()
            for question in access_questions(applied.expected["access"][role], read, applied.expected["names"])
        ])

    def test_destroy(self, applied):
        applied.root.destroy()
        assert applied.root.run("state", "list") == ""


ACTIONS = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:ListBucket",
    "cognito-identity:DeleteIdentities",
    "cognito-sync:ListRecords",
    "mobileanalytics:PutEvents",
    "iam:CreateUser",
]
RESOURCES = [
    "*",
    "arn:aws:s3:::notes-uploads",
    "arn:aws:s3:::notes-uploads/{me}/photo.jpg",
    "arn:aws:s3:::notes-uploads/{me}-x/photo.jpg",
    "arn:aws:s3:::notes-uploads/{other}/photo.jpg",
    "arn:aws:s3:::another-bucket/{me}/photo.jpg",
]


def access_of(applied):
    """The verdict on every request, and on everybody who may want to become a role."""
    lines = {"allowed": [f"{action} {resource}" for action, resource in product(ACTIONS, RESOURCES)]}
    questions = [
        question
        for role, read in sorted(applied.roles().items())
        for question in [*access_questions(lines, read, {}), *trust_of(role, applied)]
    ]
    judged = verdicts([question.request for question in questions])
    return [(question.words, verdict) for question, verdict in zip(questions, judged, strict=True)]


@pytest.mark.xdist_group("tutorial")
def test_the_modules_give_the_same_access_as_a_generated_workspace(tmp_path_factory):
    by_hand, generated = tmp_path_factory.mktemp("by-hand"), tmp_path_factory.mktemp("generated")
    with running_emulator(by_hand) as emulator:
        ours = access_of(apply_example(EXAMPLES / "tutorial", by_hand, emulator))
    with running_emulator(generated) as emulator:
        theirs = access_of(apply_workspace("tutorial", "dev", generated, emulator))
    assert ours == theirs
    assert {"Allowed", "ImplicitlyDenied"} <= {verdict for _, verdict in ours}
