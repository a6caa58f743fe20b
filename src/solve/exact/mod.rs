//! The integer program and HiGHS.
