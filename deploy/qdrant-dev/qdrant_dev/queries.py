"""Queries, from protocol messages to the engine, which scores, fuses and filters."""

from __future__ import annotations

from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import points_pb2 as pb
from qdrant_client.grpc import qdrant_common_pb2 as common_pb

from .collection import Collection
from .errors import malformed, not_found, unsupported, wrong_input
from .filters import from_filter, optional_filter
from .values import UNNAMED, from_id, from_input

DEFAULT_LIMIT = 10


def from_query_points(collection: Collection, request: pb.QueryPoints) -> engine.QueryRequest:
    limit = request.limit if request.HasField("limit") else DEFAULT_LIMIT
    if limit == 0:
        raise malformed("Validation error in body: limit: value 0 invalid, must be 1 or larger")
    translate = _Translation(collection)
    query, filter_ = translate.query(request)
    return engine.QueryRequest(
        limit=limit,
        offset=request.offset,
        query=query,
        prefetches=[translate.prefetch(p) for p in request.prefetch] or None,
        filter=filter_,
        score_threshold=request.score_threshold if request.HasField("score_threshold") else None,
        params=from_params(request.params) if request.HasField("params") else None,
        with_payload=with_payload(request),
        with_vector=with_vectors(request),
    )


class _Translation:
    """One request over one collection."""

    def __init__(self, collection: Collection):
        self._collection = collection

    def prefetch(self, request: pb.PrefetchQuery) -> engine.Prefetch:
        query, filter_ = self.query(request)
        return engine.Prefetch(
            limit=request.limit if request.HasField("limit") else DEFAULT_LIMIT,
            query=query,
            prefetches=[self.prefetch(p) for p in request.prefetch] or None,
            filter=filter_,
            score_threshold=request.score_threshold if request.HasField("score_threshold") else None,
            params=from_params(request.params) if request.HasField("params") else None,
        )

    def query(self, request: pb.QueryPoints | pb.PrefetchQuery) -> tuple[Any, engine.Filter | None]:
        """What to rank by and the filter, which leaves out a point that is itself searched with."""
        if request.HasField("lookup_from"):
            raise unsupported("lookup_from")
        filter_ = optional_filter(request)
        query = request.query
        match query.WhichOneof("variant"):
            case None:
                return None, filter_
            case "nearest":
                vector, filter_ = self._input(query.nearest, request.using, filter_)
                return engine.Query.Nearest(vector, using=request.using or None), filter_
            case "nearest_with_mmr":
                return self._mmr(query.nearest_with_mmr, request, filter_)
            case "order_by":
                return from_order_by(query.order_by), filter_
            case "sample":
                return engine.Sample.Random, filter_
            case "fusion" | "rrf" as kind:
                if not request.prefetch:
                    raise malformed("Bad request: cannot make a fusion query without prefetches")
                return _fusion(kind, query), filter_
            case kind:
                raise unsupported(f"the query `{kind}`")

    def _mmr(self, request: pb.NearestInputWithMmr, outer: Any, filter_: engine.Filter | None) -> Any:
        vector, filter_ = self._input(request.nearest, outer.using, filter_)
        mmr = request.mmr
        limit = outer.limit if outer.HasField("limit") else DEFAULT_LIMIT
        return engine.Mmr(
            vector=vector,
            using=outer.using or None,
            lambda_=1 - (mmr.diversity if mmr.HasField("diversity") else 0.5),
            candidates_limit=mmr.candidates_limit if mmr.HasField("candidates_limit") else limit,
        ), filter_

    def _input(self, given: pb.VectorInput, using: str, filter_: engine.Filter | None) -> Any:
        if given.WhichOneof("variant") == "id":
            vector = self._stored_vector(given.id, using)
            itself = engine.Filter(must_not=[engine.HasIdCondition({from_id(given.id)})])
            return vector, engine.Filter(must=[filter_, itself]) if filter_ else itself
        vector = from_input(given)
        self._collection.check_vectors({using: vector})
        return vector, filter_

    def _stored_vector(self, point_id: common_pb.PointId, using: str) -> Any:
        records = self._collection.shard.retrieve([from_id(point_id)], with_payload=False, with_vector=True)
        if not records:
            raise not_found(f"No point with id {from_id(point_id)} found")
        vectors = records[0].vector
        if not isinstance(vectors, dict):
            vectors = {UNNAMED: vectors}
        if using not in vectors:
            raise wrong_input(f"Vector with name {using} not found for point {from_id(point_id)}")
        return vectors[using]


def _fusion(kind: str, query: pb.Query) -> Any:
    if kind == "rrf":
        rrf = query.rrf
        return engine.Fusion.Rrf(k=rrf.k if rrf.HasField("k") else 2, weights=list(rrf.weights) or None)
    return engine.Fusion.Dbsf() if query.fusion == pb.DBSF else engine.Fusion.Rrf(k=2)


def from_order_by(message: pb.OrderBy) -> engine.OrderBy:
    start = None
    match message.start_from.WhichOneof("value"):
        case "float" | "integer" | "datetime" as kind:
            start = getattr(message.start_from, kind)
        case "timestamp":
            start = message.start_from.timestamp.ToJsonString()
    return engine.OrderBy(
        key=message.key,
        direction=engine.Direction.Desc if message.direction == pb.Desc else engine.Direction.Asc,
        start_from=start,
    )


def from_params(params: pb.SearchParams) -> engine.SearchParams:
    quantization = acorn = idf = None
    if params.HasField("quantization"):
        given = params.quantization
        quantization = engine.QuantizationSearchParams(
            ignore=given.ignore,
            rescore=given.rescore if given.HasField("rescore") else None,
            oversampling=given.oversampling if given.HasField("oversampling") else None,
        )
    if params.HasField("acorn"):
        acorn = engine.AcornSearchParams(
            enable=params.acorn.enable,
            max_selectivity=params.acorn.max_selectivity if params.acorn.HasField("max_selectivity") else None,
        )
    if params.HasField("idf"):
        idf = engine.IdfParams(from_filter(params.idf.corpus) if params.idf.HasField("corpus") else None)
    return engine.SearchParams(
        hnsw_ef=params.hnsw_ef if params.HasField("hnsw_ef") else None,
        exact=params.exact,
        indexed_only=params.indexed_only,
        quantization=quantization,
        acorn=acorn,
        idf=idf,
    )


def with_payload(request: Any, *, default: bool = False) -> Any:
    selector = request.with_payload
    match selector.WhichOneof("selector_options"):
        case "enable":
            return selector.enable
        case "include":
            return engine.PayloadSelector.Include(list(selector.include.fields))
        case "exclude":
            return engine.PayloadSelector.Exclude(list(selector.exclude.fields))
    return default


def with_vectors(request: Any) -> bool | list[str]:
    selector = request.with_vectors
    match selector.WhichOneof("selector_options"):
        case "enable":
            return selector.enable
        case "include":
            return list(selector.include.names)
    return False
