"""The links of the documentation lead to files and headings that exist."""

import subprocess
import sys
from pathlib import Path

from conftest import CHECKOUT


def pages():
    tracked = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    elsewhere = ("docs/site/", "examples/", "tests/", "src/", "templates/workspace/", "templates/modules/")
    return [path for path in tracked.stdout.split("\0") if path and not path.startswith(elsewhere)]


def lychee(*arguments):
    program = Path(sys.executable).parent / "lychee"
    command = [program, "--offline", "--include-fragments", "--no-progress", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)


def test_links_lead_somewhere():
    run = lychee(*pages())
    assert run.returncode == 0, run.stdout


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n[there](#page), [nowhere](#none), [no file](none.md)\n")
    run = lychee(page)
    assert "2 Errors" in run.stdout or run.stdout.count("none") >= 2, run.stdout
    assert run.returncode == 2
