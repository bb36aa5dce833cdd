"""Filters against a plain reading of what they mean, over random payloads."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from grpc import StatusCode
from qdrant_client import grpc as pb
from qdrant_client import models as m

from .harness import ServerTest

POINTS, FILTERS = 300, 200
WORDS = ["storm", "harbour", "council", "strike", "election", "rain"]
START = datetime(2026, 1, 1, tzinfo=UTC)


def random_payload(r: random.Random) -> dict[str, Any]:
    """Fields that are missing, null, empty, single and several, so that all kinds of emptiness occur."""
    payload: dict[str, Any] = {
        "source": r.choice(["Gazette", "Courier", "Wire"]),
        "topics": r.sample(["sport", "trade", "weather", "law"], r.randint(0, 3)),
        "rank": r.randint(-3, 3),
        "score": r.choice([r.uniform(-2, 2), 0.5]),
        "live": r.random() < 0.5,
        "day": (START + timedelta(hours=r.randint(0, 24 * 10))).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": " ".join(r.choices(WORDS, k=4)),
        "parts": [{"kind": r.choice("ab"), "size": r.randint(0, 3)} for _ in range(r.randint(0, 3))],
        "maybe": r.choice([None, [], "x", ["x", "y"], [None]]),
    }
    for field in list(payload):
        if r.random() < 0.1:
            del payload[field]
    return payload


def values(payload: dict[str, Any], key: str) -> list[Any]:
    """What a condition on the key is tried against: each value, or each of an array."""
    value = payload.get(key)
    return [v for v in (value if isinstance(value, list) else [value]) if v is not None]


class Condition:
    """A condition in the client's words and what it means for one point."""

    def __init__(self, model: Any, holds):
        self.model, self.holds = model, holds


def random_condition(r: random.Random, depth: int) -> Condition:
    kinds = [keyword, any_keyword, except_keyword, integer, any_integer, except_integer, boolean, number_range,
             date_range, count_range, is_empty, is_null, has_id, has_vector, whole_text, any_text, nested]
    if depth > 0 and r.random() < 0.4:
        return random_filter(r, depth - 1)
    return r.choice(kinds)(r)


def random_filter(r: random.Random, depth: int = 2) -> Condition:
    def some(most: int) -> list[Condition]:
        return [random_condition(r, depth) for _ in range(r.randint(0, most))]

    must, should, must_not, at_least = some(2), some(2), some(1), some(3)
    count = r.randint(1, len(at_least)) if at_least else 0
    model = m.Filter(
        must=[c.model for c in must] or None,
        should=[c.model for c in should] or None,
        must_not=[c.model for c in must_not] or None,
        min_should=m.MinShould(conditions=[c.model for c in at_least], min_count=count) if at_least else None)

    def holds(point) -> bool:
        return (all(c.holds(point) for c in must)
                and (not should or any(c.holds(point) for c in should))
                and not any(c.holds(point) for c in must_not)
                and (not at_least or sum(c.holds(point) for c in at_least) >= count))

    return Condition(model, holds)


def matching(key: str, match: Any, holds) -> Condition:
    return Condition(m.FieldCondition(key=key, match=match),
                     lambda p: any(holds(v) for v in values(p.payload, key)))


def keyword(r):
    key, want = r.choice([("source", "Wire"), ("topics", "trade"), ("maybe", "y"), ("source", "wire")])
    return matching(key, m.MatchValue(value=want), lambda v: v == want)


def any_keyword(r):
    want = r.sample(["sport", "trade", "law", "none"], 2)
    return matching("topics", m.MatchAny(any=want), lambda v: v in want)


def except_keyword(r):
    want = r.sample(["Gazette", "Courier", "Wire"], 2)
    return matching("source", m.MatchExcept(**{"except": want}), lambda v: v not in want)


def integer(r):
    want = r.randint(-3, 3)
    return matching("rank", m.MatchValue(value=want), lambda v: v == want)


def any_integer(r):
    want = r.sample(range(-3, 4), 3)
    return matching("rank", m.MatchAny(any=want), lambda v: v in want)


def except_integer(r):
    want = r.sample(range(-3, 4), 3)
    return matching("rank", m.MatchExcept(**{"except": want}), lambda v: v not in want)


