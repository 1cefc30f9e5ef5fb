"""What independent parsers of IAM policies refuse, poolsmith refuses, and what they accept, it accepts.

The parsers are @cloud-copilot/iam-policy, which knows the grammar, and moto's validation, which was written against
IAM's own answers. What one of the two refuses is invalid. POOLSMITH_POLICIES says how many random policies are compared
(1,000 by default), POOLSMITH_POLICIES_SEED which is the first.

AWS's managed policies, which moto has as well, are valid; each warning about one is listed in managed_policies.txt.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.policy_validation import IAMPolicyDocumentValidator

from judge import verdicts
from random_policies import RandomPolicy

POLICIES = int(os.environ.get("POOLSMITH_POLICIES", "1000"))
FIRST_SEED = int(os.environ.get("POOLSMITH_POLICIES_SEED", "1"))
MANAGED = Path(__file__).with_name("managed_policies.txt")

# So many policies in one run that none of its diagnostics are dropped.
BATCH = 20

# What poolsmith refuses although both parsers accept it, by its message. IAM accepts some of it, but it never matches.
STRICTER = {
    r"`s3:(|Get Object|Get/Object)` is not an action": "IAM accepts any text after the colon",
    r"` arn:aws:s3:::bucket` is not a resource": "moto takes the prefix for granted",
    r"`(ARN:aws|arn:aws:S3|arn:aws-cn):.*` is not a resource": "moto checks neither case nor partition",
    r"`arn:aws:\*:.*` is not a resource": "IAM User Guide, Resource: no wildcards in the service",
    r"`(arn:aws:s3:::|arn:aws:sqs:us-east-1:1111:queue)` is not a resource": "moto doesn't check these fields",
    r"(`arn:aws::::bucket`|an empty string) is not a resource": "moto checks it only outside of lists",
    r"(`(prefix|s3:|:x|s3 :prefix)`|an empty string) is not a condition key": "IAM accepts any key, and no request has these",
    r"`.*` is not (true or false|a number|an IP address), which": "neither parser compares values with operators",
    r"the condition has an empty list of values": "IAM accepts it",
    r"`NullIfExists` is not a condition operator": "the error NULL_WITH_IF_EXISTS of IAM Access Analyzer",
    r"`.*` has a character that IAM rejects": "the pattern of PolicyDocument in the IAM API Reference",
    r"the operator `.*` is repeated in another case": "neither parser compares operators without their case",
    r"`with space` is not a valid Sid": "IAM User Guide, Sid: letters and digits",
}

# What poolsmith accepts although iam-policy refuses it, by its message.
LOOSER = {
    r"Service can only contain letters, numbers, and hyphens": "IAM accepts dots in a service, and `*:*`",
}

# moto compares operators with their case, unlike IAM.
UNLIKE_IAM = {"stringequals": "StringEquals"}


def found_in(documents, poolsmith, folder):
    """The diagnostics about each document, as the policy file of a role of its own."""
    documents, found = list(documents), []
    for start in range(0, len(documents), BATCH):
        workspace = folder / str(start)
        workspace.mkdir()
        found += found_in_batch(documents[start : start + BATCH], poolsmith, workspace)
    return found


def found_in_batch(documents, poolsmith, workspace):
    for index, document in enumerate(documents):
        (workspace / f"{index}.json").write_text(json.dumps(document, ensure_ascii=False, indent=1))
    inputs = {
        "name": "policies",
        "identity_pool": {"developer_provider": "login.notes.example"},
        "roles": {f"r{index}": {"grants": {"a": {"policy_file": f"{index}.json"}}} for index in range(len(documents))},
        "environments": {"dev": {"region": "us-east-1", "account_id": "111111111111"}},
    }
    (workspace / "poolsmith.json").write_text(json.dumps(inputs))
    command = [poolsmith, "generate", "--dry-run", "--format", "json"]
    run = subprocess.run(command, cwd=workspace, capture_output=True, text=True)
    diagnostics = json.loads(run.stdout)["diagnostics"]
    # Findings (S) are about what policies allow, not about mistakes in them.
    diagnostics = [one for one in diagnostics if not one["code"].startswith("S")]
    return [[one for one in diagnostics if one.get("path") == f"{index}.json"] for index in range(len(documents))]


def said_by_moto(document):
    """Why moto refuses a document; `None` if it doesn't."""
    text = json.dumps(in_moto_s_terms(document))
    try:
        return IAMPolicyDocumentValidator(text).validate()
    except MalformedPolicyDocument as refusal:
        return refusal.message


def in_moto_s_terms(document):
    return json.loads(json.dumps(document), object_pairs_hook=lambda pairs: {UNLIKE_IAM.get(k, k): v for k, v in pairs})


def unexplained(message, differences):
    return not any(re.match(pattern, message) for pattern in differences)


def test_random_policies_are_judged_as_by_others(poolsmith, tmp_path):
    policies = [RandomPolicy(seed) for seed in range(FIRST_SEED, FIRST_SEED + POLICIES)]
    documents = [policy.document for policy in policies]
    found = found_in(documents, poolsmith, tmp_path)
    by_grammar = verdicts([{"document": document} for document in documents])
    wrong, both = [], {True: 0, False: 0}
    for seed, (document, diagnostics, grammar) in enumerate(zip(documents, found, by_grammar, strict=True), FIRST_SEED):
        errors = [one["message"] for one in diagnostics if one["severity"] == "error"]
        refusals = [said for said in (said_by_moto(document), grammar if grammar != "Valid" else None) if said]
        if bool(errors) == bool(refusals):
            both[bool(errors)] += 1
        elif errors and all(unexplained(message, STRICTER) for message in errors):
            wrong.append(f"seed {seed}: poolsmith alone says {errors}\n{json.dumps(document)}")
        elif refusals and any(unexplained(message, LOOSER) for message in refusals):
            wrong.append(f"seed {seed}: poolsmith alone accepts, {refusals}\n{json.dumps(document)}")
    assert not wrong, "\n".join([f"{len(wrong)} of {len(policies)} are judged differently:", *wrong[:20]])
    assert min(both.values()) > len(policies) // 10, f"too few policies are valid, or too few invalid: {both}"


def test_undamaged_policies_are_accepted(poolsmith, tmp_path):
    policies = [RandomPolicy(seed) for seed in range(FIRST_SEED, FIRST_SEED + POLICIES // 4)]
    documents = [policy.document for policy in policies if not policy.damages]
    errors = [one for found in found_in(documents, poolsmith, tmp_path) for one in found if one["severity"] == "error"]
    assert documents and not errors, errors


@pytest.fixture(scope="module")
def managed():
    policies = json.loads(aws_managed_policies_data)
    return {name: policy["Document"] for name, policy in sorted(policies.items())}


def test_every_alarm_about_a_managed_policy_is_known(managed, poolsmith, tmp_path):
    found = found_in(managed.values(), poolsmith, tmp_path)
    said = {f"{name}: {one['code']} {one['message']}" for name, diagnostics in zip(managed, found) for one in diagnostics}
    known = {line for line in MANAGED.read_text().splitlines() if line and not line.startswith("#")}
    assert len(managed) > 1000
    assert said == known, "\n".join(sorted(f"{'new' if one in said else 'gone'}: {one}" for one in said ^ known))
