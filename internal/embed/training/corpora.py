"""The texts that the model learns from: parts of articles, never queries or labels."""

import gzip
import json
import pathlib
import random
import re
import zlib
from dataclasses import dataclass

KINDS = ("headline", "lead", "sentence", "passage")
# Articles taken of a corpus at most: the wire of 1987 is not to dominate.
AT_MOST = {"reuters21578": 6_000}
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")


@dataclass
class Texts:
    """Parts of the articles of one corpus, as parallel lists."""

    article: list[int]
    kind: list[int]  # index into KINDS
    text: list[str]


def articles(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    """(id, headline, text) of each article of a corpus in BEIR layout."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    return [(r["_id"], r.get("title", ""), r["text"]) for r in rows]


def headline_of(title: str) -> str:
    """The headline without the name of the outlet that some pages append."""
    return re.sub(r"\s*(\||…|\.\.\.).*$", "", title).strip()


def parts(title: str, text: str, rng: random.Random) -> list[tuple[int, str]]:
    """Headline, lead of two sentences, three other sentences and a passage of 100 words."""
    sentences = [s for p in re.split(r"\n\s*\n", text) for s in SENTENCE_END.split(" ".join(p.split()))]
    sentences = [s for s in sentences if len(s.split()) >= 5]
    if not sentences:
        return []
    out = []
    if len(headline_of(title).split()) >= 3:
        out.append((0, headline_of(title)))
    out.append((1, " ".join(sentences[:2])))
    rest = sentences[2:]
    out += [(2, s) for s in rng.sample(rest, min(3, len(rest)))]
    words = text.split()
    start = rng.randrange(max(1, len(words) - 100))
    out.append((3, " ".join(words[start : start + 100])))
    return out


def read(folder: pathlib.Path, seed: int) -> Texts:
    """The parts of a sample of a corpus; the same for the same seed."""
    rng = random.Random(seed * 1_000_003 + zlib.crc32(folder.name.encode()))
    rows = articles(folder)
    if len(rows) > AT_MOST.get(folder.name, len(rows)):
        rows = rng.sample(rows, AT_MOST[folder.name])
    out = Texts([], [], [])
    for i, (_, title, text) in enumerate(rows):
        for kind, part in parts(title, text, rng):
            out.article.append(i)
            out.kind.append(kind)
            out.text.append(part)
    return out
