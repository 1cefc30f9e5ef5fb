"""What every test file needs: the checkout, the program under test, and an emulator."""

import os
from pathlib import Path

import pytest

from emulator import running_emulator

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with running_emulator(tmp_path_factory.mktemp("emulator")) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def poolsmith():
    """The program under test, as an absolute path."""
    program = Path(os.environ.get("POOLSMITH", CHECKOUT / "target/debug/poolsmith")).absolute()
    assert os.access(program, os.X_OK), f"no program to test at {program}: run `cargo build`, or set POOLSMITH"
    return program
