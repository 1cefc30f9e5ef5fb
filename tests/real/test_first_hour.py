"""The first hour, from an empty directory: the wheel, `new` by questions, `apply`, a user who signs in, a file.

The emulator enforces no policies here: it does not know the policy variable `cognito-identity.amazonaws.com:sub`, without which
nobody would reach a file, and it has no TLS, without which the bucket's policy denies everything. So what the client does
proves the wiring only. Who may become the role, who reaches which file and which origin may use the bucket is judged from what
was read back.
"""

import os
import subprocess
import sys
import venv

import pexpect
import pytest

from access import access_questions
from conftest import CHECKOUT
from emulator import DEFAULT_ACCOUNT, running_emulator
from judge import judge, run_node
from readback import read_role
from terraform import Root

pytestmark = pytest.mark.xdist_group("first hour")

REGION = "us-east-1"
ORIGIN = "https://notes.example"
EMAIL = "ada@notes.example"
PASSWORD = "Correct-horse-7"
PATIENCE_IN_SECONDS = 60
SPACE, DOWN, ENTER = " ", "\x1b[B", "\r"
OWN_FILES_ONLY = {
    "allowed": [
        "s3:GetObject     {bucket}/{{me}}/hello.txt",
        "s3:PutObject     {bucket}/{{me}}/hello.txt",
        "s3:DeleteObject  {bucket}/{{me}}/hello.txt",
        "s3:ListBucket    {bucket}  s3:prefix={{me}}/",
    ],
    "denied": [
        "s3:GetObject     {bucket}/{{other}}/hello.txt",
        "s3:PutObject     {bucket}/{{other}}/hello.txt",
        "s3:ListBucket    {bucket}  s3:prefix={{other}}/",
        "s3:ListBucket    {bucket}",
        "s3:GetObject     {bucket}-x/{{me}}/hello.txt",
    ],
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with running_emulator(tmp_path_factory.mktemp("emulator"), enforces_policies=False) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The program, installed from the wheel into a new environment."""
    folder = tmp_path_factory.mktemp("installed")
    maturin = os.path.join(os.path.dirname(sys.executable), "maturin")
    build = [maturin, "build", "--locked", "--profile", "dev", "--out", folder / "wheels"]
    run = subprocess.run(build, cwd=CHECKOUT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    (wheel,) = (folder / "wheels").iterdir()
    venv.create(folder / "venv", with_pip=True)
    pip = [folder / "venv/bin/pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]
    subprocess.run(pip, check=True)
    return folder / "venv/bin/poolsmith"


@pytest.fixture(scope="module")
def workspace(installed, tmp_path_factory):
    """A workspace from the questions of `new`, answered in a pseudo-terminal."""
    folder = tmp_path_factory.mktemp("first-hour")
    terminal = pexpect.spawn(
        str(installed),
        ["new", "notes"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=PATIENCE_IN_SECONDS,
        dimensions=(60, 120),
    )
    for question, answer in [
        ("Name of the application", ENTER),
        ("Environments", ENTER),
        ("AWS region", ENTER),
        ("AWS account ID", ENTER),
        ("How do users sign in", SPACE + ENTER),
        ("What may signed-in users reach", SPACE + ENTER),
        ("Origin of the web application", ORIGIN + ENTER),
        ("May guests get credentials", "n"),
        ("Where is Terraform's state", ENTER),
        ("The same without questions", ""),
        ("--create-user-pool --create-bucket", ""),
        ("Next:", ""),
        ("terraform -chdir=notes/environments/dev init", ""),
    ]:
        terminal.expect_exact(question)
        terminal.send(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    return folder / "notes"


@pytest.fixture(scope="module")
def outputs(workspace, emulator):
    root = Root(workspace / "environments/dev", emulator)
    root.run("init")
    root.run("validate")
    root.apply()
    assert root.planned_changes() == {}
    return root.outputs()


@pytest.fixture(scope="module")
def user(outputs, emulator):
    """What a client needs, with a user who has signed up."""
    users = emulator.public_client("cognito-idp", REGION)
    users.sign_up(
        ClientId=outputs["user_pool_client_id"],
        Username=EMAIL,
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": EMAIL}],
    )
    # Their mail with the code does not arrive here.
    admin = emulator.client("cognito-idp", region=REGION)
    admin.admin_confirm_sign_up(UserPoolId=outputs["user_pool_id"], Username=EMAIL)
    return {
        "endpoint": emulator.endpoint,
        "region": REGION,
        "userPoolId": outputs["user_pool_id"],
        "userPoolClientId": outputs["user_pool_client_id"],
        "identityPoolId": outputs["identity_pool_id"],
        "bucket": outputs["uploads_bucket"],
        "email": EMAIL,
        "password": PASSWORD,
    }


@pytest.fixture(scope="module")
def stored(user):
    """What the client with the AWS SDK stored, after the user signed in."""
    return run_node(CHECKOUT / "tests/real/first_hour.mjs", user)


def test_a_new_workspace_is_what_it_should_be(workspace, installed):
    for command in (["check"], ["test"], ["fmt", "--check"]):
        run = subprocess.run([installed, *command], cwd=workspace, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr


def test_a_signed_in_user_stores_a_file_and_reads_it_back(stored, outputs, emulator):
    assert stored["text"] == "hello"
    assert stored["key"] == f"{stored['identityId']}/hello.txt"
    objects = emulator.client("s3").list_objects_v2(Bucket=outputs["uploads_bucket"])["Contents"]
    assert [found["Key"] for found in objects] == [stored["key"]]


def test_amplify_finds_the_same_folder(stored, user):
    assert run_node(CHECKOUT / "tests/real/amplify.mjs", user) == stored


def test_each_user_reaches_their_own_files_only(stored, outputs, emulator):
    role = read_role(emulator, DEFAULT_ACCOUNT, outputs["role_arns"]["authenticated"])
    bucket = f"arn:aws:s3:::{outputs['uploads_bucket']}"
    access = {verdict: [line.format(bucket=bucket) for line in lines] for verdict, lines in OWN_FILES_ONLY.items()}
    other = f"{REGION}:00000000-0000-4000-8000-000000000000"
    judge(access_questions(access, role, {}, stored["identityId"], other))


def test_only_signed_in_users_of_this_pool_become_the_role(outputs, emulator):
    name = outputs["role_arns"]["authenticated"].rsplit("/")[-1]
    trust = emulator.client("iam").get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    (statement,) = trust["Statement"]
    assert statement["Condition"] == {
        "StringEquals": {"cognito-identity.amazonaws.com:aud": outputs["identity_pool_id"]},
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
    }


def test_the_bucket_is_private_encrypted_and_open_to_the_application(outputs, emulator):
    s3, bucket = emulator.client("s3"), {"Bucket": outputs["uploads_bucket"]}
    assert all(s3.get_public_access_block(**bucket)["PublicAccessBlockConfiguration"].values())
    assert s3.get_bucket_versioning(**bucket)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_encryption(**bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    (rule,) = s3.get_bucket_cors(**bucket)["CORSRules"]
    assert rule["AllowedOrigins"] == [ORIGIN]
    (rule,) = s3.get_bucket_lifecycle_configuration(**bucket)["Rules"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert "aws:SecureTransport" in s3.get_bucket_policy(**bucket)["Policy"]


def test_the_user_pool_follows_the_advice_for_passwords_and_recovery(outputs, emulator):
    cognito, pool = emulator.client("cognito-idp", region=REGION), {"UserPoolId": outputs["user_pool_id"]}
    found = cognito.describe_user_pool(**pool)["UserPool"]
    assert found["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert found["AccountRecoverySetting"]["RecoveryMechanisms"] == [{"Name": "verified_email", "Priority": 1}]
    client = cognito.describe_user_pool_client(**pool, ClientId=outputs["user_pool_client_id"])["UserPoolClient"]
    assert "ClientSecret" not in client
    assert client["PreventUserExistenceErrors"] == "ENABLED"
