"""Terraform as a subprocess in a root module or a module, pointed at the emulator by its environment only."""

import json
import os
import re
import subprocess
from pathlib import Path

from emulator import DEFAULT_ACCOUNT


def terraform(folder: Path, *arguments, expect=0, emulator=None, account=DEFAULT_ACCOUNT, provider=None):
    """Runs Terraform and gives its stdout; another exit code than expected fails with its whole output.

    `provider` is a running one that is used, see provider.py.
    """
    run = subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        env=environment(emulator, account) | ({"TF_REATTACH_PROVIDERS": provider} if provider else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    said = f"terraform {' '.join(arguments)} in {folder}: exit code {run.returncode}, expected {expect}"
    assert run.returncode == expect, f"{said}\n{run.stdout}\n{run.stderr}"
    if arguments[0] == "init":
        forget_checksums(folder / ".terraform.lock.hcl")
    return run.stdout + run.stderr if expect else run.stdout


def forget_checksums(lock: Path):
    """`init` has compared the provider with its checksum; each command after it would do so again."""
    if lock.exists():
        lock.write_text(re.sub(r"  hashes = \[[^]]*\]\n", "", lock.read_text()))


def environment(emulator=None, account=DEFAULT_ACCOUNT):
    # Nothing of the caller's own AWS set-up may get in: it would reach a real account.
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TF_CLI_CONFIG_FILE") if name in os.environ}
    kept |= {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "TF_CLI_ARGS": "-no-color"}
    # Else a third of the time goes into collecting the garbage of the provider's schema.
    kept |= {"GOGC": "400"}
    # What an example takes from outside its files.
    kept |= {"TF_VAR_twitter": "example-key;example-secret"}
    kept |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    kept |= {"AWS_EC2_METADATA_DISABLED": "true", "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test"}
    return kept | ({"AWS_ENDPOINT_URL": emulator.endpoint} if emulator else {})


class Root:
    """An environment's root module, and the account on the emulator that it applies to."""

    def __init__(self, folder: Path, emulator):
        self.folder = folder
        self.emulator = emulator
        self.account = self._setting("providers.tf", r'allowed_account_ids\s*=\s*\["(\d{12})"') or DEFAULT_ACCOUNT

    def run(self, *arguments, expect=0):
        return terraform(self.folder, *arguments, expect=expect, emulator=self.emulator, account=self.account)

    def prepare_account(self):
        """Makes what a workspace takes for granted in its account: deploy role, policies, the state's bucket."""
        for role in self._settings("providers.tf", r'role_arn\s*=\s*"arn:aws:iam::\d+:role/([^"]+)"'):
            self.emulator.make_role(self.account, role)
        for policy in set(self._settings("main.tf", r'"arn:aws:iam::\d+:policy/([^"]+)"')):
            self.emulator.make_policy(self.account, policy)
        if bucket := self.state_bucket():
            self.emulator.make_bucket(self.account, bucket, self._setting("backend.tf", r'region\s*=\s*"([^"]+)"'))

    def state_bucket(self):
        return self._setting("backend.tf", r'bucket\s*=\s*"([^"]+)"')

    def state_path(self):
        """The state's key in its bucket, or its path in the root module's folder."""
        return self._setting("backend.tf", r'(?:key|path)\s*=\s*"([^"]+)"') or "terraform.tfstate"

    def apply(self):
        self.run("apply", "-auto-approve")

    def destroy(self, expect=0):
        return self.run("destroy", "-auto-approve", expect=expect)

    def outputs(self):
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}

    def planned_changes(self):
        """What a plan would do, as {address: actions} without what stays as it is."""
        self.run("plan", "-out=planned")
        plan = json.loads(self.run("show", "-json", "planned"))
        changes = {change["address"]: change["change"]["actions"] for change in plan.get("resource_changes", [])}
        return {address: actions for address, actions in changes.items() if actions not in (["no-op"], ["read"])}

    def _settings(self, file, pattern):
        path = self.folder / file
        return re.findall(pattern, path.read_text()) if path.exists() else []

    def _setting(self, file, pattern):
        return next(iter(self._settings(file, pattern)), None)
