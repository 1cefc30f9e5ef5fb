"""Formatters and linters that a repository may use leave generated files as they are, so that `check` stays clean."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CHECKOUT

TOOLS = Path(os.environ.get("POOLSMITH_TEST_TOOLS", CHECKOUT / "target/test-tools"))
EXAMPLES = ("tutorial", "everything", "role-mapping", "managed-policies")
# Lines of tables and of literal policies can't be wrapped.
MARKDOWNLINT = '{ "config": { "line-length": false } }\n'
HOOKS = ("end-of-file-fixer", "trailing-whitespace-fixer", "mixed-line-ending", "fix-byte-order-marker")
CHECKS = ("check-merge-conflict", "check-case-conflict", "check-added-large-files", "detect-private-key")


@pytest.fixture(params=EXAMPLES)
def workspace(request, tmp_path):
    return workspace_of(request.param, tmp_path)


def workspace_of(example, tmp_path):
    """The workspace of an example in a Git repository of its own."""
    folder = tmp_path / example
    shutil.copytree(CHECKOUT / "examples" / example, folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "workspace")
    return folder


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def run(command, folder):
    return subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True)


def generated(folder):
    """The files that poolsmith generates."""
    files = git(folder, "ls-files", "modules", "environments", "README.md", ".gitignore").split()
    return files + [path.name for path in folder.glob("*.record")]


def assert_unchanged(folder, said):
    assert git(folder, "diff", "--stat", "--", *generated(folder)) == "", said


def test_prettier(workspace):
    said = run([TOOLS / "node_modules/.bin/prettier", "--write", "."], workspace)
    assert said.returncode == 0, said.stderr
    assert_unchanged(workspace, said.stdout)


def test_markdownlint(workspace):
    (workspace / ".markdownlint-cli2.jsonc").write_text(MARKDOWNLINT)
    said = run([TOOLS / "node_modules/.bin/markdownlint-cli2", "--fix", *filter(is_page, generated(workspace))], workspace)
    assert said.returncode == 0, said.stdout + said.stderr
    assert_unchanged(workspace, said.stdout)


def is_page(path):
    return path.endswith(".md")


def test_hooks_of_pre_commit(workspace):
    """pre-commit gives these hooks text files only."""
    programs = Path(sys.executable).parent
    texts = [path for path in generated(workspace) if b"\0" not in (workspace / path).read_bytes()]
    for hook in HOOKS + CHECKS:
        said = run([programs / hook, *texts], workspace)
        assert said.returncode == 0, (hook, said.stdout, said.stderr)
    assert_unchanged(workspace, "")


def test_terraform_fmt(workspace):
    said = run(["terraform", "fmt", "-recursive"], workspace)
    assert said.returncode == 0, said.stderr
    assert_unchanged(workspace, said.stdout)


def test_a_file_that_prettier_aligned_is_merged(tmp_path, poolsmith):
    """The tables of a README without the comments that Prettier heeds, such as those of version 0.1."""
    workspace = workspace_of("tutorial", tmp_path)
    page = workspace / "modules/policy/README.md"
    page.write_text(page.read_text().replace("<!-- prettier-ignore -->\n", ""))
    run([TOOLS / "node_modules/.bin/prettier", "--write", page], workspace)
    aligned = page.read_text()
    inputs = workspace / "poolsmith.yaml"
    grant = "photos:\n        s3: { bucket: notes-photos, allow: [read] }\n      "
    inputs.write_text(inputs.read_text().replace("tutorial:\n", f"{grant}tutorial:\n", 1))
    said = run([poolsmith, "generate"], workspace)
    assert said.returncode == 0, said.stderr
    assert "merge  modules/policy/README.md" in said.stderr, said.stderr
    assert aligned != page.read_text() and "authenticated_photos" in page.read_text()
