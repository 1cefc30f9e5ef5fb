"""The AWS provider accepts every argument that the inputs' JSON Schema has for it."""

import json
import subprocess

from terraform import terraform

# What the provider validates beyond the type.
VALUES = {
    "custom_ca_bundle": "/etc/ssl/certs/ca-certificates.crt",
    "duration": "1h",
    "ec2_metadata_service_endpoint_mode": "IPv4",
    "forbidden_account_ids": ["222222222222"],
    "policy": '{"Version":"2012-10-17","Statement":[]}',
    "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    "retry_mode": "adaptive",
    "role_arn": "arn:aws:iam::111111111111:role/deploy",
    "s3_us_east_1_regional_endpoint": "regional",
    "sts_region": "us-east-1",
}


def value(name, schema):
    if name in VALUES:
        return VALUES[name]
    schema = schema.get("anyOf", [schema])[0]
    match schema["type"]:
        case "boolean":
            return True
        case "integer":
            return 3
        case "array":
            return ["a"]
        case "object" if "properties" in schema:
            return {name: value(name, inside) for name, inside in schema["properties"].items()}
        case "object":
            return {"a": "b"}
    return "https://localhost" if "proxy" in name or "endpoint" in name else "aa"


def test_the_provider_accepts_each_argument(poolsmith, tmp_path):
    schema = json.loads(subprocess.run([poolsmith, "schema"], check=True, capture_output=True).stdout)
    arguments = schema["$defs"]["Provider"]["properties"]
    assert len(arguments) > 20 and len(arguments["endpoints"]["properties"]) > 200
    inputs = {
        "name": "notes",
        "terraform": {"provider": {name: value(name, inside) for name, inside in arguments.items()}},
        "environments": {"dev": {"region": "us-east-1"}},
    }
    (tmp_path / "poolsmith.json").write_text(json.dumps(inputs))
    subprocess.run([poolsmith, "generate"], cwd=tmp_path, check=True)
    dev = tmp_path / "environments/dev"
    terraform(dev, "init", "-backend=false")
    terraform(dev, "validate")
