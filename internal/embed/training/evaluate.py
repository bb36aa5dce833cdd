"""nDCG@10 and recall of a static model alone, over whole articles; see README.md."""

import argparse
import csv
import json
import pathlib

import numpy as np

import corpora
import modelfile
import wordpiece

FOLDS = {"realtimeqa": ["qrels.gold.tsv", "qrels.silver.tsv"]}


class Embedder:
    """A model file, ready to embed as the Go program does."""

    def __init__(self, path: pathlib.Path):
        tokens, self.table, self.header = modelfile.read(path)
        self.tokenizer = wordpiece.tokenizer(tokens)
        self.table = np.vstack([self.table, np.zeros((1, self.table.shape[1]), np.float32)])

    def sums(self, texts: list[str]) -> np.ndarray:
        """Sums of token vectors (len(texts), dim)."""
        return np.stack([self.table[e.ids].sum(axis=0) for e in self.tokenizer.encode_batch(texts)])

    def embed(self, texts: list[str]) -> np.ndarray:
        """Unit vectors, or zero where no token is known."""
        return unit(self.sums(texts))


def unit(v: np.ndarray) -> np.ndarray:
    n = np.linalg.norm(v, axis=-1, keepdims=True)
    return np.divide(v, n, out=np.zeros_like(v), where=n > 0)


def judged(folder: pathlib.Path, qrels: str) -> dict[str, dict[str, int]]:
    """Query id -> article id -> grade, of grades above zero."""
    out = {}
    with open(folder / qrels, newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            if int(row["score"]) > 0:
                out.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return out


def measure(scores: np.ndarray, queries: list[str], ids: list[str], qrels: dict) -> tuple[float, float, float]:
    """Mean nDCG@10, recall@10 and recall@100 over the judged queries."""
    rows = []
    for q, s in zip(queries, scores):
        if q not in qrels:
            continue
        ranked = [ids[i] for i in np.argsort(-s, kind="stable")[:100]]
        want = qrels[q]
        gain = sum((2 ** want.get(d, 0) - 1) / np.log2(i + 2) for i, d in enumerate(ranked[:10]))
        best = sum((2**g - 1) / np.log2(i + 2) for i, g in enumerate(sorted(want.values(), reverse=True)[:10]))
        rows.append((gain / best, *(sum(d in want for d in ranked[:k]) / len(want) for k in (10, 100))))
    return tuple(np.mean(rows, axis=0))


def passages(text: str, size: int) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + size]) for i in range(0, max(1, len(words)), size)]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--articles", type=pathlib.Path, required=True, help="folder that holds the data sets, in BEIR layout")
    p.add_argument("--sets", default="time1963,multihoprag_500q,scifact,xquad_en,realtimeqa")
    p.add_argument("--words", type=int, default=200, help="of an article that its vector is made of, after the headline")
    p.add_argument("--passage", type=int, default=160, help="words of a passage")
    p.add_argument("--headline", type=float, nargs="*", default=[], help="score by the best passage too, the headline weighing this")
    p.add_argument("model", type=pathlib.Path, nargs="+")
    a = p.parse_args()
    for path in a.model:
        e = Embedder(path)
        for name in a.sets.split(","):
            folder = a.articles / name
            rows = corpora.articles(folder)
            ids = [r[0] for r in rows]
            with open(folder / "queries.jsonl") as f:
                queries = [json.loads(line) for line in f]
            q = e.embed([x["text"] for x in queries])
            first = e.embed([f"{t} " + " ".join(x.split()[: a.words]) for _, t, x in rows])
            runs = {f"first {a.words} words": q @ first.T}
            if a.headline:
                cut = [passages(x, a.passage) for _, _, x in rows]
                start = np.cumsum([0] + [len(c) for c in cut])[:-1]
                of = np.repeat(np.arange(len(cut)), [len(c) for c in cut])
                body = e.embed([x for c in cut for x in c])
                heads = e.embed([r[1] for r in rows])
                for h in a.headline:
                    v = unit(body + np.float32(h) * heads[of])
                    s = np.stack([np.maximum.reduceat(v @ x, start) for x in q])
                    runs[f"best passage, headline {h:g}"] = s
            for run, s in runs.items():
                for fold in FOLDS.get(name, ["qrels.tsv"]):
                    ndcg, r10, r100 = measure(s, [x["_id"] for x in queries], ids, judged(folder, fold))
                    print(f"{path.stem}\t{name}\t{fold}\t{run}\t{ndcg:.3f}\t{r10:.3f}\t{r100:.3f}", flush=True)


if __name__ == "__main__":
    main()
