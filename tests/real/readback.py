"""Reads an applied workspace back through the API, in the words of the access tables."""


def read_pool(emulator, account, region, pool_id):
    """The identity pool and its providers."""
    pool = emulator.client("cognito-identity", account, region).describe_identity_pool(IdentityPoolId=pool_id)
    return {
        "name": pool["IdentityPoolName"],
        "guest_access": pool["AllowUnauthenticatedIdentities"],
        "classic_flow": pool["AllowClassicFlow"],
        "tags": pool.get("IdentityPoolTags", {}),
        "user_pools": [
            {
                "provider": provider["ProviderName"],
                "app_client_id": provider["ClientId"],
                "token_check": provider["ServerSideTokenCheck"],
            }
            for provider in sorted(pool.get("CognitoIdentityProviders", []), key=lambda each: each["ProviderName"])
        ],
        "developer_provider": pool.get("DeveloperProviderName") or None,
        "social": pool.get("SupportedLoginProviders", {}),
        "oidc": sorted(pool.get("OpenIdConnectProviderARNs", [])),
        "saml": pool.get("SamlProviderARNs", []),
    }


def read_role_mappings(emulator, account, region, pool_id):
    """How each provider's users get their role: `TYPE AMBIGUOUS`, and the rules in order."""
    attached = emulator.client("cognito-identity", account, region).get_identity_pool_roles(IdentityPoolId=pool_id)
    return {
        provider: {
            "choice": f"{mapping['Type']} {mapping['AmbiguousRoleResolution']}",
            "rules": [
                f"{rule['Claim']} {rule['MatchType']} {rule['Value']} -> {rule['RoleARN'].rpartition('/')[2]}"
                for rule in mapping.get("RulesConfiguration", {}).get("Rules", [])
            ],
        }
        for provider, mapping in attached.get("RoleMappings", {}).items()
    }


def read_principal_tags(emulator, account, region, pool_id, provider):
    """The claim of each principal tag of a provider, or that its defaults are used."""
    tags = emulator.client("cognito-identity", account, region).get_principal_tag_attribute_map(
        IdentityPoolId=pool_id, IdentityProviderName=provider
    )
    return "defaults" if tags["UseDefaults"] else tags["PrincipalTags"]


def read_attached_roles(emulator, account, region, pool_id):
    """What SetIdentityPoolRoles left, with the guest role under its name in the inputs."""
    attached = emulator.client("cognito-identity", account, region).get_identity_pool_roles(IdentityPoolId=pool_id)
    names = {"authenticated": "authenticated", "unauthenticated": "guest"}
    return {names[kind]: arn for kind, arn in attached["Roles"].items()}


def read_role(emulator, account, arn):
    """A role with its trust, its inline policies as documents, and its managed policies.

    `documents` are those of its inline policies and of the account's own managed policies.
    """
    iam = emulator.client("iam", account)
    name = arn.rpartition("/")[2]
    role = iam.get_role(RoleName=name)["Role"]
    inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
    managed = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    policies = {policy: iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"] for policy in inline}
    own = [policy["PolicyArn"] for policy in managed if ":iam::aws:" not in policy["PolicyArn"]]
    return {
        "name": name,
        "arn": role["Arn"],
        "trust": role["AssumeRolePolicyDocument"],
        "description": role.get("Description") or None,
        "max_session_duration": role["MaxSessionDuration"],
        "permissions_boundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        "tags": {tag["Key"]: tag["Value"] for tag in role.get("Tags", [])},
        "policies": policies,
        "managed_policies": sorted(policy["PolicyArn"] for policy in managed),
        "documents": policies | {arn: read_managed_policy(iam, arn) for arn in own},
    }


def read_managed_policy(iam, arn):
    """The document of a managed policy's default version."""
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    return iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
