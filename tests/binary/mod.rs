//! The `asof` binary, for the tests that run it.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The command line, built once.
pub fn binary() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let test = env::current_exe().unwrap();
        let profile = test.parent().and_then(Path::parent).unwrap();
        let binary = profile.join("asof").with_extension(env::consts::EXE_EXTENSION);
        // Under cargo always, which costs nothing when it is up to date: a stale binary would pass for this one.
        if env::var_os("CARGO").is_some() || !binary.is_file() {
            let name = profile.file_name().and_then(|name| name.to_str()).unwrap();
            let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let mut build = Command::new(cargo);
            build.args(["build", "--quiet", "--offline", "-p", "asof-cli", "--profile", if name == "debug" { "dev" } else { name }]);
            build.arg("--target-dir").arg(profile.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR"));
            assert!(build.status().unwrap().success(), "the command line builds");
        }
        binary
    })
}
