"""Train the static model from articles and a teacher; see README.md."""

import argparse
import pathlib
import time

import numpy as np
import scipy.sparse as sp

import corpora
import modelfile
import teacher
import wordpiece

SIF = 3e-4  # a of the word weights a / (a + p)
TEMPERATURE = 0.05
IDENTITY = 0.5  # share of the target that is the pair itself; the rest is the teacher's opinion
TEACHER = 0.5  # weight of the cosine to the teacher in the loss
PAIRS = 1024  # in a batch
# What is paired with what, and how often: indexes into corpora.KINDS, -1 for the whole article.
PAIRINGS = [((0, 3), 0.2), ((1, 3), 0.2), ((2, 3), 0.2), ((2, -1), 0.2), ((0, -1), 0.2)]


class Data:
    """Texts of several corpora, with the student's tokens and the teacher's vectors."""

    def __init__(self, folders, tokens, mentor, cache, seed):
        tokenizer, rows, articles, self.kind, self.vectors, self.share = wordpiece.tokenizer(tokens), [], [], [], [], []
        offset = 0
        for folder in folders:
            texts = corpora.read(folder, seed)
            rows += [[i for i in e.ids if i < len(tokens)] for e in tokenizer.encode_batch(texts.text)]
            articles += [a + offset for a in texts.article]
            count = max(texts.article) + 1
            self.share += [count**-0.5] * count  # a corpus of four times the articles is drawn from twice as often
            offset += count
            self.kind += texts.kind
            self.vectors.append(teach(mentor, cache / f"teacher-{folder.name}-{seed}.npy", texts.text))
        self.kind = np.array(self.kind)
        self.article = np.array(articles)
        self.vectors = np.concatenate(self.vectors)
        counts = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
        self.bags = sp.csr_matrix((np.ones(counts[-1], np.float32), np.concatenate([np.array(r, np.int32) for r in rows]), counts),
                                  shape=(len(rows), len(tokens)))
        self.bags.sum_duplicates()
        self.join(offset)

    def join(self, count):
        """Add a text for each article as a whole: its lead, sentences and passage together."""
        body = np.flatnonzero(self.kind > 0)
        sums = sp.csr_matrix((np.ones(len(body), np.float32), (self.article[body], body)), shape=(count, len(self.kind)))
        whole = sums @ self.vectors
        whole /= np.linalg.norm(whole, axis=1, keepdims=True) + 1e-9
        self.bags = sp.vstack([self.bags, sums @ self.bags]).tocsr()
        self.vectors = np.concatenate([self.vectors, whole])
        self.article = np.concatenate([self.article, np.arange(count)])
        self.kind = np.concatenate([self.kind, np.full(count, -1)])


def teach(mentor, path, texts):
    """The teacher's vectors of the texts, kept in a file since they are dear."""
    if not path.exists():
        np.save(path, mentor.encode(texts, limit=128, progress=path.stem).astype(np.float16))
    vectors = np.load(path).astype(np.float32)
    if len(vectors) != len(texts):
        raise SystemExit(f"{path} has {len(vectors)} vectors for {len(texts)} texts: delete it")
    return vectors


def unit(v):
    """Rows of v at unit length, and their lengths before."""
    n = np.linalg.norm(v, axis=1, keepdims=True) + 1e-9
    return v / n, n


def softmax(x):
    x = np.exp(x - x.max(axis=1, keepdims=True))
    return x / x.sum(axis=1, keepdims=True)


def pairs_of(data, rng):
    """For each pairing, an endless supply of (left, right) text indexes, every article at most once a batch."""
    of_kind = {}
    for k in (-1, 0, 1, 2, 3):
        rows = np.flatnonzero(data.kind == k)
        order = np.argsort(data.article[rows], kind="stable")
        rows = rows[order]
        first = np.searchsorted(data.article[rows], np.arange(data.article.max() + 2))
        of_kind[k] = rows, first

    def draw(k, articles):
        rows, first = of_kind[k]
        low, high = first[articles], first[articles + 1]
        return rows[low + (rng.random(len(articles)) * (high - low)).astype(int)]

    able = {p: np.flatnonzero((np.diff(of_kind[p[0]][1]) > 0) & (np.diff(of_kind[p[1]][1]) > 0)) for p, _ in PAIRINGS}
    shares, share = [s for _, s in PAIRINGS], np.array(data.share)
    odds = {p: share[a] / share[a].sum() for p, a in able.items()}
    while True:
        pairing = PAIRINGS[rng.choice(len(PAIRINGS), p=shares)][0]
        chosen = rng.choice(able[pairing], min(PAIRS, len(able[pairing])), replace=False, p=odds[pairing])
        yield draw(pairing[0], chosen), draw(pairing[1], chosen)


