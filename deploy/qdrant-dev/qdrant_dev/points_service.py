"""The service that writes, reads and searches points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import points_pb2 as pb
from qdrant_client.grpc import points_service_pb2_grpc as service

from . import operations
from .collection import Collection
from .errors import malformed, unsupported
from .filters import optional_filter
from .groups import query_groups
from .queries import DEFAULT_LIMIT, from_order_by, from_query_points, with_payload, with_vectors
from .registry import Registry
from .values import from_id, set_point, to_id


class PointsService(service.PointsServicer):
    """What is not overridden answers UNIMPLEMENTED."""

    def __init__(self, registry: Registry):
        self._registry = registry

    # Writing. The engine has applied an operation when its call returns, so `wait` only decides
    # what the answer says.

    def Upsert(self, request: pb.UpsertPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.upsert)

    def Delete(self, request: pb.DeletePoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.delete_points)

    def SetPayload(self, request: pb.SetPayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.set_payload)

    def OverwritePayload(self, request: pb.SetPayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.overwrite_payload)

    def DeletePayload(self, request: pb.DeletePayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.delete_payload)

    def ClearPayload(self, request: pb.ClearPayloadPoints, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.clear_payload)

    def UpdateVectors(self, request: pb.UpdatePointVectors, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.update_vectors)

    def DeleteVectors(self, request: pb.DeletePointVectors, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.delete_vectors)

    def CreateFieldIndex(self, request: pb.CreateFieldIndexCollection, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.create_field_index)

    def DeleteFieldIndex(self, request: pb.DeleteFieldIndexCollection, context: Any) -> pb.PointsOperationResponse:
        return self._update(request, operations.delete_field_index)

    def UpdateBatch(self, request: pb.UpdateBatchPoints, context: Any) -> pb.UpdateBatchResponse:
        """One operation after the other, as in Qdrant; those before one that fails stay done."""
        with self._registry.use(request.collection_name) as collection:
            return pb.UpdateBatchResponse(result=[
                _apply(collection, operations.in_batch(collection, o), wait=request.wait)
                for o in request.operations])

    def _update(
        self, request: Any, translate: Callable[[Collection, Any], engine.UpdateOperation],
    ) -> pb.PointsOperationResponse:
        with self._registry.use(request.collection_name) as collection:
            return pb.PointsOperationResponse(
                result=_apply(collection, translate(collection, request), wait=request.wait))

    # Reading.

    def Get(self, request: pb.GetPoints, context: Any) -> pb.GetResponse:
        ids = list(dict.fromkeys(from_id(i) for i in request.ids))
        with self._registry.use(request.collection_name) as collection:
            records = collection.shard.retrieve(
                ids, with_payload=with_payload(request), with_vector=with_vectors(request))
        response = pb.GetResponse()
        for record in records:
            set_point(response.result.add(), record)
        return response

    def Scroll(self, request: pb.ScrollPoints, context: Any) -> pb.ScrollResponse:
        if request.HasField("limit") and request.limit == 0:
            raise malformed("Bad request: Limit cannot be 0")
        ordered = request.HasField("order_by")
        if ordered and request.HasField("offset"):
            raise malformed("Bad request: Cannot use an `offset` when using `order_by`. The alternative for "
                            "paging is to use `order_by.start_from` and a filter to exclude the IDs that "
                            "you've already seen for the `order_by.start_from` value")
        scroll = engine.ScrollRequest(
            offset=from_id(request.offset) if request.HasField("offset") else None,
            limit=request.limit or DEFAULT_LIMIT,
            filter=optional_filter(request),
            with_payload=with_payload(request, default=True),
            with_vector=with_vectors(request),
            order_by=from_order_by(request.order_by) if ordered else None,
        )
        with self._registry.use(request.collection_name) as collection:
            records, following = collection.shard.scroll(scroll)
        response = pb.ScrollResponse()
        for record in records:
            set_point(response.result.add(), record)
        if following is not None and not ordered:
            response.next_page_offset.CopyFrom(to_id(following))
        return response

    def Count(self, request: pb.CountPoints, context: Any) -> pb.CountResponse:
        count = engine.CountRequest(
            exact=request.exact if request.HasField("exact") else True,
            filter=optional_filter(request),
        )
        with self._registry.use(request.collection_name) as collection:
            return pb.CountResponse(result=pb.CountResult(count=collection.shard.count(count)))

    def Query(self, request: pb.QueryPoints, context: Any) -> pb.QueryResponse:
        with self._registry.use(request.collection_name) as collection:
            hits = collection.shard.query(from_query_points(collection, request))
        response = pb.QueryResponse()
        _fill_hits(response.result, hits)
        return response

    def QueryBatch(self, request: pb.QueryBatchPoints, context: Any) -> pb.QueryBatchResponse:
        with self._registry.use(request.collection_name) as collection:
            queries = [from_query_points(collection, q) for q in request.query_points]
            results = collection.shard.query_batch(engine.QueryBatchRequest(queries)) if queries else []
        response = pb.QueryBatchResponse()
        for hits in results:
            _fill_hits(response.result.add().result, hits)
        return response

    def QueryGroups(self, request: pb.QueryPointGroups, context: Any) -> pb.QueryGroupsResponse:
        if request.HasField("with_lookup"):
            raise unsupported("with_lookup")
        response = pb.QueryGroupsResponse()
        with self._registry.use(request.collection_name) as collection:
            query_groups(collection, request, response)
        return response

    def Facet(self, request: pb.FacetCounts, context: Any) -> pb.FacetResponse:
        facet = engine.FacetRequest(
            key=request.key,
            limit=request.limit if request.HasField("limit") else DEFAULT_LIMIT,
            exact=request.exact,
            filter=optional_filter(request),
        )
        with self._registry.use(request.collection_name) as collection:
            found = collection.shard.facet(facet)
        response = pb.FacetResponse()
        for hit in found.hits:
            out = response.hits.add(count=hit.count)
            if isinstance(hit.value, bool):
                out.value.bool_value = hit.value
            elif isinstance(hit.value, int):
                out.value.integer_value = hit.value
            else:
                out.value.string_value = str(hit.value)
        return response


def _apply(collection: Collection, operation: engine.UpdateOperation, *, wait: bool) -> pb.UpdateResult:
    number = collection.update(operation)
    return pb.UpdateResult(operation_id=number, status=pb.Completed if wait else pb.Acknowledged)


def _fill_hits(out: Any, hits: list[engine.ScoredPoint]) -> None:
    for hit in hits:
        set_point(out.add(score=hit.score, version=hit.version), hit)
