//! The codes of diagnostics: what kind each is.

use std::fmt;

use super::Severity;

/// Names each code once, with its spelling and the name of its rule.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal $name:literal,)+) => {
        /// What kind of diagnostic it is. The spelling and the rule's name are stable: scripts may rely
        /// on them. E stops everything, W is only said, F is a finding of `check`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code there is, in the order of their spelling.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The spelling, such as `E0102`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The name of its rule, such as `missing-key`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What its page says: a sentence that says what it means, then how it comes about, then
            /// the fix.
            pub(super) fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("rules/", $code, ".md")),)+ }
            }
        }
    };
}

codes! {
    /// The inputs file is not there, or there are several.
    NoInputs = "E0001" "no-inputs",
    /// A file can't be read.
    Unreadable = "E0002" "unreadable",
    /// A file is larger than any inputs file should be.
    TooLarge = "E0003" "too-large",
    /// A file is not UTF-8.
    NotUtf8 = "E0004" "not-utf8",
    /// A file is not YAML, JSON or TOML.
    Syntax = "E0005" "syntax",
    /// The inputs file has nothing in it.
    Empty = "E0006" "empty",
    /// The inputs file holds several YAML documents.
    SeveralDocuments = "E0007" "several-documents",
    /// A key stands twice in one place.
    DuplicateKey = "E0008" "duplicate-key",
    /// `null` stands where a value should.
    Null = "E0009" "null",
    /// Nested deeper than any inputs need.
    TooDeep = "E0010" "too-deep",
    /// Aliases expand to more than any inputs need.
    TooMany = "E0011" "too-many",

    /// A key that does not exist there.
    UnknownKey = "E0101" "unknown-key",
    /// A key that must be there and is not.
    MissingKey = "E0102" "missing-key",
    /// A value of another type than the key takes.
    WrongType = "E0103" "wrong-type",
    /// A word that is not among those a key takes.
    UnknownWord = "E0104" "unknown-value",
    /// Not exactly one of several keys.
    NotExactlyOne = "E0105" "not-exactly-one",
    /// A token such as `{regoin}` that does not exist, or not there.
    UnknownToken = "E0106" "unknown-token",
    /// A key that people choose, in a spelling that is not accepted.
    BadKey = "E0107" "bad-key",
    /// An environment changes what is the same for all.
    Shared = "E0108" "shared-by-environments",
    /// `remove` names a part that is not there.
    NothingToRemove = "E0109" "nothing-to-remove",
    /// A secret where none belongs.
    Secret = "E0110" "secret",
    /// A `{ terraform: … }` that is no reference.
    BadReference = "E0111" "bad-reference",
    /// `customized` names a file that is not generated.
    NotGenerated = "E0112" "not-generated",
    /// A character in a value that can't be seen, or changes what can be seen.
    HiddenCharacter = "E0113" "hidden-character",
    /// A value that is longer than any should be.
    TooLong = "E0114" "too-long",

    /// The name of the workspace.
    BadName = "E0201" "bad-name",
    /// An identity pool's name.
    BadIdentityPoolName = "E0202" "bad-identity-pool-name",
    /// A user pool's ID.
    BadUserPoolId = "E0203" "bad-user-pool-id",
    /// An app client's ID.
    BadAppClientId = "E0204" "bad-app-client-id",
    /// A region.
    BadRegion = "E0205" "bad-region",
    /// An account ID.
    BadAccountId = "E0206" "bad-account-id",
    /// An IAM role's name, path, description or session duration.
    BadRole = "E0207" "bad-role",
    /// An ARN.
    BadArn = "E0208" "bad-arn",
    /// An S3 bucket's name.
    BadBucket = "E0209" "bad-bucket",
    /// A tag.
    BadTag = "E0210" "bad-tag",
    /// A version constraint of Terraform.
    BadVersionConstraint = "E0211" "bad-version-constraint",
    /// A number of things beyond AWS's limit.
    OverLimit = "E0212" "over-limit",
    /// An argument of a backend or of the provider.
    BadArgument = "E0213" "bad-argument",
    /// A provider's name, ID or ARN.
    BadProvider = "E0214" "bad-provider",
    /// A grant's table, API, function or topic.
    BadResource = "E0215" "bad-resource",

    /// Something for guests where guests have no access.
    GuestWithoutAccess = "E0301" "guest-without-access",
    /// Two environments would keep their state in one place.
    SharedState = "E0302" "shared-state",
    /// Two things would get the same name.
    NameCollision = "E0303" "name-collision",
    /// Environments in several AWS partitions.
    SeveralPartitions = "E0304" "several-partitions",
    /// A part whose structure differs between environments.
    StructureDiffers = "E0305" "structure-differs",
    /// The path of an S3 grant.
    BadPath = "E0306" "bad-path",
    /// A policy file that can't be read.
    NoPolicyFile = "E0307" "no-policy-file",
    /// A policy document or statement that IAM would refuse.
    BadPolicy = "E0308" "bad-policy",
    /// One provider given twice.
    DuplicateProvider = "E0309" "duplicate-provider",
    /// A role mapping or principal tags that AWS would refuse, or that refer to nothing.
    BadMapping = "E0310" "bad-mapping",
    /// A role that already exists, with what only a new role can have.
    BadRoleReference = "E0311" "bad-role-reference",
    /// A grant that AWS would ignore for guests.
    Ignored = "E0312" "ignored-for-guests",

    /// A file stands in the way that poolsmith did not write, or that was changed since.
    NotOurs = "E0401" "not-generated-by-poolsmith",
    /// The workspace can't be written.
    Unwritable = "E0402" "unwritable",
    /// The lock file is not one of ours.
    BadLock = "E0403" "bad-lock",
    /// A file would be written through a symbolic link.
    Link = "E0404" "symbolic-link",
    /// An option of the command line is missing or wrong.
    Usage = "E0405" "usage",
    /// A file was changed by hand, and so was what is generated.
    Conflict = "E0406" "merge-conflict",
    /// Terraform would replace an identity pool or a role.
    Replaced = "E0407" "replaced",
    /// Another poolsmith is at work in the workspace.
    Busy = "E0408" "busy",

    /// A template that fails, or gives something that is not HCL: always our bug.
    Template = "E0501" "template-failure",
    /// A template pack that can't be read, or a file in it that has no place there.
    BadPack = "E0502" "bad-pack",
    /// A pack's template that fails, or gives something that is not HCL.
    BadTemplate = "E0503" "bad-template",
    /// A pack's grant kind that is not one.
    BadKind = "E0504" "bad-kind",

    /// A fact that AWS's documentation leaves open.
    Unsure = "W0001" "unsure",
    /// An identity of one user can reach what another grant keeps in the same bucket.
    IdentityFirst = "W0002" "identity-first",
    /// A generated file that the inputs no longer ask for.
    Orphan = "W0003" "orphan",
    /// A number of things beyond AWS's limit, unless a quota was raised.
    Quota = "W0004" "quota",
    /// A role that nobody can reach.
    Unreachable = "W0005" "unreachable",
    /// Statements that AWS ignores for guests.
    IgnoredStatement = "W0006" "ignored-statement",
    /// A claim that users can write themselves decides about their role.
    WritableClaim = "W0007" "writable-claim",
    /// A generated file that was deleted by hand.
    Deleted = "W0008" "deletion-kept",
    /// An environment that the inputs no longer have, while what Terraform made there exists.
    StillInUse = "W0009" "still-in-use",
    /// Another poolsmith was killed while it wrote the workspace.
    Unfinished = "W0010" "unfinished",
    /// A pack's template writes a value that nothing escapes.
    Unescaped = "W0011" "unescaped",
    /// A file that could not be merged was overwritten; the old text is kept beside it.
    Overwritten = "W0012" "overwritten",
    /// The lock lists a file that no template gives.
    ForeignRecord = "W0013" "foreign-record",
    /// Another poolsmith is at work in the workspace while it is checked.
    AtWork = "W0014" "at-work",
    /// A symbolic link that was not formatted.
    SkippedLink = "W0015" "skipped-link",
    /// A journal in the workspace, which may be anybody's.
    ForeignJournal = "W0016" "foreign-journal",

    /// A generated file that is missing.
    Missing = "F0001" "missing",
    /// A generated file that is not what the inputs say now.
    OutOfDate = "F0002" "out-of-date",
    /// A generated file that was changed by hand.
    Edited = "F0003" "edited",
    /// A generated file that was deleted by hand.
    DeletedByHand = "F0004" "deleted",
    /// A generated file that was changed by hand while what is generated changed as well.
    ConflictingEdit = "F0005" "conflict",
    /// A generated file with conflict markers.
    ConflictMarkers = "F0006" "markers",
    /// A file of an earlier generation that the inputs no longer ask for.
    LeftOver = "F0007" "left-over",
    /// A file that poolsmith did not write, in the place of a generated one.
    Foreign = "F0008" "foreign",
}

