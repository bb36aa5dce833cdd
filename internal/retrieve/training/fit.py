"""Fit the weights of passages to what `byline eval features` printed; see README.md."""

import argparse
import json
import pathlib
import sys

import numpy as np
from scipy.optimize import minimize

VERBATIM = 0.85  # a sentence with more of the words of a question is the one that it was made from
FIRST = ("passage_words", "passage_meaning", "article_words")
PENALTY = 1e-3


def read(path: pathlib.Path) -> tuple[list[str], dict[str, tuple[np.ndarray, np.ndarray]]]:
    """The names of the features and, for each question, the features of its passages and which of them hold the answer."""
    rows, names = {}, []
    with open(path) as f:
        for line in f:
            r = json.loads(line)
            names = names or sorted(r["features"])
            if r["article"] == r["query"].split("#")[0] or r["features"]["sentence"] > VERBATIM and "#" in r["query"]:
                continue
            rows.setdefault(r["query"], []).append(([r["features"][n] for n in names], r["holds"]))
    return names, {q: (np.array([x for x, _ in list_]), np.array([h for _, h in list_])) for q, list_ in rows.items()}


def fit(questions: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Weights that give the passages with the answer the greatest share of a softmax over each list (Cao et al., Learning to Rank, 2007)."""
    usable = [(x, h) for x, h in questions if 0 < h.sum() < len(h)]
    if not usable:
        sys.exit("no question has passages with and without its answer")

    def loss(w):
        total, slope = 0.0, np.zeros_like(w)
        for x, h in usable:
            s = x @ w
            e = np.exp(s - s.max())
            holds = e * h
            total -= np.log(holds.sum() / e.sum())
            slope -= (holds / holds.sum() - e / e.sum()) @ x
        return total / len(usable) + PENALTY * w @ w, slope / len(usable) + 2 * PENALTY * w

    return minimize(loss, np.zeros(usable[0][0].shape[1]), jac=True, method="L-BFGS-B").x


def measure(questions: list[tuple[np.ndarray, np.ndarray]], w: np.ndarray) -> str:
    """Share of questions whose best passage, and one of whose five best, hold the answer."""
    ranks = [h[np.argsort(-(x @ w), kind="stable")] for x, h in questions]
    return f"{np.mean([r[0] for r in ranks]):.3f} / {np.mean([r[:5].any() for r in ranks]):.3f} of {len(ranks)}"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", type=pathlib.Path, help="ranker.json, in which they replace those fitted before")
    p.add_argument("--set", nargs="*", default=[], metavar="FEATURE=WEIGHT", help="weights to set in place of those found")
    p.add_argument("--check", type=pathlib.Path, nargs="*", default=[], help="features of sets to measure only")
    p.add_argument("features", type=pathlib.Path)
    a = p.parse_args()

    names, questions = read(a.features)
    ids = sorted(questions)
    half = len(ids) // 2
    halves = [[questions[q] for q in part] for part in (ids[:half], ids[half:])]
    for one, other in (halves, halves[::-1]):
        print("fitted to one half, measured on the other:", measure(other, fit(one)))
    w = fit(list(questions.values()))
    w /= sum(w[names.index(n)] for n in FIRST)  # as scores of other searches, these sum up to 1
    for name, value in (s.split("=") for s in a.set):
        w[names.index(name)] = float(value)
    weights = {n: round(float(x), 3) for n, x in zip(names, w)}
    print(json.dumps(weights, indent=2))
    for path in a.check:
        print(path.name, measure(list(read(path)[1].values()), w))
    if a.out:
        about = f"Made by training/fit.py; set by hand: {', '.join(a.set)}." if a.set else "Made by training/fit.py."
        ranker = json.loads(a.out.read_text())
        ranker["passages"]["fitted"] = {"about": about, "questions": len(ids), "weights": weights}
        a.out.write_text(json.dumps(ranker, indent=2) + "\n")


if __name__ == "__main__":
    main()
