//! Directory handles for Unix. On Linux, `openat2` resolves a whole path and rejects links. Without
//! `openat2` (before Linux 5.6, in some sandboxes, on other systems), each component is opened separately
//! with `O_NOFOLLOW`.

use std::ffi::{CString, OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{self, AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::{Access, Kind};

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// Resolves names in a directory that can be traversed but not listed.
#[cfg(target_os = "linux")]
const PARENT: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const PARENT: OFlags = DIRECTORY;
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);
const OVERWRITE: OFlags = OFlags::RDWR.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);
const CREATE: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::CLOEXEC);

/// An open directory.
#[derive(Debug)]
pub(super) struct Handle(File);

/// Whether an operation failed because of a link.
pub(super) fn is_link_error(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::LOOP.raw_os_error())
}

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(fs::open(path, DIRECTORY, Mode::empty())?.into()))
    }

    pub(super) fn as_file(&self) -> Option<&File> {
        Some(&self.0)
    }

    pub(super) fn identity(&self) -> Option<(u64, u64)> {
        use std::os::unix::fs::MetadataExt;
        let metadata = self.0.metadata().ok()?;
        Some((metadata.dev(), metadata.ino()))
    }

    pub(super) fn open_directory(&self, path: &Path) -> io::Result<Self> {
        Ok(Self(self.open_below(path, DIRECTORY, Mode::empty())?.into()))
    }

    pub(super) fn open_file(&self, path: &Path) -> io::Result<File> {
        Ok(self.open_below(path, READ, Mode::empty())?.into())
    }

    pub(super) fn open_for_overwriting(&self, path: &Path) -> io::Result<File> {
        Ok(self.open_below(path, OVERWRITE, Mode::empty())?.into())
    }

    pub(super) fn create_file(&self, path: &Path, access: Access) -> io::Result<File> {
        let mode = if access == Access::Private { 0o600 } else { 0o666 };
        Ok(self.open_below(path, CREATE, Mode::from_raw_mode(mode))?.into())
    }

    pub(super) fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(kind(FileType::from_raw_mode(self.stat(path)?.st_mode)))
    }

    pub(super) fn length(&self, path: &Path) -> io::Result<Option<u64>> {
        let stat = self.stat(path)?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        Ok(is_file.then_some(stat.st_size as u64))
    }

    fn stat(&self, path: &Path) -> io::Result<fs::Stat> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    pub(super) fn create_directory(&self, path: &Path, access: Access) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        let mode = if access == Access::Private { 0o700 } else { 0o777 };
        Ok(fs::mkdirat(parent, name, Mode::from_raw_mode(mode))?)
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let ((source, from), (target, to)) = (self.parent(from)?, self.parent(to)?);
        Ok(fs::renameat(source, from, target, to)?)
    }

    pub(super) fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let ((source, from), (target, to)) = (self.parent(from)?, self.parent(to)?);
        Ok(fs::linkat(source, from, target, to, AtFlags::empty())?)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::unlinkat(parent, name, AtFlags::empty())?)
    }

    pub(super) fn remove_directory(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::unlinkat(parent, name, AtFlags::REMOVEDIR)?)
    }

    /// Copies the owner, the group, the read, write and execute bits, but not set-user-ID and the like, and the extended
    /// attributes, as far as that is allowed.
    pub(super) fn copy_attributes(&self, from: &Path, to: &File) -> io::Result<()> {
        let stat = self.stat(from)?;
        let mode = Mode::from_raw_mode(stat.st_mode) & PERMISSIONS;
        let own = fs::fstat(to)?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        if is_file && (own.st_uid, own.st_gid) != (stat.st_uid, stat.st_gid) {
            let (owner, group) = (fs::Uid::from_raw(stat.st_uid), fs::Gid::from_raw(stat.st_gid));
            let _ = fs::fchown(to, Some(owner), Some(group)); // `has_attributes_of` finds out
        }
        fs::fchmod(to, mode)?;
        // Of a file that can't be read, nothing more can be copied.
        let Ok(source) = self.open_file(from) else { return Ok(()) };
        for name in attributes(&source)? {
            if let Ok(value) = attribute(&source, &name) {
                let _ = fs::fsetxattr(to, &*name, &value, fs::XattrFlags::empty()); // likewise
            }
        }
        Ok(())
    }

    /// Whether a file has the attributes of another one that are copied.
    pub(super) fn has_attributes_of(&self, path: &Path, other: &Path) -> io::Result<bool> {
        let [own, wanted] = [self.stat(path)?, self.stat(other)?];
        let of =
            |stat: &fs::Stat| (stat.st_uid, stat.st_gid, Mode::from_raw_mode(stat.st_mode) & PERMISSIONS);
        if of(&own) != of(&wanted) {
            return Ok(false);
        }
        let Ok(wanted) = self.open_file(other) else { return Ok(true) };
        let names = attributes(&wanted)?;
        if names.is_empty() {
            return Ok(true);
        }
        let own = self.open_file(path)?;
        let is_same = |name: &CString| attribute(&own, name).ok() == attribute(&wanted, name).ok();
        Ok(names.iter().all(is_same))
    }

    pub(super) fn check_writable(&self, path: &Path) -> io::Result<()> {
        let directory = self.open_below(path, PARENT, Mode::empty())?;
        let access = fs::Access::WRITE_OK | fs::Access::EXEC_OK;
        match fs::accessat(directory, c".", access, AtFlags::EACCESS) {
            Err(refusal @ (Errno::ACCESS | Errno::ROFS | Errno::PERM)) => Err(refusal.into()),
            // Other errors don't mean that writing will fail.
            _ => Ok(()),
        }
    }

    pub(super) fn sync(&self, path: &Path) -> io::Result<()> {
        Ok(fs::fsync(self.open_below(path, DIRECTORY, Mode::empty())?)?)
    }

    pub(super) fn sync_file_system(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        fs::syncfs(&self.0)?;
        Ok(())
    }

    pub(super) fn list(&self, path: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let directory = self.open_below(path, DIRECTORY, Mode::empty())?;
        let mut entries = Vec::new();
        for entry in fs::Dir::new(directory.try_clone()?)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => {
                    let stat = fs::statat(&directory, name, AtFlags::SYMLINK_NOFOLLOW)?;
                    kind(FileType::from_raw_mode(stat.st_mode))
                }
                known => kind(known),
            };
            entries.push((name.to_owned(), kind));
        }
        Ok(entries)
    }

    /// Opens the parent directory of a path; returns it with the file name.
    fn parent<'a>(&self, path: &'a Path) -> io::Result<(OwnedFd, &'a OsStr)> {
        let name = path.file_name().ok_or(Errno::INVAL)?;
        let parent = path.parent().unwrap_or(Path::new(""));
        Ok((self.open_below(parent, PARENT, Mode::empty())?, name))
    }

    fn open_below(&self, path: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        #[cfg(target_os = "linux")]
        match by_kernel(&self.0, path, flags, mode) {
            // The call is missing or forbidden by a sandbox, or something was renamed meanwhile.
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => {}
            opened => return Ok(opened?),
        }
        by_components(&self.0, path, flags, mode)
    }
}

