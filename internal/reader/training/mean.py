"""The mean of two readers: python mean.py version1.bin written.pt reader.pt [WRITTEN DIR INVENTED]

With what was written, the last layer for statements is fitted to it anew.

What was learnt of questions that were written costs some of what was learnt before; the mean of the weights keeps most of both
(Wortsman et al., Robust fine-tuning of zero-shot models, 2022).
"""

import pathlib
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

import network
import written

PENALTY = 0.1  # the inverse of its strength
TOGETHER = 64


def vectors(model, encoder, rows):
    """The vector of the first token of each pair, which the last layer sees."""
    pairs = [encoder.pair(*row[:3]) for row in rows]
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
    out, seen = np.zeros((len(pairs), network.WIDTH), np.float32), {}
    hook = model.bears.register_forward_hook(lambda _, inputs, __: seen.update(x=inputs[0]))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for at in range(0, len(order), TOGETHER):
            some = order[at : at + TOGETHER]
            model(*network.batch([pairs[i] for i in some]))
            out[some] = seen["x"].float().numpy()
    hook.remove()
    return out


def main(before, after, target, *statements):
    model, new = network.Reader(), torch.load(after)
    model.load_file(before)
    old = model.state_dict()
    model.load_state_dict({k: (old[k] + new[k]) / 2 for k in new})
    model.eval()
    if statements:
        fit(model, *statements)
    torch.save(model.state_dict(), target)


def fit(model, folder, corpora, invented):
    """Fits the last layer for statements."""
    _, _, rows, held = written.read(pathlib.Path(folder), written.articles(pathlib.Path(corpora), ("bbc", "realtimeqa")))
    rows, held = ([r for r in some if r[3] is not None] for some in (rows + list(written.invented(pathlib.Path(invented))), held))
    encoder = network.Encoder()
    fitted = LogisticRegression(C=PENALTY, max_iter=300).fit(vectors(model, encoder, rows), [r[3] for r in rows])
    print("AUC of statements that were held back:", round(roc_auc_score([r[3] for r in held], fitted.decision_function(vectors(model, encoder, held))), 3))
    with torch.no_grad():
        model.bears.weight.copy_(torch.tensor(fitted.coef_))
        model.bears.bias.copy_(torch.tensor(fitted.intercept_))


if __name__ == "__main__":
    main(*sys.argv[1:7])