def boolean(r):
    want = r.random() < 0.5
    return matching("live", m.MatchValue(value=want), lambda v: v is want)


def random_bounds(r, draw) -> tuple[dict[str, Any], Any]:
    low, high = sorted([draw(), draw()])
    bounds = {r.choice(["gt", "gte"]): low, r.choice(["lt", "lte"]): high}
    if r.random() < 0.5:
        bounds.pop(r.choice(list(bounds)))
    tests = {"gt": lambda v, b: v > b, "gte": lambda v, b: v >= b,
             "lt": lambda v, b: v < b, "lte": lambda v, b: v <= b}
    return bounds, lambda v: all(tests[k](v, b) for k, b in bounds.items())


def number_range(r):
    key = r.choice(["rank", "score"])
    bounds, inside = random_bounds(r, lambda: r.choice([r.randint(-3, 3), 0.5]))
    return Condition(m.FieldCondition(key=key, range=m.Range(**bounds)),
                     lambda p: any(inside(v) for v in values(p.payload, key)))


def date_range(r):
    bounds, inside = random_bounds(r, lambda: START + timedelta(hours=r.randint(0, 24 * 10)))
    return Condition(m.FieldCondition(key="day", range=m.DatetimeRange(**bounds)),
                     lambda p: any(inside(datetime.fromisoformat(v)) for v in values(p.payload, "day")))


def count_range(r):
    bounds, inside = random_bounds(r, lambda: r.randint(0, 3))

    def holds(point):
        return inside(len(point.payload.get("topics", [])))  # what is missing counts as no values

    return Condition(m.FieldCondition(key="topics", values_count=m.ValuesCount(**bounds)), holds)


def is_empty(r):
    key = r.choice(["source", "topics", "maybe"])
    return Condition(m.IsEmptyCondition(is_empty=m.PayloadField(key=key)),
                     lambda p: p.payload.get(key) in (None, []))


def is_null(r):
    def holds(point):
        value = point.payload.get("maybe", "missing")
        return value is None or (isinstance(value, list) and None in value)

    return Condition(m.IsNullCondition(is_null=m.PayloadField(key="maybe")), holds)


def has_id(r):
    ids = r.sample(range(POINTS), 150)
    return Condition(m.HasIdCondition(has_id=ids), lambda p: p.id in ids)


def has_vector(r):
    name = r.choice(["dense", "sparse"])
    return Condition(m.HasVectorCondition(has_vector=name), lambda p: name in p.vector)


def whole_text(r):
    want = r.sample(WORDS, 2)
    return matching("text", m.MatchText(text=" ".join(want)), lambda v: all(w in v.split() for w in want))


def any_text(r):
    want = r.sample(WORDS, 2)
    return matching("text", m.MatchTextAny(text_any=" ".join(want)), lambda v: any(w in v.split() for w in want))


def nested(r):
    """Both conditions on one element, which two conditions on `parts[].…` would not ask for."""
    kind, size = r.choice("ab"), r.randint(0, 3)
    inner = m.Filter(must=[m.FieldCondition(key="kind", match=m.MatchValue(value=kind)),
                           m.FieldCondition(key="size", range=m.Range(gte=size))])
    return Condition(m.NestedCondition(nested=m.Nested(key="parts", filter=inner)),
                     lambda p: any(e["kind"] == kind and e["size"] >= size for e in p.payload.get("parts", [])))


