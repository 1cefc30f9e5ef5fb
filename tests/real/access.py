"""The access tables, access/EXAMPLE.yaml: what must be there once applied, and who may then do what.

A table is written by hand and knows nothing of poolsmith. `environments` says how each environment
must look through the API; what is not said must be absent, off, or AWS's default. `trust` has for a
role the other `identity_pools` that it trusts, and the names of the `providers` that narrow it.
`role_tags` has all tags of some roles. `access`, for all environments or in one, has for each role
one line for each request:

    ACTION RESOURCE [CONDITION-KEY=VALUE]...

under `allowed`, `denied`, or `weakness`: allowed as well, where it had better not be. In a line
`{me}` is the identity ID of whoever asks, `{other}` somebody else's, and any other name in braces
is one of the environment's `names`. A condition key with several values has them as [ONE,TWO].
"""

from pathlib import Path

import yaml

from judge import Question

FOLDER = Path(__file__).with_name("access")
ISSUER = "cognito-identity.amazonaws.com"
ME = "us-east-1:aaaaaaaa-0000-4000-8000-000000000001"
OTHER = "us-east-1:bbbbbbbb-0000-4000-8000-000000000002"
MUST_BE_ALLOWED = {"allowed": True, "weakness": True, "denied": False}
POOL_DEFAULTS = {
    "guest_access": False,
    "classic_flow": False,
    "user_pools": [],
    "developer_provider": None,
    "social": {},
    "oidc": [],
    "saml": [],
    "tags": {},
}
ROW_DEFAULTS = {
    "protect": False,
    "principal": ISSUER,
    "names": {},
    "existing_roles": {},
    "role_mappings": {},
    "principal_tags": {},
    "trust": {},
    "role_tags": {},
}
ROLE_DEFAULTS = {
    "description": None,
    "permissions_boundary": None,
    "max_session_duration": 3600,
    "policies": [],
    "managed_policies": [],
}


def table_names():
    return {path.stem for path in FOLDER.glob("*.yaml")}


def read_environment(example, environment, own_user_pool=None):
    """The environment's part of its example's table, with the defaults filled in.

    Where the example makes its user pool itself, `{user_pool}` and `{app_client}` are its IDs.
    """
    path = FOLDER / f"{example}.yaml"
    assert path.exists(), f"no access table for the example {example}: write {path}"
    text = path.read_text()
    for name, value in (own_user_pool or {}).items():
        text = text.replace(f"{{{name}}}", value)
    table = yaml.safe_load(text)
    assert environment in table["environments"], f"{path} has no environment {environment}"
    row = ROW_DEFAULTS | {"access": table.get("access")} | table["environments"][environment]
    row.setdefault("tag_session", bool(row["principal_tags"]))
    row["identity_pool"] = POOL_DEFAULTS | row["identity_pool"]
    row["roles"] = {role: ROLE_DEFAULTS | facts for role, facts in row["roles"].items()}
    _check_access(f"{path}: {environment}", row["access"], row["roles"])
    return row


def _check_access(place, access, roles):
    assert set(access) == set(roles), f"{place} has roles {sorted(roles)}, but access for {sorted(access)}"
    for role, lines in access.items():
        assert lines and set(lines) <= set(MUST_BE_ALLOWED), f"{place}: {role} has {lines}"


def access_questions(lines, role, names, me=ME, other=OTHER, issuer=ISSUER):
    """The lines of a role as questions; `role` is as read back by `read_role`."""
    places = names | {"me": me, "other": other}
    return [
        Question(expected, f"{role['name']}: {line}", _access_request(line.format_map(places), role, me, issuer))
        for verdict, expected in MUST_BE_ALLOWED.items()
        for line in lines.get(verdict, [])
    ]


def _access_request(line, role, me, issuer):
    action, resource, *conditions = line.split()
    session = role["arn"].replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")
    return {
        "policies": [{"name": name, "policy": policy} for name, policy in role["documents"].items()],
        "principal": f"{session}/CognitoIdentityCredentials",
        "action": action,
        "resource": resource,
        "context": {f"{issuer}:sub": me} | _context(conditions),
    }


def _context(conditions):
    pairs = (condition.split("=", 1) for condition in conditions)
    return {key: value[1:-1].split(",") if value.startswith("[") else value for key, value in pairs}


def trust_questions(role, pool_id, identity, issuer=ISSUER, tags=False, identity_pools=(), providers=()):
    """Only identities of this kind, `authenticated` or `unauthenticated`, may become the role: those of this pool
    and of the other `identity_pools`, and if there are `providers`, only who signed in through one of them.

    With principal tags they may tag their session as well.
    """
    other_kind = {"authenticated": "unauthenticated", "unauthenticated": "authenticated"}[identity]
    other_pool = "us-east-1:cccccccc-0000-4000-8000-000000000003"
    amr = [identity, *providers[:1]]

    def question(expected, words, principal=issuer, action="sts:AssumeRoleWithWebIdentity", **claims):
        request = {
            "trust": role["trust"],
            "principal": principal,
            "action": action,
            "resource": role["arn"],
            "context": {f"{issuer}:{claim}": value for claim, value in claims.items()},
        }
        return Question(expected, f"{role['name']}: assumed by {words}", request)

    narrowed = [
        question(False, "identities of this pool through any provider", aud=pool_id, amr=[identity]),
        question(False, "another provider's users", aud=pool_id, amr=[identity, "www.example.com"]),
        question(False, "a provider's name without an identity", aud=pool_id, amr=list(providers)),
        *(question(True, f"users of {name}", aud=pool_id, amr=[identity, name]) for name in providers),
    ]
    return [
        question(True, "this pool's identities", aud=pool_id, amr=amr),
        question(tags, "tagged sessions", action="sts:TagSession", aud=pool_id, amr=amr),
        question(False, "tagged sessions of another pool", action="sts:TagSession", aud=other_pool, amr=amr),
        question(False, "another pool's identities", aud=other_pool, amr=amr),
        question(False, f"this pool's {other_kind} identities", aud=pool_id, amr=[other_kind, *providers]),
        question(False, "a token without an audience", amr=amr),
        question(False, "a token without an authentication method", aud=pool_id),
        question(False, "another identity provider", principal="accounts.google.com", aud=pool_id, amr=amr),
        *(question(True, f"identities of {pool}", aud=pool, amr=amr) for pool in identity_pools),
        *(question(False, f"{other_kind} of {pool}", aud=pool, amr=[other_kind]) for pool in identity_pools),
        *(narrowed if providers else []),
    ]
