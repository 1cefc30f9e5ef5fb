"""The parts of policies that match a request on their own: each action, each resource and each condition."""


def listed(value):
    return value if isinstance(value, list) else [value]


def parts(case):
    """The parts of all policies of a case, each as an element with its version and its content."""
    for policy in case["policies"] + case.get("boundary", []):
        for statement in listed(policy["Statement"]):
            for part in parts_of(statement):
                yield {"Version": policy.get("Version"), **part}


def parts_of(statement):
    for element in ["Action", "NotAction", "Resource", "NotResource"]:
        for pattern in listed(statement.get(element, [])):
            yield {element: pattern}
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            yield {"Condition": {operator: {key: values}}}


def as_policy(part):
    """A policy that allows what a part matches."""
    part = {**part}
    version = part.pop("Version")
    statement = {"Effect": "Allow", **part}
    if not {"Action", "NotAction"} & part.keys():
        statement["Action"] = "*"
    if not {"Resource", "NotResource"} & part.keys():
        statement["Resource"] = "*"
    return {**({"Version": version} if version else {}), "Statement": statement}
