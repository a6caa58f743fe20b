"""Prints what openpyxl, a second program, finds in a workbook, as JSON."""

import json
import sys

import openpyxl


def sheet(ws):
    """Cells and everything that a person sees or prints of a sheet."""
    validations = [
        {"type": v.type, "cells": str(v.sqref), "first": v.formula1, "second": v.formula2}
        for v in ws.data_validations.dataValidation
    ]
    area = ws.print_area  # a list before openpyxl 3.1, which Debian has
    return {
        "cells": [[cell.value for cell in row] for row in ws.iter_rows()],
        "formulas": [c.coordinate for row in ws.iter_rows() for c in row if c.data_type == "f"],
        "notes": {c.coordinate: c.comment.text for row in ws.iter_rows() for c in row if c.comment},
        "freeze": ws.freeze_panes,
        "filter": ws.auto_filter.ref,
        "print_area": area if isinstance(area, (str, type(None))) else ",".join(area),
        "title_rows": ws.print_title_rows,
        "paper": ws.page_setup.paperSize,
        "wide": ws.page_setup.fitToWidth,
        "high": ws.page_setup.fitToHeight,
        "fit": bool(ws.sheet_properties.pageSetUpPr and ws.sheet_properties.pageSetUpPr.fitToPage),
        "title": ws.oddHeader.left.text or "",
        "header": ws.oddHeader.center.text or "",
        "pages": ws.oddFooter.right.text or "",
        "footer": ws.oddFooter.left.text or "",
        "validations": validations,
    }


book = openpyxl.load_workbook(sys.argv[1])
json.dump({ws.title: sheet(ws) for ws in book.worksheets}, sys.stdout)
