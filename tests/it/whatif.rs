//! Changed counties: edits, scenario files, plans of them side by side, what is kept, curves, random
//! rosters.

mod compare;
mod edits;
mod files;
mod freeze;
mod samples;
