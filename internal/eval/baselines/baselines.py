"""Rank the articles of data sets by BM25, by MiniLM and by both, to compare Byline with; see README.md."""

import argparse
import gzip
import json
import pathlib
import re
import sys

import numpy as np
import scipy.sparse as sp
import Stemmer

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "embed" / "training"))
import teacher  # noqa: E402

K1, B = 1.5, 0.75
LIST, DEPTH = 200, 100  # candidates that are fused, articles that are kept
WORDS = 100  # of an article that MiniLM reads, after the headline
PASSAGE, PASSAGES = 160, 5  # words of a passage, passages that are kept
MEANING = 0.3  # share of MiniLM in the fused score
STOP = set(
    "a an and are as at be but by for from had has have he her his if in into is it its no not of on or she such that the their then there "
    "these they this to was were which who will with".split()
)
STEM = Stemmer.Stemmer("english")


def read(path: pathlib.Path) -> list[dict]:
    """The objects of a file of JSON Lines, compressed or not."""
    path = path if path.exists() else path.with_name(path.name + ".gz")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def terms(text: str) -> list[str]:
    return STEM.stemWords([w for w in re.findall(r"\w+", text.lower()) if w not in STOP])


class BM25:
    """BM25 over texts (Robertson and Zaragoza, 2009)."""

    def __init__(self, texts: list[str]):
        self.ids, rows, columns, counts, lengths = {}, [], [], [], []
        for i, text in enumerate(texts):
            words, n = np.unique([self.ids.setdefault(t, len(self.ids)) for t in terms(text)], return_counts=True)
            rows += [i] * len(words)
            columns += words.astype(int).tolist()
            counts += n.tolist()
            lengths.append(n.sum())
        rows, counts, lengths = np.array(rows), np.array(counts, np.float32), np.array(lengths, np.float32)
        df = np.bincount(columns, minlength=len(self.ids))
        idf = np.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
        weights = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths[rows] / lengths.mean())) * idf[columns]
        self.weights = sp.csc_matrix((weights, (rows, columns)), shape=(len(texts), len(self.ids)), dtype=np.float32)

    def score(self, query: str) -> np.ndarray:
        known = [self.ids[t] for t in terms(query) if t in self.ids]
        return np.asarray(self.weights[:, known].sum(axis=1)).ravel()


def vectors(cache: pathlib.Path, mentor: teacher.Teacher, articles: list[dict], queries: list[dict]) -> tuple[np.ndarray, np.ndarray]:
    """MiniLM's vectors of articles and queries, kept in a file since they are dear."""
    if not cache.exists():
        leads = [f"{a.get('title', '')}. {' '.join(a['text'].split()[:WORDS])}" for a in articles]
        np.savez(cache, a=mentor.encode(leads, 192, cache.parent.name), q=mentor.encode([q["text"] for q in queries]))
    with np.load(cache) as kept:
        return kept["a"], kept["q"]


def scaled(scores: np.ndarray) -> np.ndarray:
    """The first of a list brought to the range from 0 to 1, the rest 0."""
    top = np.sort(scores)[-min(LIST, len(scores)) :]
    return np.clip((scores - top[0]) / (top[-1] - top[0] + 1e-9), 0, 1)


def best(scores: np.ndarray, count: int) -> list[int]:
    return [int(i) for i in np.argsort(-scores, kind="stable")[:count] if scores[i] > 0]


def measure(folder: pathlib.Path, out: pathlib.Path, mentor: teacher.Teacher):
    """Write the runs of one set."""
    out.mkdir(parents=True, exist_ok=True)
    articles, queries = read(folder / "corpus.jsonl"), read(folder / "queries.jsonl")
    whole = BM25([" ".join(a.get(k, "") for k in ("title", "source", "text")) for a in articles])
    passages = [" ".join(w[i : i + PASSAGE]) for a in articles for w in [a["text"].split()] for i in range(0, max(1, len(w)), PASSAGE)]
    parts = BM25(passages)
    meaning, asked = vectors(out / "minilm.npz", mentor, articles, queries)
    files = {name: open(out / f"{name}.jsonl", "w") for name in ("BM25", "MiniLM", "BM25 + MiniLM")}
    for query, vector in zip(queries, asked):
        words, near = whole.score(query["text"]), meaning @ vector
        lists = {"BM25": words, "MiniLM": near, "BM25 + MiniLM": (1 - MEANING) * scaled(words) + MEANING * scaled(near)}
        for name, scores in lists.items():
            line = {"query": query["_id"], "articles": [articles[i]["_id"] for i in best(scores, DEPTH)]}
            if name == "BM25":
                line["passages"] = [passages[i] for i in best(parts.score(query["text"]), PASSAGES)]
            files[name].write(json.dumps(line) + "\n")
    for f in files.values():
        f.close()
    print(f"{folder.name}: {len(articles)} articles, {len(passages)} passages, {len(queries)} queries", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--cache", type=pathlib.Path, required=True, help="folder for MiniLM")
    p.add_argument("--out", type=pathlib.Path, required=True, help="folder for the runs")
    p.add_argument("sets", type=pathlib.Path, nargs="+", help="folders in BEIR layout")
    a = p.parse_args()
    mentor = teacher.Teacher(a.cache)
    for folder in a.sets:
        measure(folder, a.out / folder.name, mentor)


if __name__ == "__main__":
    main()
