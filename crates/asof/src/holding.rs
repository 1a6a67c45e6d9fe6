//! Who consolidates: at most one at a time, and whoever comes second is told who.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use asof_model::TxTime;

use crate::error::{Error, Result};

/// The file in a store's folder that says who consolidates it.
const FILE: &str = "consolidating";

/// Who consolidates a space, if anybody does.
#[derive(Default)]
pub(crate) struct Holder(Mutex<Option<String>>);

/// Held while a space is consolidated.
pub(crate) struct Held<'h> {
    holder: &'h Holder,
    file: Option<PathBuf>,
}

impl Holder {
    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes hold, or says who has it.
    pub fn take(&self, folder: Option<&Path>, space: &str, now: TxTime) -> Result<Held<'_>> {
        let mut holder = self.lock();
        if let Some(holder) = &*holder {
            return Err(Error::conflict(format!("the space `{space}` is being consolidated by {holder}; wait until it is done")));
        }
        let who = format!("process {} since {now}", std::process::id());
        let file = folder.map(|folder| folder.join(FILE));
        // Whether others learn who it is does not decide whether it may go on.
        let written = file.as_ref().is_some_and(|file| fs::write(file, format!("{who} (space `{space}`)\n")).is_ok());
        *holder = Some(who);
        Ok(Held { holder: self, file: file.filter(|_| written) })
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.holder.lock() = None;
        if let Some(file) = &self.file {
            let _ = fs::remove_file(file);
        }
    }
}

/// Who consolidates a store that is in use, as it says of itself.
pub(crate) fn holder_of(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(FILE)).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty() && text.len() < 500)
}

/// Forgets a consolidation that was cut short: nobody else has the store open.
pub(crate) fn forget(folder: &Path) {
    let _ = fs::remove_file(folder.join(FILE));
}
