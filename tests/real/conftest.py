"""What every test file needs: the checkout, the program under test, and an emulator for each worker."""

import os
from pathlib import Path

import pytest

from emulator import Emulator

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def emulator(tmp_path_factory):
    """An emulator with a state of its own, ended by its process at the end."""
    emulator = Emulator(tmp_path_factory.mktemp("emulator"))
    try:
        emulator.wait_until_healthy()
        yield emulator
    finally:
        emulator.stop()


@pytest.fixture(scope="session")
def poolsmith():
    """The program under test, as an absolute path."""
    program = Path(os.environ.get("POOLSMITH", CHECKOUT / "target/debug/poolsmith")).absolute()
    assert os.access(program, os.X_OK), f"no program to test at {program}: run `cargo build`, or set POOLSMITH"
    return program
