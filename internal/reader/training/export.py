"""Writes a trained reader as the file that the program reads: python export.py reader.pt ../model.bin

`../file.go` describes the format. Vectors of words and matrices are rounded to int8, with a scale for each row.
"""

import hashlib
import json
import pathlib
import struct
import sys
import unicodedata

import numpy as np
import torch

import network

KEPT = ("[CLS]", "[SEP]", "[UNK]")


def kept(token):
    """Whether the program has a vector for the token: letters of Latin and Greek, digits, punctuation, signs."""
    if token in KEPT:
        return True
    text = token.removeprefix("##")
    if len(text) > 2 and text.startswith("[") and text.endswith("]"):
        return False
    for c in text:
        if c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN ", "GREEK ", "MICRO ", "FEMININE ", "MASCULINE ", "MODIFIER LETTER ")):
            return False
        if ord(c) > 0x7F and unicodedata.category(c)[0] not in "LNPS":
            return False
    return text != ""


def quantised(w):
    """int8 codes and a scale for each row."""
    scale = np.abs(w).max(1) / 127
    return np.rint(w / np.maximum(scale, 1e-12)[:, None]).astype(np.int8), scale.astype(np.float32)


def packed(codes):
    """16 outputs at a time, and of these four inputs at a time."""
    n, k = codes.shape
    return np.ascontiguousarray(codes.reshape(n // 16, 16, k // 4, 4).transpose(0, 2, 1, 3))


def main(source, target, training=None):
    w = {k: v.float().numpy() for k, v in torch.load(source).items()}
    vocabulary = network.tokenizer().get_vocab()
    tokens = sorted((t for t in vocabulary if kept(t)), key=lambda t: vocabulary[t])
    layers = 1 + max(int(k.split(".")[1]) for k in w if k.startswith("layers."))
    tensors, payload = {}, bytearray()

    def add(name, data):
        data = data if isinstance(data, bytes) else np.ascontiguousarray(data).tobytes()
        payload.extend(b"\0" * (-len(payload) % 64))
        tensors[name] = [len(payload), len(data)]
        payload.extend(data)

    def matrix(name, weight, bias):
        codes, scales = quantised(weight)
        add(name + ".codes", packed(codes))
        add(name + ".scales", scales)
        add(name + ".bias", bias)

    add("vocabulary", "\n".join(tokens).encode())
    codes, scales = quantised(w["words.weight"][[vocabulary[t] for t in tokens]])
    add("words", codes)
    add("words.scales", scales)
    add("places", w["places.weight"][: network.LONGEST])
    add("parts", w["parts.weight"])
    add("norm.g", w["norm.weight"])
    add("norm.b", w["norm.bias"])
    for i in range(layers):
        for name in ("qkv", "out", "up", "down"):
            matrix(f"layer.{i}.{name}", w[f"layers.{i}.{name}.weight"], w[f"layers.{i}.{name}.bias"])
        for name in ("norm1", "norm2"):
            add(f"layer.{i}.{name}.g", w[f"layers.{i}.{name}.weight"])
            add(f"layer.{i}.{name}.b", w[f"layers.{i}.{name}.bias"])
    add("head", np.concatenate([w["relevance.weight"], w["span.weight"], w["bears.weight"]]))
    add("head.b", np.concatenate([w["relevance.bias"], w["span.bias"], w["bears.bias"]]))
    header = {"name": "byline-reader", "version": "4", "width": network.WIDTH, "heads": network.HEADS, "inner": network.INNER, "layers": layers,
              "longest": network.LONGEST, "question": network.QUESTION, "training": training or {},
              "checksum": hashlib.sha256(payload).hexdigest(), "tensors": tensors}
    text = json.dumps(header).encode()
    text += b" " * (-(16 + len(text)) % 64)
    pathlib.Path(target).write_bytes(b"BYLNREAD" + struct.pack("<II", 2, len(text)) + text + payload)
    print(len(tokens), "pieces,", pathlib.Path(target).stat().st_size, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:3], json.loads(sys.argv[3]) if len(sys.argv) > 3 else None)
