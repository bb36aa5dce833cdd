"""Fit the trees that tell whether a statement may be shown to what `byline eval --claims FILE --features` printed; see README.md."""

import argparse
import json
import pathlib
import re

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

FOLDS = 10
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75)
LEAST, AGAINST = 0.55, 0.67  # chosen on statements that took no part
HEARD = {"borne", "carried"}  # features that there are once a reader was heard
WEIGHTS = {"edits": 4.0, "lies": 8.0, "paraphrases": 1.0}  # the first two keep the words of their source, as most that models write do


def model():
    return GradientBoostingClassifier(n_estimators=400, max_depth=3, learning_rate=0.025, subsample=0.5, max_features=0.3, min_samples_leaf=10, random_state=1)


def tree(fitted, names, rate):
    t, nodes = fitted.tree_, []
    for i in range(t.node_count):
        if t.children_left[i] < 0:
            nodes.append({"v": round(float(rate * t.value[i][0][0]), 5)})
        else:
            # features are float32 to the trees
            nodes.append({"f": names[t.feature[i]], "t": float(f"{t.threshold[i]:.7g}"), "l": int(t.children_left[i]), "r": int(t.children_right[i])})
    return nodes


def text(out):
    """JSON with a tree on a line."""
    return json.dumps(out).replace("]], [[", "]],\n[[").replace("], [{", "],\n[{") + "\n"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("edits", type=pathlib.Path, help="features of statements that keep the words of their source")
    p.add_argument("lies", type=pathlib.Path, help="features of what lying models write, and good ones")
    p.add_argument("paraphrases", type=pathlib.Path, help="features of statements in which truth shares no more words with its source than falsehood")
    p.add_argument("--out", type=pathlib.Path, required=True)
    a = p.parse_args()
    lines = [json.loads(line) | {"group": group} for group in WEIGHTS for line in getattr(a, group).read_text(encoding="utf-8").splitlines()]
    group = np.array([line["group"] for line in lines])
    weight = np.array([WEIGHTS[g] for g in group])
    names = sorted(set(lines[0]["features"]) - HEARD)
    x = np.array([[line["features"][n] for n in names] for line in lines], dtype=np.float32)
    y = np.array([line["label"] == "supported" for line in lines])
    told = np.array([line.get("conflict", "") in ("", "unsaid") for line in lines])  # the rest is never released
    sources = [re.sub(r"-\d+$", "", line["id"]) for line in lines]
    numbers = {s: n % FOLDS for n, s in enumerate(dict.fromkeys(sources))}
    fold = np.array([numbers[s] for s in sources])
    kept = np.zeros(len(y))
    for k in range(FOLDS):
        rest, left = (fold != k) & told, (fold == k) & told
        kept[left] = model().fit(x[rest], y[rest], weight[rest]).predict_proba(x[left])[:, 1]
    for name in WEIGHTS:
        part = group == name
        print(sum(part), name, "- accepted and rejected, of sources that were left out")
        for t in THRESHOLDS:
            print(f"  from {t:.2f}: {np.mean(kept[part & y] >= t):.3f} {np.mean(kept[part & ~y] < t):.3f}")
    m = model().fit(x[told], y[told], weight[told])
    share = np.average(y[told], weights=weight[told])
    out = {"about": "Made by training/trees.py.", "statements": int(told.sum()), "least": LEAST, "against": AGAINST, "bias": round(float(np.log(share / (1 - share))), 6),
           "trees": [tree(e, names, m.learning_rate) for e in m.estimators_[:, 0]]}
    a.out.write_text(text(out))


if __name__ == "__main__":
    main()