class FiltersTest(ServerTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        r = random.Random(4)
        cls.points = []
        for i in range(POINTS):
            vector: dict[str, Any] = {}
            if r.random() < 0.8:
                vector["dense"] = [r.random() + 0.1, r.random()]
            if r.random() < 0.5:
                vector["sparse"] = m.SparseVector(indices=[1, 2 + i % 5], values=[1, 2])
            cls.points.append(m.PointStruct(id=i, vector=vector, payload=random_payload(r)))
        for name in ("plain", "indexed"):
            cls.client.create_collection(
                name, vectors_config={"dense": m.VectorParams(size=2, distance=m.Distance.COSINE)},
                sparse_vectors_config={"sparse": m.SparseVectorParams()})
            cls.client.upsert(name, cls.points)
        for field, kind in [("source", "keyword"), ("topics", "keyword"), ("maybe", "keyword"), ("rank", "integer"),
                            ("score", "float"), ("live", "bool"), ("day", "datetime"), ("text", "text"),
                            ("parts[].kind", "keyword"), ("parts[].size", "integer")]:
            cls.client.create_payload_index("indexed", field, kind)

    def test_a_random_filter_selects_what_it_means(self):
        for name in ("plain", "indexed"):
            r = random.Random(7)
            for n in range(FILTERS):
                condition = random_filter(r)
                want = [p.id for p in self.points if condition.holds(p)]
                with self.subTest(collection=name, n=n, filter=condition.model.model_dump(exclude_none=True)):
                    got = self.client.scroll(name, condition.model, limit=POINTS, with_payload=False)[0]
                    self.assertEqual([p.id for p in got], want)
                    self.assertEqual(self.client.count(name, condition.model).count, len(want))

    def test_each_condition_alone_selects_what_it_means(self):
        r = random.Random(9)
        kinds = [keyword, any_keyword, except_keyword, integer, any_integer, except_integer, boolean, number_range,
                 date_range, count_range, is_empty, is_null, has_id, has_vector, whole_text, any_text, nested]
        for name in ("plain", "indexed"):
            for kind in kinds:
                some = 0
                for _ in range(8):
                    condition = kind(r)
                    want = [p.id for p in self.points if condition.holds(p)]
                    some += len(want)
                    got = self.client.scroll(name, m.Filter(must=[condition.model]), limit=POINTS)[0]
                    with self.subTest(collection=name, condition=condition.model):
                        self.assertEqual([p.id for p in got], want)
                self.assertGreater(some, 0, f"{kind.__name__} never selects anything, so it tests nothing")

    def test_a_search_ranks_only_what_the_filter_selects(self):
        r = random.Random(8)
        for _ in range(50):
            condition = random_filter(r)
            for using, query in (("dense", [1.0, 0.3]), ("sparse", m.SparseVector(indices=[1, 3], values=[1, 1]))):
                want = {p.id for p in self.points if condition.holds(p) and using in p.vector}
                hits = self.client.query_points(
                    "indexed", query=query, using=using, query_filter=condition.model, limit=POINTS).points
                self.assertEqual({h.id for h in hits}, want)
                self.assertEqual([h.score for h in hits], sorted((h.score for h in hits), reverse=True))

    def test_prefixes_and_phrases_need_their_indexes(self):
        self.client.create_payload_index("plain", "source", m.KeywordIndexParams(type="keyword", prefix=True))
        starts = m.Filter(must=[m.FieldCondition(key="source", match=m.MatchPrefix(prefix="Ga"))])
        want = sum(p.payload.get("source") == "Gazette" for p in self.points)
        self.assertEqual(self.client.count("plain", starts).count, want)
        self.client.create_payload_index("plain", "text", m.TextIndexParams(type="text", phrase_matching=True))
        phrase = m.Filter(must=[m.FieldCondition(key="text", match=m.MatchPhrase(phrase="storm rain"))])
        want = sum("storm rain" in p.payload.get("text", "") for p in self.points)
        self.assertGreater(want, 0)
        self.assertEqual(self.client.count("plain", phrase).count, want)
        self.client.delete_payload_index("plain", "source")
        self.client.delete_payload_index("plain", "text")

    def test_slices_share_out_the_points(self):
        counts = [self.client.grpc_points.Count(pb.CountPoints(
            collection_name="plain", filter=pb.Filter(must=[pb.Condition(slice=pb.SliceCondition(total=3, index=i))]),
        )).result.count for i in range(3)]
        self.assertEqual(sum(counts), POINTS)
        self.assertGreater(min(counts), 0)

    def test_conditions_that_test_nothing_are_refused(self):
        for condition in (pb.Condition(), pb.Condition(field=pb.FieldCondition(key="source")),
                          pb.Condition(field=pb.FieldCondition(key="source", match=pb.Match()))):
            self.refused(StatusCode.INVALID_ARGUMENT, "", self.client.grpc_points.Count,
                         pb.CountPoints(collection_name="plain", filter=pb.Filter(must=[condition])))
