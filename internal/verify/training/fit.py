"""Fit the weights of the features of statements to what `byline eval --claims FILE --features` printed; see README.md."""

import argparse
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

PENALTY = 10.0
FOLDS, REPEATS = 10, 10


def read(path: pathlib.Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The names of the features, their values for each claim, and whether it is supported."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names = sorted(set(lines[0]["features"]) - {"borne", "carried"})  # without a reader
    return names, np.array([[x["features"][n] for n in names] for x in lines]), np.array([float(x["label"] == "supported") for x in lines])


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Logistic regression with a penalty on the squares of all weights but the first, which is that of nothing."""

    def loss(b):
        z = x @ b[1:] + b[0]
        g = 1 / (1 + np.exp(-z)) - y
        return (np.logaddexp(0, z) - y * z).sum() + PENALTY * (b[1:] ** 2).sum(), np.r_[g.sum(), x.T @ g + 2 * PENALTY * b[1:]]

    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x


def auc(score: np.ndarray, y: np.ndarray) -> float:
    n = y.sum()
    return (rankdata(score)[y == 1].sum() - n * (n + 1) / 2) / (n * (len(y) - n))


def f1(chosen: np.ndarray, y: np.ndarray) -> float:
    return 2 * (chosen & (y == 1)).sum() / max(1, chosen.sum() + y.sum())


def cross_validate(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """AUC and F1 of claims by weights and a threshold that were fitted to others."""
    found = []
    for seed in range(REPEATS):
        order = np.random.default_rng(seed).permutation(len(y))
        score, chosen = np.zeros(len(y)), np.zeros(len(y), bool)
        for k in range(FOLDS):
            test = order[k::FOLDS]
            train = np.setdiff1d(order, test)
            mean, spread = x[train].mean(0), x[train].std(0) + 1e-9
            b = fit((x[train] - mean) / spread, y[train])
            z = (x - mean) / spread @ b[1:] + b[0]
            best = max(np.unique(z[train]), key=lambda t: f1(z[train] >= t, y[train]))
            score[test], chosen[test] = z[test], z[test] >= best
        found.append((auc(score, y), f1(chosen, y)))
    return tuple(np.mean(found, axis=0))


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", type=pathlib.Path, help="weights.json")
    p.add_argument("features", type=pathlib.Path)
    a = p.parse_args()

    names, x, y = read(a.features)
    print("cross-validated: AUC %.3f, F1 %.3f" % cross_validate(x, y))
    mean, spread = x.mean(0), x.std(0) + 1e-9
    b = fit((x - mean) / spread, y)
    weights = b[1:] / spread
    bias = b[0] - float(weights @ mean)
    print("fitted to all: AUC %.3f" % auc(x @ weights + bias, y))
    made = {"about": "Made by training/fit.py.", "claims": len(y), "bias": round(bias, 4), "weights": {n: round(float(w), 4) for n, w in zip(names, weights)}}
    print(json.dumps(made, indent=2))
    if a.out:
        a.out.write_text(json.dumps(made, indent=2) + "\n")


if __name__ == "__main__":
    main()
