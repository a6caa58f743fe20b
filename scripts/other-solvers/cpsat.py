#!/usr/bin/env python3
"""Solves an exported program with CP-SAT and writes the log that `jiedui bench --log` reads.

    pip install ortools
    python3 scripts/other-solvers/cpsat.py model.mps --limit 60 --threads 2 --log cpsat.log

OR-Tools reads the MPS and scales the few continuous columns to whole numbers; all others are whole.
"""

import argparse
import os

from ortools.linear_solver.python import model_builder

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("model", help="the program, as `jiedui export` writes it")
parser.add_argument("--log", required=True, help="the log to write")
parser.add_argument("--limit", type=float, default=60.0, help="seconds")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()

model = model_builder.Model()
if not model.import_from_mps_file(args.model):
    raise SystemExit(f"{args.model} cannot be read")
solver = model_builder.Solver("sat")
solver.set_time_limit_in_seconds(args.limit)
solver.set_solver_specific_parameters(
    f"num_workers:{args.threads} random_seed:{args.seed} mip_max_bound:1e9 "
    "log_search_progress:true log_to_stdout:true"
)
# CP-SAT logs to the standard output of the process, which Python's own does not catch.
with open(args.log, "w") as log:
    os.dup2(log.fileno(), 1)
    solver.solve(model)
