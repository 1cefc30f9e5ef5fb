"""What `poolsmith test` and `poolsmith can` answer to random questions, and what the judge says of the same requests."""

import json
import subprocess
from dataclasses import dataclass

import yaml
from moto.iam.aws_managed_policies import aws_managed_policies_data

from guests import SESSION_POLICY
from judge import verdicts
from random_questions import RandomQuestions
from readback import read_managed_policy

# So many of a role's questions are asked of `can` as well: each takes a process.
ASKED_ONE_BY_ONE = 3

# The policy of a role without policies.
NOTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}


@dataclass
class AskedRole:
    """A role as it was read back, and the questions about it."""

    key: str
    read: dict
    # The documents of the policies that the workspace attaches and doesn't make, by their ARNs.
    attached: dict
    # That of the permissions boundary by its ARN, if there is one.
    boundary: dict
    tags: dict
    questions: list

    @classmethod
    def of(cls, iam, key, read, seed, count, actions, is_made):
        attached = {arn: managed_policy(iam, arn) for arn in read["managed_policies"] if not is_made(arn)}
        arns = [arn for arn in [read["permissions_boundary"]] if arn]
        random = RandomQuestions(seed, [*read["documents"].values(), *attached.values()], actions)
        boundary = {arn: managed_policy(iam, arn) for arn in arns}
        return cls(key, read, attached, boundary, random.session_tags(), random.questions(count))

    def identities(self):
        """Two that have the role, one of them with session tags."""
        of_role = {"role": self.key}
        # Guests have no session tags.
        tagged = of_role if self.key == "guest" else of_role | {"principal_tags": self.tags}
        return {f"{self.key}_plain": of_role, f"{self.key}_tagged": tagged}

    def layers(self):
        """The documents of each layer, all of which must allow a request."""
        of_role = list((self.read["documents"] | self.attached).values()) or [NOTHING]
        session = [[SESSION_POLICY]] if self.key == "guest" else []
        return [of_role, *([policy] for policy in self.boundary.values()), *session]

    def judged(self, issuer, me, other):
        """The judge's decision on each question."""
        requests = [self._request(question, issuer, me, other) for question in self.questions]
        by_layer = verdicts([{"policies": layer, "requests": requests} for layer in self.layers()])
        assert all(verdict.endswith(("Allowed", "Denied")) for layer in by_layer for verdict in layer), by_layer
        return ["allowed" if set(of_one) == {"Allowed"} else "denied" for of_one in zip(*by_layer, strict=True)]

    def _request(self, question, issuer, me, other):
        def filled(text):
            return text.replace("{me}", me).replace("{other}", other)

        has_tags = question.identity == "tagged" and self.key != "guest"
        tags = self.read["tags"] | (self.tags if has_tags else {})
        present = {key: [filled(value) for value in values] for key, values in question.present.items()}
        context = {key: values if len(values) > 1 else values[0] for key, values in present.items()}
        context |= {f"aws:PrincipalTag/{tag}": value for tag, value in tags.items()} | {f"{issuer}:sub": me}
        return {"action": question.action, "resource": filled(question.resource), "context": context}


def managed_policy(iam, arn):
    """The document of a managed policy; the emulator has none of AWS's."""
    if ":iam::aws:" not in arn:
        return read_managed_policy(iam, arn)
    return json.loads(aws_managed_policies_data)[arn.rpartition("/")[2]]["Document"]


NO_REQUEST = "no request"


class Answers:
    """What poolsmith answers in an environment, whose inputs get the questions instead of their own tests."""

    def __init__(self, poolsmith, workspace, environment, roles):
        self.command = [poolsmith, "--format=json"]
        self.place = ["-C", workspace, "-f", workspace / "questions.json", "--environment", environment]
        self.roles = roles
        inputs = yaml.safe_load((workspace / "poolsmith.yaml").read_text())
        inputs["access"] = {
            "identities": {name: identity for role in roles for name, identity in role.identities().items()},
            "documents": self._write_documents(workspace),
            "tests": [test for role in roles for question in role.questions for test in tests(role, question)],
        }
        (workspace / "questions.json").write_text(json.dumps(inputs, default=str))

    def _write_documents(self, workspace):
        documents = {arn: document for role in self.roles for arn, document in (role.attached | role.boundary).items()}
        names = {arn: f"document-{number}.json" for number, arn in enumerate(documents)}
        for arn, name in names.items():
            (workspace / name).write_text(json.dumps(documents[arn]))
        return names

    def all(self):
        """For each role, the decision on each question, with the reasons if it is undecided.

        In which order the emulator lists policies, and so which questions a seed gives, differs from run to run. A question about
        condition keys or a resource that an action can't have is about no request: both of its tests pass.
        """
        outcomes = iter(self._run("test", *self.place)["tests"])
        return [[self._decision(next(outcomes), next(outcomes)) for _ in role.questions] for role in self.roles]

    def _decision(self, can, cannot):
        if (can["outcome"], cannot["outcome"]) == ("passed", "passed"):
            return NO_REQUEST, []
        if "passed" in (can["outcome"], cannot["outcome"]):
            return ("allowed" if can["outcome"] == "passed" else "denied"), []
        return "undecided", can["because"] or cannot["because"]

    def one(self, role, question):
        """The decision of `can` on a question."""
        keys = [f"--with={key}={value}" for key, values in given(question).get("with", {}).items() for value in values]
        keys += [f"--without={key}" for key in question.absent]
        resource = [given(question)["on"]] if question.resource != "*" else []
        who = f"{role.key}_{question.identity}"
        (answer,) = self._run("can", who, question.action, *resource, *keys, *self.place)["answers"]
        return answer["decision"]

    def _run(self, command, *arguments):
        run = subprocess.run([*self.command, command, *arguments], capture_output=True, text=True)
        assert run.returncode in (0, 1, 3), run.stdout + run.stderr
        return json.loads(run.stdout)


def tests(role, question):
    """Two tests: that all requests of a question are allowed, and that none is."""
    test = {"as": f"{role.key}_{question.identity}", **given(question)}
    return [test | {verb: question.action} for verb in ("can", "cannot")]


def given(question):
    """What the inputs give for a question, in their placeholders."""

    def written(text):
        return text.replace("{me}", "{identity}")

    present = {key: [written(value) for value in values] for key, values in question.present.items()}
    parts = {"with": present, "without": question.absent}
    parts |= {"on": written(question.resource)} if question.resource != "*" else {}
    return {name: part for name, part in parts.items() if part}
