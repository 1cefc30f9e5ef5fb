"""Every example, as a reader finds it: formatted, valid, tested, applied, and what was applied is right.

Terraform and the API are real programs here, the IAM evaluator is somebody else's: nothing of
poolsmith is asked whether poolsmith's output is right.
"""

import json
import os
import shutil
from dataclasses import dataclass

import pytest

from access import ME, OTHER, access_questions, read_environment, table_names, trust_questions
from answers import ASKED_ONE_BY_ONE, NO_REQUEST, Answers, AskedRole
from conftest import CHECKOUT
from emulator import running_emulator
from judge import judge
from random_questions import documented_actions
from readback import read_attached_roles, read_pool, read_principal_tags, read_role, read_role_mappings
from terraform import Root, terraform

EXAMPLES = sorted(folder.parent for folder in CHECKOUT.glob("examples/*/environments"))
MODULES = sorted(CHECKOUT.glob("examples/*/modules/*"))

# So many random questions are asked about each role in each environment, and this seed is theirs.
QUESTIONS = int(os.environ.get("POOLSMITH_QUESTIONS", "40"))
SEED = os.environ.get("POOLSMITH_QUESTIONS_SEED", "1")
ENVIRONMENTS = sorted(folder for folder in CHECKOUT.glob("examples/*/environments/*") if folder.is_dir())


def per_folder(folders, depth):
    """One parameter for each folder, named by its last parts; what has one name runs on one worker."""
    names = ["/".join(folder.relative_to(CHECKOUT).parts[-depth:]) for folder in folders]
    return [
        pytest.param(folder, id=name, marks=pytest.mark.xdist_group(name))
        for folder, name in zip(folders, names, strict=True)
    ]


def copy_workspace(workspace, to):
    """Terraform writes beside what it runs: the checkout stays as it is."""
    return shutil.copytree(workspace, to / workspace.name, ignore=shutil.ignore_patterns(".terraform*"))


def test_every_example_has_an_access_table():
    assert EXAMPLES, "no example has environments"
    assert {example.name for example in EXAMPLES} <= table_names()
    assert table_names() <= {example.name for example in CHECKOUT.glob("examples/*")}


def test_every_environment_is_in_an_access_table():
    for environment in ENVIRONMENTS:
        read_environment(environment.parents[1].name, environment.name)


@pytest.mark.parametrize("example", per_folder(EXAMPLES, 1))
def test_is_formatted(example):
    terraform(example, "fmt", "-check", "-diff", "-recursive")


@pytest.mark.parametrize("module", per_folder(MODULES, 3))
def test_module_passes_its_own_tests(module, tmp_path, provider):
    copy = copy_workspace(module, tmp_path)
    terraform(copy, "init", provider=provider)
    assert "Success!" in terraform(copy, "test", provider=provider)


@dataclass
class Applied:
    """An applied environment: its root module, what its access table says, and its outputs."""

    root: Root
    expected: dict
    outputs: dict

    @property
    def place(self):
        return self.root.emulator, self.root.account, self.outputs["region"], self.outputs["identity_pool_id"]

    def roles(self):
        """The roles that the workspace makes; one that exists already is somebody else's."""
        made = self.outputs["role_arns"].items() - self.expected["existing_roles"].items()
        return {role: read_role(self.root.emulator, self.root.account, arn) for role, arn in made}

    def asked_roles(self):
        """The roles that the workspace makes, each with random questions."""
        iam = self.root.emulator.client("iam", self.root.account)
        main = (self.root.folder / "main.tf").read_text()
        asked = []
        for role, read in self.roles().items():
            seed = f"{SEED} {self.root.folder.parents[1].name} {self.root.folder.name} {role}"
            actions = documented_actions(read["documents"].values())
            asked.append(AskedRole.of(iam, role, read, seed, QUESTIONS, actions, lambda arn: arn not in main))
        return asked

    def existing_roles(self):
        """The roles that exist already, with the trust policies that they are said to need."""
        trust = self.outputs.get("required_trust_policies", {})
        arns = self.expected["existing_roles"]
        assert set(trust) == set(arns)
        return {
            role: {"name": role, "arn": arns[role], "trust": json.loads(policy)} for role, policy in trust.items()
        }


@pytest.fixture(scope="class")
def applied(request, tmp_path_factory):
    """The environment, initialised, validated and applied in a copy of its workspace and an empty account."""
    workspace, environment = request.param.parents[1], request.param.name
    folder = tmp_path_factory.mktemp(f"{workspace.name}-{environment}")
    with running_emulator(folder) as emulator:
        root = Root(copy_workspace(workspace, folder) / "environments" / environment, emulator)
        root.prepare_account()
        root.run("init")
        valid = json.loads(root.run("validate", "-json"))
        assert (valid["error_count"], valid["warning_count"]) == (0, 0), valid  # a warning is a deprecation
        root.apply()
        expected = read_environment(workspace.name, environment, emulator.own_user_pool(root.account))
        yield Applied(root, expected, root.outputs())


