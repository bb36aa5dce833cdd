"""Questions and statements that were written of news articles: `written/`, see README.md there.

    python written.py written DIR      # the statements that were held back, as claims for `byline eval --claims`
"""

import collections
import gzip
import json
import pathlib
import random
import re
import sys

import lists

ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Jr|Sr|Inc|Corp|Co|Ltd|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|U\.S|U\.K|U\.N|a\.m|p\.m|[A-Z])\.$")
END = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
HELD_BACK = 25  # one article in so many


def sentences(text):
    """The sentences of an article, numbered as written/ numbers them."""
    out = []
    for paragraph in text.split("\n"):
        paragraph, start = " ".join(paragraph.split()), 0
        for m in END.finditer(paragraph):
            piece = paragraph[start : m.end()].strip()
            if not ABBREVIATED.search(piece):
                out.append(piece)
                start = m.end()
        if paragraph[start:].strip():
            out.append(paragraph[start:].strip())
    return out


def articles(folder: pathlib.Path, corpora):
    """Headline and sentences by "corpus:ID"."""
    out = {}
    for corpus in corpora:
        with gzip.open(folder / corpus / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
            for line in f:
                a = json.loads(line)
                out[f"{corpus}:{a['_id']}"] = (re.sub(r"\s*\|.*$", "", a["title"]), sentences(a["text"]))
    return out


def lines(folder: pathlib.Path):
    """(article, kind, sentences, text, answer) of each line that was written."""
    article = ""
    for path in sorted(folder.glob("*.txt*")):
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as f:
            for line in f:
                if line.startswith("A "):
                    article = line[2:].strip()
                    continue
                head, *rest = [part.strip() for part in line.split("|")]
                if m := re.fullmatch(r"([QNTFU])\s+(\d+(?:,\d+)*)", head):
                    if len(rest) == (2 if m[1] == "Q" else 1):
                        yield article, m[1], [int(n) for n in m[2].split(",")], rest[0], rest[-1]


def invented(folder: pathlib.Path):
    """Statements of invented articles, from files as verify/training/README.md describes them, each beside the sentences that share most with it."""
    for path in sorted(folder.glob("*.txt")):
        headline, text = "", []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                headline, text = line[3:].split(" | ", 2)[2], []
            elif line.startswith(("+ ", "- ")):
                own = sentences("\n".join(text))
                statement = line[2:] if line[0] == "+" else line[2:].partition(" | ")[2]
                near = sorted(lists.Index(own + [""] * 40).nearest(statement, 3))  # beside others, so that a word in every sentence counts too
                if near:
                    yield statement, " ".join(own[i] for i in near), headline, line[0] == "+"
            elif not line.startswith("#"):
                text.append(line)


def read(folder: pathlib.Path, known):
    """(lists of questions, held back, statements, held back). A statement is (text, evidence, headline, whether it bears it)."""
    written = collections.defaultdict(list)
    for article, *line in lines(folder):
        if article in known:
            written[article].append(line)
    texts, owner = [], []
    for article in written:
        for s in known[article][1]:
            texts.append(s)
            owner.append(article)
    index = lists.Index(texts)
    asked, said = ([], []), ([], [])
    for article, rows in written.items():
        held = lists.hash_of(article) % HELD_BACK == 0
        headline, own = known[article]
        for kind, at, text, answer in rows:
            if max(at) >= len(own):
                continue
            if kind in "TFU":
                said[held].append((text, " ".join(own[i] for i in at), headline, kind == "T"))
                if kind == "T" and len(at) == 1:
                    others = [s for i, s in enumerate(own) if i != at[0]]
                    near = lists.Index(others).nearest(text, 1) if others else []
                    if near and len(lists.terms(text) & lists.terms(others[near[0]])) < 0.5 * len(lists.terms(text)):
                        said[held].append((text, others[near[0]], headline, None))  # most likely not
                continue
            found = [(texts[i], known[owner[i]][0], owner[i]) for i in index.nearest(text, 14)]
            negatives, positives = [], []
            if kind == "Q":
                for i in at:
                    if spans := lists.places_of(answer, own[i]):
                        positives.append((own[i], headline, spans))
                if not positives:
                    continue
            chosen = set() if kind == "N" else set(at)
            around = [(s, headline) for i, s in enumerate(own[:24]) if i not in chosen and len(s) > 25 and not (kind == "Q" and lists.places_of(answer, s))]
            if kind == "N":
                negatives.append((own[at[0]], headline))
            for s, h, of in found:
                if of != article and not (kind == "Q" and lists.places_of(answer, s)):
                    negatives.append((s, h))
                elif of == article and (s, headline) in around:
                    negatives.insert(0, (s, headline))
                    around.remove((s, headline))
            negatives = negatives[:10] + around[:8]
            if len(negatives) >= 4:
                asked[held].append({"question": text, "positives": positives, "negatives": negatives, "kind": kind})
    return *asked, *said


def claims(folder: pathlib.Path, known):
    """The statements of articles that were held back, each with some seven sentences of its article, in the form of WiCE."""
    rng = random.Random(3)
    labels = {"T": ("supported", ""), "F": ("not_supported", "false"), "U": ("not_supported", "unsaid")}
    for n, (article, kind, at, text, _) in enumerate(lines(folder)):
        if kind not in labels or article not in known or lists.hash_of(article) % HELD_BACK or max(at) >= len(known[article][1]):
            continue
        headline, own = known[article]
        first = max(0, min(at) - rng.randrange(4))
        label, told = labels[kind]
        meta = {"id": f"{article}-{n}", "headline": headline, "outlet": "BBC", "date": "2005-01-10"}
        yield {"claim": text, "evidence": own[first : max(max(at) + 1, first + 7)], "label": label, "kind": told, "meta": meta}


if __name__ == "__main__":
    for claim in claims(pathlib.Path(sys.argv[1]), articles(pathlib.Path(sys.argv[2]), ("bbc", "realtimeqa"))):
        print(json.dumps(claim))
