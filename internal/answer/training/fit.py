"""Fit the weights of confidence by logistic regression; see README.md."""

import argparse
import json
import pathlib
import zlib

import numpy as np
from scipy.optimize import minimize

UNREAD = ["names", "other_words", "seen", "terms", "keyword", "first", "fresh"]
CASES = {  # the facts of each, and the sets that it is fitted to
    "read": ([*UNREAD, "pointed"], ["plain", "made", "late"]),
    "unread": (UNREAD, ["plain", "made", "late"]),
    "several": (UNREAD, ["compound"]),
    "little_read": (["share", "names", "other_words", "seen", "terms", "pointed"], ["small"]),
    "little": (["share", "names", "other_words", "seen", "terms"], ["plain", "compound", "late"]),
}
WEIGHTS = {"plain": 1, "made": 0.5, "compound": 1, "late": 0.5, "small": 1}  # of a question, by the set that it is of
PRIOR = 1.0  # against large weights, of facts that are scaled to a standard deviation of 1
FOLDS = 5


def read(folder: pathlib.Path):
    """Facts by set, the label of each line, its weight, and the fold of its question."""
    rows, labels, weights, folds, sets = [], [], [], [], []
    for name, weight in WEIGHTS.items():
        for line in open(folder / f"{name}.jsonl"):
            r = json.loads(line)
            answerable = r["expected"] == "answerable" and not r["query"].endswith("-absent")
            if r["expected"].startswith("off_topic") or not answerable and (r["right"] or name == "late") or not r["facts"]:
                continue  # known before all the same; and what is asked early of the late set is asked late
            rows.append(r["facts"])
            labels.append(answerable)
            weights.append(weight)
            folds.append(zlib.crc32(r["query"].removesuffix("-absent").encode()) % FOLDS)
            sets.append(name)
    return rows, np.array(labels, float), np.array(weights, float), np.array(folds), np.array(sets)


def table(rows, facts):
    return np.array([[r[f] for f in facts] for r in rows], float)


def fit(x, y, w):
    """Weights and, last, the bias."""
    x1 = np.hstack([x, np.ones((len(x), 1))])

    def loss(b):
        z = x1 @ b
        p = 1 / (1 + np.exp(-z))
        value = (w * (y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))).sum() + PRIOR / 2 * (b[:-1] ** 2).sum()
        return value, -(x1.T @ (w * (y - p))) + PRIOR * np.append(b[:-1], 0)

    return minimize(loss, np.zeros(x1.shape[1]), jac=True, method="L-BFGS-B").x


def fitted(facts, rows, y, w):
    """Weights of facts as they are, not scaled."""
    x = table(rows, facts)
    mean, scale = x.mean(0), x.std(0) + 1e-9
    b = fit((x - mean) / scale, y, w)
    weights = b[:-1] / scale
    return weights, b[-1] - (weights * mean).sum()


def logit(l, rows):
    """The logarithm of the odds of each line by the weights of one part of the file."""
    return np.array([l["bias"] + sum(v * r[f] for f, v in l["weights"].items()) for r in rows])


def probability(z):
    return 1 / (1 + np.exp(-z))


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("folder", type=pathlib.Path, help="folder of what byline eval features --answers printed for each set")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--check", type=pathlib.Path, nargs="*", default=[], help="the same of other sets")
    a = p.parse_args()

    rows, y, w, folds, sets = read(a.folder)
    checks = {c.stem: [json.loads(line) for line in open(c)] for c in a.check}
    out = {"about": f"logarithms of odds that the articles answer a question, fitted by training/fit.py to {len(rows)} questions"}
    for name, (facts, of) in CASES.items():
        used = np.isin(sets, of)
        held = np.zeros(len(rows))
        for k in range(FOLDS):
            learn, test = used & (folds != k), folds == k
            weights, bias = fitted(facts, [r for r, l in zip(rows, learn) if l], y[learn], w[learn])
            held[test] = table([r for r, t in zip(rows, test) if t], facts) @ weights + bias
        weights, bias = fitted(facts, [r for r, u in zip(rows, used) if u], y[used], w[used])
        out[name] = {"bias": round(float(bias), 3), "weights": {f: round(float(v), 3) for f, v in zip(facts, weights)}}
        print(name, out[name])
        for threshold in (0.1, 0.15, 0.2, 0.25, 0.28, 0.3, 0.35, 0.4, 0.5):
            parts = [f"{threshold:.2f}"]
            for s in of:
                refused = probability(held) < threshold
                parts.append(f"{s} " + "/".join(f"{refused[(sets == s) & (y == label)].mean():.3f}" for label in (1, 0) if ((sets == s) & (y == label)).any()))
            for c, lines in checks.items():
                shares = []
                for expected in ("answerable", "unanswerable"):
                    l = [r["facts"] for r in lines if r["expected"] == expected]
                    if l:
                        shares.append(f"{(probability(logit(out[name], l)) < threshold).mean():.3f}")
                parts.append(f"{c} {'/'.join(shares)}")
            print("  refused (answerable/unanswerable) below", ", ".join(parts))
    a.out.write_text(json.dumps(out, indent=2) + "\n")


if __name__ == "__main__":
    main()