/// The bits of a mode that are copied.
const PERMISSIONS: Mode = Mode::RWXU.union(Mode::RWXG).union(Mode::RWXO);

/// The names of a file's extended attributes that belong to users, and of its access control list. The system sets others.
fn attributes(file: &File) -> io::Result<Vec<CString>> {
    let mut names = vec![0; 4096];
    let length = match fs::flistxattr(file, &mut names[..]) {
        Ok(length) => length,
        Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(Vec::new()),
        Err(Errno::RANGE) => return Err(io::Error::other("it has too many extended attributes")),
        Err(error) => return Err(error.into()),
    };
    let names = names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty());
    let is_copied = |name: &&[u8]| name.starts_with(b"user.") || *name == b"system.posix_acl_access";
    Ok(names.filter(is_copied).filter_map(|name| CString::new(name).ok()).collect())
}

/// The value of an extended attribute. Linux limits it to 64 KiB.
fn attribute(file: &File, name: &CString) -> io::Result<Vec<u8>> {
    let mut value = vec![0; 64 * 1024];
    let length = fs::fgetxattr(file, &**name, &mut value[..])?;
    value.truncate(length);
    Ok(value)
}

/// Source: Linux manual, openat2(2).
#[cfg(target_os = "linux")]
fn by_kernel(root: &File, path: &Path, flags: OFlags, mode: Mode) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    if is_switched_off() {
        return Err(Errno::NOSYS);
    }
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    fs::openat2(root, path, flags, mode, resolve)
}

/// Tests disable `openat2` with `POOLSMITH_OPENAT2=off`.
#[cfg(all(target_os = "linux", debug_assertions))]
fn is_switched_off() -> bool {
    static OFF: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
        std::env::var_os("POOLSMITH_OPENAT2").is_some_and(|value| value == "off")
    });
    *OFF
}

#[cfg(all(target_os = "linux", not(debug_assertions)))]
fn is_switched_off() -> bool {
    false
}

fn by_components(root: &File, path: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    let (parents, name) = match path.file_name() {
        Some(name) => (path.parent().unwrap_or(Path::new("")), name),
        None => (Path::new(""), OsStr::new(".")),
    };
    let mut directory: OwnedFd = root.try_clone()?.into();
    for component in parents {
        directory = open_component(&directory, component, PARENT, Mode::empty())?;
    }
    open_component(&directory, name, flags, mode)
}

fn open_component(directory: &OwnedFd, name: &OsStr, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    match fs::openat(directory, name, flags | OFlags::NOFOLLOW, mode) {
        // With `O_DIRECTORY`, the error for a link is the same as for a file.
        Err(Errno::NOTDIR) if is_link(directory, name) => Err(Errno::LOOP.into()),
        opened => Ok(opened?),
    }
}

fn is_link(directory: &OwnedFd, name: &OsStr) -> bool {
    let stat = fs::statat(directory, name, AtFlags::SYMLINK_NOFOLLOW);
    stat.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
}

fn kind(kind: FileType) -> Kind {
    match kind {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Directory,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    }
}
