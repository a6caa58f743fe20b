//! CSV tables as bytes, and several files written whole or not at all.
//!
//! Every file is first written and synced under a temporary name beside its target; only when all
//! of them are safe are they renamed. Should a rename fail, those before it are undone; should the
//! process be killed between two, the next one ends what was begun ([`journal`]). To sync is
//! what takes long, up to a tenth of a second for a plan on a busy disk, whatever its size: the files
//! are synced side by side, so that the system can do it in one go, and the copies of what was
//! there, which only serve this process, are not synced at all.

pub(crate) mod journal;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::model::data::PlanTables;

/// A file that could not be written; nothing was left behind.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", path.display())]
pub struct WriteError {
    /// The file or folder concerned.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError { path, source }
}

/// Writes all `files` (relative name with `/`, content) into `folder`, which is made if need be.
/// Other files in it are left alone.
///
/// # Errors
/// The first file or folder that could not be written. The folder is then as it was before.
pub(crate) fn write_all(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<(), WriteError> {
    replace_all(folder, files, &[])
}

/// As [`write_all`], for files with names or phones of people: only their owner may read them, and
/// enter the folders made for them.
///
/// # Errors
/// As [`write_all`].
pub(crate) fn write_private(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
) -> Result<(), WriteError> {
    replace(folder, files, &[], OWNER)
}

/// As [`replace_all`], for files as of [`write_private`].
///
/// # Errors
/// As [`write_all`].
pub(crate) fn replace_private(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    obsolete: &[&str],
) -> Result<(), WriteError> {
    replace(folder, files, obsolete, OWNER)
}

/// Permissions of what is made, less the umask. A folder that is there keeps its own.
#[derive(Clone, Copy)]
struct Modes {
    file: u32,
    folder: u32,
}

/// As the umask has it.
const ANYONE: Modes = Modes { file: 0o666, folder: 0o777 };
/// For nobody but the owner.
const OWNER: Modes = Modes { file: 0o600, folder: 0o700 };

/// As [`write_all`]; the files named in `obsolete` are removed in the same go, where they exist, and
/// so is a folder within `folder` that they leave empty.
///
/// # Errors
/// As [`write_all`].
pub(crate) fn replace_all(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    obsolete: &[&str],
) -> Result<(), WriteError> {
    replace(folder, files, obsolete, ANYONE)
}

fn replace(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    obsolete: &[&str],
    modes: Modes,
) -> Result<(), WriteError> {
    let mut made = MadeFolders { mode: modes.folder, folders: Vec::new() };
    made.make(folder)?;
    let names = files.iter().map(|(name, _)| name.as_str()).chain(obsolete.iter().copied());
    let mut within: Vec<PathBuf> = names.map(|n| parent(&folder.join(n)).to_owned()).collect();
    within.sort_unstable();
    within.dedup();
    let settled = journal::own(folder)?;
    settled.sweep(within.iter().map(PathBuf::as_path));
    let mut changes = prepare(folder, files, obsolete, (&mut made, modes))?;
    put_in_place(folder, &mut changes)?;
    let targets: Vec<PathBuf> = changes.into_iter().map(|change| change.target).collect();
    remove_emptied(folder, &targets);
    made.keep();
    Ok(())
}

/// Writes the new files beside their targets, and copies of what is there.
fn prepare(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    obsolete: &[&str],
    (made, modes): (&mut MadeFolders, Modes),
) -> Result<Vec<Change>, WriteError> {
    let mut changes = Vec::with_capacity(files.len() + obsolete.len());
    for (name, content) in files {
        let target = folder.join(name);
        made.make(parent(&target))?;
        if target.is_dir() {
            return Err(at(&target)(io::ErrorKind::IsADirectory.into()));
        }
        let new = temporary(&target, modes.file, |file| file.write_all(&content))?;
        changes.push(Change { target, new: Some(new), old: None });
        step();
    }
    let obsolete = obsolete.iter().map(|name| folder.join(name)).filter(|path| path.is_file());
    changes.extend(obsolete.map(|target| Change { target, new: None, old: None }));
    for change in &mut changes {
        change.keep_old()?;
        step();
    }
    sync_new(&changes)?;
    Ok(changes)
}

/// Makes all changes, or none. A single one needs no journal.
fn put_in_place(folder: &Path, changes: &mut [Change]) -> Result<(), WriteError> {
    let targets: Vec<PathBuf> = changes.iter().map(|change| change.target.clone()).collect();
    let is_journalled = changes.len() > 1;
    if is_journalled {
        let entries: Vec<journal::Entry> =
            changes.iter().map(|change| change.entry(folder)).collect();
        sync_folders(&targets);
        journal::write(folder, &entries)?;
    }
    step();
    let result = apply_all(folder, changes);
    sync_folders(&targets);
    if is_journalled {
        journal::remove(folder)?;
    }
    step();
    result
}

/// Where tests let the process die.
fn step() {
    #[cfg(test)]
    tests::crash::step();
}

/// A table as CSV: the header, then the rows, each as wide as the header.
///
/// # Panics
/// If a row is not as wide as the header.
pub(crate) fn csv_table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("memory does not fail");
    for row in rows {
        writer.write_record(&row).expect("memory does not fail, and the row has the right width");
    }
    writer.into_inner().expect("memory does not fail")
}

