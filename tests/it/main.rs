//! All integration tests in one binary, so that HiGHS is linked once.

mod auto;
mod bench;
mod bound;
mod brute;
mod budget;
mod cards;
mod checking;
mod command_line;
mod diagnose;
mod diff;
mod exact;
mod explain;
mod faults;
mod fctp;
mod first_plan;
mod flows;
mod generating;
#[cfg(target_os = "linux")]
mod highs;
mod house;
mod language;
mod load;
mod options;
mod page;
mod pins;
mod plans;
mod privacy;
mod reading;
mod readme;
mod search;
mod supply;
mod support;
mod terminal;
mod warm;
mod whatif;
mod workbook;
