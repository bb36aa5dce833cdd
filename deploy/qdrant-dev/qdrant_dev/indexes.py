"""Payload indexes, from protocol messages to the engine and back."""

from __future__ import annotations

from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import collections_pb2 as pb
from qdrant_client.grpc import points_pb2 as points_pb

from .errors import malformed, unsupported
from .schema import MEMORY

# Each type of payload as a request names it, as the engine does and as Get reports it, and what
# its parameters are called in a request and in the engine.
_KINDS = [
    (points_pb.FieldTypeKeyword, engine.PayloadSchemaType.Keyword, pb.Keyword, "keyword", engine.KeywordIndexParams),
    (points_pb.FieldTypeInteger, engine.PayloadSchemaType.Integer, pb.Integer, "integer", engine.IntegerIndexParams),
    (points_pb.FieldTypeFloat, engine.PayloadSchemaType.Float, pb.Float, "float", engine.FloatIndexParams),
    (points_pb.FieldTypeGeo, engine.PayloadSchemaType.Geo, pb.Geo, "geo", engine.GeoIndexParams),
    (points_pb.FieldTypeText, engine.PayloadSchemaType.Text, pb.Text, "text", engine.TextIndexParams),
    (points_pb.FieldTypeBool, engine.PayloadSchemaType.Bool, pb.Bool, "bool", engine.BoolIndexParams),
    (points_pb.FieldTypeDatetime, engine.PayloadSchemaType.Datetime, pb.Datetime, "datetime",
     engine.DatetimeIndexParams),
    (points_pb.FieldTypeUuid, engine.PayloadSchemaType.Uuid, pb.Uuid, "uuid", engine.UuidIndexParams),
]
_TOKENIZERS = [
    (pb.Prefix, engine.TokenizerType.Prefix),
    (pb.Whitespace, engine.TokenizerType.Whitespace),
    (pb.Word, engine.TokenizerType.Word),
    (pb.Multilingual, engine.TokenizerType.Multilingual),
    (pb.Code, engine.TokenizerType.Code),
]


def from_request(request: points_pb.CreateFieldIndexCollection) -> Any:
    """The index for the engine: a type alone, or a type with parameters."""
    given = request.field_index_params.WhichOneof("index_params")
    for field_type, schema_type, _, name, build in _KINDS:
        if given == f"{name}_index_params":
            return build(**_arguments(getattr(request.field_index_params, given)))
        if given is None and request.HasField("field_type") and request.field_type == field_type:
            return schema_type
    raise malformed("field_type is malformed")


def _arguments(params: Any) -> dict[str, Any]:
    """The parameters that are set, by the engine's names for them, which are the protocol's."""
    arguments: dict[str, Any] = {}
    for field, value in params.ListFields():
        match field.name:
            case "memory":
                arguments["memory"] = MEMORY.get(value)
            case "tokenizer":
                arguments["tokenizer"] = dict(_TOKENIZERS)[value]
            case "prefix" | "scoring":
                arguments[field.name] = True
            case "stopwords" | "stemmer":
                raise unsupported(f"`{field.name}` of a text index")
            case name:
                arguments[name] = value
    return arguments


def describe(index: engine.PayloadIndexInfo) -> pb.PayloadSchemaInfo:
    """An index as the engine holds it."""
    for _, schema_type, data_type, name, _ in _KINDS:
        if index.data_type == schema_type:
            info = pb.PayloadSchemaInfo(data_type=data_type, points=index.points)
            if index.params is not None:
                _describe_params(getattr(info.params, f"{name}_index_params"), index.params)
            return info
    raise AssertionError(f"the engine has a type of index that is not known here: {index.data_type}")


def _describe_params(out: Any, params: Any) -> None:
    out.SetInParent()
    for field in out.DESCRIPTOR.fields:
        value = getattr(params, field.name, None)
        if field.name == "memory":
            out.memory = next((k for k, v in MEMORY.items() if v == value), pb.MemoryUnknown)
            if value is None:
                out.ClearField("memory")
        elif field.name == "tokenizer":
            out.tokenizer = next(k for k, v in _TOKENIZERS if v == value)
        elif field.name in ("prefix", "scoring"):
            if value:
                getattr(out, field.name).SetInParent()
        elif isinstance(value, (bool, int, str)):
            setattr(out, field.name, value)
