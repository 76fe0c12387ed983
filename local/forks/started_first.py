"""Imported first of all by a command that may run a program: starts what programs are forked from.

It takes a second of another core, while this process loads what itself needs.
"""

from __future__ import annotations

import sys

from local.forks.programs import PROGRAMS

RUN_A_PROGRAM = ("demo", "flash-sale", "preview", "soak", "up")

if PROGRAMS is not None and sys.argv[1:2] and sys.argv[1] in RUN_A_PROGRAM:
    PROGRAMS.start()
