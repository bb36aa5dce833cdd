"""Fit the trees that put the opinion of the reader and that of words together to what `byline eval --claims FILE --features` printed; see README.md."""

import argparse
import json
import pathlib
import re

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

import trees

FOLDS = 8
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7)
LEAST = 0.65  # chosen on statements that took no part
OVERRULES = ["cause", "contrast", "mood", "name", "polarity", "roles", "speaker"]  # conflicts of words; figures, days and quotations stand
OTHERS = 1.5  # what all other files weigh, next to the first


def model():
    return GradientBoostingClassifier(n_estimators=250, max_depth=3, learning_rate=0.03, subsample=0.5, max_features=0.3, min_samples_leaf=12, random_state=1)


def is_heard(line):
    return line["heard"] and line.get("conflict", "") in ("", "unsaid", *OVERRULES)


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(name, lines, chances):
    """Of statements that nobody heard on, none is released."""
    y = np.array([line["label"] == "supported" for line in lines])
    p = np.zeros(len(lines))
    p[[n for n, line in enumerate(lines) if is_heard(line)]] = chances
    words = np.array([line["by_words"] for line in lines])
    print(f"{name:18} {y.sum():3}/{(~y).sum():3}", *(f"  {np.mean(p[y] >= t):.3f} {np.mean(p[~y] < t):.3f}" for t in THRESHOLDS), f"    {np.mean(words[y]):.3f} {1 - np.mean(words[~y]):.3f}")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("statements", type=pathlib.Path, nargs="+", help="features of statements that the reader was not trained on; first those of real news")
    p.add_argument("--check", type=pathlib.Path, nargs="*", default=[])
    p.add_argument("--out", type=pathlib.Path, required=True)
    a = p.parse_args()
    files = {f: read(f) for f in a.statements + a.check}
    lines = [(f, line) for f in a.statements for line in files[f] if is_heard(line)]
    names = sorted(lines[0][1]["features"])
    columns = lambda rows: np.array([[line["features"][n] for n in names] for line in rows], dtype=np.float32)
    x, y = columns([line for _, line in lines]), np.array([line["label"] == "supported" for _, line in lines])
    first = np.array([f == a.statements[0] for f, _ in lines])
    weight = np.where(first, 1.0, OTHERS * first.sum() / max(1, (~first).sum()))
    sources = [re.sub(r"-\d+$", "", line["id"]) for _, line in lines]
    numbers = {s: n % FOLDS for n, s in enumerate(dict.fromkeys(sources))}
    fold = np.array([numbers[s] for s in sources])
    kept = np.zeros(len(y))
    for k in range(FOLDS):
        kept[fold == k] = model().fit(x[fold != k], y[fold != k], weight[fold != k]).predict_proba(x[fold == k])[:, 1]
    m = model().fit(x, y, weight)
    print(f"{'accepted, rejected from':26}", *(f"{t:13.2f}" for t in THRESHOLDS), "       by words")
    for f in a.statements:
        table(f.stem, files[f], kept[[g == f for g, _ in lines]])
    for f in a.check:
        heard = [line for line in files[f] if is_heard(line)]
        table(f.stem, files[f], m.predict_proba(columns(heard))[:, 1])
    share = np.average(y, weights=weight)
    out = {"about": "Made by training/entail.py.", "statements": len(y), "least": LEAST, "overrules": OVERRULES, "bias": round(float(np.log(share / (1 - share))), 6),
           "trees": [trees.tree(e, names, m.learning_rate) for e in m.estimators_[:, 0]]}
    a.out.write_text(trees.text(out))


if __name__ == "__main__":
    main()
