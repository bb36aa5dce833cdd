"""Writes, from protocol messages to operations of the engine.

The operations of an UpdateBatch have the fields of the requests that do the same alone, so each
function takes either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import points_pb2 as pb

from . import indexes
from .collection import Collection
from .errors import malformed
from .filters import from_filter, optional_filter
from .values import from_id, from_payload, from_vectors

_OP = engine.UpdateOperation
_UPDATE_MODES = {
    pb.Upsert: engine.UpdateMode.Upsert,
    pb.InsertOnly: engine.UpdateMode.InsertOnly,
    pb.UpdateOnly: engine.UpdateMode.UpdateOnly,
}


def upsert(collection: Collection, request: pb.UpsertPoints) -> engine.UpdateOperation:
    points = []
    for point in request.points:
        vectors = from_vectors(point.vectors)
        collection.check_vectors(vectors)
        points.append(engine.Point(id=from_id(point.id), vector=vectors, payload=from_payload(point.payload)))
    if not points:
        raise malformed("Bad request: Empty update request")
    return _OP.upsert_points(
        points, condition=optional_filter(request, "update_filter"), update_mode=_UPDATE_MODES[request.update_mode])


def delete_points(_: Collection, request: pb.DeletePoints) -> engine.UpdateOperation:
    return _on(request.points, _OP.delete_points, _OP.delete_points_by_filter)


def set_payload(_: Collection, request: pb.SetPayloadPoints) -> engine.UpdateOperation:
    return _on(request.points_selector, _OP.set_payload, _OP.set_payload_by_filter,
               from_payload(request.payload), request.key or None)


def overwrite_payload(_: Collection, request: pb.SetPayloadPoints) -> engine.UpdateOperation:
    return _on(request.points_selector, _OP.overwrite_payload, _OP.overwrite_payload_by_filter,
               from_payload(request.payload), request.key or None)


def delete_payload(_: Collection, request: pb.DeletePayloadPoints) -> engine.UpdateOperation:
    return _on(request.points_selector, _OP.delete_payload, _OP.delete_payload_by_filter, list(request.keys))


def clear_payload(_: Collection, request: pb.ClearPayloadPoints) -> engine.UpdateOperation:
    return _on(request.points, _OP.clear_payload, _OP.clear_payload_by_filter)


def update_vectors(collection: Collection, request: pb.UpdatePointVectors) -> engine.UpdateOperation:
    points = []
    for point in request.points:
        vectors = from_vectors(point.vectors)
        collection.check_vectors(vectors)
        points.append(engine.PointVectors(id=from_id(point.id), vector=vectors))
    return _OP.update_vectors(points, condition=optional_filter(request, "update_filter"))


def delete_vectors(_: Collection, request: pb.DeletePointVectors) -> engine.UpdateOperation:
    return _on(request.points_selector, _OP.delete_vectors, _OP.delete_vectors_by_filter,
               list(request.vectors.names))


def _on(
    selector: pb.PointsSelector, by_ids: Callable[..., Any], by_filter: Callable[..., Any], *arguments: Any,
) -> engine.UpdateOperation:
    """An operation on the selected points: those with the given identifiers, or those that match a filter."""
    match selector.WhichOneof("points_selector_one_of"):
        case "points":
            return by_ids([from_id(i) for i in selector.points.ids], *arguments)
        case "filter":
            return by_filter(from_filter(selector.filter), *arguments)
    raise malformed("PointSelector is missing")


def create_field_index(_: Collection, request: pb.CreateFieldIndexCollection) -> engine.UpdateOperation:
    return _OP.create_field_index(request.field_name, indexes.from_request(request))


def delete_field_index(_: Collection, request: pb.DeleteFieldIndexCollection) -> engine.UpdateOperation:
    return _OP.delete_field_index(request.field_name)


def _delete_deprecated(_: Collection, selector: pb.PointsSelector) -> engine.UpdateOperation:
    return delete_points(_, pb.DeletePoints(points=selector))


def _clear_deprecated(_: Collection, selector: pb.PointsSelector) -> engine.UpdateOperation:
    return clear_payload(_, pb.ClearPayloadPoints(points=selector))


_IN_BATCH = {
    "upsert": upsert,
    "delete_points": delete_points,
    "delete_deprecated": _delete_deprecated,
    "set_payload": set_payload,
    "overwrite_payload": overwrite_payload,
    "delete_payload": delete_payload,
    "clear_payload": clear_payload,
    "clear_payload_deprecated": _clear_deprecated,
    "update_vectors": update_vectors,
    "delete_vectors": delete_vectors,
}


def in_batch(collection: Collection, operation: pb.PointsUpdateOperation) -> engine.UpdateOperation:
    kind = operation.WhichOneof("operation")
    if kind is None:
        raise malformed("Malformed update operation")
    return _IN_BATCH[kind](collection, getattr(operation, kind))