def gradient(data, goal, table, left, right):
    """Loss of a batch and its gradient with respect to the vectors of its texts before normalising."""
    n = len(left)
    rows = np.concatenate([left, right])
    bags = data.bags[rows]
    v, length = unit(bags @ table)
    a, b = v[:n], v[n:]
    ours = a @ b.T / TEMPERATURE
    theirs = data.vectors[left] @ data.vectors[right].T / TEMPERATURE
    grad, loss = np.zeros_like(v), 0.0
    slope = np.zeros((n, n), np.float32)
    for x, t in ((ours, theirs), (ours.T, theirs.T)):
        p = softmax(x)
        target = (1 - IDENTITY) * softmax(t)
        target[np.arange(n), np.arange(n)] += IDENTITY
        loss -= float((target * np.log(p + 1e-9)).sum()) / n / 2
        s = (p - target) / (2 * n * TEMPERATURE)
        slope += s if x is ours else s.T
    grad[:n], grad[n:] = slope @ b, slope.T @ a
    want = goal[rows]
    loss += TEACHER * float(1 - (v * want).sum(axis=1).mean())
    grad -= TEACHER * want / len(rows)
    grad = (grad - v * (grad * v).sum(axis=1, keepdims=True)) / length
    return loss, bags.T.tocsr() @ grad


def train(data, goal, table, steps, rate, seed):
    """Adam with a cosine schedule, in place."""
    rng = np.random.default_rng(seed)
    m, s = np.zeros_like(table), np.zeros_like(table)
    supply, started, mean = pairs_of(data, rng), time.time(), 0.0
    for step in range(1, steps + 1):
        loss, g = gradient(data, goal, table, *next(supply))
        m += 0.1 * (g - m)
        g *= g
        s += 0.01 * (g - s)
        now = rate * min(1, step / 50) * 0.5 * (1 + np.cos(np.pi * step / steps))
        table -= now * (m / (1 - 0.9**step)) / (np.sqrt(s / (1 - 0.99**step)) + 1e-8)
        mean = loss if step == 1 else 0.98 * mean + 0.02 * loss
        if step % 100 == 0 or step == steps:
            print(f"step {step}/{steps}: loss {mean:.4f}, {(time.time() - started) / step:.2f} s a step", flush=True)


def spread(table, seed):
    """Turn the axes at random. Cosines stay; no component is much larger than the others, so rounding to bytes loses less."""
    turn, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((table.shape[1], table.shape[1])))
    return table @ turn.astype(np.float32)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--articles", type=pathlib.Path, required=True, help="folder that holds the corpora, in BEIR layout")
    p.add_argument("--corpora", default="realtimeqa,bbc,reuters21578,time1963,scifact,lee50")
    p.add_argument("--cache", type=pathlib.Path, required=True, help="folder for the teacher's vectors")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--name", default="byline-static-256")
    p.add_argument("--version", default="3")
    p.add_argument("--dim", type=int, default=256)
    p.add_argument("--steps", type=int, default=2500, help="0: distil only")
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()

    mentor = teacher.Teacher(a.cache)
    tokens, ids = wordpiece.vocabulary()
    names = a.corpora.split(",")
    data = Data([a.articles / n for n in names], tokens, mentor, a.cache, a.seed)
    counts = np.asarray(data.bags[data.kind >= 0].sum(axis=0)).ravel()
    print(f"{len(data.kind)} texts, {int(counts.sum())} tokens, {len(tokens)} in the vocabulary", flush=True)

    _, axes = np.linalg.eigh(data.vectors.T @ data.vectors)
    axes = np.ascontiguousarray(axes[:, ::-1][:, : a.dim])
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(a.dim)])  # eigenvectors have no sign of their own
    goal, _ = unit(data.vectors @ axes)
    single = mentor.encode_ids([[101, i, 102] for i in ids])
    weight = SIF / (SIF + (counts + 1) / counts.sum())
    table = ((single @ axes) * weight[:, None]).astype(np.float32)

    train(data, goal.astype(np.float32), table, a.steps, a.rate, a.seed)
    training = {"teacher": "all-MiniLM-L6-v2", "corpora": names, "texts": int((data.kind >= 0).sum()), "steps": a.steps, "seed": a.seed}
    checksum = modelfile.write(a.out, tokens, spread(table, a.seed), {"name": a.name, "version": a.version, "training": training})
    print(f"{a.out}: {a.out.stat().st_size} bytes, checksum {checksum}")


if __name__ == "__main__":
    main()
