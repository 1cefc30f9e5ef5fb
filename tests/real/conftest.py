"""What every test file needs: the checkout, the program under test, an emulator, and a running provider."""

import os
from pathlib import Path

import pytest

from emulator import running_emulator
from provider import running_provider

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with running_emulator(tmp_path_factory.mktemp("emulator")) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """A provider for what is mocked: where nothing is asked of AWS."""
    with running_provider(CHECKOUT / "modules/roles", tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture(scope="session")
def poolsmith():
    """The program under test, as an absolute path."""
    program = Path(os.environ.get("POOLSMITH", CHECKOUT / "target/debug/poolsmith")).absolute()
    assert os.access(program, os.X_OK), f"no program to test at {program}: run `cargo build`, or set POOLSMITH"
    return program


@pytest.fixture(scope="session")
def evaluator():
    """The program that decides requests with the library's evaluator."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", CHECKOUT / "target"))
    program = (target / "debug/examples/evaluate").absolute()
    assert os.access(program, os.X_OK), f"no program at {program}: run `cargo build --example evaluate`"
    return program
