"""A workspace that an earlier release generated, applied and then generated again by this one: nothing is destroyed."""

import re
import shutil
import subprocess

import pytest
from conftest import CHECKOUT
from emulator import running_emulator
from terraform import Root

RELEASES = sorted((CHECKOUT / "tests/releases").glob("*/*/poolsmith.yaml"))


def listed_changes():
    """The resources that the changelog says are changed in place: an item that begins `In place: TYPE`."""
    return set(re.findall(r"^- In place: `(\w+)`", (CHECKOUT / "CHANGELOG.md").read_text(), re.MULTILINE))


@pytest.mark.parametrize("inputs", RELEASES, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_an_upgrade_destroys_nothing(inputs, tmp_path, poolsmith):
    workspace = tmp_path / "workspace"
    shutil.copytree(inputs.parent, workspace)
    with running_emulator(tmp_path) as emulator:
        roots = [Root(folder, emulator) for folder in sorted((workspace / "environments").iterdir())]
        for root in roots:
            root.prepare_account()
            root.run("init")
            root.apply()
        for main in workspace.glob("*/*/main.tf"):
            main.write_text(f"# edited by hand\n{main.read_text()}")
        said = subprocess.run([poolsmith, "generate"], cwd=workspace, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        for root in roots:
            root.run("init")
            for address, actions in root.planned_changes().items():
                type_ = address.split(".")[-2]
                assert actions == ["update"] and type_ in listed_changes(), (address, actions)
