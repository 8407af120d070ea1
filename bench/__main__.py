"""``python -m bench [--only NAME] [--size team|company|group]``: the figures, as a table and as JSON lines.

Exit status 1 when a goal is missed. See docs/performance.md for what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", default="", help="name of a suite: foundation")
    parser.add_argument("--size", default="company", choices=("team", "company", "group"))
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")
    django.setup()
    from bench.suites import SUITES

    if arguments.only and arguments.only not in SUITES:
        print(f"No suite {arguments.only!r}; there are: {', '.join(SUITES)}.", file=sys.stderr)
        return 2
    missed = 0
    for name, suite in SUITES.items():
        if arguments.only in ("", name):
            figures = suite(arguments.size)
            width = max(len(figure.name) for figure in figures)
            print(f"\n{name} ({arguments.size})")
            for figure in figures:
                mark = "ok  " if figure.is_met else "MISS"
                print(
                    f"  {mark} {figure.name:<{width}}  {figure.value:>9.2f} {figure.unit:<8} goal {figure.sign} {figure.goal:g}"
                )
            for figure in figures:
                print(json.dumps(figure.as_json(name, arguments.size), ensure_ascii=False))
            missed += sum(not figure.is_met for figure in figures)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
