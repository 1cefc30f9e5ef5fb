//! Reads a revision of a Git repository, without a checkout. No program that the repository names is run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// A commit of the repository that a directory is in.
#[derive(Debug)]
pub struct Revision<'a> {
    directory: &'a Path,
    commit: String,
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeFile {
    /// The path from the root of the repository, with slashes.
    pub path: String,
    /// The size in bytes.
    pub size: u64,
    object: String,
}

/// Why Git can't answer.
#[derive(Debug)]
pub enum GitError {
    /// Git can't be run.
    NotRun(io::Error),
    /// Git's message.
    Failed(String),
    /// Git's answer has an unknown form.
    Unreadable,
}

impl std::fmt::Display for GitError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotRun(error) => write!(formatter, "git can't be run: {error}"),
            Self::Failed(message) => formatter.write_str(message),
            Self::Unreadable => formatter.write_str("the answer of git can't be read"),
        }
    }
}

/// Which files in a directory Git tracks; `None` outside of a repository, or if Git can't answer.
pub fn tracked(directory: &Path, names: &[String]) -> Option<BTreeSet<String>> {
    let names = names.iter().map(String::as_str);
    let arguments: Vec<&str> = ["ls-files", "-z", "--"].into_iter().chain(names).collect();
    let listed = output(directory, &arguments).ok()?;
    Some(paths(&listed))
}

/// Paths that end in a zero byte, as far as they are UTF-8.
fn paths(listed: &[u8]) -> BTreeSet<String> {
    let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    paths.filter_map(|path| String::from_utf8(path.to_vec()).ok()).collect()
}

/// Whether Git ignores a file in a directory.
pub fn is_ignored(directory: &Path, name: &str) -> bool {
    let arguments = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", name];
    output(directory, &arguments).is_ok_and(|listed| !listed.is_empty())
}

/// What would be committed of files below a directory, by their paths from the directory, without those that Git doesn't track;
/// `None` outside of a repository, or if Git can't answer. Git itself is not asked what differs: it would run the filters that a
/// repository names.
pub fn to_be_committed(
    directory: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Option<BTreeMap<String, Vec<u8>>> {
    let listed = output(directory, &["ls-files", "--stage", "-z"]).ok()?;
    let staged = listed.split(|byte| *byte == 0).filter_map(staged_file);
    let files: Vec<TreeFile> = staged.map(|(file, _)| file).filter(|file| is_wanted(&file.path)).collect();
    let contents = read_objects(directory, &files).ok()?;
    Some(files.into_iter().map(|file| file.path).zip(contents).collect())
}

/// The files below a directory that a sparse checkout leaves out, by their paths from the directory; none outside of a repository,
/// or if Git can't answer.
pub fn not_checked_out(directory: &Path) -> BTreeSet<String> {
    let listed = output(directory, &["ls-files", "-t", "-z"]).unwrap_or_default();
    let lines = listed.split(|byte| *byte == 0).filter_map(|line| std::str::from_utf8(line).ok());
    lines.filter_map(|line| line.strip_prefix("S ")).map(str::to_owned).collect()
}

/// Both sides of a file that a merge could not merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The content that the branches had in common; `None` if both added the file.
    pub base: Option<Vec<u8>>,
    /// The content in the branch that is checked out; `None` if the file is not there.
    pub ours: Option<Vec<u8>>,
    /// The content in the branch that is merged.
    pub theirs: Option<Vec<u8>>,
}

/// The files below a directory that a merge in progress could not merge, by their paths from the directory; none outside of a
/// repository, or if Git can't answer.
pub fn unmerged(directory: &Path) -> BTreeMap<String, Sides> {
    try_unmerged(directory).unwrap_or_default()
}

fn try_unmerged(directory: &Path) -> Result<BTreeMap<String, Sides>, GitError> {
    let listed = output(directory, &["ls-files", "--unmerged", "-z"])?;
    let staged = listed.split(|byte| *byte == 0).filter_map(staged_file);
    let staged: Vec<(TreeFile, u8)> = staged.collect();
    let files: Vec<TreeFile> = staged.iter().map(|(file, _)| file.clone()).collect();
    let contents = read_objects(directory, &files)?;
    let mut unmerged: BTreeMap<String, Sides> = BTreeMap::new();
    for ((file, stage), content) in staged.into_iter().zip(contents) {
        let sides = unmerged.entry(file.path).or_default();
        match stage {
            2 => sides.ours = Some(content),
            3 => sides.theirs = Some(content),
            _ => sides.base = Some(content),
        }
    }
    Ok(unmerged)
}

