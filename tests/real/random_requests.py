"""Random policies with requests that they nearly allow, or nearly deny.

The policies are made from a request: from its action, its resource and its condition keys, of which parts are replaced
by wildcards, variables or other values. So statements often match, and often fail by one character.
"""

import random

ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "dynamodb:GetItem", "sqs:SendMessage", "sns:Publish"]
RESOURCES = [
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::bucket/a/b.txt",
    "arn:aws:s3:::bucket/team/a:b",
    "arn:aws:s3:::bucket/us-east-1:1111/a",
    "arn:aws:s3:::other/a$b/c",
    "arn:aws:s3:us-east-1:111111111111:accesspoint/a/object/b",
    "arn:aws:dynamodb:us-east-1:111111111111:table/notes",
    "arn:aws:dynamodb:eu-west-1:111111111111:table/notes/index/a",
    "arn:aws-cn:sqs:cn-north-1:111111111111:queue",
    "arn:aws:sns:us-east-1:111111111111:topic:1111",
    "arn:aws:logs:us-east-1:111111111111:log-group:a:log-stream:b",
]
TEXTS = ["a", "A", "b", "ab", "team", "Team", "a/b", "a:b", "us-east-1:1111", "1111", "a*", "$a", "é", ""]
NUMBERS = ["9", "10", "10.0", "010", "-10", "-9", "-9.5", "-11", "10.5", "0", "-0.0"]
NUMBERS += ["9007199254740992", "9007199254740993"]
DATES = [
    "2027-01-31",
    "2027-01-31T00:00:00Z",
    "2027-01-31T00:00:00.5Z",
    "2027-01-31T01:00:00+01:00",
    "2027-01-31T00:30:00+01:00",
    "2027-01-30T23:30:00-01:00",
    "2027-01-30T23:59Z",
    "2027-02",
    "1801353600",
    "1801353601",
    "2027",
]
BOOLEANS = ["true", "false", "True"]
BYTES = ["QQ==", "QUI=", "QUJD", ""]
ADDRESSES = ["203.0.113.1", "203.0.113.127", "203.0.113.128", "203.0.113.255", "198.51.100.7"]
ADDRESSES += ["2001:db8::1", "2001:DB8:0::1", "::1"]
RANGES = [
    "203.0.113.0/24",
    "203.0.113.1",
    "203.0.113.128/25",
    "203.0.113.0/25",
    "198.51.100.77/26",
    "0.0.0.0/0",
    "2001:db8::/32",
    "2001:db8::1/128",
    "2001:DB8::1",
    "::/0",
]
ARNS = [
    "arn:aws:iam::111111111111:role/a/b",
    "arn:aws:iam::111111111111:role/team",
    "arn:aws:iam::222222222222:role/team",
    "arn:aws:sns:us-east-1:111111111111:topic:a",
    "arn:aws:sns:eu-west-1:111111111111:topic:a",
    "arn:aws:sns:us-east-1:111111111111:a:b",
]

# Each condition key with its values and those of the policies that compare it.
KEYS = {
    "aws:userid": (TEXTS, TEXTS),
    "aws:PrincipalTag/team": (TEXTS, TEXTS),
    "aws:RequestTag/cost center": (TEXTS, TEXTS),
    "s3:prefix": (TEXTS, TEXTS),
    "cognito-identity.amazonaws.com:sub": (["us-east-1:1111", "1111"], TEXTS),
    "aws:TagKeys": (TEXTS, TEXTS),
    "cognito-identity.amazonaws.com:amr": (["authenticated", "a", "b"], ["authenticated", "a", "b"]),
    "s3:max-keys": (NUMBERS, NUMBERS),
    "aws:CurrentTime": (DATES, DATES),
    "aws:SecureTransport": (BOOLEANS, BOOLEANS),
    "test:Bytes": (BYTES, BYTES),
    "aws:SourceIp": (ADDRESSES, RANGES),
    "aws:PrincipalArn": (ARNS, ARNS),
    "aws:SourceArn": (ARNS, ARNS),
}
LISTS = ["aws:TagKeys", "cognito-identity.amazonaws.com:amr"]
VARIABLES = ["aws:userid", "aws:PrincipalTag/team", "aws:RequestTag/cost center", "cognito-identity.amazonaws.com:sub"]

