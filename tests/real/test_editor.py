"""The schema in a real language server: completion, hover and diagnostics while the inputs are written."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from conftest import CHECKOUT
from language_server import LanguageServer

pytestmark = pytest.mark.xdist_group("editor")

MODELINE = "# yaml-language-server: $schema=.poolsmith/inputs.schema.json\n"

# The text before the cursor, and some of what is proposed there.
COMPLETIONS = {
    "top level": ("na", {"name", "identity_pool", "roles", "environments"}),
    "identity pool": ("identity_pool:\n  ", {"guest_access", "user_pools", "social", "saml"}),
    "user pool": ("identity_pool:\n  user_pools:\n    main:\n      ", {"user_pool_id", "app_client_id", "token_check"}),
    "switch": ("identity_pool:\n  guest_access: ", {"true", "false"}),
    "role": ("roles:\n  authenticated:\n    ", {"grants", "permissions_boundary", "existing_role_arn"}),
    "kinds of grants": ("roles:\n  authenticated:\n    grants:\n      files:\n        ", {"s3", "dynamodb", "statements"}),
    "keys of a grant": (
        "roles:\n  authenticated:\n    grants:\n      files:\n        s3:\n          ",
        {"bucket", "path", "allow"},
    ),
    "operations": (
        "roles:\n  authenticated:\n    grants:\n      files:\n        s3:\n          allow:\n            - ",
        {"read", "write", "delete", "list"},
    ),
    "role mapping": ("role_mappings:\n  main:\n    type: ", {"token", "rules"}),
    "backend": ("terraform:\n  backend:\n    ", {"s3", "local", "cloud"}),
    "environment": ("environments:\n  dev:\n    ", {"region", "account_id", "protect", "remove"}),
    "access test": ("access:\n  tests:\n    - ", {"as", "can", "cannot", "on"}),
}

HOVERS = {
    "guest access": ("identity_pool:\n  guest_access: true\n", "guest_access", "not signed in"),
    "user pool ID": ("identity_pool:\n  user_pools: { main: { user_pool_id: a } }\n", "user_pool_id", "The user pool's ID"),
    "protect": ("environments:\n  dev: { region: us-east-1, protect: true }\n", "protect", "destroy"),
}


@pytest.fixture(scope="module")
def server(poolsmith, tmp_path_factory):
    folder = tmp_path_factory.mktemp("editor")
    (folder / ".poolsmith").mkdir()
    schema = subprocess.run([poolsmith, "schema"], cwd=folder, capture_output=True, check=True).stdout
    (folder / ".poolsmith/inputs.schema.json").write_bytes(schema)
    server = LanguageServer(Path(os.environ["POOLSMITH_TEST_TOOLS"]) / "node_modules", folder)
    yield server
    server.close()


@pytest.mark.parametrize("name", COMPLETIONS)
def test_what_can_be_written_is_proposed(server, name):
    before, expected = COMPLETIONS[name]
    text = MODELINE + before
    server.open(f"{name}.yaml", text)
    lines = text.split("\n")
    proposed = server.complete(f"{name}.yaml", len(lines) - 1, len(lines[-1]))
    assert expected <= proposed, proposed


@pytest.mark.parametrize("name", HOVERS)
def test_a_key_is_explained(server, name):
    text, word, expected = HOVERS[name]
    server.open(f"hover {name}.yaml", MODELINE + text)
    lines = (MODELINE + text).split("\n")
    line = next(number for number, line in enumerate(lines) if word in line)
    assert expected in server.hover(f"hover {name}.yaml", line, lines[line].index(word) + 1)


def test_mistakes_are_marked_where_they_are(server):
    text = MODELINE + "name: notes\nenvironments:\n  dev:\n    region: us-east-1\n    protcet: true\n    account_id: [1]\n"
    found = server.open("mistakes.yaml", text)
    assert {(one["range"]["start"]["line"], one["range"]["start"]["character"]) for one in found} == {(5, 4), (6, 16)}


def read_yaml(path):
    """The document in the core schema of YAML 1.2, which has no dates."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return yaml.load(path)


def test_a_mistake_is_explained_by_what_is_accepted(server):
    text = MODELINE + "name: notes\nenvironments:\n  dev:\n    region: us-east-1a\n"
    [found] = server.open("region.yaml", text)
    assert found["message"] == "expected a region code such as us-east-1, eu-central-1 or ap-southeast-2", found


def test_another_validator_accepts_the_examples(poolsmith):
    for example in sorted((CHECKOUT / "examples").glob("*/poolsmith.yaml")):
        schema = json.loads(subprocess.run([poolsmith, "schema"], cwd=example.parent, capture_output=True, check=True).stdout)
        Draft202012Validator.check_schema(schema)
        errors = Draft202012Validator(schema).iter_errors(read_yaml(example))
        assert [error.message for error in errors] == [], example


def test_another_validator_refuses_as_much(poolsmith, tmp_path):
    """What no schema can state is about several places, about files or about references."""
    schema = json.loads(subprocess.run([poolsmith, "schema"], cwd=tmp_path, capture_output=True, check=True).stdout)
    validator = Draft202012Validator(schema)
    accepted, read = [], 0
    for path in sorted((CHECKOUT / "examples/invalid").glob("E*/poolsmith.yaml")):
        try:
            inputs = read_yaml(path)
        except (YAMLError, ValueError):
            continue
        read += 1
        if validator.is_valid(inputs):
            accepted.append(path.parent.name)
    assert read > 350
    assert len(accepted) <= 190, accepted


def test_the_examples_have_no_mistakes(server):
    for example in sorted((CHECKOUT / "examples").glob("*/poolsmith.yaml")):
        if example.parent.name == "house-style":
            continue  # its grant kinds are in a schema of its own
        assert server.open(f"{example.parent.name}.yaml", MODELINE + example.read_text()) == [], example
