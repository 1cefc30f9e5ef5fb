"""Random questions about a role: requests that its policies, as they were read back, allow, nearly allow or deny.

In the texts of a question `{me}` is the identity ID of whoever asks, and `{other}` somebody else's.
"""

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from judge import run_node
from statement_parts import listed

SCRIPT = Path(__file__).with_name("actions.mjs")
WORDS = ["a", "b.txt", "a/b.txt", "{me}", "{other}/a", "it", "shared"]
ACCOUNTS = re.compile(r":\d{12}:")

# The variables of documented ARNs that can contain slashes.
WITH_SLASHES = ["ObjectName", "DomainName", "ApiSpecificResourcePath", "TopicName", "TopicFilter", "LogGroupName", "LogStreamName"]

# Sessions carry these keys, so that no question sets them.
OF_SESSIONS = re.compile(r"aws:principal(arn|account|tag/.*)|cognito-identity.*:(sub|aud|amr)", re.IGNORECASE)

# AWS sends these keys with every request, or with every request for these actions, so that no question excludes them.
ALWAYS_SENT = re.compile(r"aws:(currenttime|epochtime|requestedregion|securetransport|tokenissuetime|useragent|viaawsservice)", re.IGNORECASE)
WITH_LEADING_KEYS = re.compile(
    r"dynamodb:(Batch(Get|Write)Item|ConditionCheckItem|(Delete|Get|Put|Update)Item|Query)", re.IGNORECASE
)

ANYTHING = {"Action": "*", "Resource": "*"}


@dataclass
class RandomQuestion:
    """May the `plain` or the `tagged` identity with the role use an action on a resource?

    `absent` has the condition keys that the request lacks.
    """

    identity: str
    action: str
    resource: str
    present: dict = field(default_factory=dict)
    absent: list = field(default_factory=list)


def documented_actions(documents):
    """The actions of the services in policies, as {SERVICE: {ACTION: [ARN]}}."""
    patterns = [action for document in documents for action in patterns_of(document, "Action")]
    services = {pattern.split(":")[0].lower() for pattern in patterns} - {"*"}
    return run_node(SCRIPT, sorted(services | {"s3"}))


def is_always_sent(key, action):
    names_items = key.lower() == "dynamodb:leadingkeys" and WITH_LEADING_KEYS.fullmatch(action)
    return bool(names_items or ALWAYS_SENT.fullmatch(key))


def statements(document):
    return listed(document["Statement"])


def patterns_of(document, element):
    """The strings in an element of all statements, also where it is negated."""
    names = (element, f"Not{element}")
    return [text for one in statements(document) for name in names for text in listed(one.get(name, []))]


class RandomQuestions:
    """The questions of a seed about a role with these policies. Without any, they are about any action of S3."""

    def __init__(self, seed, documents, actions):
        self.random = random.Random(seed)
        self.statements = [one for document in documents for one in statements(document)] or [ANYTHING]
        self.actions = [(f"{service}:{name}", arns) for service in actions for name, arns in actions[service].items()]
        self.keys = self._keys()
        self.tags = sorted(set(re.findall(r"aws:PrincipalTag/([\w-]+)", json.dumps(documents))))

    def questions(self, count):
        made = [self._question() for _ in range(200 * count)]
        made = [question for question in made if question]
        assert len(made) >= count, "few resources of the policies have actions"
        return made[:count]

    def session_tags(self):
        """Tags for a session that has some."""
        return {tag: self.random.choice(["a", "it", "hr"]) for tag in self.tags}

    def _keys(self):
        """The condition keys of the policies, with the values that each is compared with and whether these are sets."""
        keys = {}
        for statement in self.statements:
            for operator, compared in statement.get("Condition", {}).items():
                for key, values in compared.items():
                    known, is_set = keys.get(key, ([], False))
                    keys[key] = (known + [str(value) for value in listed(values)], is_set or ":" in operator)
        return {key: found for key, found in keys.items() if not OF_SESSIONS.fullmatch(key)}

    def _question(self):
        statement = self.random.choice(self.statements)
        resource = self.random.choice(listed(statement.get("Resource", statement.get("NotResource"))))
        if resource == "*":
            action, resource = self._with_any_resource(statement)
        else:
            resource = self._near(self._filled(resource))
            action = self._action_on(resource, statement)
        if not action:
            return None
        question = RandomQuestion(self.random.choice(["plain", "tagged"]), action, resource)
        for key, (values, is_set) in self.keys.items():
            is_compared = any(key in compared for compared in statement.get("Condition", {}).values())
            if is_always_sent(key, action) or self.random.random() < (0.9 if is_compared else 0.3):
                question.present[key] = self._values(values, is_set)
            else:
                question.absent.append(key)
        return question

    def _with_any_resource(self, statement):
        """An action of the statement, and a resource of one of its types; `*` if it has none."""
        own = [one for one in self.actions if self._is_of(one[0], statement)]
        action, arns = self.random.choice(own or self.actions)
        if not arns:
            return action, "*"
        arn = self.random.choice(arns).replace("${Partition}", "aws").replace("${Account}", "111111111111")
        return action, re.sub(r"\$\{\w+\}", lambda _: self.random.choice(["a", "b"]), arn.replace("${Region}", "us-east-1"))

    def _action_on(self, resource, statement):
        """Mostly an action of the statement, else another one that applies to the resource."""
        applying = [action for action, arns in self.actions if any(applies(arn, resource) for arn in arns)]
        own = [action for action in applying if self._is_of(action, statement)]
        chosen = own if own and self.random.random() < 0.8 else applying
        return self.random.choice(chosen) if chosen else None

    def _is_of(self, action, statement):
        patterns = listed(statement.get("Action", statement.get("NotAction")))
        return any(matches(pattern, action) for pattern in patterns)

    def _filled(self, text):
        """A text that a pattern of a policy matches, for this caller or for another one."""

        def fill(found):
            if found[0] == "?":
                return "q"
            is_identity = found[0].endswith(":sub}")
            return self.random.choice(["{me}", "{me}", "{other}"] if is_identity else WORDS)

        return re.sub(r"\$\{[^}]*\}|\*|\?", fill, text)

    def _near(self, text):
        """Mostly the text, else one that is almost the same."""
        change = self.random.choice([None] * 8 + ["longer", "shorter", "case", "place"])
        *places, last = text.split(":", 5) if text.startswith("arn:") else [text]
        if change == "longer":
            last = re.sub(r"(/|$)", "-x/", last, count=1)
        elif change == "shorter" and not last.endswith("}"):
            last = last[:-1] or "x"
        elif change == "case":
            last = "".join(part if "{" in part else part.swapcase() for part in re.split(r"(\{\w+\})", last))
        joined = ":".join([*places, last])
        return ACCOUNTS.sub(":999999999999:", joined) if change == "place" else joined

    def _values(self, compared, is_set):
        count = self.random.choice([1, 1, 2, 3]) if is_set else 1
        return [self._near(self._filled(self.random.choice(compared))) or "x" for _ in range(count)]


def matches(pattern, action):
    """Whether an action matches a pattern of actions."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), action, re.IGNORECASE) is not None


def applies(arn, resource):
    """Whether a resource has the form of an ARN of the documentation."""
    pieces = re.split(r"\$\{(\w+)\}", arn)
    literals, names = pieces[::2], pieces[1::2]
    expressions = [".+" if name in WITH_SLASHES else "[^/:]*" for name in names] + [""]
    pattern = "".join(re.escape(literal) + any_text for literal, any_text in zip(literals, expressions, strict=True))
    return re.fullmatch(pattern, resource) is not None