@pytest.mark.parametrize("applied", per_folder(ENVIRONMENTS, 3), indirect=True, scope="class")
class TestApplied:
    def test_second_plan_is_empty(self, applied):
        applied.root.run("plan", "-detailed-exitcode")

    def test_state_is_where_the_backend_says(self, applied):
        root = applied.root
        if bucket := root.state_bucket():
            root.emulator.client("s3", root.account).head_object(Bucket=bucket, Key=root.state_path())
        else:
            assert (root.folder / root.state_path()).exists()

    def test_outputs(self, applied):
        expected, outputs = applied.expected, applied.outputs
        of_existing = {"required_trust_policies"} if expected["existing_roles"] else set()
        assert set(outputs) == {"identity_pool_id", "identity_pool_arn", "region", "role_arns"} | of_existing
        assert outputs["region"] == expected["region"]
        assert outputs["identity_pool_arn"] == (
            f"arn:aws:cognito-identity:{expected['region']}:{expected['account']}"
            f":identitypool/{outputs['identity_pool_id']}"
        )
        assert set(outputs["role_arns"]) == set(expected["roles"]) | set(expected["existing_roles"])

    def test_identity_pool(self, applied):
        assert read_pool(*applied.place) == applied.expected["identity_pool"]

    def test_attached_roles(self, applied):
        attached, arns = read_attached_roles(*applied.place), applied.outputs["role_arns"]
        assert attached == {role: arn for role, arn in arns.items() if role in ("authenticated", "guest")}
        assert ("guest" in attached) == applied.expected["identity_pool"]["guest_access"]

    def test_role_mappings(self, applied):
        """As they are stored: the emulator keeps role mappings and does not choose a role by them.

        What each role may then do is in the access table, an admin's apart from a user's.
        """
        assert read_role_mappings(*applied.place) == applied.expected["role_mappings"]

    def test_principal_tags(self, applied):
        expected = applied.expected["principal_tags"]
        assert {provider: read_principal_tags(*applied.place, provider) for provider in expected} == expected

    def test_roles(self, applied):
        facts = next(iter(applied.expected["roles"].values()), {})
        described = {
            role: {fact: read[fact] for fact in facts} | {"policies": sorted(read["policies"])}
            for role, read in applied.roles().items()
        }
        assert described == applied.expected["roles"]

    def test_role_tags(self, applied):
        roles, expected = applied.roles(), applied.expected["role_tags"]
        assert {role: roles[role]["tags"] for role in expected} == expected

    def test_trust(self, applied):
        pool_id = applied.outputs["identity_pool_id"]
        trusts = applied.roles() | applied.existing_roles()
        if not trusts:
            assert read_attached_roles(*applied.place) == {}
            return
        questions = [
            question
            for role, read in trusts.items()
            for question in trust_questions(
                read,
                pool_id,
                "unauthenticated" if role == "guest" else "authenticated",
                applied.expected["principal"],
                tags=applied.expected["tag_session"] and role != "guest",
                **applied.expected["trust"].get(role, {}),
            )
        ]
        judge(questions)

    def test_access(self, applied):
        if not applied.roles():
            assert applied.expected["roles"] == {}
            return
        questions = [
            question
            for role, read in applied.roles().items()
            for question in access_questions(
                applied.expected["access"][role],
                read,
                applied.expected["names"],
                issuer=applied.expected["principal"],
            )
        ]
        judge(questions)

    def test_random_questions(self, applied, poolsmith):
        """What `test` and `can` answer to random questions about each role, the judge says of what was applied."""
        roles = applied.asked_roles()
        if not roles:
            return
        folder, region = applied.root.folder, applied.outputs["region"]
        answers = Answers(poolsmith, folder.parents[1], folder.name, roles)
        me, other = (identity.replace("us-east-1", region) for identity in (ME, OTHER))
        for role, answered in zip(roles, answers.all(), strict=True):
            judged = role.judged(applied.expected["principal"], me, other)
            found = [one for one in zip(role.questions, answered, judged, strict=True) if one[1][0] != NO_REQUEST]
            assert len(found) * 10 >= len(answered) * 9, "most questions are about some request"
            for question, (decision, reasons), verdict in found:
                assert decision == verdict or (decision == "undecided" and reasons), (question, decision, verdict)
            for question, (decision, _), _ in found[:ASKED_ONE_BY_ONE]:
                assert answers.one(role, question) == decision, question

    def test_destroy(self, applied):
        root = applied.root
        if applied.expected["protect"]:
            refusal = root.destroy(expect=1)
            assert "lifecycle.prevent_destroy" in refusal
            assert read_pool(*applied.place) == applied.expected["identity_pool"], "the refused destroy took something"
            guards = [address for address in root.run("state", "list").split() if "terraform_data." in address]
            root.run("state", "rm", *guards)
        root.destroy()
        assert root.run("state", "list") == ""
