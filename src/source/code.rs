use std::fmt;

/// Names each code once, with its spelling.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// What kind of diagnostic it is. The spelling is stable: scripts may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The spelling, such as `E0102`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

codes! {
    /// The inputs file is not there, or there are several.
    NoInputs = "E0001",
    /// A file can't be read.
    Unreadable = "E0002",
    /// A file is larger than any inputs file should be.
    TooLarge = "E0003",
    /// A file is not UTF-8.
    NotUtf8 = "E0004",
    /// A file is not YAML, JSON or TOML.
    Syntax = "E0005",
    /// The inputs file has nothing in it.
    Empty = "E0006",
    /// The inputs file holds several YAML documents.
    SeveralDocuments = "E0007",
    /// A key stands twice in one place.
    DuplicateKey = "E0008",
    /// `null` stands where a value should.
    Null = "E0009",
    /// Nested deeper than any inputs need.
    TooDeep = "E0010",
    /// Aliases expand to more than any inputs need.
    TooMany = "E0011",

    /// A key that does not exist there.
    UnknownKey = "E0101",
    /// A key that must be there and is not.
    MissingKey = "E0102",
    /// A value of another type than the key takes.
    WrongType = "E0103",
    /// A word that is not among those a key takes.
    UnknownWord = "E0104",
    /// Not exactly one of several keys.
    NotExactlyOne = "E0105",
    /// A token such as `{regoin}` that does not exist, or not there.
    UnknownToken = "E0106",
    /// A key that people choose, in a spelling that is not accepted.
    BadKey = "E0107",
    /// An environment changes what is the same for all.
    Shared = "E0108",
    /// `remove` names a part that is not there.
    NothingToRemove = "E0109",
    /// A secret where none belongs.
    Secret = "E0110",
    /// A `{ terraform: … }` that is no reference.
    BadReference = "E0111",
    /// `customized` names a file that is not generated.
    NotGenerated = "E0112",

    /// A character in a value that can't be seen, or changes what can be seen.
    HiddenCharacter = "E0113",
    /// A value that is longer than any should be.
    TooLong = "E0114",

    /// The name of the workspace.
    BadName = "E0201",
    /// An identity pool's name.
    BadIdentityPoolName = "E0202",
    /// A user pool's ID.
    BadUserPoolId = "E0203",
    /// An app client's ID.
    BadAppClientId = "E0204",
    /// A region.
    BadRegion = "E0205",
    /// An account ID.
    BadAccountId = "E0206",
    /// An IAM role's name, path, description or session duration.
    BadRole = "E0207",
    /// An ARN.
    BadArn = "E0208",
    /// An S3 bucket's name.
    BadBucket = "E0209",
    /// A tag.
    BadTag = "E0210",
    /// A version constraint of Terraform.
    BadVersionConstraint = "E0211",
    /// A number of things beyond AWS's limit.
    OverLimit = "E0212",
    /// A provider's name, ID or ARN.
    BadProvider = "E0214",
    /// A grant's table, API, function or topic.
    BadResource = "E0215",
    /// An argument of a backend or of the provider.
    BadArgument = "E0213",

    /// Something for guests where guests have no access.
    GuestWithoutAccess = "E0301",
    /// Two environments would keep their state in one place.
    SharedState = "E0302",
    /// Two things would get the same name.
    NameCollision = "E0303",
    /// Environments in several AWS partitions.
    SeveralPartitions = "E0304",
    /// A part whose structure differs between environments.
    StructureDiffers = "E0305",
    /// The path of an S3 grant.
    BadPath = "E0306",
    /// A policy file that can't be read.
    NoPolicyFile = "E0307",
    /// A policy document or statement that IAM would refuse.
    BadPolicy = "E0308",
    /// One provider given twice.
    DuplicateProvider = "E0309",
    /// A role mapping or principal tags that AWS would refuse, or that refer to nothing.
    BadMapping = "E0310",
    /// A role that exists already, with what only a new role can have.
    BadRoleReference = "E0311",
    /// A grant that AWS would ignore for guests.
    Ignored = "E0312",

    /// A file stands in the way that poolsmith did not write, or that was changed since.
    NotOurs = "E0401",
    /// The workspace can't be written.
    Unwritable = "E0402",
    /// The lock file is not one of ours.
    BadLock = "E0403",
    /// A file would be written through a symbolic link.
    Link = "E0404",
    /// An option of the command line is missing or wrong.
    Usage = "E0405",
    /// A file was changed by hand, and so was what is generated.
    Conflict = "E0406",
    /// Terraform would replace an identity pool or a role.
    Replaced = "E0407",
    /// Another poolsmith is at work in the workspace.
    Busy = "E0408",

    /// A template that fails, or gives something that is not HCL: always our bug.
    Template = "E0501",
    /// A template pack that can't be read, or a file in it that has no place there.
    BadPack = "E0502",
    /// A pack's template that fails, or gives something that is not HCL.
    BadTemplate = "E0503",
    /// A pack's grant kind that is not one.
    BadKind = "E0504",

    /// A fact that AWS's documentation leaves open.
    Unsure = "W0001",
    /// An identity of one user can reach what another grant keeps in the same bucket.
    IdentityFirst = "W0002",
    /// A number of things beyond AWS's limit, unless a quota was raised.
    Quota = "W0004",
    /// A role that nobody can reach.
    Unreachable = "W0005",
    /// Statements that AWS ignores for guests.
    IgnoredStatement = "W0006",
    /// A claim that users can write themselves decides about their role.
    WritableClaim = "W0007",
    /// A generated file that the inputs no longer ask for.
    Orphan = "W0003",
    /// A generated file that was deleted by hand.
    Deleted = "W0008",
    /// A pack's template writes a value that nothing escapes.
    Unescaped = "W0011",
    /// Another poolsmith was killed while it wrote the workspace.
    Unfinished = "W0010",
    /// A file that could not be merged was overwritten; the old text is kept beside it.
    Overwritten = "W0012",
    /// The lock lists a file that no template gives.
    ForeignRecord = "W0013",
    /// Another poolsmith is at work in the workspace while it is checked.
    AtWork = "W0014",
    /// A journal in the workspace, which may be anybody's.
    ForeignJournal = "W0016",
    /// A symbolic link that was not formatted.
    SkippedLink = "W0015",
    /// An environment that the inputs no longer have, while what Terraform made there exists.
    StillInUse = "W0009",
}

impl Code {
    /// Errors stop everything; warnings are only said.
    pub fn is_error(self) -> bool {
        self.as_str().starts_with('E')
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
