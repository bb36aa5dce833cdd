"""How a collection is laid out, for the engine: its vectors, their index and their quantization."""

from __future__ import annotations

from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import collections_pb2 as pb

from .errors import malformed, unsupported, wrong_input
from .values import UNNAMED

# The engine wants at least one vector; a collection without any gets this one, which nobody sees.
PLACEHOLDER = "__qdrant_dev_no_vectors__"

_DISTANCES = {
    pb.Cosine: engine.Distance.Cosine,
    pb.Euclid: engine.Distance.Euclid,
    pb.Dot: engine.Distance.Dot,
    pb.Manhattan: engine.Distance.Manhattan,
}
_DATATYPES = {
    pb.Float32: engine.VectorStorageDatatype.Float32,
    pb.Float16: engine.VectorStorageDatatype.Float16,
    pb.Uint8: engine.VectorStorageDatatype.Uint8,
    pb.Turbo8: engine.VectorStorageDatatype.Turbo8,
    pb.Turbo16: engine.VectorStorageDatatype.Turbo16,
}
MEMORY = {pb.Cold: engine.Memory.Cold, pb.Cached: engine.Memory.Cached, pb.Pinned: engine.Memory.Pinned}
_COMPRESSION = {
    pb.x4: engine.CompressionRatio.X4,
    pb.x8: engine.CompressionRatio.X8,
    pb.x16: engine.CompressionRatio.X16,
    pb.x32: engine.CompressionRatio.X32,
    pb.x64: engine.CompressionRatio.X64,
}

# Qdrant's defaults, which it reports for what a request leaves out.
DEFAULT_HNSW = {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000, "max_indexing_threads": 0}
DEFAULT_OPTIMIZERS = {
    "deleted_threshold": 0.2,
    "vacuum_min_vector_number": 1000,
    "default_segment_number": 0,
    "indexing_threshold": 20000,
    "flush_interval_sec": 5,
}
DEFAULT_WAL = {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1}


def dense_params(config: pb.CreateCollection) -> dict[str, pb.VectorParams]:
    """The dense vectors by name; the one without a name is under UNNAMED."""
    kind = config.vectors_config.WhichOneof("config")
    if kind == "params":
        return {UNNAMED: config.vectors_config.params}
    if kind == "params_map":
        return dict(config.vectors_config.params_map.map)
    return {}


def sparse_params(config: pb.CreateCollection) -> dict[str, pb.SparseVectorParams]:
    return dict(config.sparse_vectors_config.map)


def engine_config(config: pb.CreateCollection) -> engine.EdgeConfig:
    """What the engine is told; raises Refusal for what it cannot do."""
    dense = {name: _dense(name, params) for name, params in dense_params(config).items()}
    sparse = {name: _sparse(params) for name, params in sparse_params(config).items()}
    if shared := dense.keys() & sparse.keys():
        raise wrong_input(f"Dense and sparse vectors have the same name: {sorted(shared)[0]}")
    if not dense and not sparse:
        sparse = {PLACEHOLDER: engine.EdgeSparseVectorParams()}
    return engine.EdgeConfig(
        vectors=dense or None,
        sparse_vectors=sparse or None,
        on_disk_payload=_optional(config, "on_disk_payload"),
        payload_memory=_memory(config.payload),
        id_tracker_memory=_memory(config.id_tracker),
        hnsw_config=_hnsw(config.hnsw_config) if config.HasField("hnsw_config") else None,
        quantization_config=_quantization(config),
        optimizers=_optimizers(config.optimizers_config),
    )


def _dense(name: str, params: pb.VectorParams) -> engine.EdgeVectorParams:
    if params.size == 0:
        raise malformed(f"Validation error in body: vector `{name}`: size must be 1 or larger")
    if params.distance not in _DISTANCES:
        raise malformed(f"Validation error in body: vector `{name}` has no distance")
    return engine.EdgeVectorParams(
        size=params.size,
        distance=_DISTANCES[params.distance],
        on_disk=_optional(params, "on_disk"),
        memory=_memory(params),
        datatype=_datatype(params),
        multivector_config=_multivector(params),
        quantization_config=_quantization(params),
        hnsw_config=_hnsw(params.hnsw_config) if params.HasField("hnsw_config") else None,
    )


def _sparse(params: pb.SparseVectorParams) -> engine.EdgeSparseVectorParams:
    return engine.EdgeSparseVectorParams(
        modifier=engine.Modifier.Idf if params.modifier == pb.Idf else None,
        full_scan_threshold=_optional(params.index, "full_scan_threshold"),
        on_disk=_optional(params.index, "on_disk"),
        memory=_memory(params.index),
        datatype=_datatype(params.index),
    )


def _multivector(params: Any) -> engine.MultiVectorConfig | None:
    if not params.HasField("multivector_config"):
        return None
    return engine.MultiVectorConfig(engine.MultiVectorComparator.MaxSim)


def _hnsw(diff: pb.HnswConfigDiff) -> engine.HnswIndexConfig:
    given = {k: _optional(diff, k) for k in DEFAULT_HNSW}
    return engine.HnswIndexConfig(
        **{k: DEFAULT_HNSW[k] if v is None else v for k, v in given.items()},
        payload_m=_optional(diff, "payload_m"),
        on_disk=_optional(diff, "on_disk"),
        inline_storage=_optional(diff, "inline_storage"),
        memory=_memory(diff),
    )


def _optimizers(diff: pb.OptimizersConfigDiff) -> engine.EdgeOptimizersConfig:
    """Qdrant's defaults are given explicitly, for those of the engine are others."""
    merged = pb.OptimizersConfigDiff(**DEFAULT_OPTIMIZERS)
    merged.MergeFrom(diff)
    return engine.EdgeOptimizersConfig(
        deleted_threshold=merged.deleted_threshold,
        vacuum_min_vector_number=merged.vacuum_min_vector_number,
        default_segment_number=merged.default_segment_number or None,
        max_segment_size=_optional(merged, "max_segment_size"),
        indexing_threshold=merged.indexing_threshold,
        prevent_unoptimized=_optional(merged, "prevent_unoptimized"),
    )


def _quantization(holder: Any) -> Any:
    if not holder.HasField("quantization_config"):
        return None
    config = holder.quantization_config
    match config.WhichOneof("quantization"):
        case "scalar":
            scalar = config.scalar
            return engine.ScalarQuantizationConfig(
                type=engine.ScalarType.Int8, quantile=_optional(scalar, "quantile"), **_placement(scalar))
        case "product":
            product = config.product
            return engine.ProductQuantizationConfig(
                compression=_COMPRESSION[product.compression], **_placement(product))
        case "binary":
            binary = config.binary
            if binary.HasField("encoding") or binary.HasField("query_encoding"):
                raise unsupported("an encoding of binary quantization")
            return engine.BinaryQuantizationConfig(**_placement(binary))
        case None:
            return None
    raise unsupported("this quantization")


def _placement(params: Any) -> dict[str, Any]:
    return {"always_ram": _optional(params, "always_ram"), "memory": _memory(params)}


def _optional(message: Any, field: str) -> Any:
    return getattr(message, field) if message.HasField(field) else None


def _memory(message: Any) -> engine.Memory | None:
    return MEMORY.get(message.memory) if message.HasField("memory") else None


def _datatype(message: Any) -> engine.VectorStorageDatatype | None:
    if not message.HasField("datatype") or message.datatype == pb.Default:
        return None
    if message.datatype not in _DATATYPES:
        raise unsupported(f"the datatype {pb.Datatype.Name(message.datatype)}")
    return _DATATYPES[message.datatype]