ORDERS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"]
STRINGS = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
STRINGS += ["StringLike", "StringNotLike"]
OPERATORS = {
    "s3:max-keys": ["Numeric" + order for order in ORDERS],
    "aws:CurrentTime": ["Date" + order for order in ORDERS],
    "aws:SecureTransport": ["Bool"],
    "test:Bytes": ["BinaryEquals"],
    "aws:SourceIp": ["IpAddress", "NotIpAddress"],
    "aws:PrincipalArn": ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike"],
    "aws:SourceArn": ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringNotEquals"],
}


class RandomCase:
    """The policies and the requests of a seed."""

    REQUESTS = 8

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.requests = self.near(self.request())
        case = {"policies": [self.policy() for _ in range(self.random.choice([1, 1, 2]))], "requests": self.requests}
        if self.chance(0.25):
            case["boundary"] = [self.policy()]
        self.case = case

    def chance(self, probability):
        return self.random.random() < probability

    def request(self):
        keys = self.random.sample(sorted(KEYS), self.random.randint(6, len(KEYS)))
        return {
            "action": self.random.choice(ACTIONS),
            "resource": self.random.choice(RESOURCES),
            "context": {self.with_other_case(key): self.values(key) for key in keys},
        }

    def values(self, key):
        values = KEYS[key][0]
        if key in LISTS and self.chance(0.8) or self.chance(0.02):
            return self.random.sample(values, self.random.randint(1, min(3, len(values))))
        return self.random.choice(values)

    def near(self, request):
        """The request and others that differ from it in one part."""
        requests = [request]
        while len(requests) < self.REQUESTS:
            other = {**self.random.choice(requests)}
            part = self.random.choice(["action", "resource", "context", "context", "context"])
            other[part] = self.changed(other) if part == "context" else self.request()[part]
            if self.chance(0.02):
                other["resource"] = self.random.choice(["*", other["resource"] + "*"])
            requests.append(other)
        return requests

    def changed(self, request):
        context = {**request["context"]}
        key = self.random.choice(sorted(context)) if context else "aws:userid"
        if self.chance(0.4):
            context.pop(key, None)
        else:
            [known] = [known for known in KEYS if known.lower() == key.lower()]
            context[key] = self.values(known)
        return context

    def with_other_case(self, text):
        return self.random.choice([text] * 4 + [text.upper(), text.lower()])

    def policy(self):
        statements = [self.statement() for _ in range(self.random.randint(1, 3))]
        policy = {"Version": "2012-10-17", "Statement": statements[0] if len(statements) == 1 else statements}
        if self.chance(0.05):
            policy["Version"] = "2008-10-17"
        elif self.chance(0.05):
            del policy["Version"]
        return policy

    def statement(self):
        """A statement, one part of which decides whether it matches: the others mostly do."""
        request = self.random.choice(self.requests)
        focus = self.random.choice(["action", "resource", "condition", "condition", "all"])
        is_about = {part: focus in (part, "all") for part in ["action", "resource", "condition"]}
        action = self.listed(lambda: self.action(request)) if is_about["action"] else "*"
        resource = self.listed(lambda: self.resource(request)) if is_about["resource"] else "*"
        negates = {part: is_about[part] and self.chance(0.2) for part in is_about}
        statement = {
            "Effect": "Allow" if self.chance(0.7) else "Deny",
            "NotAction" if negates["action"] else "Action": action,
            "NotResource" if negates["resource"] else "Resource": resource,
        }
        if is_about["condition"]:
            statement["Condition"] = self.condition(request)
        return statement

    def listed(self, one):
        items = [one() for _ in range(self.random.choice([1, 1, 2, 3]))]
        return items[0] if len(items) == 1 and self.chance(0.5) else items

    def action(self, request):
        service, name = self.random.choice([request["action"]] * 4 + ACTIONS).split(":")
        cut = self.random.randint(0, len(name) - 1)
        name = self.random.choice([name, name[:cut] + "*", name[:cut] + "?" + name[cut + 1 :], "*", "*" + name[cut:]])
        if self.chance(0.15):
            return self.random.choice(["*", "*", "*:*"])
        return self.with_other_case(f"{service}:{name}")

    def resource(self, request):
        if self.chance(0.15):
            return "*"
        resource = self.random.choice([request["resource"]] * 5 + RESOURCES)
        if not resource.startswith("arn:"):
            return "*"
        fields = resource.split(":", 5)
        for index in (1, 3, 4):
            if fields[index] and self.chance(0.25):
                cut = self.random.randint(0, len(fields[index]))
                fields[index] = self.random.choice(
                    ["*", fields[index][:cut] + "*", "*" + fields[index][cut:], "?" + fields[index][1:]]
                )
        if ":" in fields[5] and fields[2] != "s3" and self.chance(0.2):
            # A `*` in place of the region and the account, so that the type is where the account would be.
            star = self.random.choice(["*", fields[3][:3] + "*", "*" + fields[4][3:]])
            kind, rest = fields[5].split(":", 1)
            return ":".join([*fields[:3], star, "?" + kind[1:], self.pattern(rest, request)])
        fields[5] = self.random.choice(["*", fields[5], *[self.pattern(fields[5], request)] * 4])
        if self.chance(0.04):
            return ":".join(fields[: self.random.randint(3, 4)]) + ":*"
        if self.chance(0.03):
            return ":".join([*fields[:3], "*", self.random.choice(["111*", "a*", "topic*"])])
        if self.chance(0.02):
            fields[4] = "${aws:userid}"
        return ":".join(fields)

    def pattern(self, text, request):
        """A pattern that a text matches, or nearly."""
        made = ""
        while text:
            length = self.random.randint(1, len(text))
            made += self.piece(text[:length], request)
            text = text[length:]
        return made + self.random.choice(["", "", "", "", "*", "x"])

    def piece(self, text, request):
        variables = [key for key in VARIABLES if self.value(key, request) == text]
        escaped = "".join("${" + c + "}" if c in "*?$" else c for c in text)
        if escaped != text and self.chance(0.3):
            return escaped
        return self.random.choice(
            [text, text, escaped, "*", "?" * len(text), *["${" + self.with_other_case(key) + "}" for key in variables]]
            + [self.variable(text, request)]
        )

    def value(self, key, request):
        return next((value for other, value in request["context"].items() if other.lower() == key.lower()), None)

    def variable(self, text, request):
        """A variable, whose default is the text in the policy, or not."""
        key = self.random.choice(VARIABLES + LISTS[:1] * self.chance(0.05))
        if self.chance(0.5):
            return "${" + key + "}"
        default = text if "'" not in text and self.chance(0.7) else self.random.choice(["none", ""])
        return "${" + key + self.random.choice([", ", ", ", ", ", ","]) + f"'{default}'" + "}"

    def condition(self, request):
        condition = {}
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            key = self.random.choice(sorted(KEYS))
            operator = self.operator(key)
            values = self.listed(lambda: self.condition_value(key, operator, request))
            if operator.lower() not in {other.lower() for other in condition}:
                condition[operator] = {self.with_other_case(key): values}
            elif key.lower() not in {other.lower() for other in condition.get(operator, {key: ""})}:
                condition[operator][key] = values
        return condition

    def operator(self, key):
        if self.chance(0.12):
            return self.with_other_case("Null")
        operator = self.random.choice(OPERATORS.get(key, STRINGS))
        if key in LISTS and self.chance(0.9) or self.chance(0.1):
            operator = self.random.choice(["ForAllValues:", "ForAnyValue:"]) + operator
        return self.with_other_case(operator + "IfExists" * self.chance(0.2))

    def condition_value(self, key, operator, request):
        operator = operator.lower()
        if operator == "null":
            return self.random.choice(["true", "false", "True", True, False])
        values = self.value(key, request)
        value = self.random.choice(values if isinstance(values, list) else [values, *KEYS[key][1]][values is None :])
        if "arn" in operator and self.chance(0.1):
            return value.replace("111111111111", "${" + self.random.choice(VARIABLES) + ", '111111111111'}")
        if "like" in operator or "arn" in operator or "string" in operator and self.chance(0.5):
            return self.pattern(value, request) if self.chance(0.6) else value
        return self.random.choice([value, *KEYS[key][1]])
