"""Grouped queries. The engine ranks; hits are dealt out to their groups in its order."""

from __future__ import annotations

from typing import Any

import qdrant_edge as engine
from qdrant_client.grpc import points_pb2 as pb

from .collection import Collection
from .errors import malformed
from .queries import from_query_points, with_payload, with_vectors
from .values import set_point

_GROUPS, _GROUP_SIZE = 10, 3  # Qdrant's defaults


def query_groups(collection: Collection, request: pb.QueryPointGroups, response: pb.QueryGroupsResponse) -> None:
    """Fills the response with groups in the order of their best hits, each with its hits in order.

    Asks for more hits until the groups are full or there are no more, so the groups are those of
    the whole ranking. Qdrant asks a few times at most and may leave a group short.
    """
    if not request.group_by:
        raise malformed("Validation error in body: group_by: must not be empty")
    limit = request.limit if request.HasField("limit") else _GROUPS
    size = request.group_size if request.HasField("group_size") else _GROUP_SIZE
    if limit == 0 or size == 0:
        raise malformed("Validation error in body: limit and group_size must be 1 or larger")
    asked = limit * size
    while True:
        hits = collection.shard.query(_ranking(collection, request, asked))
        groups = _deal(hits, request.group_by, limit, size)
        full = len(groups) == limit and all(len(members) == size for members in groups.values())
        if full or len(hits) < asked:
            break
        asked *= 4
    _fill(collection, request, response, groups)


def _ranking(collection: Collection, request: pb.QueryPointGroups, limit: int) -> engine.QueryRequest:
    """The request without its groups; hits come with nothing but what they are grouped by."""
    flat = pb.QueryPoints(limit=limit, prefetch=request.prefetch)
    for field in ("query", "filter", "params"):
        if request.HasField(field):
            getattr(flat, field).CopyFrom(getattr(request, field))
    for field in ("using", "score_threshold"):
        if request.HasField(field):
            setattr(flat, field, getattr(request, field))
    flat.with_payload.include.fields.append(request.group_by)
    return from_query_points(collection, flat)


def _deal(hits: list[engine.ScoredPoint], group_by: str, limit: int, size: int) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for hit in hits:
        for key in dict.fromkeys(_values(hit.payload, group_by.split("."))):
            if key not in groups and len(groups) == limit:
                continue
            members = groups.setdefault(key, [])
            if len(members) < size:
                members.append(hit)
    return groups


def _values(value: Any, path: list[str]) -> list[int | str]:
    """What stands at a path of the payload: strings and integers, also those in arrays."""
    if isinstance(value, list):
        return [v for item in value for v in _values(item, path)]
    if path:
        step = path[0].removesuffix("[]")
        return _values(value[step], path[1:]) if isinstance(value, dict) and step in value else []
    return [value] if isinstance(value, (int, str)) and not isinstance(value, bool) else []


def _fill(collection: Collection, request: pb.QueryPointGroups, response: pb.QueryGroupsResponse,
          groups: dict[Any, list[engine.ScoredPoint]]) -> None:
    response.result.SetInParent()
    wanted = list({hit.id for members in groups.values() for hit in members})
    records = collection.shard.retrieve(
        wanted, with_payload=with_payload(request), with_vector=with_vectors(request))
    stored = {record.id: record for record in records}
    for key, members in groups.items():
        group = response.result.groups.add()
        if isinstance(key, str):
            group.id.string_value = key
        elif key >= 0:
            group.id.unsigned_value = key
        else:
            group.id.integer_value = key
        for hit in members:
            if hit.id in stored:  # else it was deleted between the two reads
                out = group.hits.add(score=hit.score, version=hit.version)
                set_point(out, stored[hit.id])
