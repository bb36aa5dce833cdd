"""Reading and writing model files. The format is described in ../file.go."""

import hashlib
import json
import pathlib
import struct

import numpy as np

MAGIC, FORMAT = b"BYLNEMBD", 1


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(tokens, dim) float32 -> int8 codes and one float32 scale a token."""
    scales = np.maximum(np.abs(table).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
    return np.rint(table / scales[:, None]).astype(np.int8), scales


def write(path: pathlib.Path, tokens: list[str], table: np.ndarray, about: dict) -> str:
    """Write a static model and return its checksum. `about` has name, version, training."""
    codes, scales = quantise(table)
    parts = {
        "vocabulary": ("utf8", [len(tokens)], "\n".join(tokens).encode()),
        "scales": ("f32", list(scales.shape), scales.tobytes()),
        "table": ("i8", list(codes.shape), codes.tobytes()),
    }
    tensors, payload = [], b""
    for name, (kind, shape, data) in parts.items():
        payload += b"\0" * (-len(payload) % 8)
        tensors.append({"name": name, "type": kind, "shape": shape, "offset": len(payload), "size": len(data)})
        payload += data
    checksum = hashlib.sha256(payload).hexdigest()
    header = about | {"dim": table.shape[1], "architecture": "static", "checksum": checksum, "tensors": tensors}
    raw = json.dumps(header, indent=1).encode()
    raw += b" " * (-(len(raw) + 16) % 8)
    path.write_bytes(MAGIC + struct.pack("<II", FORMAT, len(raw)) + raw + payload)
    return checksum


def read(path: pathlib.Path) -> tuple[list[str], np.ndarray, dict]:
    """The tokens, the table (tokens, dim) float32, and the header of a static model."""
    data = path.read_bytes()
    version, size = struct.unpack("<II", data[8:16])
    assert data[:8] == MAGIC and version == FORMAT
    header, payload = json.loads(data[16 : 16 + size]), data[16 + size :]
    assert hashlib.sha256(payload).hexdigest() == header["checksum"]
    part = {t["name"]: payload[t["offset"] : t["offset"] + t["size"]] for t in header["tensors"]}
    tokens = part["vocabulary"].decode().split("\n")
    scales = np.frombuffer(part["scales"], np.float32)
    codes = np.frombuffer(part["table"], np.int8).reshape(len(tokens), -1)
    return tokens, codes * scales[:, None], header
