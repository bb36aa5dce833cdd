"""Make questions from articles, to fit the weights of passages to; see README.md."""

import argparse
import collections
import datetime
import gzip
import json
import pathlib
import random
import re

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+){0,3}")  # not at the start of a sentence
NUMBER = re.compile(r"(?<= )\$?\d[\d,.]*\d?%?(?: (?:million|billion|percent))?(?= [a-z])")
SHORTEST, LONGEST = 10, 30  # words of a sentence
DROPPED = 0.6  # share of the words of a sentence that its question leaves out
FEWEST, MOST = 2, 25  # articles that have the answer
DAYS = 7  # from publication to when a question is asked, at most


def articles(path: pathlib.Path) -> list[dict]:
    """The dated articles of a corpus in BEIR layout."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    return [r for r in rows if r.get("date")]


def candidates(text: str) -> list[tuple[str, re.Match]]:
    """Sentences with an answer that can be asked for: a name or a number."""
    out = []
    for paragraph in re.split(r"\n+", text):
        for s in SENTENCE_END.split(paragraph):
            if SHORTEST <= len(s.split()) <= LONGEST:
                out += [(s, m) for pattern in (NAME, NUMBER) for m in pattern.finditer(s)]
    return out


def ask(sentence: str, answer: re.Match, rng: random.Random) -> str:
    """A question that the sentence answers, in fewer words than it has."""
    wh = "How many" if answer.group()[0].isdigit() else "How much" if answer.group()[0] == "$" else rng.choice(["Who", "Which", "What"])
    words = (sentence[: answer.start()] + sentence[answer.end() :]).split()
    kept = [w for w in words if rng.random() >= DROPPED]
    return wh + " " + " ".join(kept).strip(' .,;:“”"') + "?"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpus", type=pathlib.Path, required=True, help="corpus.jsonl.gz in BEIR layout, with dates")
    p.add_argument("--out", type=pathlib.Path, required=True, help="folder for the set that is made")
    p.add_argument("--count", type=int, default=3000)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()

    rng, rows = random.Random(a.seed), articles(a.corpus)
    rng.shuffle(rows)
    spread = collections.Counter(m for r in rows for m in {m.group() for _, m in candidates(r["text"])})
    a.out.mkdir(parents=True, exist_ok=True)
    corpus = a.out / "corpus.jsonl.gz"
    corpus.unlink(missing_ok=True)
    corpus.symlink_to(a.corpus.resolve())
    made = 0
    with open(a.out / "queries.jsonl", "w") as f:
        for r in rows:
            able = [(s, m) for s, m in candidates(r["text"]) if FEWEST <= spread[m.group()] <= MOST and m.group() not in r["title"]]
            if not able or made == a.count:
                continue
            sentence, answer = rng.choice(able)
            day = datetime.date.fromisoformat(r["date"][:10]) + datetime.timedelta(rng.randint(0, DAYS))
            # The ID begins with that of the article, whose own passages say nothing new.
            f.write(json.dumps({"_id": f"{r['_id']}#1", "text": ask(sentence, answer, rng), "answer": answer.group(), "date": day.isoformat()}) + "\n")
            made += 1
    print(f"{a.out}: {made} questions about {len(rows)} articles")


if __name__ == "__main__":
    main()
