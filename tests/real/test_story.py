"""The story, once: from a user pool with two users to temporary credentials, through poolsmith and Terraform.

The user pool, the sign-in and the credentials are the emulator's. Where it differs from AWS, this is
what is asserted instead:

- It does not know the policy variable `cognito-identity.amazonaws.com:sub`, so who reaches which
  file is asked of the IAM evaluator, with the identity IDs that the users really got.
- It gives an anonymous caller an identity and credentials of no role, even where guests are off.
  What counts is that such an identity opens no role: the emulator's STS does enforce trust.
- It serves the classic flow (GetOpenIdToken, then STS) though the pool allows the enhanced one only,
  and the enhanced flow does not look at the trust. So the trust is tried through the classic flow.
"""

import subprocess
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from access import access_questions
from emulator import DEFAULT_ACCOUNT
from judge import judge
from readback import read_attached_roles, read_pool, read_role
from terraform import Root

pytestmark = pytest.mark.xdist_group("story")

REGION = "us-east-1"
BUCKET = "notes-uploads"
PASSWORD = "Correct-horse-7"
OWN_FILES_ONLY = {
    "allowed": [
        f"s3:GetObject     arn:aws:s3:::{BUCKET}/{{me}}/photo.jpg",
        f"s3:PutObject     arn:aws:s3:::{BUCKET}/{{me}}/photo.jpg",
        f"s3:DeleteObject  arn:aws:s3:::{BUCKET}/{{me}}/photo.jpg",
        f"s3:ListBucket    arn:aws:s3:::{BUCKET}  s3:prefix={{me}}/",
    ],
    "denied": [
        f"s3:GetObject     arn:aws:s3:::{BUCKET}/{{other}}/photo.jpg",
        f"s3:PutObject     arn:aws:s3:::{BUCKET}/{{other}}/photo.jpg",
        f"s3:DeleteObject  arn:aws:s3:::{BUCKET}/{{other}}/photo.jpg",
        f"s3:ListBucket    arn:aws:s3:::{BUCKET}  s3:prefix={{other}}/",
        f"s3:GetObject     arn:aws:s3:::{BUCKET}/{{me}}-x/photo.jpg",
        f"s3:ListBucket    arn:aws:s3:::{BUCKET}",
    ],
}


