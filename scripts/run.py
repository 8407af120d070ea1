#!/usr/bin/env python3
"""The one script behind make: ``python scripts/run.py demo|test|check|dev|bench|data|screenshots``.

Needs Python 3.11 or newer and nothing installed. This file alone keeps to old syntax, so that an older
Python answers with a sentence; it hands on to a newer one where there is one.
"""
# ruff: noqa: UP031, RUF005, PTH100, PTH118, PTH120, PTH123

import os
import subprocess
import sys

LEAST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")


def too_old(version):  # type: ignore[no-untyped-def]  # old syntax by intention
    """The sentence for a Python that is too old; None when it is not."""
    if tuple(version[:2]) >= LEAST:
        return None
    found = ".".join(str(part) for part in version[:3])
    needed = "pmcomms needs Python %d.%d or newer, and this is %s." % (LEAST[0], LEAST[1], found)
    return needed + " Install one, or name it: make demo PYTHON=/path/to/python3"


def newer_python():  # type: ignore[no-untyped-def]  # old syntax by intention
    """The path of a Python on this machine that is new enough and runs; None when there is none."""
    for name in NEWER:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, name)
            if os.access(path, os.X_OK):
                asked = "import sys; sys.exit(sys.version_info < (%d, %d))" % LEAST
                with open(os.devnull, "w") as nowhere:
                    if subprocess.call([path, "-c", asked], stdout=nowhere, stderr=nowhere) == 0:
                        return path
    return None


def main():  # type: ignore[no-untyped-def]  # old syntax by intention
    refusal = too_old(sys.version_info)
    if refusal:
        newer = newer_python()
        if newer:
            os.execv(newer, [newer] + sys.argv)
        sys.stderr.write(refusal + "\n")
        return 1
    # The folder of this file would shadow installed packages; the project's root is what is wanted.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    from scripts.commands import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
