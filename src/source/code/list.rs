//! The list of all codes, with the names of their rules.

use crate::source::Severity;
use crate::source::code::define::codes;

codes! {
    /// There is no inputs file, or more than one.
    NoInputs = "E0001" "no-inputs",
    /// A file can't be read.
    Unreadable = "E0002" "unreadable",
    /// A file is larger than any inputs file should be.
    TooLarge = "E0003" "too-large",
    /// A file is not UTF-8.
    NotUtf8 = "E0004" "not-utf8",
    /// A file is not YAML, JSON or TOML.
    Syntax = "E0005" "syntax",
    /// A file is empty.
    Empty = "E0006" "empty",
    /// The inputs file has several YAML documents.
    SeveralDocuments = "E0007" "several-documents",
    /// A key occurs twice in a map.
    DuplicateKey = "E0008" "duplicate-key",
    /// `null` instead of a value.
    Null = "E0009" "null",
    /// The values are nested too deeply.
    TooDeep = "E0010" "too-deep",
    /// There are too many values.
    TooMany = "E0011" "too-many",

    /// An unknown key.
    UnknownKey = "E0101" "unknown-key",
    /// A required key is missing.
    MissingKey = "E0102" "missing-key",
    /// A value of the wrong type.
    WrongType = "E0103" "wrong-type",
    /// A value that is not one of the accepted ones.
    UnknownWord = "E0104" "unknown-value",
    /// Not exactly one of several keys.
    NotExactlyOne = "E0105" "not-exactly-one",
    /// A token such as `{regoin}` that does not exist, or can't be used here.
    UnknownToken = "E0106" "unknown-token",
    /// An invalid key of a role, grant, provider or environment.
    BadKey = "E0107" "bad-key",
    /// An environment overrides a key that applies to all environments.
    Shared = "E0108" "shared-by-environments",
    /// `remove` refers to a part that does not exist.
    NothingToRemove = "E0109" "nothing-to-remove",
    /// A secret in the inputs.
    Secret = "E0110" "secret",
    /// A `{ terraform: … }` that is not a reference.
    BadReference = "E0111" "bad-reference",
    /// `customized` lists a file that is not generated.
    NotGenerated = "E0112" "not-generated",
    /// A hidden character in a value.
    HiddenCharacter = "E0113" "hidden-character",
    /// A value that is too long.
    TooLong = "E0114" "too-long",
    /// An expression of Terraform or of a template engine, or an incomplete policy variable.
    ForeignSyntax = "E0115" "foreign-syntax",
    /// An entry of `accept` without a rule, a reason or a date that can be.
    BadAccept = "E0116" "bad-accept",

    /// The name of the workspace.
    BadName = "E0201" "bad-name",
    /// The name of an identity pool.
    BadIdentityPoolName = "E0202" "bad-identity-pool-name",
    /// A user pool ID.
    BadUserPoolId = "E0203" "bad-user-pool-id",
    /// An app client ID.
    BadAppClientId = "E0204" "bad-app-client-id",
    /// A region.
    BadRegion = "E0205" "bad-region",
    /// An account ID.
    BadAccountId = "E0206" "bad-account-id",
    /// An IAM role's name, path, description or session duration, or the name of its policy.
    BadRole = "E0207" "bad-role",
    /// An ARN.
    BadArn = "E0208" "bad-arn",
    /// The name of an S3 bucket.
    BadBucket = "E0209" "bad-bucket",
    /// A tag.
    BadTag = "E0210" "bad-tag",
    /// A Terraform version constraint.
    BadVersionConstraint = "E0211" "bad-version-constraint",
    /// More entries than AWS allows.
    OverLimit = "E0212" "over-limit",
    /// An argument of a backend or of the provider.
    BadArgument = "E0213" "bad-argument",
    /// A provider's name, ID or ARN.
    BadProvider = "E0214" "bad-provider",
    /// The table, API, function or topic of a grant.
    BadResource = "E0215" "bad-resource",

    /// The role for guests without guest access.
    GuestWithoutAccess = "E0301" "guest-without-access",
    /// Two environments would store their state in the same place.
    SharedState = "E0302" "shared-state",
    /// Two objects would have the same name.
    NameCollision = "E0303" "name-collision",
    /// Environments in different AWS partitions.
    SeveralPartitions = "E0304" "several-partitions",
    /// A part whose structure differs between environments.
    StructureDiffers = "E0305" "structure-differs",
    /// The path of an S3 grant.
    BadPath = "E0306" "bad-path",
    /// A policy file that can't be read.
    NoPolicyFile = "E0307" "no-policy-file",
    /// A policy document or statement that IAM would reject.
    BadPolicy = "E0308" "bad-policy",
    /// The same provider twice.
    DuplicateProvider = "E0309" "duplicate-provider",
    /// Role mappings or principal tags that AWS would reject, or that refer to nothing.
    BadMapping = "E0310" "bad-mapping",
    /// An existing role with keys that only a new role can have.
    BadRoleReference = "E0311" "bad-role-reference",
    /// A grant that AWS would ignore for guests.
    Ignored = "E0312" "ignored-for-guests",
    /// The trust of a role.
    BadTrust = "E0313" "bad-trust",
    /// `attached` on a role that it does not apply to, or next to other keys.
    BadAttachment = "E0314" "bad-attachment",
    /// A reference to what the environment's files do not declare, but another's do, or under a similar name.
    Undeclared = "E0316" "undeclared-reference",

    /// A file that poolsmith did not write is in the place of a generated one.
    NotOurs = "E0401" "not-generated-by-poolsmith",
    /// The workspace can't be written.
    Unwritable = "E0402" "unwritable",
    /// The record of what was generated can't be read.
    BadLock = "E0403" "bad-lock",
    /// A file would be written through a symbolic link.
    Link = "E0404" "symbolic-link",
    /// A command-line option is missing or wrong.
    Usage = "E0405" "usage",
    /// The user and poolsmith changed the same lines.
    Conflict = "E0406" "merge-conflict",
    /// Terraform would replace an identity pool, a role or a policy, or destroy a role.
    Replaced = "E0407" "replaced",
    /// Another poolsmith process is using the workspace.
    Busy = "E0408" "busy",
    /// A change of the app clients that Terraform would not make.
    NotApplied = "E0409" "not-applied",
    /// The inputs or the workspace need another version of poolsmith.
    OtherPoolsmith = "E0410" "other-poolsmith",

    /// A built-in template failed, which is always a bug.
    Template = "E0501" "template-failure",
    /// A template pack that can't be read, or has a file that does not belong in it.
    BadPack = "E0502" "bad-pack",
    /// A template of a pack that fails, or has invalid output.
    BadTemplate = "E0503" "bad-template",
    /// An invalid grant kind of a pack.
    BadKind = "E0504" "bad-kind",

    /// An identity of `access` that can't exist.
    BadIdentity = "E0601" "bad-identity",
    /// An access test that is not valid.
    BadAccessTest = "E0602" "bad-access-test",
    /// An access test of an action that AWS does not document.
    UnknownTestedAction = "E0603" "unknown-tested-action",
    /// An access test that asks nothing.
    InapplicableAccessTest = "E0604" "inapplicable-access-test",
    /// A file of access tests that can't be read.
    BadAccessFile = "E0605" "bad-access-file",

    /// Something that AWS's documentation leaves open.
    Unsure = "W0001" "unsure",
    /// A path that starts with the identity, in a bucket that another grant uses too.
    IdentityFirst = "W0002" "identity-first",
    /// A file that is no longer generated, but was edited.
    Orphan = "W0003" "orphan",
    /// More entries than the default AWS quota.
    Quota = "W0004" "quota",
    /// A role that no user can get.
    Unreachable = "W0005" "unreachable",
    /// Statements that AWS ignores for guests.
    IgnoredStatement = "W0006" "ignored-statement",
    /// Users can change a claim that becomes a principal tag which a policy reads.
    WritableClaim = "W0007" "writable-claim",
    /// A generated file that the user deleted.
    Deleted = "W0008" "deletion-kept",
    /// An environment that was removed from the inputs, while its resources still exist.
    StillInUse = "W0009" "still-in-use",
    /// A run of poolsmith was killed while it was writing the workspace.
    Unfinished = "W0010" "unfinished",
    /// A template of a pack writes a value without escaping it.
    Unescaped = "W0011" "unescaped",
    /// A file that could not be merged was overwritten, and its old content saved.
    Overwritten = "W0012" "overwritten",
    /// The record lists a file that no template generates.
    ForeignRecord = "W0013" "foreign-record",
    /// Another poolsmith process is writing the workspace while it is checked.
    AtWork = "W0014" "at-work",
    /// A symbolic link that was not formatted.
    SkippedLink = "W0015" "skipped-link",
    /// A journal in the workspace, which could be anybody's.
    ForeignJournal = "W0016" "foreign-journal",
    /// Literal text that looks like a token or a variable.
    LiteralText = "W0017" "literal-text",
    /// A policy variable that has no value, or the same value for all users.
    UselessVariable = "W0018" "useless-variable",
    /// A deprecated argument.
    Deprecated = "W0019" "deprecated",
    /// A maximum session duration that has no effect.
    UnusedDuration = "W0020" "unused-session-duration",
    /// An action that AWS does not document.
    UnknownAction = "W0021" "unknown-action",
    /// An action that applies to no resource of its statement.
    UnusedAction = "W0022" "unused-action",
    /// A condition key that requests do not have.
    UnknownConditionKey = "W0023" "unknown-condition-key",
    /// A policy that reads a principal tag that no session has.
    UnknownPrincipalTag = "W0025" "unknown-principal-tag",
    /// An identity pool from which nobody can get an identity.
    NoIdentities = "W0026" "no-identities",
    /// An existing role, whose trust policy Terraform does not manage.
    UnmanagedTrust = "W0028" "unmanaged-trust",
    /// Users or guests who can get no role.
    NoRole = "W0029" "no-role",
    /// A reference to what no file declares yet.
    DeclaredNowhere = "W0030" "declared-nowhere",
    /// A default role that remains, although an environment removes its declaration.
    RoleRemains = "W0031" "role-remains",
    /// A condition operator that compares its values in another way than they are meant.
    WrongOperator = "W0032" "wrong-operator",
    /// A record of what was generated that Git ignores.
    IgnoredRecord = "W0033" "ignored-record",
    /// An edited file of an environment that only one of the merged branches has.
    EditInNewEnvironment = "W0034" "edit-in-new-environment",
    /// An older version of poolsmith generated the workspace.
    Upgraded = "W0035" "upgraded",
    /// An environment with a new key.
    EnvironmentRenamed = "W0036" "environment-renamed",

    /// A generated file that is missing.
    Missing = "F0001" "missing",
    /// A generated file that is out of date.
    OutOfDate = "F0002" "out-of-date",
    /// A generated file that the user edited.
    Edited = "F0003" "edited",
    /// A generated file that the user deleted.
    DeletedByHand = "F0004" "deleted",
    /// A generated file with lines that both the user and poolsmith changed.
    ConflictingEdit = "F0005" "conflict",
    /// A generated file with conflict markers.
    ConflictMarkers = "F0006" "markers",
    /// A file from an earlier run that is no longer generated.
    LeftOver = "F0007" "left-over",
    /// A file that poolsmith did not write, in the place of a generated one.
    Foreign = "F0008" "foreign",
    /// An access test that fails.
    AccessTestFailed = "F0009" "access-test-failed",
    /// An access test that can't be decided.
    AccessTestUndecided = "F0010" "access-test-undecided",
    /// One of Terraform's own checks that fails.
    TerraformCheckFailed = "F0011" "terraform-check-failed",
    /// A record that does not have what was generated, or is not in Git.
    RecordBehind = "F0012" "record-behind",

    ClassicFlowReachesRole = "S101" "classic-flow-reaches-role" Error,
    ClassicFlowEnabled = "S102" "classic-flow-enabled" Warning,
    RoleFromWritableClaim = "S103" "role-from-writable-claim" Warning,
    LooseRoleRule = "S104" "loose-role-rule" Warning,
    AmbiguousAsAuthenticated = "S105" "ambiguous-as-authenticated" Note,
    TokenCheckOff = "S106" "token-check-off" Warning,
    RoleOfOthers = "S107" "role-of-others" Error,
    RoleInAnotherAccount = "S108" "role-in-another-account" Warning,
    GuestWrites = "S201" "guest-writes" Warning,
    GuestDeletes = "S202" "guest-deletes" Error,
    GuestLists = "S203" "guest-lists" Warning,
    GuestReadsTable = "S204" "guest-reads-table" Warning,
    Unrestricted = "S301" "unrestricted" Error,
    WholeService = "S302" "whole-service" Warning,
    InvertedAllow = "S303" "inverted-allow" Warning,
    PrivilegeEscalation = "S304" "privilege-escalation" Error,
    AdministratorPolicy = "S305" "administrator-policy" Error,
    ConsoleLeftover = "S306" "console-leftover" Note,
    ChangesAccess = "S307" "changes-access" Warning,
    EveryResource = "S308" "every-resource" Warning,
    BoundlessBoundary = "S309" "boundless-boundary" Warning,
    IdentityWithoutSlash = "S401" "identity-without-slash" Warning,
    UnlimitedListing = "S402" "unlimited-listing" Warning,
    NegatedCondition = "S403" "negated-condition" Warning,
    IfExistsCondition = "S404" "if-exists-condition" Warning,
    ForAllValuesCondition = "S405" "for-all-values-condition" Warning,
    VariableAsText = "S406" "variable-as-text" Error,
    IdentityLimitBypassed = "S407" "identity-limit-bypassed" Warning,

    SharedUserPool = "S501" "shared-user-pool" Warning,
    SharedData = "S502" "shared-data" Warning,

    CustomizedPolicy = "S601" "customized-policy" Warning,
    FileInModule = "S602" "file-in-module" Warning,

    VacuousAccessTest = "S701" "vacuous-access-test" Note,

    UnusedAccept = "S901" "unused-accept" Warning,
    ExpiredAccept = "S902" "expired-accept" Warning,
}
