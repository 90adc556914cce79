"""Write what the corpus scores now as the floors that `test_gate.py` holds.

python -m tests.corpus.pin                 after a rise, or after rows were added
python -m tests.corpus.pin --allow-lower   where a floor must fall; say why in the commit
"""

import argparse
import sys
import tomllib

from streams.alert.rules import load_default_rules
from streams.app import load_words
from tests.corpus.gate import FLOORS, digest, read_corpus, score

_HEAD = """\
# Floors of the quality gate: the share of right rows, a family and a language, rounded down.
# Written by `python -m tests.corpus.pin`; `digest` ties them to the rows they were measured on.
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and write; give 1 and write nothing where a floor would fall unasked."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.pin", description=__doc__)
    parser.add_argument("--allow-lower", action="store_true", help="let floors fall")
    allow_lower = parser.parse_args(arguments).allow_lower
    rows = read_corpus()
    scores = score(rows, load_words(load_default_rules()))
    old = tomllib.loads(FLOORS.read_text("utf-8"))["floors"] if FLOORS.exists() else {}
    fallen = [
        f"{group}: {floor} -> {scores[group].ratio if group in scores else 'gone'}"
        for group, floor in old.items()
        if group not in scores or scores[group].ratio < floor
    ]
    print("\n".join(f"{group}: {one.right} of {one.rows}" for group, one in scores.items()))
    if fallen and not allow_lower:
        print("not written; these floors would fall:", *fallen, sep="\n  ", file=sys.stderr)
        return 1
    lines = [f'"{group}" = {one.ratio}' for group, one in scores.items()]
    content = [_HEAD, f'digest = "{digest(rows)}"', "", "[floors]", *lines]
    FLOORS.write_text("\n".join(content) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
