"""An emulator of the AWS API, ministack, as a process of its own on 127.0.0.1."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config

DEFAULT_ACCOUNT = "000000000000"


@contextmanager
def running_emulator(folder: Path, enforces_policies=True):
    """An emulator with nothing in it, and its log in the folder; ended by its process."""
    emulator = Emulator(folder, enforces_policies)
    try:
        emulator.wait_until_healthy()
        yield emulator
    finally:
        emulator.stop()


class Emulator:
    def __init__(self, folder: Path, enforces_policies: bool):
        self.log = folder / "ministack.log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"
        environment = {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(folder),
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            # Whether credentials, trust and policies are enforced, not only stored.
            "AUTH": "true" if enforces_policies else "false",
            "LOG_LEVEL": "DEBUG",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("ministack")], env=environment, cwd=folder, stdout=log, stderr=log
            )

    def wait_until_healthy(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the emulator ended: {self.log.read_text()}"
            try:
                urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the emulator did not start: {self.log.read_text()}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)

    def client(self, service, account=DEFAULT_ACCOUNT, region="us-east-1"):
        """A client with all rights: the emulator takes a 12-digit access key as that account's root."""
        return self._client(service, region, aws_access_key_id=account, aws_secret_access_key="test")

    def client_of(self, credentials, service, region="us-east-1"):
        """A client with the temporary credentials that an identity pool gave."""
        return self._client(
            service,
            region,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretKey"],
            aws_session_token=credentials["SessionToken"],
        )

    def public_client(self, service, region="us-east-1"):
        """A client as an application has it: no credentials at all."""
        return self._client(service, region, config=Config(signature_version=UNSIGNED))

    def _client(self, service, region, **options):
        session = botocore.session.get_session()
        return session.create_client(service, region_name=region, endpoint_url=self.endpoint, **options)

    def make_role(self, account, name):
        """A role that may do everything, for whoever deploys by `assume_role`."""
        iam = self.client("iam", account)
        trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
        rights = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))
        iam.put_role_policy(RoleName=name, PolicyName="everything", PolicyDocument=document(rights))

    def make_policy(self, account, name):
        """A managed policy of the account's own, which a role can have attached or as its boundary."""
        allowed = {"NotAction": ["iam:*", "s3:Delete*"]} if "boundary" in name else {"Action": "s3:ListAllMyBuckets"}
        policy = document({"Effect": "Allow", **allowed, "Resource": "*"})
        self.client("iam", account).create_policy(PolicyName=name, PolicyDocument=policy)

    def own_user_pool(self, account):
        """The IDs of the user pool that the applied workspace made itself, and of its app client, if it made one."""
        cognito = self.client("cognito-idp", account)
        for pool in cognito.list_user_pools(MaxResults=1)["UserPools"]:
            clients = cognito.list_user_pool_clients(UserPoolId=pool["Id"])["UserPoolClients"]
            return {"user_pool": pool["Id"], "app_client": clients[0]["ClientId"]}
        return None

    def make_bucket(self, account, name, region):
        location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.client("s3", account, region).create_bucket(Bucket=name, **location)


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
