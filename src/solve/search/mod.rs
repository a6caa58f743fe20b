//! The parallel heuristic.
