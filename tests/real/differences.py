"""What poolsmith's evaluator and the independent one, the judge, decide differently, and why poolsmith is right.

Each function says of one part of a policy and a request whether a difference is of its class. Its documentation starts
with a page of the IAM User Guide, or a section of "Condition operators", and what that page says.
"""

import re

from statement_parts import listed


def values(request, key):
    """The values of a condition key, whose case is irrelevant."""
    found = [listed(value) for other, value in request["context"].items() if other.lower() == key.lower()]
    return found[0] if found else []


def resource(part):
    return part.get("Resource", part.get("NotResource"))


def condition(part):
    """The operator in lowercase, the key and the values as strings."""
    for operator, keys in part.get("Condition", {}).items():
        for key, compared in keys.items():
            return operator.lower(), key, [str(value) for value in listed(compared)]
    return "", "", []


def texts(part):
    """The strings that can contain variables."""
    return [resource(part)] if resource(part) else condition(part)[2]


def variables(part):
    """What is between `${` and `}`, without the escapes of characters."""
    found = [inside for text in texts(part) for inside in re.findall(r"\$\{([^}]+)\}", text)]
    return [inside for inside in found if inside not in ("*", "?", "$")]


def base(part):
    operator = condition(part)[0]
    return operator.split(":")[-1].removesuffix("ifexists")


def fields(arn):
    """The six fields of an ARN, whose variables contain no colons that separate fields."""
    hidden = re.sub(r"\$\{[^}]*\}", lambda variable: variable[0].replace(":", "\0"), arn)
    return [field.replace("\0", ":") for field in hidden.split(":", 5)]


def variable_of_an_older_version(part, request):
    """Version: without the current version, `${…}` is plain text. The judge replaces variables in every version."""
    return part["Version"] != "2012-10-17" and any("${" in text for text in texts(part))


def negated_without_value(part, request):
    """Variables and tags: inverted operators match if a variable has no value. The judge lets them fail, also if it has
    several ones, none of which could be equal."""
    without_default = [inside for inside in variables(part) if "," not in inside]
    return "not" in base(part) and any(len(values(request, key)) != 1 for key in without_default)


def default_that_the_judge_reads_otherwise(part, request):
    """Variables and tags: a default is between quotes, and may be empty or contain commas. The judge knows neither an
    empty one, nor one without a space before it."""
    defaults = [inside.split(",", 1)[1] for inside in variables(part) if "," in inside]
    return any(default.strip() == "''" or not default.startswith(" ") or "," in default for default in defaults)


def matches(pattern, text, is_crossing):
    """Whether a resource matches a pattern, in which any text may be in place of a variable."""
    expressions = []
    for index, field in enumerate(fields(pattern)):
        any_text = ".*" if is_crossing or index == 5 else "[^:]*"
        pieces = re.split(r"(\$\{[^}]*\}|\*|\?)", field)
        replaced = {"*": any_text, "?": "."}
        expressions.append("".join(".*" if "${" in one else replaced.get(one, re.escape(one)) for one in pieces))
    return re.fullmatch(":".join(expressions), text) is not None


def escape_without_wildcards(part, request):
    """Variables and tags: `${*}`, `${?}` and `${$}` are the characters wherever variables can be. The judge takes them
    literally if the operator has no wildcards."""
    return "equals" in base(part) and any(re.search(r"\$\{[*?$]\}", text) for text in texts(part))


def colons_are_crossed(part, request):
    """Resource: a `*` at the end of a segment matches beyond the colon. The judge compares segments one by one."""
    pattern, asked = resource(part), request["resource"]
    return bool(pattern) and matches(pattern, asked, True) and not matches(pattern, asked, False)


def incomplete_not_resource(part, request):
    """IAM identifiers: an incomplete ARN is completed by `*`. With one in NotResource, the judge lets the statement match
    nothing."""
    return "NotResource" in part and part["NotResource"] != "*" and len(fields(part["NotResource"])) < 6


