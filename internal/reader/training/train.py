"""Trains the reader.

    python train.py --qamr DIR --made QUESTIONS FOUND --out reader.pt --minutes N
"""

import argparse
import math
import pathlib
import random
import time

import torch
import torch.nn.functional as F

import lists
import network
import written


def sample(row, negatives, rng):
    """The pairs of one list: (text, headline, spans or None)."""
    positives = list(row["positives"])
    rng.shuffle(positives)
    positives = positives[:2]
    if row.get("sources") and (not positives or rng.random() < 0.25):
        positives = positives[:1] + [rng.choice(row["sources"])]
    # the first found are the hardest
    pool = row["negatives"][:8] if rng.random() < 0.6 else row["negatives"]
    wrong = [(t, h, None) for t, h in rng.sample(pool, min(negatives, len(pool)))]
    out = positives + wrong
    if rng.random() < 0.15:
        out = [(t, "", s) for t, _, s in out]
    return out


def targets(encoder, pair, first, count, text, spans, length):
    """Marks of where spans start and end, (length, 2); the first token stands for none."""
    marks = torch.zeros(length, 2)
    offsets = encoder.known[text][1][:count]
    for start, end in spans or ():
        a = [i for i, (x, y) in enumerate(offsets) if x <= start < y]
        b = [i for i, (x, y) in enumerate(offsets) if x < end <= y]
        if a and b and a[0] <= b[0]:
            marks[first + a[0], 0] = 1
            marks[first + b[0], 1] = 1
    if marks[:, 0].sum() == 0 or marks[:, 1].sum() == 0:
        marks.zero_()
        marks[0] = 1
    return marks


def loss_of(model, encoder, groups):
    """Loss over lists of pairs; groups is [(question, pairs)]."""
    pairs, texts, owner = [], [], []
    for g, (question, rows) in enumerate(groups):
        for text, headline, spans in rows:
            pairs.append(encoder.pair(question, text, headline))
            texts.append((text, spans))
            owner.append(g)
    relevance, span, _ = network.run(model, pairs)
    allowed = torch.zeros(span.shape[:2], dtype=torch.bool)
    marks = []
    for i, (p, (text, spans)) in enumerate(zip(pairs, texts)):
        allowed[i, 0] = True
        allowed[i, p[2] : p[2] + p[3]] = True
        marks.append(targets(encoder, p, p[2], p[3], text, spans, span.shape[1]))
    marks = torch.stack(marks)
    logs = span.masked_fill(~allowed[..., None], -1e4).log_softmax(1)
    spans = -(logs.masked_fill(marks == 0, -1e4).logsumexp(1)).mean(1)
    right = torch.tensor([float(s is not None) for _, s in texts])
    ranks, owner = [], torch.tensor(owner)
    for g in range(len(groups)):
        own = relevance[owner == g]
        good = right[owner == g] > 0
        if good.any():  # nothing answers some questions
            ranks.append(own.logsumexp(0) - own[good].logsumexp(0))
    rank = torch.stack(ranks).mean() if ranks else relevance.sum() * 0
    binary = F.binary_cross_entropy_with_logits(relevance, right)
    weight = torch.where(right > 0, 1.0, 0.5)
    span = (spans * weight).sum() / weight.sum()
    answered = [g for g in range(len(groups)) if right[owner == g].any()] or [0]
    first = torch.tensor([float(relevance[owner == g].argmax() in torch.nonzero(right[owner == g])) for g in answered])
    return rank + 0.3 * binary + 0.7 * span, {"rank": rank.item(), "binary": binary.item(), "span": span.item(), "first": first.mean().item()}


UNSURE = 0.05  # the share of statements that another sentence of the article bears, which nobody looked at


def statement_loss(model, encoder, rows):
    """Loss over statements beside what they are said to be borne by, and the share that is judged right."""
    bears = network.run(model, [encoder.pair(text, evidence, headline) for text, evidence, headline, _ in rows])[2]
    want = torch.tensor([UNSURE if yes is None else float(yes) for *_, yes in rows])
    loss = F.binary_cross_entropy_with_logits(bears, want)
    return loss, {"bears": loss.item(), "judged": ((bears > 0) == (want > 0.5)).float().mean().item()}


def check_statements(model, encoder, kept):
    model.eval()
    scores = []
    with torch.no_grad():
        for at in range(0, len(kept), 32):
            scores += network.run(model, [encoder.pair(*r[:3]) for r in kept[at : at + 32]])[2].tolist()
    model.train()
    sure = [(s, r[3]) for s, r in zip(scores, kept) if r[3] is not None]
    good, bad = [s for s, yes in sure if yes], sorted(s for s, yes in sure if not yes)
    auc = sum(sum(b < g for b in bad) for g in good) / max(1, len(good) * len(bad))
    least = bad[int(0.95 * len(bad))]
    print("statements", len(good), len(bad), f"auc {auc:.3f}, of the true {sum(g > least for g in good) / len(good):.3f} where .95 of the false are refused; at 0 {sum(g > 0 for g in good) / len(good):.3f} {sum(b <= 0 for b in bad) / len(bad):.3f}", flush=True)