/// The three tables of a plan as files, each name preceded by `prefix` (`""`, `"previous/"`).
pub(crate) fn plan_files(prefix: &str, tables: &PlanTables) -> Vec<(String, Vec<u8>)> {
    let attachments = tables
        .attachments
        .iter()
        .map(|r| [r.village_id.clone(), r.agency_id.clone(), r.role.en().to_owned()]);
    let teams = tables
        .teams
        .iter()
        .map(|r| [r.village_id.clone(), r.cadre_id.clone(), r.role.en().to_owned()]);
    let pairings = tables.pairings.iter().map(|r| [r.household_id.clone(), r.cadre_id.clone()]);
    vec![
        (
            format!("{prefix}attachments.csv"),
            csv_table(["village_id", "agency_id", "role"], attachments),
        ),
        (format!("{prefix}teams.csv"), csv_table(["village_id", "cadre_id", "role"], teams)),
        (format!("{prefix}pairings.csv"), csv_table(["household_id", "cadre_id"], pairings)),
    ]
}

/// One file to be put in place, or removed where there is nothing new.
struct Change {
    target: PathBuf,
    new: Option<NamedTempFile>,
    /// A copy of what the target was before.
    old: Option<NamedTempFile>,
}

impl Change {
    fn entry(&self, folder: &Path) -> journal::Entry {
        self.entry_with(folder, self.new.as_ref())
    }

    /// What takes it back.
    fn reverse(&self, folder: &Path) -> journal::Entry {
        self.entry_with(folder, self.old.as_ref())
    }

    fn entry_with(&self, folder: &Path, content: Option<&NamedTempFile>) -> journal::Entry {
        let target = self.target.strip_prefix(folder).expect("it was joined to it").to_owned();
        let name = content.and_then(|file| file.path().file_name());
        journal::Entry { new: name.map(|name| target.with_file_name(name)), target }
    }

    fn keep_old(&mut self) -> Result<(), WriteError> {
        if self.target.is_file() {
            let mut source = File::open(&self.target).map_err(at(&self.target))?;
            let mode = mode_of(&source).map_err(at(&self.target))?;
            let old =
                temporary(&self.target, mode, |copy| io::copy(&mut source, copy).map(|_| ()))?;
            self.old = Some(old);
        }
        Ok(())
    }

