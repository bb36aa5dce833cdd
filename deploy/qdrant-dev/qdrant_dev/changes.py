"""Changes to how a collection is laid out."""

from __future__ import annotations

from typing import Any

from qdrant_client.grpc import collections_pb2 as pb

from .errors import unsupported, wrong_input
from .schema import UNNAMED


def changed(config: pb.CreateCollection, request: pb.UpdateCollection) -> pb.CreateCollection:
    """The configuration with the changes of a request in it."""
    if request.strict_mode_config.enabled:
        raise unsupported("strict mode")
    out = pb.CreateCollection()
    out.CopyFrom(config)
    for field in ("optimizers_config", "hnsw_config"):
        if request.HasField(field):
            getattr(out, field).MergeFrom(getattr(request, field))
    for field in ("replication_factor", "write_consistency_factor", "on_disk_payload"):
        if request.params.HasField(field):
            setattr(out, field, getattr(request.params, field))
    for field in ("payload", "id_tracker"):
        if request.params.HasField(field):
            getattr(out, field).MergeFrom(getattr(request.params, field))
    for name, diff in _vector_diffs(request.vectors_config).items():
        _change_vector(_vector(out, name), diff)
    for name, params in request.sparse_vectors_config.map.items():
        if name not in out.sparse_vectors_config.map:
            raise wrong_input(f"Not existing vector name error: {name}")
        out.sparse_vectors_config.map[name].MergeFrom(params)
    _change_quantization(out, request)
    for key, value in request.metadata.items():
        out.metadata[key].CopyFrom(value)
    return out


def _vector_diffs(diff: pb.VectorsConfigDiff) -> dict[str, pb.VectorParamsDiff]:
    if diff.HasField("params"):
        return {UNNAMED: diff.params}
    return dict(diff.params_map.map)


def _vector(config: pb.CreateCollection, name: str) -> pb.VectorParams:
    vectors = config.vectors_config
    if name == UNNAMED and vectors.HasField("params"):
        return vectors.params
    if name not in vectors.params_map.map:
        raise wrong_input(f"Not existing vector name error: {name}")
    return vectors.params_map.map[name]


def _change_vector(params: pb.VectorParams, diff: pb.VectorParamsDiff) -> None:
    if diff.HasField("hnsw_config"):
        params.hnsw_config.MergeFrom(diff.hnsw_config)
    for field in ("on_disk", "memory"):
        if diff.HasField(field):
            setattr(params, field, getattr(diff, field))
    _change_quantization(params, diff)


def _change_quantization(holder: Any, diff: Any) -> None:
    kind = diff.quantization_config.WhichOneof("quantization")
    if kind == "disabled":
        holder.ClearField("quantization_config")
    elif kind is not None:
        getattr(holder.quantization_config, kind).CopyFrom(getattr(diff.quantization_config, kind))
