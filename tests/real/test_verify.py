"""`poolsmith verify` with the real Terraform: a workspace passes, and a mistake is told in Terraform's words."""

import json
import os
import shutil
import subprocess

import pytest

from conftest import CHECKOUT

pytestmark = pytest.mark.xdist_group("verify")


@pytest.fixture
def workspace(tmp_path):
    return shutil.copytree(CHECKOUT / "examples/least-privilege", tmp_path / "notes")


def verify(poolsmith, workspace, *arguments):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TF_CLI_CONFIG_FILE") if name in os.environ}
    command = [poolsmith, "verify", "--format", "json", *arguments]
    run = subprocess.run(command, cwd=workspace, env=kept, capture_output=True, text=True)
    answer = json.loads(run.stdout)
    return run.returncode, {entry["path"]: entry["steps"] for entry in answer.get("verified", [])}, answer


def test_a_workspace_passes_and_stays_as_it_is(poolsmith, workspace):
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    code, verified, answer = verify(poolsmith, workspace)
    assert code == 0, answer
    assert [step["step"] for step in verified["modules/roles"]] == ["init", "fmt", "validate", "test"]
    assert {step["outcome"] for steps in verified.values() for step in steps} == {"passed"}
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_mistakes_are_told_in_the_words_of_terraform(poolsmith, workspace):
    (workspace / "environments/dev/own.tf").write_text('output "own" {\n  value = aws_s3_bucket.none.id\n}\n')
    test = workspace / "modules/roles/tests/roles.tftest.hcl"
    test.write_text(test.read_text() + '\nrun "never" {\n  command = plan\n  assert {\n    condition = aws_iam_role.authenticated.name == "never"\n    error_message = "no luck"\n  }\n}\n')
    code, verified, answer = verify(poolsmith, workspace)
    assert code == 1, answer
    failed = {
        (path, step["step"]): step["output"] for path, steps in verified.items() for step in steps if step["outcome"] == "failed"
    }
    assert set(failed) == {("environments/dev", "validate"), ("modules/roles", "fmt"), ("modules/roles", "test")}
    assert "Reference to undeclared resource" in failed["environments/dev", "validate"]
    assert "no luck" in failed["modules/roles", "test"]
