"""The service that writes, reads and searches points."""

from __future__ import annotations

import time
from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import points_pb2 as pb
from qdrant_client.grpc import points_service_pb2_grpc as service

from . import schema
from .collection import Collection
from .errors import malformed, unsupported
from .filters import from_filter, optional_filter
from .groups import query_groups
from .queries import DEFAULT_LIMIT, from_order_by, from_query_points, with_payload, with_vectors
from .registry import Registry
from .values import from_id, from_payload, from_vectors, set_payload, set_vectors, to_id

_UPDATE_MODES = {
    pb.Upsert: engine.UpdateMode.Upsert,
    pb.InsertOnly: engine.UpdateMode.InsertOnly,
    pb.UpdateOnly: engine.UpdateMode.UpdateOnly,
}


class PointsService(service.PointsServicer):
    """What is not overridden answers UNIMPLEMENTED."""

    def __init__(self, registry: Registry):
        self._registry = registry

    # Writing. The engine has applied an operation when its call returns, so `wait` only decides
    # what the answer says.

    def Upsert(self, request: pb.UpsertPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, upsert)

    def Delete(self, request: pb.DeletePoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, delete)

    def SetPayload(self, request: pb.SetPayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, set_payload_of)

    def OverwritePayload(self, request: pb.SetPayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, overwrite_payload_of)

    def DeletePayload(self, request: pb.DeletePayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, delete_payload_of)

    def ClearPayload(self, request: pb.ClearPayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, clear_payload_of)

    def UpdateVectors(self, request: pb.UpdatePointVectors, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, update_vectors)

    def DeleteVectors(self, request: pb.DeletePointVectors, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, delete_vectors)

    def CreateFieldIndex(self, request: pb.CreateFieldIndexCollection, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, lambda _, r: engine.UpdateOperation.create_field_index(
            r.field_name, schema.index_schema(r)[0]))

    def DeleteFieldIndex(self, request: pb.DeleteFieldIndexCollection, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, lambda _, r: engine.UpdateOperation.delete_field_index(r.field_name))

    def _update(self, request: Any, translate: Any) -> pb.PointsOperationResponse:
        start = time.monotonic()
        collection = self._registry.get(request.collection_name)
        number = collection.update(translate(collection, request))
        return pb.PointsOperationResponse(
            result=pb.UpdateResult(operation_id=number, status=_status(request)),
            time=time.monotonic() - start)

    # Reading.

    def Get(self, request: pb.GetPoints, context: Any) -> pb.GetResponse:
        start = time.monotonic()
        ids = list(dict.fromkeys(from_id(i) for i in request.ids))
        with self._registry.get(request.collection_name).reading() as shard:
            records = shard.retrieve(ids, with_payload=with_payload(request), with_vector=with_vectors(request))
        response = pb.GetResponse()
        fill_records(response.result, records)
        response.time = time.monotonic() - start
        return response

    def Scroll(self, request: pb.ScrollPoints, context: Any) -> pb.ScrollResponse:
        start = time.monotonic()
        if request.HasField("limit") and request.limit == 0:
            raise malformed("Bad request: Limit cannot be 0")
        if request.HasField("order_by") and request.HasField("offset"):
            raise malformed("Bad request: Cannot use an `offset` when using `order_by`. "
                            "The alternative for paging is to use `order_by.start_from` and a filter "
                            "to exclude the IDs that you've already seen for the `order_by.start_from` value")
        scroll = engine.ScrollRequest(
            offset=from_id(request.offset) if request.HasField("offset") else None,
            limit=request.limit or DEFAULT_LIMIT,
            filter=optional_filter(request),
            with_payload=with_payload(request, default=True),
            with_vector=with_vectors(request),
            order_by=from_order_by(request.order_by) if request.HasField("order_by") else None,
        )
        with self._registry.get(request.collection_name).reading() as shard:
            records, following = shard.scroll(scroll)
        response = pb.ScrollResponse()
        fill_records(response.result, records)
        if following is not None and not request.HasField("order_by"):
            response.next_page_offset.CopyFrom(to_id(following))
        response.time = time.monotonic() - start
        return response

    def Count(self, request: pb.CountPoints, context: Any) -> pb.CountResponse:
        start = time.monotonic()
        exact = request.exact if request.HasField("exact") else True
        with self._registry.get(request.collection_name).reading() as shard:
            count = shard.count(engine.CountRequest(exact=exact, filter=optional_filter(request)))
        return pb.CountResponse(result=pb.CountResult(count=count), time=time.monotonic() - start)

    def Query(self, request: pb.QueryPoints, context: Any) -> pb.QueryResponse:
        start = time.monotonic()
        collection = self._registry.get(request.collection_name)
        query = from_query_points(collection, request)
        with collection.reading() as shard:
            hits = shard.query(query)
        response = pb.QueryResponse()
        fill_hits(response.result, hits)
        response.time = time.monotonic() - start
        return response

    def QueryBatch(self, request: pb.QueryBatchPoints, context: Any) -> pb.QueryBatchResponse:
        start = time.monotonic()
        collection = self._registry.get(request.collection_name)
        queries = [from_query_points(collection, q) for q in request.query_points]
        response = pb.QueryBatchResponse()
        if queries:
            with collection.reading() as shard:
                results = shard.query_batch(engine.QueryBatchRequest(queries))
            for hits in results:
                fill_hits(response.result.add().result, hits)
        response.time = time.monotonic() - start
        return response

    def QueryGroups(self, request: pb.QueryPointGroups, context: Any) -> pb.QueryGroupsResponse:
        start = time.monotonic()
        if request.HasField("with_lookup"):
            raise unsupported("with_lookup")
        response = pb.QueryGroupsResponse()
        response.result.SetInParent()
        for value, hits in query_groups(self._registry.get(request.collection_name), request):
            group = response.result.groups.add()
            if isinstance(value, str):
                group.id.string_value = value
            elif value >= 0:
                group.id.unsigned_value = value
            else:
                group.id.integer_value = value
            fill_hits(group.hits, hits)
        response.time = time.monotonic() - start
        return response

    def Facet(self, request: pb.FacetCounts, context: Any) -> pb.FacetResponse:
        start = time.monotonic()
        facet = engine.FacetRequest(
            key=request.key,
            limit=request.limit if request.HasField("limit") else DEFAULT_LIMIT,
            exact=request.exact,
            filter=optional_filter(request),
        )
        with self._registry.get(request.collection_name).reading() as shard:
            found = shard.facet(facet)
        response = pb.FacetResponse()
        for hit in found.hits:
            out = response.hits.add(count=hit.count)
            if isinstance(hit.value, bool):
                out.value.bool_value = hit.value
            elif isinstance(hit.value, int):
                out.value.integer_value = hit.value
            else:
                out.value.string_value = str(hit.value)
        response.time = time.monotonic() - start
        return response


