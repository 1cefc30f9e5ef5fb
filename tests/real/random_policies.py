"""Random policies: most of their parts are right, a few are damaged."""

import random

ACTIONS = ["s3:GetObject", "s3:*", "*", "dynamodb:Get*", "EXECUTE-API:invoke", "iot:?ublish", "sqs:SendMessage"]
BAD_ACTIONS = [
    "s3:s3:GetObject",
    "s3:",
    " s3:GetObject",
    "s3:Get Object",
    "s3:GetObject,s3:PutObject",
    "GetObject",
    "",
    ":GetObject",
    "*:Untag*",
    "*:*",
    "s 3:GetObject",
    "s3:Get/Object",
    "s3.x:GetObject",
    "s3_x:GetObject",
    "arn:aws:s3:::bucket",
]
RESOURCES = [
    "*",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/${aws:userid}/*",
    "arn:*:dynamodb:us-east-1:111111111111:table/a:b",
    "arn:aws:iam::111111111111:role/a/b",
    "arn:aws:sqs:*:*:queue?",
    "arn:aws:codebuild:*",
]
BAD_RESOURCES = [
    "",
    "bucket",
    "arn",
    "arn:",
    "arn:aws",
    "arn:aws:s3",
    "arn:::::",
    "arn:aws::::bucket",
    "arn:aws:s3::bucket",
    "arn:aws:s3:::",
    "arn:s3:::bucket",
    "aws:s3:::bucket",
    "arn:asw:s3:::bucket",
    "arn:aws-cn:s3:::bucket",
    "ARN:aws:s3:::bucket",
    "arn:aws:S3:::bucket",
    "arn:aws:s3:us-east-1::bucket",
    "arn:aws:iam:us-east-1:111111111111:role/a",
    "arn:aws:*:us-east-1:111111111111:x",
    "arn:aws:sqs:us-east-1:1111:queue",
    "s3://bucket/key",
    " arn:aws:s3:::bucket",
    "arn:aws:s3:::фото",
]
OPERATORS = {
    "StringEquals": ["a", "", "${aws:userid}", ["a", "b"]],
    "StringLike": ["a*", ["*"]],
    "StringNotEqualsIgnoreCase": ["A"],
    "ForAnyValue:StringLikeIfExists": [["x*"]],
    "ForAllValues:StringEquals": [["x"]],
    "Bool": ["true", "false", True],
    "BoolIfExists": ["true"],
    "Null": ["true", False],
    "NumericLessThanEquals": ["10", "0.5"],
    "DateGreaterThan": ["2027-01-31T00:00:00Z", "2027-01-31", "1800000000"],
    "IpAddress": ["203.0.113.0/24", "2001:db8::/32"],
    "ArnLike": ["arn:aws:sns:*:*:x"],
    "BinaryEquals": ["QQ=="],
}
BAD_OPERATORS = [
    "StringEqual",
    "ForAllValue:StringLike",
    "ForAnyValue::StringLike",
    "stringequals",
    "NullIfExists",
    "Equals",
    "",
    "StringEqualsIfexist",
]
KEYS = ["aws:userid", "s3:prefix", "aws:RequestTag/team", "cognito-identity.amazonaws.com:sub"]
BAD_KEYS = ["prefix", "", ":x", "s3:", "s3 :prefix"]
BAD_VALUES = {
    "DateGreaterThan": ["tomorrow", "2027-13-01", "31.01.2027"],
    "Bool": ["yes"],
    "NumericLessThanEquals": ["ten"],
    "IpAddress": ["203.0.113"],
    "StringEquals": [[], {}, [[]], "Ā"],
}


class RandomPolicy:
    """The policy of a seed. `damages` is how many parts of it were damaged."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.damages = 0
        self.rate = self.random.choice([0, 0, 0.02, 0.05])
        self.document = self.policy()

    def is_damaged(self):
        damaged = self.random.random() < self.rate
        self.damages += damaged
        return damaged

    def pick(self, right, damaged):
        return self.random.choice(damaged if self.is_damaged() else right)

    def one_or_more(self, right, damaged):
        if self.is_damaged():
            return self.random.choice([[], {}, 7, [7], [[]]])
        items = [self.pick(right, damaged) for _ in range(self.random.randint(1, 3))]
        return items[0] if self.random.random() < 0.4 else items

    def condition(self):
        condition = {}
        for operator in self.random.sample(sorted(OPERATORS), self.random.randint(0, 2)):
            values = OPERATORS[operator]
            keys = {}
            for key in self.random.sample(KEYS, self.random.randint(1, 2)):
                value = self.pick(values, BAD_VALUES.get(operator, values))
                keys[self.random.choice(BAD_KEYS) if self.is_damaged() else key] = value
            condition[self.random.choice(BAD_OPERATORS) if self.is_damaged() else operator] = keys
        return self.random.choice([[], "x", {"StringEquals": "x"}]) if self.is_damaged() else condition

    def statement(self, index):
        statement = {}
        if self.random.random() < 0.5:
            statement["Sid"] = self.pick(["", f"Statement{index}"], ["Same", "with space"])
        statement["Effect"] = self.pick(["Allow", "Deny"], ["allow", "Permit", 1])
        statement[self.random.choice(["Action", "NotAction"])] = self.one_or_more(ACTIONS, BAD_ACTIONS)
        statement[self.random.choice(["Resource", "NotResource"])] = self.one_or_more(RESOURCES, BAD_RESOURCES)
        if self.random.random() < 0.5:
            statement["Condition"] = self.condition()
        self.damage_elements(statement)
        return statement

    def damage_elements(self, statement):
        if self.is_damaged():
            del statement[self.random.choice(sorted(statement))]
        if self.is_damaged():
            statement.setdefault(self.random.choice(["Action", "NotAction", "NotResource"]), "s3:*")
        if self.is_damaged():
            statement[self.random.choice(["Principal", "NotPrincipal", "Efect"])] = "*"

    def policy(self):
        policy = {"Version": self.pick(["2012-10-17"], ["2008-10-17", "2012-10-18", 2012])}
        if self.random.random() < 0.2:
            policy["Id"] = self.pick(["policy", "a b"], [7, []])
        statements = [self.statement(index) for index in range(self.random.randint(1, 3))]
        policy["Statement"] = self.pick([statements, statements[0]], [[], "x", [7]])
        if self.is_damaged():
            policy[self.random.choice(["Statements", "version"])] = "x"
        if self.is_damaged():
            del policy[self.random.choice(["Version", "Statement"])]
        return policy
