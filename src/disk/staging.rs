//! Files are written beside their places first and put there by a rename, so that none is ever seen
//! half written.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::parallel;

/// The end of the name that a file has until it is put in its place.
const STAGED: &str = ".poolsmith-new";
/// Fewer files are flushed one by one, more of them with everything else on their disk.
const FEW: usize = 128;

/// An error, and the path that it is about.
pub type PathError = (PathBuf, io::Error);

/// Where a file waits until it is put in its place.
pub fn staged(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(STAGED);
    target.with_file_name(name)
}

/// Writes files beside their places, with the folders that they need, and flushes them to the disk.
///
/// # Errors
/// As the operating system says. What was written by then is still there.
pub fn stage(root: &Path, files: &[(&str, &str)]) -> Result<(), PathError> {
    let one_by_one = files.len() <= FEW;
    let written = parallel::map(files, |(path, text)| {
        let target = root.join(path);
        write(&target, text.as_bytes(), one_by_one).map_err(|error| (target, error))
    });
    written.into_iter().collect::<Result<(), PathError>>()?;
    if one_by_one { Ok(()) } else { flush(root) }
}

/// Writes one file beside its place, and flushes it.
///
/// # Errors
/// As the operating system says.
pub fn stage_one(target: &Path, text: &str) -> Result<(), PathError> {
    write(target, text.as_bytes(), true).map_err(|error| (target.to_path_buf(), error))
}

/// Replaces one file by way of another beside it, with the permissions that it has.
///
/// # Errors
/// As the operating system says; the file is as it was.
pub fn replace(target: &Path, text: &str) -> Result<(), PathError> {
    let temporary = staged(target);
    let replaced = fs::metadata(target).and_then(|metadata| {
        let mut file = create_private(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(metadata.permissions())?;
        fs::rename(&temporary, target)
    });
    replaced.map_err(|error| {
        let _ = fs::remove_file(&temporary); // the error to tell is the first
        (target.to_path_buf(), error)
    })
}

/// A new file that nobody else may read, so that none sees what the one that it replaces keeps. What a
/// killed process has left there goes, a link as well, which is not followed.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            options.open(path)
        }
        opened => opened,
    }
}

fn write(target: &Path, bytes: &[u8], flush: bool) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        point();
        fs::create_dir_all(folder)?;
    }
    point();
    let mut file = File::create(staged(target))?;
    // Whoever watches for a file that is half there finds only this one.
    let (first, second) = bytes.split_at(bytes.len() / 2);
    file.write_all(first)?;
    point();
    file.write_all(second)?;
    if let Ok(replaced) = fs::metadata(target) {
        file.set_permissions(replaced.permissions())?;
    }
    if flush { file.sync_data() } else { Ok(()) }
}

/// Puts a file in its place.
///
/// # Errors
/// As the operating system says.
pub fn put_in_place(target: &Path) -> Result<(), PathError> {
    point();
    fs::rename(staged(target), target).map_err(|error| (target.to_path_buf(), error))
}

/// Renames a file.
///
/// # Errors
/// As the operating system says.
pub fn rename(from: &Path, to: &Path) -> Result<(), PathError> {
    point();
    fs::rename(from, to).map_err(|error| (to.to_path_buf(), error))
}

/// Removes a file, if it is there.
///
/// # Errors
/// As the operating system says.
pub fn remove(path: &Path) -> Result<(), PathError> {
    point();
    match fs::remove_file(path) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err((path.to_path_buf(), error))
        }
        _ => Ok(()),
    }
}

/// Removes a folder if nothing is in it.
pub fn remove_if_empty(folder: &Path) -> bool {
    point();
    fs::remove_dir(folder).is_ok()
}

/// Makes a folder, and those above it.
///
/// # Errors
/// As the operating system says.
pub fn make_folder(folder: &Path) -> Result<(), PathError> {
    fs::create_dir_all(folder).map_err(|error| (folder.to_path_buf(), error))
}

/// Waits until what was written or renamed has reached the disk: in these folders, if they are few,
/// else on the whole disk that the workspace is on.
///
/// # Errors
/// As the operating system says.
pub fn flush_folders(root: &Path, folders: &[PathBuf]) -> Result<(), PathError> {
    point();
    if folders.len() > FEW {
        return flush(root);
    }
    let flushed =
        parallel::map(folders, |folder| match File::open(folder).and_then(|open| open.sync_all()) {
            // A folder that is gone has nothing to lose, and not every file system can flush one.
            Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => {
                Err((folder.clone(), error))
            }
            _ => Ok(()),
        });
    flushed.into_iter().collect()
}

fn flush(root: &Path) -> Result<(), PathError> {
    #[cfg(target_os = "linux")]
    let flushed = File::open(root).and_then(|folder| rustix::fs::syncfs(folder).map_err(io::Error::from));
    #[cfg(not(target_os = "linux"))]
    let flushed = Ok(());
    flushed.map_err(|error| (root.to_path_buf(), error))
}

/// Held while the workspace is this process's; whatever ends the process ends it.
pub struct Held {
    _folder: Option<File>,
}

/// Takes the workspace for this process, or says after a while that another has it.
///
/// # Errors
/// As the operating system says.
pub fn hold(root: &Path, patience: Duration) -> io::Result<Option<Held>> {
    const PAUSE: Duration = Duration::from_millis(20);
    // The lock is on the folder itself, so that none is left over. Where folders can't be opened or
    // locked, there is none.
    let Ok(folder) = File::open(root) else { return Ok(Some(Held { _folder: None })) };
    let mut waited = Duration::ZERO;
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(Held { _folder: Some(folder) })),
            Err(TryLockError::WouldBlock) if waited >= patience => return Ok(None),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(_)) => return Ok(Some(Held { _folder: None })),
        }
        waited += PAUSE;
    }
}

/// A place where the process may be killed: tests end it here, at the place whose number is in
/// `POOLSMITH_DIE_AT`, as a signal would: nothing is cleaned up.
#[cfg(debug_assertions)]
pub(crate) fn point() {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static DIE_AT: OnceLock<Option<usize>> = OnceLock::new();
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let die_at = DIE_AT.get_or_init(|| std::env::var("POOLSMITH_DIE_AT").ok()?.parse().ok());
    if die_at.is_some_and(|number| PASSED.fetch_add(1, Ordering::SeqCst) + 1 == number) {
        std::process::abort();
    }
}

/// In a release nothing dies on purpose.
#[cfg(not(debug_assertions))]
pub(crate) fn point() {}
