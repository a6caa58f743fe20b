//! The `jiedui` program.
#![forbid(unsafe_code)]

use std::io::{self, Write as _};

use jiedui::cli;

fn main() {
    if let Err(error) = listen() {
        cli::warn_of_interrupts(&error);
    }
    let exit = cli::run(std::env::args_os());
    drop(io::stdout().flush()); // what could not be written has been told
    leave(exit as i32)
}

fn interrupted() {
    if cli::interrupt() {
        leave(cli::INTERRUPTED);
    }
}

/// Ends the process at once.
///
/// What C++ does at a usual exit is left out: a thread that was left behind may still be in HiGHS, whose
/// own threads were then seen to abort the program in place of its exit code.
#[cfg(unix)]
fn leave(code: i32) -> ! {
    signal_hook::low_level::exit(code)
}

#[cfg(not(unix))]
fn leave(code: i32) -> ! {
    std::process::exit(code)
}

/// Calls [`interrupted`] for each Ctrl-C, and each SIGTERM and SIGHUP.
///
/// A SIGHUP that is ignored, as `nohup` has it, stays ignored, so that a closed terminal does not end
/// the solve. Where that cannot be told, SIGHUP is left as it is.
#[cfg(unix)]
fn listen() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut caught = vec![SIGINT, SIGTERM];
    if is_ignored(SIGHUP) == Some(false) {
        caught.push(SIGHUP);
    }
    let mut signals = signal_hook::iterator::Signals::new(caught)?;
    let watch = move || signals.forever().for_each(|_| interrupted());
    std::thread::Builder::new().name("signals".to_owned()).spawn(watch).map(drop)
}

/// Whether the process ignores a signal, as Linux tells in proc(5), `SigIgn`.
#[cfg(unix)]
fn is_ignored(signal: i32) -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    Some(mask >> (signal - 1) & 1 == 1)
}

#[cfg(not(unix))]
fn listen() -> io::Result<()> {
    ctrlc::set_handler(interrupted).map_err(io::Error::other)
}
