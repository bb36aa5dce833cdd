"""Payload values, point identifiers and vectors, from protocol messages to the engine and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import qdrant_edge as engine
from qdrant_client.grpc import json_with_int_pb2 as json_pb
from qdrant_client.grpc import points_pb2 as points_pb
from qdrant_client.grpc import qdrant_common_pb2 as common_pb

from .errors import malformed, unsupported, wrong_input

UNNAMED = ""  # the name under which the engine keeps the vector that has none


def from_value(value: json_pb.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return from_payload(value.struct_value.fields)
    if kind == "list_value":
        return [from_value(v) for v in value.list_value.values]
    if kind is None or kind == "null_value":
        return None
    return getattr(value, kind)


def from_payload(fields: Mapping[str, json_pb.Value]) -> dict[str, Any]:
    return {key: from_value(value) for key, value in fields.items()}


def set_value(out: json_pb.Value, value: Any) -> None:
    """Fills a message in place, which saves a copy for every field of every hit."""
    if value is None:
        out.null_value = json_pb.NULL_VALUE
    elif isinstance(value, str):
        out.string_value = value
    elif isinstance(value, bool):  # before int, of which it is a kind
        out.bool_value = value
    elif isinstance(value, int):
        if -(1 << 63) <= value < 1 << 63:
            out.integer_value = value
        else:
            out.double_value = value
    elif isinstance(value, float):
        out.double_value = value
    elif isinstance(value, dict):
        out.struct_value.SetInParent()
        set_payload(out.struct_value.fields, value)
    else:
        out.list_value.SetInParent()
        for item in value:
            set_value(out.list_value.values.add(), item)


def set_payload(out: Any, payload: Mapping[str, Any] | None) -> None:
    for key, value in (payload or {}).items():
        set_value(out[key], value)


def from_id(point_id: common_pb.PointId) -> int | str:
    kind = point_id.WhichOneof("point_id_options")
    if kind == "num":
        return point_id.num
    if kind == "uuid":
        try:
            return str(UUID(point_id.uuid))
        except ValueError:
            raise malformed(f"Unable to parse UUID: {point_id.uuid}") from None
    raise malformed("Malformed PointId")


def to_id(point_id: int | str | UUID) -> common_pb.PointId:
    if isinstance(point_id, int):
        return common_pb.PointId(num=point_id)
    return common_pb.PointId(uuid=str(point_id))


Vector = Any  # list of floats, list of lists of floats, or engine.SparseVector


def sparse(indices: Any, values: Any) -> engine.SparseVector:
    """The engine takes any two lists, so what Qdrant refuses is refused here."""
    indices, values = list(indices), list(values)
    if len(indices) != len(values):
        raise wrong_input("Validation error: values: must be the same length as indices")
    if len(set(indices)) != len(indices):
        raise wrong_input("Validation error: indices: must be unique")
    return engine.SparseVector(indices=indices, values=values)


def from_vector(vector: points_pb.Vector) -> Vector:
    """A stored vector; clients of before 1.16 fill the deprecated flat fields."""
    kind = vector.WhichOneof("vector")
    if kind == "dense":
        return list(vector.dense.data)
    if kind == "sparse":
        return sparse(vector.sparse.indices, vector.sparse.values)
    if kind == "multi_dense":
        return [list(v.data) for v in vector.multi_dense.vectors]
    if kind is not None:
        raise unsupported(f"inference ({kind})")
    if vector.HasField("indices"):
        return sparse(vector.indices.data, vector.data)
    if vector.HasField("vectors_count"):
        data, count = list(vector.data), vector.vectors_count
        if count == 0 or len(data) % count:
            raise wrong_input(f"{len(data)} values do not make {count} vectors")
        size = len(data) // count
        return [data[i : i + size] for i in range(0, len(data), size)]
    return list(vector.data)


def from_vectors(vectors: points_pb.Vectors) -> dict[str, Vector]:
    kind = vectors.WhichOneof("vectors_options")
    if kind == "vector":
        return {UNNAMED: from_vector(vectors.vector)}
    if kind == "vectors":
        return {name: from_vector(v) for name, v in vectors.vectors.vectors.items()}
    return {}


def from_input(vector: points_pb.VectorInput) -> Vector:
    """A vector to search with; one given by the identifier of a point is looked up by the caller."""
    kind = vector.WhichOneof("variant")
    if kind == "dense":
        return list(vector.dense.data)
    if kind == "sparse":
        return sparse(vector.sparse.indices, vector.sparse.values)
    if kind == "multi_dense":
        return [list(v.data) for v in vector.multi_dense.vectors]
    if kind is None:
        raise malformed("Malformed vector: no variant is set")
    raise unsupported(f"inference ({kind})")


def set_vectors(out: points_pb.VectorsOutput, vectors: Any) -> None:
    """Writes what the engine returned: a list for a lone unnamed vector, else a map."""
    if not isinstance(vectors, dict):
        _set_vector(out.vector, vectors)
        return
    if set(vectors) == {UNNAMED}:
        _set_vector(out.vector, vectors[UNNAMED])
        return
    out.vectors.SetInParent()
    for name, vector in vectors.items():
        _set_vector(out.vectors.vectors[name], vector)


def _set_vector(out: points_pb.VectorOutput, vector: Vector) -> None:
    if isinstance(vector, engine.SparseVector):
        out.sparse.indices.extend(vector.indices)
        out.sparse.values.extend(vector.values)
    elif len(vector) and isinstance(vector[0], (list, tuple)):
        for row in vector:
            out.multi_dense.vectors.add().data.extend(row)
    else:
        out.dense.data.extend(vector)


def set_point(out: points_pb.ScoredPoint | points_pb.RetrievedPoint, found: Any) -> None:
    """Writes what hits and records of the engine have in common."""
    out.id.CopyFrom(to_id(found.id))
    set_payload(out.payload, found.payload)
    if found.vector is not None:
        set_vectors(out.vectors, found.vector)
    if isinstance(found.order_value, int):
        out.order_value.int = found.order_value
    elif found.order_value is not None:
        out.order_value.float = found.order_value
