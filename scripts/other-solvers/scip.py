#!/usr/bin/env python3
"""Solves an exported program with SCIP and writes the log that `jiedui bench --log` reads.

    pip install pyscipopt
    python3 scripts/other-solvers/scip.py model.mps --limit 60 --log scip.log

SCIP as pip installs it runs on one thread.
"""

import argparse
import os

import pyscipopt

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("model", help="the program, as `jiedui export` writes it")
parser.add_argument("--log", required=True, help="the log to write")
parser.add_argument("--limit", type=float, default=60.0, help="seconds")
parser.add_argument("--threads", type=int, default=1, help="accepted for symmetry; not used")
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()

if os.path.exists(args.log):
    os.remove(args.log)  # SCIP appends
solver = pyscipopt.Model()
solver.setLogfile(args.log)
solver.readProblem(args.model)
solver.setParam("limits/time", args.limit)
solver.setParam("limits/gap", 0.0)
solver.setParam("randomization/randomseedshift", args.seed)
solver.setParam("timing/clocktype", 2)  # wall clock, as the others have it
solver.setParam("display/width", 160)
solver.optimize()
