//! The `jiedui` program.

use std::io::{self, Write as _};
use std::process::{self, ExitCode};

use jiedui::cli;

fn main() -> ExitCode {
    let handler = || {
        if cli::interrupt() {
            process::exit(cli::INTERRUPTED);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        tell(&format!("warning: Ctrl-C will not keep the best plan: {error}"));
    }
    match cli::run(std::env::args_os()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            tell(&format!("error: {}", cli::explain(&error)));
            cli::Exit::BadInput.into()
        }
    }
}

/// On standard error; if that is closed, there is nobody to tell.
fn tell(message: &str) {
    drop(writeln!(io::stderr(), "{message}"));
}
