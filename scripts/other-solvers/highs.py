#!/usr/bin/env python3
"""Solves an exported program with HiGHS and writes the log that `jiedui bench --log` reads.

    pip install highspy
    python3 scripts/other-solvers/highs.py model.mps --limit 60 --threads 2 --log highs.log
"""

import argparse

import highspy

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("model", help="the program, as `jiedui export` writes it")
parser.add_argument("--log", required=True, help="the log to write")
parser.add_argument("--limit", type=float, default=60.0, help="seconds")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()

open(args.log, "w").close()  # HiGHS appends
solver = highspy.Highs()
solver.setOptionValue("log_file", args.log)
solver.setOptionValue("time_limit", args.limit)
solver.setOptionValue("threads", args.threads)
solver.setOptionValue("random_seed", args.seed)
solver.setOptionValue("mip_rel_gap", 0.0)
solver.setOptionValue("mip_abs_gap", 0.99)  # costs are whole numbers
if solver.readModel(args.model) == highspy.HighsStatus.kError:
    raise SystemExit(f"{args.model} cannot be read")
solver.run()