def _status(request: Any) -> int:
    return pb.Completed if request.wait else pb.Acknowledged


# Each of these turns a request into an operation of the engine.


def upsert(collection: Collection, request: pb.UpsertPoints) -> engine.UpdateOperation:
    points = []
    for point in request.points:
        vectors = from_vectors(point.vectors)
        collection.check_vectors(vectors)
        points.append(engine.Point(id=from_id(point.id), vector=vectors, payload=from_payload(point.payload)))
    if not points:
        raise malformed("Bad request: Empty update request")
    return engine.UpdateOperation.upsert_points(
        points, condition=optional_filter(request, "update_filter"), update_mode=_UPDATE_MODES[request.update_mode])


def delete(_: Collection, request: pb.DeletePoints) -> engine.UpdateOperation:
    ids, filter_ = selected(request.points)
    if filter_ is not None:
        return engine.UpdateOperation.delete_points_by_filter(filter_)
    return engine.UpdateOperation.delete_points(ids)


def set_payload_of(_: Collection, request: pb.SetPayloadPoints) -> engine.UpdateOperation:
    ids, filter_ = selected(request.points_selector)
    payload, key = from_payload(request.payload), request.key or None
    if filter_ is not None:
        return engine.UpdateOperation.set_payload_by_filter(filter_, payload, key)
    return engine.UpdateOperation.set_payload(ids, payload, key)


def overwrite_payload_of(_: Collection, request: pb.SetPayloadPoints) -> engine.UpdateOperation:
    ids, filter_ = selected(request.points_selector)
    payload, key = from_payload(request.payload), request.key or None
    if filter_ is not None:
        return engine.UpdateOperation.overwrite_payload_by_filter(filter_, payload, key)
    return engine.UpdateOperation.overwrite_payload(ids, payload, key)


def delete_payload_of(_: Collection, request: pb.DeletePayloadPoints) -> engine.UpdateOperation:
    ids, filter_ = selected(request.points_selector)
    if filter_ is not None:
        return engine.UpdateOperation.delete_payload_by_filter(filter_, list(request.keys))
    return engine.UpdateOperation.delete_payload(ids, list(request.keys))


def clear_payload_of(_: Collection, request: pb.ClearPayloadPoints) -> engine.UpdateOperation:
    ids, filter_ = selected(request.points)
    if filter_ is not None:
        return engine.UpdateOperation.clear_payload_by_filter(filter_)
    return engine.UpdateOperation.clear_payload(ids)


def update_vectors(collection: Collection, request: pb.UpdatePointVectors) -> engine.UpdateOperation:
    points = []
    for point in request.points:
        vectors = from_vectors(point.vectors)
        collection.check_vectors(vectors)
        points.append(engine.PointVectors(id=from_id(point.id), vector=vectors))
    return engine.UpdateOperation.update_vectors(points, condition=optional_filter(request, "update_filter"))


def delete_vectors(_: Collection, request: pb.DeletePointVectors) -> engine.UpdateOperation:
    ids, filter_ = selected(request.points_selector)
    names = list(request.vectors.names)
    if filter_ is not None:
        return engine.UpdateOperation.delete_vectors_by_filter(filter_, names)
    return engine.UpdateOperation.delete_vectors(ids, names)


def selected(selector: pb.PointsSelector) -> tuple[list[int | str], engine.Filter | None]:
    """The points an operation is for: their identifiers, or a filter."""
    match selector.WhichOneof("points_selector_one_of"):
        case "points":
            return [from_id(i) for i in selector.points.ids], None
        case "filter":
            return [], from_filter(selector.filter)
    raise malformed("PointSelector is missing")


def fill_records(out: Any, records: list[engine.Record]) -> None:
    for record in records:
        point = out.add()
        _fill(point, record)


def fill_hits(out: Any, hits: list[engine.ScoredPoint]) -> None:
    for hit in hits:
        point = out.add(score=hit.score, version=hit.version)
        _fill(point, hit)


def _fill(point: Any, found: Any) -> None:
    point.id.CopyFrom(to_id(found.id))
    set_payload(point.payload, found.payload)
    if found.vector is not None:
        set_vectors(point.vectors, found.vector)
    if found.order_value is not None:
        if isinstance(found.order_value, int):
            point.order_value.int = found.order_value
        else:
            point.order_value.float = found.order_value
