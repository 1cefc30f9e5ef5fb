"""The attributes that `src/terraform/attributes.rs` names exist in the AWS provider."""

import json
import re

from conftest import CHECKOUT
from terraform import terraform

TABLE = CHECKOUT / "src/terraform/attributes.rs"


def test_each_attribute_is_one_of_the_provider(tmp_path):
    types = TABLE.read_text().split("const TYPES", 1)[1].split("];", 1)[0]
    rows = re.findall(r'\(\s*"(aws_\w+)",\s*&\[(.*?)\],?\s*\)', types, re.DOTALL)
    assert len(rows) > 20
    (tmp_path / "main.tf").write_text('terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n')
    terraform(tmp_path, "init")
    schemas = json.loads(terraform(tmp_path, "providers", "schema", "-json"))["provider_schemas"]
    (schema,) = schemas.values()
    kinds = [schema["resource_schemas"], schema["data_source_schemas"]]
    for name, attributes in rows:
        found = {attribute for kind in kinds if name in kind for attribute in kind[name]["block"]["attributes"]}
        named = set(re.findall(r'\("(\w+)", \w+\)', attributes))
        assert named and named <= found, f"{name}: {named - found}"
