"""Solves MPS files with SCIP, a second solver; prints one line a file: its optimum, or `infeasible`.

Reads the files' names, one a line, from standard input.
"""

import sys

import pyscipopt

for path in sys.stdin.read().splitlines():
    solver = pyscipopt.Model()
    solver.hideOutput()
    solver.readProblem(path)
    solver.setParam("limits/gap", 0.0)
    solver.setParam("numerics/feastol", 1e-9)
    solver.optimize()
    status = solver.getStatus()
    print(repr(solver.getObjVal()) if status == "optimal" else status)
