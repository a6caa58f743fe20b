//! What makes the replacing of several files one step: a journal of the renames, written before the
//! first of them (a redo log, as databases keep one).
//!
//! ```text
//! new files beside their targets, synced ─▶ journal ─▶ renames ─▶ journal removed
//!                      old files count        │          new files count
//!                                        the one moment
//! ```
//!
//! Who finds a journal makes its renames, all of which can be made twice: so a process that was killed,
//! or a machine that lost its power, leaves the old files or the new ones, never some of each. What
//! else lies about under a temporary name belongs to nobody, and is removed by the next who writes.
//!
//! Writers of a folder exclude each other and all who read it here, by a lock on the folder itself,
//! which the system lets go of when its holder dies. Where folders cannot be locked (some network
//! drives, Windows), two programs at a time are not kept apart.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{WriteError, at, mode_of, step, sync_folders, temporary};

/// How files that are not in place yet begin.
pub(super) const PREFIX: &str = ".jiedui-";
const NAME: &str = ".jiedui-journal";
/// How often a folder that is locked is tried, and the time between.
const TRIES: u32 = 18;
const BETWEEN: Duration = Duration::from_millis(50);

/// A change to be made, by names relative to the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The file that is to be there, or to be removed.
    pub(super) target: PathBuf,
    /// Its new content, under a temporary name.
    pub(super) new: Option<PathBuf>,
}

/// A folder that no other process writes, whose files are all of one time.
#[derive(Debug)]
pub struct Settled {
    /// Holds the lock; `None` where folders cannot be locked.
    lock: Option<File>,
}

/// Brings a folder in order for reading: what a process that was killed had begun is ended. It stays
/// so until the answer is dropped. Nothing happens where there is no such folder.
///
/// # Errors
/// If another process is writing it for long, or a file could not be put in place.
pub fn settle(folder: &Path) -> Result<Settled, WriteError> {
    if !folder.is_dir() {
        return Ok(Settled { lock: None });
    }
    // `previous/` of an instance is written with the instance.
    if let Some(above) = folder.parent().filter(|above| above.join(NAME).exists()) {
        drop(own(above)?);
    }
    loop {
        let lock = lock(folder, File::try_lock_shared)?;
        if !folder.join(NAME).exists() {
            return Ok(Settled { lock });
        }
        drop(lock);
        drop(own(folder)?);
    }
}

/// Takes a folder for writing, in order.
pub(super) fn own(folder: &Path) -> Result<Settled, WriteError> {
    let lock = lock(folder, File::try_lock)?;
    redo(folder)?;
    Ok(Settled { lock })
}

impl Settled {
    /// Removes what nobody needs any more from folders that the lock stands for. Best effort.
    pub(super) fn sweep<'p>(&self, folders: impl Iterator<Item = &'p Path>) {
        if self.lock.is_none() {
            return;
        }
        let entries = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let is_ours = |name: &str| name.starts_with(PREFIX) && name != NAME;
        for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_ours)) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// Locks a folder; `None` where that cannot be done.
fn lock(
    folder: &Path,
    try_lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<File>, WriteError> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    for _ in 0..TRIES {
        match try_lock(&file) {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    let busy = io::Error::new(io::ErrorKind::ResourceBusy, "another process is writing it");
    Err(at(folder)(busy))
}

/// Puts the journal in place: from here on the new files count.
pub(super) fn write(folder: &Path, entries: &[Entry]) -> Result<(), WriteError> {
    let path = folder.join(NAME);
    let content = serde_json::to_vec(entries).map_err(io::Error::other).map_err(at(&path))?;
    let mode = File::open(folder).and_then(|file| mode_of(&file)).unwrap_or(0o600) & 0o666;
    let new = temporary(&path, mode, |file| {
        io::Write::write_all(file, &content)?;
        file.sync_all()
    })?;
    step();
    new.persist(&path).map_err(|error| at(&path)(error.error))?;
    sync_folders(&[path]);
    Ok(())
}

/// Removes the journal: its changes are made, or taken back.
pub(super) fn remove(folder: &Path) -> Result<(), WriteError> {
    let path = folder.join(NAME);
    fs::remove_file(&path).map_err(at(&path))?;
    sync_folders(&[path]);
    Ok(())
}

/// Makes the changes of a journal that was left, as far as they are not made.
fn redo(folder: &Path) -> Result<(), WriteError> {
    let path = folder.join(NAME);
    let content = match fs::read(&path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(&path)(error)),
    };
    let entries: Vec<Entry> =
        serde_json::from_slice(&content).map_err(io::Error::from).map_err(at(&path))?;
    let mut targets = Vec::new();
    for entry in entries {
        let target = folder.join(inside(&path, entry.target)?);
        let new = entry.new.map(|new| Ok(folder.join(inside(&path, new)?))).transpose()?;
        let is_made = new.as_ref().map_or(!target.exists(), |new| !new.exists());
        if !is_made {
            let made = new.map_or_else(|| fs::remove_file(&target), |new| fs::rename(new, &target));
            made.map_err(at(&target))?;
            targets.push(target);
        }
        step();
    }
    sync_folders(&targets);
    remove(folder)
}

/// The same path if it stays within the folder: who could write the journal might have been anybody.
fn inside(journal: &Path, path: PathBuf) -> Result<PathBuf, WriteError> {
    let normal = |part| matches!(part, std::path::Component::Normal(_));
    if path.components().all(normal) {
        return Ok(path);
    }
    let text = "it names a file outside its folder";
    Err(at(journal)(io::Error::new(io::ErrorKind::InvalidData, text)))
}
