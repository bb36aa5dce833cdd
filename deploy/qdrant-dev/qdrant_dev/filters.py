"""Filters, from protocol messages to the engine, which evaluates them."""

from __future__ import annotations

from typing import Any

import numpy
import qdrant_edge as engine
from google.protobuf.timestamp_pb2 import Timestamp
from qdrant_client.grpc import qdrant_common_pb2 as pb

from .errors import malformed
from .values import from_id


def from_filter(message: pb.Filter) -> engine.Filter:
    min_should = None
    if message.HasField("min_should"):
        min_should = engine.MinShould(
            conditions=_conditions(message.min_should.conditions),
            min_count=message.min_should.min_count,
        )
    return engine.Filter(
        must=_conditions(message.must) or None,
        should=_conditions(message.should) or None,
        must_not=_conditions(message.must_not) or None,
        min_should=min_should,
    )


def optional_filter(request: Any, field: str = "filter") -> engine.Filter | None:
    """The filter of a request, or None where it has none."""
    return from_filter(getattr(request, field)) if request.HasField(field) else None


def _conditions(messages: Any) -> list[Any]:
    return [from_condition(m) for m in messages]


def from_condition(message: pb.Condition) -> Any:
    match message.WhichOneof("condition_one_of"):
        case "field":
            return _field(message.field)
        case "filter":
            return from_filter(message.filter)
        case "is_empty":
            return engine.IsEmptyCondition(message.is_empty.key)
        case "is_null":
            return engine.IsNullCondition(message.is_null.key)
        case "has_id":
            return engine.HasIdCondition({from_id(i) for i in message.has_id.has_id})
        case "has_vector":
            return engine.HasVectorCondition(message.has_vector.has_vector)
        case "nested":
            return engine.NestedCondition(message.nested.key, from_filter(message.nested.filter))
        case "slice":
            return engine.SliceCondition(total=message.slice.total, index=message.slice.index)
    raise malformed("Malformed Condition type")


def _field(message: pb.FieldCondition) -> engine.FieldCondition:
    """Like Qdrant, one condition holds one test; a second one beside it is not heard silently."""
    tests: dict[str, Any] = {}
    if message.HasField("match"):
        tests["match"] = _match(message.match)
    if message.HasField("range"):
        tests["range"] = engine.RangeFloat(**_bounds(message.range))
    if message.HasField("datetime_range"):
        if "range" in tests:
            raise malformed("a condition has either a range or a datetime range")
        bounds = _bounds(message.datetime_range)
        tests["range"] = engine.RangeDateTime(**{k: _rfc3339(v) for k, v in bounds.items()})
    if message.HasField("geo_bounding_box"):
        box = message.geo_bounding_box
        tests["geo_bounding_box"] = engine.GeoBoundingBox(_geo(box.top_left), _geo(box.bottom_right))
    if message.HasField("geo_radius"):
        tests["geo_radius"] = engine.GeoRadius(_geo(message.geo_radius.center), message.geo_radius.radius)
    if message.HasField("geo_polygon"):
        polygon = message.geo_polygon
        tests["geo_polygon"] = engine.GeoPolygon(_line(polygon.exterior), [_line(i) for i in polygon.interiors])
    if message.HasField("values_count"):
        tests["values_count"] = engine.ValuesCount(**_bounds(message.values_count))
    if message.HasField("is_empty"):
        tests["is_empty"] = message.is_empty
    if message.HasField("is_null"):
        tests["is_null"] = message.is_null
    if not tests:
        raise malformed(f"the condition on `{message.key}` tests nothing")
    return engine.FieldCondition(key=message.key, **tests)


def _match(message: pb.Match) -> Any:
    match message.WhichOneof("match_value"):
        case "keyword" | "integer" as kind:
            return engine.MatchValue(getattr(message, kind))
        case "boolean":
            # The engine's Python would take a bool for the integer that it also is, but not this one.
            return engine.MatchValue(numpy.bool_(message.boolean))
        case "text":
            return engine.MatchText(message.text)
        case "text_any":
            return engine.MatchTextAny(message.text_any)
        case "phrase":
            return engine.MatchPhrase(message.phrase)
        case "prefix":
            return engine.MatchPrefix(message.prefix)
        case "substring":
            return engine.MatchSubstring(message.substring)
        case "keywords":
            return engine.MatchAny(list(message.keywords.strings))
        case "integers":
            return engine.MatchAny(list(message.integers.integers))
        case "except_keywords":
            return engine.MatchExcept(list(message.except_keywords.strings))
        case "except_integers":
            return engine.MatchExcept(list(message.except_integers.integers))
    raise malformed("Malformed Match condition")


def _bounds(message: Any) -> dict[str, Any]:
    return {f: getattr(message, f) for f in ("gt", "gte", "lt", "lte") if message.HasField(f)}


def _rfc3339(moment: Timestamp) -> str:
    return moment.ToJsonString()


def _geo(point: pb.GeoPoint) -> engine.GeoPoint:
    return engine.GeoPoint(lon=point.lon, lat=point.lat)


def _line(line: pb.GeoLineString) -> list[engine.GeoPoint]:
    return [_geo(p) for p in line.points]
