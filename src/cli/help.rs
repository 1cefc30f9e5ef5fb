//! The ends of the commands' help: examples, and exit codes.

/// After the list of commands.
pub const START: &str = "\
To begin, run `poolsmith new`. Then edit poolsmith.yaml, and run `poolsmith generate` after each change.

Exit codes: 0 done, clean or allowed; 1 the answer is no; 2 an error; 3 undecided; 130 interrupted";

pub const NEW: &str = "\
Examples:
  poolsmith new                       ask for everything, and use the current directory
  poolsmith new notes --region us-east-1 --create-user-pool --create-bucket
  poolsmith new notes --environment dev --environment prod --region us-east-1 --google 1234
  poolsmith new --environment test --region us-east-1     add an environment

Exit codes: 0 created; 2 an answer is missing or wrong, and nothing was written; 130 interrupted";

pub const GENERATE: &str = "\
Examples:
  poolsmith generate                  write the workspace of the inputs in this directory or above it
  poolsmith generate --dry-run        only say what would be written
  poolsmith generate --conflict markers     write both versions of lines that you and poolsmith changed

After a merge in Git, only resolve the inputs: `poolsmith generate` merges the generated files again.

Exit codes: 0 written; 1 written, but other files must be generated before Terraform runs; 2 an error, and nothing was written; after a merge in Git, all but the files with conflicts was";

pub const CHECK: &str = "\
Examples:
  poolsmith check                     up to date, safe, and every access test holds?
  poolsmith check --format github     the same, as annotations of a pull request
  poolsmith check --ignore S3,F0010 --fail-on error
  poolsmith check --fix               fix in the inputs what has one certain fix

Exit codes: 0 clean; 1 something was found; 2 an error";

pub const DIFF: &str = "\
Examples:
  poolsmith diff                      what `generate` would change, as a patch
  poolsmith diff --all                also your own changes to generated files
  poolsmith diff --access --base main       the access that this branch gives or takes away

Exit codes: 0 no difference, or no new access; 1 a difference, or access is gained; 2 an error; 3 undecided";

pub const EXPLAIN: &str = "\
Examples:
  poolsmith explain                   who gets each role, and what it may do
  poolsmith explain authenticated --environment prod --as-policy
  poolsmith explain --format mermaid  a diagram

Exit codes: 0 done; 2 an error";

pub const CAN: &str = "\
Examples:
  poolsmith can authenticated s3:GetObject 's3://notes-uploads/{identity}/a.txt'
  poolsmith can ana '*' 's3://notes-uploads/{other}/*'     anything in anybody else's folder?
  poolsmith can guest dynamodb:Scan '*' --environment prod

Exit codes: 0 allowed; 1 denied; 2 an error; 3 undecided";

pub const TEST: &str = "\
Examples:
  poolsmith test                      run the access tests of the inputs
  poolsmith test --format junit       for a CI system

Exit codes: 0 every test passes; 1 a test fails; 2 an error; 3 a test is undecided";

pub const REPORT: &str = "\
Examples:
  poolsmith report --html access.html     a page for a security reviewer
  poolsmith report --base main        Markdown for a pull request

Exit codes: 0 written; 2 an error";

pub const VERIFY: &str = "\
This runs Terraform with the modules and providers that the workspace names: don't use it on a repository that you don't trust.

Examples:
  poolsmith verify                    init, fmt, validate and test, in every environment and module
  poolsmith verify --environment dev --plan     also what `terraform apply` would change in dev
  poolsmith verify --format junit     for a CI system

Exit codes: 0 all passed; 1 something failed; 2 an error; 130 interrupted";

pub const FMT: &str = "\
Examples:
  poolsmith fmt                       format the Terraform files below this directory
  poolsmith fmt --check               only list the files that are not formatted
  poolsmith fmt - < main.tf           format a text

Exit codes: 0 done, or all formatted; 1 `--check` or `--diff` found something; 2 an error";

pub const RULE: &str = "\
Examples:
  poolsmith rule                      list all rules
  poolsmith rule E0106                the same as: poolsmith rule unknown-token

Exit codes: 0 done; 2 there is no such rule";

pub const SCHEMA: &str = "\
Examples:
  poolsmith schema > .poolsmith/inputs.schema.json     for an editor
  poolsmith schema --of output        what `--format json` prints

Exit codes: 0 done; 2 an error";

pub const COMPLETIONS: &str = "\
Examples:
  poolsmith completions bash > ~/.local/share/bash-completion/completions/poolsmith
  poolsmith completions zsh > ~/.zfunc/_poolsmith
  poolsmith completions fish > ~/.config/fish/completions/poolsmith.fish
  poolsmith completions powershell >> $PROFILE

Exit codes: 0 done; 2 an error";

pub const MAN: &str = "\
Examples:
  poolsmith man | man -l -            read the page of poolsmith
  poolsmith man check > poolsmith-check.1

Exit codes: 0 done; 2 there is no such command";
