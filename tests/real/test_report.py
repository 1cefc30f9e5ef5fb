"""Reports in a browser: nothing covers anything else, the page is never wider than the screen, and axe-core finds no
fault, with 1, 5 and 40 roles, on wide and narrow screens, light and dark, also with what changed. Paper has what a click would
show."""

import json
import os
import subprocess
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("POOLSMITH_CHROMIUM")
SCRIPT = Path(__file__).with_name("page.mjs")

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium: install your system's package chromium")


def inputs(count):
    """Inputs with this number of roles, one of which has a name as long as can be."""
    teams = [f"team_{number}" for number in range(count - 2)][:-1] + ["t" * 32] * (count > 2)
    roles = {
        "authenticated": {
            "grants": {"files": {"s3": {"bucket": "notes-uploads", "allow": ["read", "write", "delete", "list"]}}}
        }
    }
    if count > 1:
        roles["guest"] = {"grants": {"public": {"s3": {"bucket": "notes-public", "path": "all/*", "allow": ["read"]}}}}
    return {
        "name": "notes",
        "identity_pool": {
            "guest_access": count > 1,
            "user_pools": {"main": {"user_pool_id": "us-east-1_Ab12Cd34E", "app_client_id": "3n4b5urk1ft4fl3mg5e62d9ado"}},
            "social": {"google": "1234567890-abcdefghijklmnopqrstuvwxyz123456.apps.googleusercontent.com"},
            "saml": {"corporate": "arn:{partition}:iam::{account_id}:saml-provider/corporate"},
        },
        "roles": roles | {team: role(team) for team in teams},
        "role_mappings": {
            provider: {"type": "rules", "ambiguous": "authenticated", "rules": [rule(team) for team in mapped]}
            for provider, mapped in [("main", teams[:25]), ("corporate", teams[25:])]
            if mapped
        },
        "access": {
            "identities": {"ana": {"role": "authenticated"}},
            "tests": [
                access_test("own files", "can", "s3://{authenticated.files.bucket}/{identity}/a.txt"),
                access_test("nobody else's files, whatever their names and wherever they are", "cannot", "s3://notes-uploads/{other}/*"),
                access_test("the archive", "can", "s3://notes-archive/2026/index.html"),
            ],
        },
        "accept": [{"rule": "S103", "reason": "the attribute is read-only in the app client", "until": "2999-01-01"}]
        if count == 5
        else [],
        "environments": {"dev": {"region": "us-east-1", "account_id": "111111111111"}},
    }


def role(team):
    table = f"arn:{{partition}}:dynamodb:{{region}}:{{account_id}}:table/{team}"
    return {
        "grants": {
            "notes": {"dynamodb": {"table": f"{{name}}-{team}", "allow": ["read", "write"]}},
            "shared": {"s3": {"bucket": "notes-uploads", "path": f"teams/{team}/*", "allow": ["read", "list"]}},
            "never": {"statements": [{"Effect": "Deny", "Action": "dynamodb:DeleteItem", "Resource": table}]},
        }
    }


def rule(team):
    return {"claim": "custom:department", "match": "equals", "value": team, "role": team}


def access_test(name, expectation, resource):
    return {"name": name, "as": "ana", expectation: "s3:GetObject", "on": resource}


def views(file):
    screens = [(width, scheme, "screen") for width in (1280, 861, 390) for scheme in ("light", "dark")]
    return [
        {"file": str(file), "width": width, "scheme": scheme, "media": media}
        for width, scheme, media in [*screens, (800, "light", "print")]
    ]


@pytest.mark.parametrize("roles", [1, 5, 40])
def test_a_report_is_readable(roles, poolsmith, tmp_path):
    (tmp_path / "poolsmith.json").write_text(json.dumps(inputs(roles)))
    assert_readable(poolsmith, tmp_path)


@pytest.mark.parametrize("roles", [1, 5, 40])
def test_a_report_of_changes_is_readable(roles, poolsmith, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "poolsmith.json").write_text(json.dumps(inputs(max(roles // 2, 1))))
    (tmp_path / "poolsmith.json").write_text(json.dumps(changed(inputs(roles))))
    page = assert_readable(poolsmith, tmp_path, "--base-dir", "old")
    for text in ['class="badge new">gained<', 'class="mark new">new<', 'class="mark gone">gone<']:
        assert text in page


def changed(inputs):
    """Inputs in which a role, an environment and the place and the actions of a grant are others."""
    files = inputs["roles"]["authenticated"]["grants"]["files"]["s3"]
    files |= {"allow": ["read", "list"], "path": f"{'a-long-path-without-a-space/' * 4}{{identity}}/*"}
    inputs["roles"]["authenticated"]["grants"]["more"] = {
        "statements": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:{partition}:s3:::notes-*/*"}]
    }
    inputs["environments"]["prod"] = {"region": "eu-west-1", "account_id": "222222222222"}
    return inputs


def assert_readable(poolsmith, folder, *arguments):
    command = [poolsmith, "report", "--html", "access.html", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    seen = subprocess.run(
        ["node", SCRIPT, CHROMIUM, os.environ["POOLSMITH_TEST_TOOLS"]],
        input=json.dumps(views(folder / "access.html")),
        capture_output=True,
        text=True,
    )
    assert seen.returncode == 0, seen.stderr
    faults = {f"{view['width']} {view['scheme']} {view['media']}": view["faults"] for view in json.loads(seen.stdout)}
    assert len(faults) == 7 and not any(faults.values()), faults
    return (folder / "access.html").read_text()
