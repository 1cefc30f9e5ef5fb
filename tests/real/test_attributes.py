"""The attributes that `src/terraform/attributes.rs` names exist in the AWS provider, and the lists are lists."""

import json
import re

from conftest import CHECKOUT
from terraform import terraform

TABLE = CHECKOUT / "src/terraform/attributes.rs"


def schemas(folder):
    """The schemas of the provider's resources, and of its data sources."""
    (folder / "main.tf").write_text('terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n')
    terraform(folder, "init")
    providers = json.loads(terraform(folder, "providers", "schema", "-json"))["provider_schemas"]
    (schema,) = providers.values()
    return [schema["resource_schemas"], schema["data_source_schemas"]]


def test_each_attribute_is_one_of_the_provider(tmp_path):
    types = TABLE.read_text().split("const TYPES", 1)[1].split("];", 1)[0]
    rows = re.findall(r'\(\s*"(aws_\w+)",\s*&\[(.*?)\],?\s*\)', types, re.DOTALL)
    assert len(rows) > 20
    kinds = schemas(tmp_path)
    for name, attributes in rows:
        found = {attribute for kind in kinds if name in kind for attribute in kind[name]["block"]["attributes"]}
        named = set(re.findall(r'\("(\w+)", \w+\)', attributes))
        assert named and named <= found, f"{name}: {named - found}"


def test_each_list_is_a_list_or_a_set(tmp_path):
    lists = re.search(r"const LIST_ATTRIBUTES.*?= \[(.*?)\];", TABLE.read_text(), re.DOTALL)[1]
    names = re.findall(r'"(\w+)"', lists)
    kinds = schemas(tmp_path)
    found = [
        (name, attribute["type"])
        for kind in kinds
        for schema in kind.values()
        for name, attribute in schema["block"].get("attributes", {}).items()
        if name in names
    ]
    assert {name for name, _ in found} == set(names)
    assert all(kind in (["list", "string"], ["set", "string"]) for _, kind in found)
