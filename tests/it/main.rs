//! All integration tests in one binary, so that HiGHS is linked once.

mod auto;
mod bench;
mod bound;
mod brute;
mod budget;
mod checking;
mod command_line;
mod diagnose;
mod diff;
mod exact;
mod explain;
mod fctp;
mod first_plan;
mod flows;
mod generating;
mod house;
mod language;
mod options;
mod pins;
mod plans;
mod reading;
mod readme;
mod search;
mod support;
mod warm;
mod whatif;