def check(model, encoder, kept, rng, name):
    model.eval()
    sums, n = {}, 0
    with torch.no_grad():
        for at in range(0, len(kept), 8):
            groups = [(r["question"], sample(r, 7, rng)) for r in kept[at : at + 8]]
            _, parts = loss_of(model, encoder, groups)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0) + v
            n += 1
    model.train()
    print(name, {k: round(v / n, 4) for k, v in sums.items()}, flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--qamr", type=pathlib.Path, required=True)
    p.add_argument("--made", type=pathlib.Path, nargs=2, action="append", default=[])
    p.add_argument("--written", type=pathlib.Path, nargs=2, help="the folder of what was written, and that of the corpora it was written of")
    p.add_argument("--found", type=pathlib.Path, nargs="*", default=[], help="with --written, what was found for its questions")
    p.add_argument("--plain", type=float, default=1, help="with --written, the share of its questions whose lists are made of words in common, too")
    p.add_argument("--invented", type=pathlib.Path, help="a folder of statements of invented articles")
    p.add_argument("--share", type=float, default=0.5, help="of made or written questions")
    p.add_argument("--statements", type=int, default=16, help="of a step of a replica, with --written")
    p.add_argument("--start", type=pathlib.Path)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--minutes", type=float, default=40)
    p.add_argument("--replicas", type=int, default=2, help="processes of one thread that learn from different lists, and whose weights are averaged as they go")
    p.add_argument("--every", type=int, default=20, help="steps between two averages")
    p.add_argument("--lists", type=int, default=6, help="of a step of a replica")
    p.add_argument("--negatives", type=int, default=4)
    p.add_argument("--rate", type=float, default=1e-4)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    data = gather(a)
    workers = [torch.multiprocessing.get_context("fork").Process(target=learn, args=(a, i, *data)) for i in range(a.replicas)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()


def average(model, a, replica, turn, done):
    """The mean of the weights of all replicas, which meet in files beside the result."""
    def name(i):
        return a.out.with_suffix(f".{turn}.{i}")
    with torch.no_grad():
        own = {n: w for n, w in model.named_parameters() if w.requires_grad}
        torch.save(own | {"done": torch.tensor(done)}, name(replica).with_suffix(f".{replica}.part"))
        name(replica).with_suffix(f".{replica}.part").rename(name(replica))
        for i in range(a.replicas):
            while not name(i).exists():
                time.sleep(0.2)
        all_ = [torch.load(name(i)) for i in range(a.replicas)]
        for n, w in own.items():
            w.copy_(sum(x[n] for x in all_) / a.replicas)
    done = max(float(x["done"]) for x in all_)
    if turn > 1:  # everybody has read the last
        a.out.with_suffix(f".{turn - 1}.{replica}").unlink()
    return done


def gather(a):
    """What there is to learn from: lists of questions by source, those held back by name, statements, and those held back."""
    rng = random.Random(a.seed)
    rows, held = lists.qamr(a.qamr, a.seed)
    sources, kept, statements, back = [rows], [("qamr", rng.sample(held, min(120, len(held))))], [], []
    rows, held = [], []
    for questions, found in a.made:
        more, others = lists.made(questions, found)
        rows, held = rows + more, held + others
    if a.written:
        folder, corpora = a.written
        known = written.articles(corpora, ("bbc", "realtimeqa"))
        more, others, statements, back = written.read(folder, known)
        more = rng.sample(more, round(a.plain * len(more)))
        rows, held = rows + more + written.found(folder, known, a.found), held + others
    if a.invented:
        statements = statements + list(written.invented(a.invented))
    if rows:
        sources.append(rows)
        kept.append(("made", rng.sample(held, min(240, len(held)))))
    print([len(s) for s in sources], [len(k) for _, k in kept], len(statements), len(back), flush=True)
    return sources, kept, statements, back


def learn(a, replica, sources, kept, statements, back):
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed * 1000 + replica)
    encoder, model = network.Encoder(), network.Reader(a.layers)
    model.load_minilm()
    if a.start:
        model.load_file(a.start) if a.start.suffix == ".bin" else model.load_state_dict(torch.load(a.start))
    decay = [w for w in model.parameters() if w.requires_grad and w.dim() > 1]
    plain = [w for w in model.parameters() if w.requires_grad and w.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0}], lr=a.rate, fused=True)
    queues = [[] for _ in sources]

    def draw():
        i = 1 if len(sources) > 1 and rng.random() < a.share else 0
        if not queues[i]:
            queues[i] = rng.sample(range(len(sources[i])), len(sources[i]))
        return sources[i][queues[i].pop()]

    model.train()
    start, sums, step, done, turn = time.time(), {}, 0, 0.0, 0
    while done < 1 or step % a.every:  # replicas stop together
        step += 1
        # by the clock, for a machine that others use too; all agree on when to stop when they meet
        done = (time.time() - start) / 60 / a.minutes
        for group in optimizer.param_groups:
            group["lr"] = a.rate * min(step / 25, 0.5 * (1 + math.cos(math.pi * min(1, done))) + 0.02)
        groups = [(r["question"], sample(r, a.negatives, rng)) for r in (draw() for _ in range(a.lists))]
        loss, parts = loss_of(model, encoder, groups)
        if statements:
            more, of = statement_loss(model, encoder, [rng.choice(statements) for _ in range(a.statements)])
            loss, parts = loss + more, parts | of
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decay + plain, 1.0)
        optimizer.step()
        for k, v in parts.items():
            sums[k] = sums.get(k, 0) + v
        if step % a.every == 0:
            turn += 1
            done = average(model, a, replica, turn, done)
            if replica == 0:
                torch.save(model.state_dict(), a.out)
                print(step, f"{done:.2f}", {k: round(v / a.every, 4) for k, v in sums.items()}, f"{(time.time() - start) / step:.2f} s/step, {time.process_time() / step:.2f} busy", flush=True)
            sums = {}
    if replica == 0:
        for name, rows in kept:
            check(model, encoder, rows, random.Random(1), name)
        if back:
            check_statements(model, encoder, back)


if __name__ == "__main__":
    main()