impl Code {
    /// Whether it stops everything: nothing is written, and the exit code is 2.
    pub fn is_error(self) -> bool {
        self.as_str().starts_with('E')
    }

    /// Whether it is a finding of `check`, of which the exit code is 1.
    pub fn is_finding(self) -> bool {
        self.as_str().starts_with('F')
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        if self.is_error() || self.is_finding() { Severity::Error } else { Severity::Warning }
    }

    /// What it is about.
    pub fn family(self) -> &'static str {
        match &self.as_str()[..3] {
            "E00" => "files",
            "E01" => "inputs",
            "E02" => "values",
            "E03" => "meaning",
            "E04" => "workspace",
            "E05" => "templates",
            "F00" => "findings",
            _ => "warnings",
        }
    }

    /// The code of a spelling or of a rule's name.
    pub fn find(text: &str) -> Option<Self> {
        let is_it = |code: &&Self| code.as_str().eq_ignore_ascii_case(text) || code.name() == text;
        Self::ALL.iter().find(is_it).copied()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that is not used any more stays a gap, and is listed here.
    const UNUSED: [&str; 0] = [];

    #[test]
    fn codes_are_in_order_and_without_gaps() {
        for pair in Code::ALL.windows(2) {
            let [one, next] = [pair[0].as_str(), pair[1].as_str()];
            let following = format!("{}{:04}", &one[..1], one[1..].parse::<u32>().unwrap() + 1);
            let begins_family = one[..3] != next[..3] && next.ends_with("01");
            assert!(following == next || begins_family || UNUSED.contains(&&*following), "{one} {next}");
        }
    }

    #[test]
    fn a_rule_is_found_by_either_name() {
        for code in Code::ALL {
            assert_eq!(Code::find(code.as_str()), Some(*code));
            assert_eq!(Code::find(code.name()), Some(*code));
        }
        assert_eq!(Code::find("e0101"), Some(Code::UnknownKey));
        assert_eq!(Code::find("E9999"), None);
    }
}
