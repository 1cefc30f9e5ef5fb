"""The files by which others install and run poolsmith, judged by the linters of their formats."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import CHECKOUT

TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"],
        ["zizmor", "--offline", "--quiet", "action.yml"],
        ["hadolint", "Containerfile"],
    ],
    ids=lambda command: " ".join(command[:1]),
)
def test_a_linter_finds_nothing(command):
    run = subprocess.run([TOOLS / command[0], *command[1:]], cwd=CHECKOUT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_hook_runs_a_command_that_exists(poolsmith):
    hooks = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["poolsmith-check", "poolsmith-generate", "poolsmith-fmt"]
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "poolsmith"
        assert subprocess.run([poolsmith, *arguments, "--help"], capture_output=True).returncode == 0
