"""The AWS provider as one process for many runs of Terraform that ask AWS for nothing.

Terraform starts the provider for each command, and again for each `run` of a test: half a gigabyte of
program and the schema of 1,500 resources, two seconds of a core each time. Where the provider is mocked
it only tells its schema and examines values, so that it may as well be running already. What applies
and plans for real starts its own.
"""

import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from terraform import environment, terraform

PROGRAM = ".terraform/providers/registry.terraform.io/hashicorp/aws/*/*/terraform-provider-aws*"


@contextmanager
def running_provider(module: Path, folder: Path):
    """What TF_REATTACH_PROVIDERS must be to use the provider that a module asks for."""
    copy = shutil.copytree(module, folder / "module")
    terraform(copy, "init")
    (program,) = copy.glob(PROGRAM)
    said = folder / "provider.txt"
    with said.open("wb") as output:
        # Its log has each call.
        process = subprocess.Popen(
            [program, "-debug"], env=environment() | {"TF_LOG": "OFF"}, stdout=output, stderr=subprocess.DEVNULL
        )
    try:
        yield wait_for_address(process, said)
    finally:
        process.kill()
        process.wait()


def wait_for_address(process, said: Path):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the provider ended: {said.read_text()}"
        if found := re.search(r"TF_REATTACH_PROVIDERS='(.+)'", said.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the provider did not start: {said.read_text()}")
