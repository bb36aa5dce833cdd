"""Fit the trees that tell whether a statement may be shown to what `byline eval --claims FILE --features` printed; see README.md."""

import argparse
import json
import pathlib
import re

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

FOLDS = 10
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65)
LEAST, AGAINST = 0.45, 0.6  # chosen on statements that took no part
WEIGHT = 3.0  # of a statement that keeps the words of its source, as most that models write do


def model():
    return GradientBoostingClassifier(n_estimators=200, max_depth=3, learning_rate=0.05, subsample=0.7, max_features=0.5, min_samples_leaf=10, random_state=1)


def tree(fitted, names, rate):
    t, nodes = fitted.tree_, []
    for i in range(t.node_count):
        if t.children_left[i] < 0:
            nodes.append({"v": round(float(rate * t.value[i][0][0]), 5)})
        else:
            # features are float32 to the trees
            nodes.append({"f": names[t.feature[i]], "t": float(f"{t.threshold[i]:.7g}"), "l": int(t.children_left[i]), "r": int(t.children_right[i])})
    return nodes


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("edits", type=pathlib.Path, help="features of statements that keep the words of their source")
    p.add_argument("paraphrases", type=pathlib.Path, help="features of others")
    p.add_argument("--out", type=pathlib.Path, required=True)
    a = p.parse_args()
    edits, others = ([json.loads(line) for line in f.read_text(encoding="utf-8").splitlines()] for f in (a.edits, a.paraphrases))
    lines = edits + others
    weight = np.array([WEIGHT] * len(edits) + [1.0] * len(others))
    names = sorted(lines[0]["features"])
    x = np.array([[line["features"][n] for n in names] for line in lines], dtype=np.float32)
    y = np.array([line["label"] == "supported" for line in lines])
    never = np.array([line.get("conflict", "") not in ("", "unsaid") for line in lines])
    sources = [re.sub(r"-\d+$", "", line["id"]) for line in lines]
    numbers = {s: n % FOLDS for n, s in enumerate(dict.fromkeys(sources))}
    fold = np.array([numbers[s] for s in sources])
    kept = np.zeros(len(y))
    for k in range(FOLDS):
        kept[fold == k] = model().fit(x[fold != k], y[fold != k], weight[fold != k]).predict_proba(x[fold == k])[:, 1]
    kept[never] = 0
    for name, part in (("edits", weight > 1), ("paraphrases", weight == 1)):
        print(sum(part), name, "- accepted and rejected, of sources that were left out")
        for t in THRESHOLDS:
            print(f"  from {t:.2f}: {np.mean(kept[part & y] >= t):.3f} {np.mean(kept[part & ~y] < t):.3f}")
    m = model().fit(x, y, weight)
    share = np.average(y, weights=weight)
    out = {"about": "Made by training/trees.py.", "statements": len(y), "least": LEAST, "against": AGAINST, "bias": round(float(np.log(share / (1 - share))), 6),
           "trees": [tree(e, names, m.learning_rate) for e in m.estimators_[:, 0]]}
    a.out.write_text(json.dumps(out).replace("]], [[", "]],\n[[").replace("], [{", "],\n[{") + "\n")


if __name__ == "__main__":
    main()