@dataclass
class UserPool:
    """A user pool with an app client and users, made through the API as an application's owner has it."""

    emulator: object
    id: str
    app_client_id: str

    @classmethod
    def make(cls, emulator, *users):
        cognito = emulator.client("cognito-idp", region=REGION)
        pool_id = cognito.create_user_pool(PoolName="notes")["UserPool"]["Id"]
        app_client = cognito.create_user_pool_client(
            UserPoolId=pool_id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        for user in users:
            cognito.admin_create_user(UserPoolId=pool_id, Username=user, MessageAction="SUPPRESS")
            cognito.admin_set_user_password(UserPoolId=pool_id, Username=user, Password=PASSWORD, Permanent=True)
        return cls(emulator, pool_id, app_client["UserPoolClient"]["ClientId"])

    @property
    def provider(self):
        return f"cognito-idp.{REGION}.amazonaws.com/{self.id}"

    def sign_in(self, user):
        """The logins that the user's ID token gives."""
        signed_in = self.emulator.public_client("cognito-idp", REGION).initiate_auth(
            ClientId=self.app_client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
        )
        return {self.provider: signed_in["AuthenticationResult"]["IdToken"]}


@dataclass
class Story:
    """The applied workspace, and each user's logins, identity ID and temporary credentials."""

    emulator: object
    outputs: dict
    logins: dict
    identities: dict
    credentials: dict

    @property
    def place(self):
        return self.emulator, DEFAULT_ACCOUNT, REGION, self.outputs["identity_pool_id"]

    @property
    def role(self):
        return self.outputs["role_arns"]["authenticated"]

    def assume_role(self, identity, logins):
        """The classic flow's second half: the pool's own token for an identity, handed to STS."""
        token = self.emulator.public_client("cognito-identity", REGION).get_open_id_token(
            IdentityId=identity, Logins=logins
        )["Token"]
        return self.emulator.public_client("sts", REGION).assume_role_with_web_identity(
            RoleArn=self.role, RoleSessionName="story", WebIdentityToken=token
        )


@pytest.fixture(scope="module")
def story(emulator, poolsmith, tmp_path_factory):
    users = UserPool.make(emulator, "ada", "grace")
    workspace = tmp_path_factory.mktemp("story") / "notes"
    given = {
        "--name": "notes",
        "--region": REGION,
        "--environment": "dev",
        "--user-pool-id": users.id,
        "--app-client-id": users.app_client_id,
        "--bucket": BUCKET,
    }
    new = [poolsmith, "new", workspace, *(word for flag in given.items() for word in flag)]
    run = subprocess.run(new, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert run.returncode == 0, run.stderr

    root = Root(workspace / "environments/dev", emulator)
    root.run("init")
    root.apply()
    outputs = root.outputs()

    identity_pools = emulator.public_client("cognito-identity", REGION)
    logins = {user: users.sign_in(user) for user in ("ada", "grace")}
    identities = {
        user: identity_pools.get_id(IdentityPoolId=outputs["identity_pool_id"], Logins=held)["IdentityId"]
        for user, held in logins.items()
    }
    credentials = {
        user: identity_pools.get_credentials_for_identity(IdentityId=identity, Logins=logins[user])["Credentials"]
        for user, identity in identities.items()
    }
    return Story(emulator, outputs, logins, identities, credentials)


def test_each_user_gets_credentials_of_the_authenticated_role(story):
    session = story.role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/CognitoIdentityCredentials"
    for credentials in story.credentials.values():
        assert story.emulator.client_of(credentials, "sts").get_caller_identity()["Arn"] == session


def test_a_user_keeps_one_identity_that_nobody_else_has(story):
    identity_pools = story.emulator.public_client("cognito-identity", REGION)
    again = identity_pools.get_id(IdentityPoolId=story.outputs["identity_pool_id"], Logins=story.logins["ada"])
    assert again["IdentityId"] == story.identities["ada"]
    assert story.identities["ada"] != story.identities["grace"]


def test_each_user_reaches_their_own_files_only(story):
    role = read_role(story.emulator, DEFAULT_ACCOUNT, story.role)
    ada, grace = story.identities["ada"], story.identities["grace"]
    questions = [
        question
        for me, other in ((ada, grace), (grace, ada))
        for question in access_questions(OWN_FILES_ONLY, role, {}, me, other)
    ]
    judge(questions)


def test_trust_lets_a_signed_in_user_become_the_role(story):
    assert story.assume_role(story.identities["ada"], story.logins["ada"])["Credentials"]


def test_an_anonymous_caller_gets_no_role(story):
    assert read_pool(*story.place)["guest_access"] is False
    assert set(read_attached_roles(*story.place)) == {"authenticated"}

    identity_pools = story.emulator.public_client("cognito-identity", REGION)
    anonymous = identity_pools.get_id(IdentityPoolId=story.outputs["identity_pool_id"])["IdentityId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        story.assume_role(anonymous, {})

    credentials = identity_pools.get_credentials_for_identity(IdentityId=anonymous)["Credentials"]
    nobody = story.emulator.client_of(credentials, "sts").get_caller_identity()["Arn"].split("/")[1]
    with pytest.raises(ClientError, match="NoSuchEntity"):
        story.emulator.client("iam").get_role(RoleName=nobody)


def test_nobody_gets_credentials_for_a_users_identity_without_signing_in(story):
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        story.emulator.public_client("cognito-identity", REGION).get_credentials_for_identity(
            IdentityId=story.identities["ada"]
        )


def test_users_of_another_user_pool_are_refused(story):
    strangers = UserPool.make(story.emulator, "eve")
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        story.emulator.public_client("cognito-identity", REGION).get_id(
            IdentityPoolId=story.outputs["identity_pool_id"], Logins=strangers.sign_in("eve")
        )