/// `MODE OBJECT STAGE\tPATH`; `None` if it is no regular file, or its path isn't UTF-8.
fn staged_file(line: &[u8]) -> Option<(TreeFile, u8)> {
    let (facts, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut facts = facts.split(' ');
    let (mode, object, stage) = (facts.next()?, facts.next()?, facts.next()?);
    let file = TreeFile { path: path.to_owned(), size: 0, object: object.to_owned() };
    ["100644", "100755"].contains(&mode).then_some((file, stage.parse().ok()?))
}

impl<'a> Revision<'a> {
    /// The commit with this name, such as `main` or `HEAD^1`, in the repository of a directory.
    ///
    /// # Errors
    /// There is no repository, or no such commit.
    pub fn find(directory: &'a Path, name: &str) -> Result<Self, GitError> {
        let commit = format!("{name}^{{commit}}");
        let found = output(directory, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let found = found.map_err(|error| match error {
            GitError::Failed(message) if message.is_empty() => {
                GitError::Failed("there is no such commit".to_owned())
            }
            other => other,
        })?;
        let commit = String::from_utf8(found).map_err(|_| GitError::Unreadable)?.trim().to_owned();
        Ok(Self { directory, commit })
    }

    /// The path of the directory from the root of the repository: empty, or with a slash at the end.
    ///
    /// # Errors
    /// Git can't be run.
    pub fn prefix(&self) -> Result<String, GitError> {
        let prefix = String::from_utf8(output(self.directory, &["rev-parse", "--show-prefix"])?);
        Ok(prefix.map_err(|_| GitError::Unreadable)?.trim_end_matches('\n').to_owned())
    }

    /// The regular files of the commit.
    ///
    /// # Errors
    /// Git can't be run.
    pub fn files(&self) -> Result<Vec<TreeFile>, GitError> {
        let listed = output(self.directory, &["ls-tree", "-r", "-z", "--long", "--full-tree", &self.commit])?;
        let lines = listed.split(|byte| *byte == 0).filter(|line| !line.is_empty());
        Ok(lines.filter_map(tree_file).collect())
    }

    /// The contents of files, in order.
    ///
    /// # Errors
    /// Git can't be run.
    pub fn read(&self, files: &[TreeFile]) -> Result<Vec<Vec<u8>>, GitError> {
        read_objects(self.directory, files)
    }
}

/// The contents of files, in order.
fn read_objects(directory: &Path, files: &[TreeFile]) -> Result<Vec<Vec<u8>>, GitError> {
    let mut child = command(directory)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(GitError::NotRun)?;
    let (input, answer) = (child.stdin.take(), child.stdout.take());
    let names: String = files.iter().map(|file| format!("{}\n", file.object)).collect();
    let answer = std::thread::scope(|scope| {
        // Git answers while it reads, so that both must go on at once.
        scope.spawn(move || input.map(|mut input| input.write_all(names.as_bytes())));
        let mut read = Vec::new();
        answer.map_or(Ok(0), |mut answer| answer.read_to_end(&mut read)).map(|_| read)
    });
    let answer = answer.map_err(GitError::NotRun)?;
    child.wait().map_err(GitError::NotRun)?;
    contents(&answer, files.len()).ok_or(GitError::Unreadable)
}

/// `MODE blob OBJECT SIZE\tPATH`; `None` if it is no regular file, or its path isn't UTF-8.
fn tree_file(line: &[u8]) -> Option<TreeFile> {
    let line = std::str::from_utf8(line).ok()?;
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, _, object, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    let is_regular = ["100644", "100755"].contains(&mode);
    is_regular.then(|| {
        Some(TreeFile { path: path.to_owned(), size: size.parse().ok()?, object: object.to_owned() })
    })?
}

/// The contents of so many objects: each is `OBJECT blob SIZE\n`, the content, and `\n`.
fn contents(mut answer: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut contents = Vec::new();
    for _ in 0..count {
        let end = answer.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&answer[..end]).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let content = answer.get(end + 1..end + 1 + size)?;
        contents.push(content.to_vec());
        answer = answer.get(end + size + 2..)?;
    }
    Some(contents)
}

fn output(directory: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let output =
        command(directory).args(arguments).stdin(Stdio::null()).output().map_err(GitError::NotRun)?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(GitError::Failed(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// Git in a directory, without hooks, monitors and fetches, and without changing the repository.
fn command(directory: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(if directory.as_os_str().is_empty() { Path::new(".") } else { directory })
        .args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"])
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let file = tree_file(b"100644 blob abc     12\ta b/c.yaml").unwrap();
        assert_eq!((file.path.as_str(), file.size, file.object.as_str()), ("a b/c.yaml", 12, "abc"));
        assert_eq!(tree_file(b"120000 blob abc 12\tlink"), None);
        assert_eq!(tree_file(b"160000 commit abc -\tmodule"), None);
        let contents = contents(b"abc blob 3\na\nb\ndef blob 0\n\n", 2).unwrap();
        assert_eq!(contents, [b"a\nb".to_vec(), Vec::new()]);
    }
}