    fn apply(&mut self) -> Result<(), WriteError> {
        match self.new.take() {
            Some(new) => new.persist(&self.target).map(|_| ()).map_err(|failure| {
                // As long as the journal speaks of it, it must be there.
                self.new = Some(failure.file);
                at(&self.target)(failure.error)
            }),
            None => fs::remove_file(&self.target).map_err(at(&self.target)),
        }
    }

    fn undo(&mut self) {
        match self.old.take() {
            Some(old) => drop(old.persist(&self.target)),
            None => drop(fs::remove_file(&self.target)),
        }
        step();
    }
}

/// Syncs the new files, side by side.
fn sync_new(changes: &[Change]) -> Result<(), WriteError> {
    const THREADS: usize = 16;
    let sync = |change: &Change| match &change.new {
        Some(new) => new.as_file().sync_all().map_err(at(&change.target)),
        None => Ok(()),
    };
    let shares = changes.chunks(changes.len().div_ceil(THREADS).max(1));
    std::thread::scope(|scope| {
        let share = |own: &'_ [Change]| own.iter().try_for_each(sync);
        let threads: Vec<_> = shares.map(|own| scope.spawn(move || share(own))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("syncing does not panic"))
    })
}

/// Makes the changes. Should one fail, those before it are taken back, which is journalled as well.
fn apply_all(folder: &Path, changes: &mut [Change]) -> Result<(), WriteError> {
    for i in 0..changes.len() {
        if let Err(error) = changes[i].apply() {
            let made = &mut changes[..i];
            let back: Vec<journal::Entry> = made.iter().map(|c| c.reverse(folder)).collect();
            if !back.is_empty() {
                // Best effort, as is what follows: the fault that led here is the one to report.
                drop(journal::write(folder, &back));
            }
            step();
            made.iter_mut().rev().for_each(Change::undo);
            return Err(error);
        }
        step();
    }
    Ok(())
}

/// Folders made for the files, with these permissions; removed again unless kept.
struct MadeFolders {
    mode: u32,
    folders: Vec<PathBuf>,
}

impl MadeFolders {
    fn make(&mut self, folder: &Path) -> Result<(), WriteError> {
        let missing = folder.ancestors().filter(|f| !f.as_os_str().is_empty() && !f.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            make_folder(&folder, self.mode).map_err(at(&folder))?;
            self.folders.push(folder);
        }
        Ok(())
    }

    fn keep(mut self) {
        self.folders.clear();
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.folders.iter().rev() {
            // A folder that someone else has begun to use stays.
            drop(fs::remove_dir(folder));
        }
    }
}

fn make_folder(folder: &Path, mode: u32) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(mode);
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder.create(folder)
}

fn parent(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Permissions of a file, where the system has such.
fn mode_of(file: &File) -> io::Result<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Ok(file.metadata()?.permissions().mode() & 0o777)
    }
    #[cfg(not(unix))]
    file.metadata().map(|_| ANYONE.file)
}

/// A file beside `target`, removed when dropped, with these permissions less the umask.
fn temporary(
    target: &Path,
    mode: u32,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<NamedTempFile, WriteError> {
    let make = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix(journal::PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = mode;
        let mut temporary = builder.tempfile_in(parent(target))?;
        fill(temporary.as_file_mut())?;
        Ok(temporary)
    };
    make().map_err(at(target))
}

/// Best effort: a folder that still holds something stays.
fn remove_emptied(folder: &Path, targets: &[PathBuf]) {
    for target in targets.iter().filter(|target| !target.exists()) {
        let emptied = parent(target);
        if emptied != folder && emptied.starts_with(folder) {
            drop(fs::remove_dir(emptied));
        }
    }
}

/// Makes the renames durable where folders can be synced; elsewhere the system does as it likes.
fn sync_folders(targets: &[PathBuf]) {
    let mut folders: Vec<&Path> = targets.iter().map(|target| parent(target)).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        if let Ok(folder) = File::open(folder) {
            drop(folder.sync_all());
        }
    }
}

#[cfg(test)]
mod tests;