def incomplete_arn_in_a_negated_condition(part, request):
    """Condition operators: negated operators match what isn't equal. The judge lets all conditions with incomplete ARNs
    fail, also negated ones."""
    return base(part).startswith("arnnot") and any(len(fields(text)) < 6 for text in texts(part))


def wildcard_in_the_type(part, request):
    """Resource: wildcards can be anywhere in a segment. The judge takes the text up to the first slash or colon
    literally."""
    arn = fields(resource(part)) if resource(part) else []
    return len(arn) == 6 and re.match(r"[^/:]*([*?]|\$\{)[^/]*[/:]", arn[5]) is not None


def any_service(part, request):
    """Action: wildcards match any text. The judge compares the service literally, also in `*:*`."""
    return str(part.get("Action", part.get("NotAction"))).startswith("*:")


def resource_with_wildcards(part, request):
    """The judge takes the resource of a request for a pattern, but the names of objects can contain a `*`."""
    return bool(resource(part)) and "*" in request["resource"]


def seconds_and_calendar(part, request):
    """Condition operators: dates are in ISO 8601 or in seconds. The judge takes seconds for milliseconds."""
    _, key, compared = condition(part)
    return base(part).startswith("date") and len({text.isdigit() for text in compared + values(request, key)}) == 2


def large_numbers(part, request):
    """Condition operators: numbers are integers or decimals. The judge rounds them to 53 bits."""
    _, key, compared = condition(part)
    return base(part).startswith("numeric") and any(len(text) > 15 for text in compared + values(request, key))


def empty_values_of_all(part, request):
    """Condition operators: `ForAllValues` is true if the value is empty. The judge compares it."""
    operator, key, _ = condition(part)
    return operator.startswith("forallvalues:") and not any(values(request, key))


def every_address(part, request):
    """Condition operators: ranges are in CIDR notation. The judge's range of length 0 contains one address."""
    _, key, compared = condition(part)
    pairs = [(text, one) for text in compared if text.endswith("/0") for one in values(request, key)]
    return base(part).endswith("ipaddress") and any((":" in text) == (":" in one) for text, one in pairs)


def address_of_another_version(part, request):
    """Condition operators: `NotIpAddress` matches all addresses but the given ones. The judge excludes those of the
    other version if the given one has no length."""
    return base(part) == "notipaddress" and any("/" not in text for text in condition(part)[2])


def spelling_of_an_address(part, request):
    """Condition operators: addresses are compared as addresses. The judge compares those without a length as texts."""
    return base(part).endswith("ipaddress") and any(":" in text and "/" not in text for text in condition(part)[2])


def list_of_one(part, request):
    """Single-valued vs. multivalued context keys: what matters is the number of values in the request. Even if
    there is one value, the judge lets all conditions on lists without a set operator fail, and replaces no variable by
    a list."""
    operator, key, _ = condition(part)
    keys = [inside.split(",")[0] for inside in variables(part)] + [key] * (":" not in operator)
    lists = [other.lower() for other, value in request["context"].items() if isinstance(value, list)]
    return any(key.lower() in lists and len(values(request, key)) == 1 for key in keys)


def variable_between_colons(part, request):
    """Variables and tags: ARN operators support variables. The judge splits the ARN at the colons in them."""
    return base(part).startswith("arn") and any("${" in field for text in texts(part) for field in fields(text)[:5])


EXPLAINED = [
    variable_of_an_older_version,
    negated_without_value,
    default_that_the_judge_reads_otherwise,
    escape_without_wildcards,
    colons_are_crossed,
    incomplete_not_resource,
    incomplete_arn_in_a_negated_condition,
    wildcard_in_the_type,
    any_service,
    resource_with_wildcards,
    seconds_and_calendar,
    large_numbers,
    empty_values_of_all,
    every_address,
    address_of_another_version,
    spelling_of_an_address,
    list_of_one,
    variable_between_colons,
]


def explanation(part, request):
    """The name of the class of a difference, if it has one."""
    return next((one.__name__ for one in EXPLAINED if one(part, request)), None)
