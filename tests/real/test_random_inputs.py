"""Random inputs, as tests/it/random_inputs/ makes them: Terraform accepts what comes of each.

POOLSMITH_RANDOM_SAMPLES says how many (6 by default), POOLSMITH_RANDOM_SEED which is the first.
"""

import os
import subprocess

import pytest

from conftest import CHECKOUT
from terraform import terraform

SAMPLES = int(os.environ.get("POOLSMITH_RANDOM_SAMPLES", "6"))
FIRST_SEED = int(os.environ.get("POOLSMITH_RANDOM_SEED", "20000"))

# The real provider tests the values when it plans; only what it would ask AWS for is made up.
PLAN = """
mock_provider "aws" {}

run "plan" {
  command = plan
}
"""


@pytest.fixture
def workspace(request, tmp_path):
    """The workspace of a seed, with files that declare what its inputs refer to."""
    wanted = {"POOLSMITH_RANDOM_OUT": tmp_path, "POOLSMITH_RANDOM_SEED": request.param, "POOLSMITH_RANDOM_CASES": 1}
    run = subprocess.run(
        ["cargo", "test", "--locked", "--quiet", "--test", "it", "random_inputs::random_workspaces_are_written"],
        cwd=CHECKOUT,
        env=os.environ | {name: str(value) for name, value in wanted.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    return tmp_path / str(request.param)


@pytest.mark.parametrize("workspace", range(FIRST_SEED, FIRST_SEED + SAMPLES), indirect=True)
def test_terraform_accepts_a_random_workspace(workspace, provider):
    terraform(workspace, "fmt", "-check", "-diff", "-recursive", "modules")
    for module in sorted(workspace.glob("modules/*")):
        terraform(module, "init", provider=provider)
        assert "Success!" in terraform(module, "test", provider=provider)
    for environment in sorted(workspace.glob("environments/*")):
        terraform(environment, "fmt", "-check", "-diff")
        terraform(environment, "init", "-backend=false")
        terraform(environment, "validate", provider=provider)
        tests = environment / "tests"
        tests.mkdir()
        (tests / "plan.tftest.hcl").write_text(PLAN)
        assert "Success!" in terraform(environment, "test", provider=provider)
