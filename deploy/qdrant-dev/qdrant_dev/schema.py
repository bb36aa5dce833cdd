"""How a collection is laid out: vectors, quantisation and payload indexes, for the engine."""

from __future__ import annotations

from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import collections_pb2 as pb
from qdrant_client.grpc import points_pb2 as points_pb

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
_MEMORY = {pb.Cold: engine.Memory.Cold, pb.Cached: engine.Memory.Cached, pb.Pinned: engine.Memory.Pinned}
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
        modifier=modifier(params),
        full_scan_threshold=_optional(params.index, "full_scan_threshold"),
        on_disk=_optional(params.index, "on_disk"),
        memory=_memory(params.index),
        datatype=_datatype(params.index),
    )


def modifier(params: Any) -> engine.Modifier | None:
    return engine.Modifier.Idf if params.modifier == pb.Idf else None


def distance(value: int) -> engine.Distance:
    if value not in _DISTANCES:
        raise malformed("Validation error in body: the vector has no distance")
    return _DISTANCES[value]


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
    fields = ("deleted_threshold", "vacuum_min_vector_number", "default_segment_number", "max_segment_size",
              "indexing_threshold", "prevent_unoptimized")
    return engine.EdgeOptimizersConfig(**{f: _optional(diff, f) for f in fields})


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
    return _MEMORY.get(message.memory) if message.HasField("memory") else None


def _datatype(message: Any) -> engine.VectorStorageDatatype | None:
    if not message.HasField("datatype") or message.datatype == pb.Default:
        return None
    if message.datatype not in _DATATYPES:
        raise unsupported(f"the datatype {pb.Datatype.Name(message.datatype)}")
    return _DATATYPES[message.datatype]


_SCHEMA_TYPES = {
    points_pb.FieldTypeKeyword: engine.PayloadSchemaType.Keyword,
    points_pb.FieldTypeInteger: engine.PayloadSchemaType.Integer,
    points_pb.FieldTypeFloat: engine.PayloadSchemaType.Float,
    points_pb.FieldTypeGeo: engine.PayloadSchemaType.Geo,
    points_pb.FieldTypeText: engine.PayloadSchemaType.Text,
    points_pb.FieldTypeBool: engine.PayloadSchemaType.Bool,
    points_pb.FieldTypeDatetime: engine.PayloadSchemaType.Datetime,
    points_pb.FieldTypeUuid: engine.PayloadSchemaType.Uuid,
}
_INDEX_PARAMS = {
    "keyword_index_params": (pb.Keyword, engine.KeywordIndexParams),
    "integer_index_params": (pb.Integer, engine.IntegerIndexParams),
    "float_index_params": (pb.Float, engine.FloatIndexParams),
    "geo_index_params": (pb.Geo, engine.GeoIndexParams),
    "text_index_params": (pb.Text, engine.TextIndexParams),
    "bool_index_params": (pb.Bool, engine.BoolIndexParams),
    "datetime_index_params": (pb.Datetime, engine.DatetimeIndexParams),
    "uuid_index_params": (pb.Uuid, engine.UuidIndexParams),
}
_TOKENIZERS = {
    pb.Prefix: engine.TokenizerType.Prefix,
    pb.Whitespace: engine.TokenizerType.Whitespace,
    pb.Word: engine.TokenizerType.Word,
    pb.Multilingual: engine.TokenizerType.Multilingual,
    pb.Code: engine.TokenizerType.Code,
}


def index_schema(request: points_pb.CreateFieldIndexCollection) -> tuple[Any, pb.PayloadSchemaInfo]:
    """The index for the engine, and the same as Get reports it."""
    kind = request.field_index_params.WhichOneof("index_params")
    if kind is None:
        if request.field_type not in _SCHEMA_TYPES:
            raise malformed("field_type is malformed")
        # Both enumerations name the types in one order; the schema's starts at 1.
        return _SCHEMA_TYPES[request.field_type], pb.PayloadSchemaInfo(data_type=request.field_type + 1)
    data_type, build = _INDEX_PARAMS[kind]
    params = getattr(request.field_index_params, kind)
    info = pb.PayloadSchemaInfo(data_type=data_type, params=request.field_index_params)
    return build(**_index_arguments(params)), info


def _index_arguments(params: Any) -> dict[str, Any]:
    """The fields that are set, by the engine's names for them, which are the protocol's."""
    arguments: dict[str, Any] = {}
    for field, value in params.ListFields():
        match field.name:
            case "memory":
                arguments["memory"] = _MEMORY.get(value)
            case "tokenizer":
                arguments["tokenizer"] = _TOKENIZERS.get(value)
            case "prefix":
                arguments["prefix"] = True
            case "scoring":
                arguments["scoring"] = True
            case "stopwords" | "stemmer":
                raise unsupported(f"`{field.name}` of a text index")
            case name:
                arguments[name] = value
    return arguments


_REPORTED_TYPES = [
    (engine.PayloadSchemaType.Keyword, pb.Keyword),
    (engine.PayloadSchemaType.Integer, pb.Integer),
    (engine.PayloadSchemaType.Float, pb.Float),
    (engine.PayloadSchemaType.Geo, pb.Geo),
    (engine.PayloadSchemaType.Text, pb.Text),
    (engine.PayloadSchemaType.Bool, pb.Bool),
    (engine.PayloadSchemaType.Datetime, pb.Datetime),
    (engine.PayloadSchemaType.Uuid, pb.Uuid),
]


def describe_index(index: engine.PayloadIndexInfo) -> pb.PayloadSchemaInfo:
    """A payload index as the engine holds it."""
    data_type = next(reported for kind, reported in _REPORTED_TYPES if kind == index.data_type)
    return pb.PayloadSchemaInfo(data_type=data_type, points=index.points)
