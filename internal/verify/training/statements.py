"""Write files of statements, such as statements/*.txt and ../testdata/*.txt, as claims for `byline eval --claims`; see README.md."""

import argparse
import json
import pathlib
import re


def claims(path: pathlib.Path):
    """The claims of a file: sources with true statements ("+") and false ones ("-", with their kind)."""
    meta, text, statements = None, [], []

    def written():
        for n, (label, kind, statement) in enumerate(statements):
            yield {"claim": statement, "evidence": ["\n".join(text).strip()], "label": label, "kind": kind, "meta": meta | {"id": f"{meta['id']}-{n}"}}

    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("== "):
            yield from written()
            outlet, date, headline = line[3:].split(" | ", 2)
            number = int(re.sub(r".*-", "", meta["id"])) + 1 if meta else 0
            meta, text, statements = {"id": f"{path.stem}-{number}", "outlet": outlet, "date": date, "headline": headline}, [], []
        elif line.startswith("+ "):
            statements.append(("supported", "", line[2:]))
        elif line.startswith("- "):
            kind, _, statement = line[2:].partition(" | ")
            statements.append(("not_supported", kind, statement))
        else:
            text.append(line)
    yield from written()


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("files", type=pathlib.Path, nargs="+")
    for path in p.parse_args().files:
        for claim in claims(path):
            print(json.dumps(claim))


if __name__ == "__main__":
    main()
