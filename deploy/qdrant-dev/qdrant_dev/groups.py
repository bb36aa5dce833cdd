"""Grouped queries. The engine ranks; hits are dealt out to their groups in its order."""

from __future__ import annotations

from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import points_pb2 as pb

from .collection import Collection
from .errors import malformed
from .queries import from_query_points

_GROUPS, _GROUP_SIZE = 10, 3  # Qdrant's defaults


def query_groups(collection: Collection, request: pb.QueryPointGroups) -> list[tuple[Any, list[engine.ScoredPoint]]]:
    """Groups in the order of their best hits, each with its hits in order.

    Asks for more hits until the groups are full or there are no more, so the groups are those of
    the whole ranking. Qdrant asks a few times at most and may leave a group short.
    """
    if not request.group_by:
        raise malformed("Validation error in body: group_by: must not be empty")
    limit = request.limit if request.HasField("limit") else _GROUPS
    size = request.group_size if request.HasField("group_size") else _GROUP_SIZE
    asked = limit * size
    while True:
        hits = _query(collection, request, asked)
        groups = _deal([(hit, _keys(hit, request.group_by)) for hit in hits], limit, size)
        full = len(groups) == limit and all(len(members) == size for members in groups.values())
        if full or len(hits) < asked:
            break
        asked *= 4
    return list(groups.items())


def _query(collection: Collection, request: pb.QueryPointGroups, limit: int) -> list[engine.ScoredPoint]:
    flat = pb.QueryPoints(limit=limit, prefetch=request.prefetch)
    for field in ("query", "using", "filter", "params", "score_threshold", "with_payload", "with_vectors"):
        if request.HasField(field):
            value = getattr(request, field)
            if hasattr(value, "CopyFrom"):
                getattr(flat, field).CopyFrom(value)
            else:
                setattr(flat, field, value)
    with_key = pb.WithPayloadSelector(enable=True)
    flat.with_payload.CopyFrom(with_key)
    with collection.reading() as shard:
        return shard.query(from_query_points(collection, flat))


def _keys(hit: engine.ScoredPoint, path: str) -> list[int | str]:
    value: Any = hit.payload
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, (int, str)) and not isinstance(v, bool)]


def _deal(hits: list[tuple[engine.ScoredPoint, list[int | str]]], limit: int, size: int) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for hit, keys in hits:
        for key in dict.fromkeys(keys):
            if key not in groups and len(groups) == limit:
                continue
            members = groups.setdefault(key, [])
            if len(members) < size:
                members.append(hit)
    return groups
