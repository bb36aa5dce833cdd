"""Writing points and reading them again."""

import uuid

from grpc import StatusCode
from qdrant_client import grpc as pb
from qdrant_client import models as m

from .harness import ServerTest

A, B = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))


class PointsTest(ServerTest):
    def setUp(self) -> None:
        self.client.delete_collection("p")
        self.client.create_collection(
            "p",
            vectors_config={"dense": m.VectorParams(size=2, distance=m.Distance.COSINE)},
            sparse_vectors_config={"sparse": m.SparseVectorParams(modifier=m.Modifier.IDF)})

    def put(self, *points: m.PointStruct, **options) -> m.UpdateResult:
        return self.client.upsert("p", list(points), **options)

    def point(self, point_id=A, dense=(3, 4), **payload) -> m.PointStruct:
        return m.PointStruct(id=point_id, vector={"dense": list(dense)}, payload=payload)

    def payload(self, point_id=A) -> dict:
        return self.client.retrieve("p", [point_id], with_payload=True)[0].payload

    def test_a_payload_comes_back_as_it_was(self):
        payload = {
            "text": "naïve “quotes” \U0001f4f0 \n", "empty": "", "int": -(1 << 63), "big": (1 << 63) - 1,
            "float": 0.1, "whole": 2.0, "yes": True, "no": False, "null": None, "list": [1, "a", [None, []], {}],
            "nested": {"a": {"b": [1.5]}}, "": "key",
        }
        self.put(m.PointStruct(id=A, vector={}, payload=payload))
        stored = self.payload()
        self.assertEqual(stored, payload)
        self.assertEqual({k: type(v) for k, v in stored.items()}, {k: type(v) for k, v in payload.items()})

    def test_dense_vectors_are_normalised_and_sparse_ones_sorted(self):
        self.put(m.PointStruct(id=A, vector={
            "dense": [3, 4], "sparse": m.SparseVector(indices=[4294967295, 3], values=[0.5, 2.25])}))
        vectors = self.client.retrieve("p", [A], with_vectors=True)[0].vector
        self.assertEqual([round(x, 6) for x in vectors["dense"]], [0.6, 0.8])
        self.assertEqual((vectors["sparse"].indices, vectors["sparse"].values), ([3, 4294967295], [2.25, 0.5]))
        only = self.client.retrieve("p", [A], with_vectors=["dense"])[0].vector
        self.assertEqual(set(only), {"dense"})

    def test_get_keeps_the_order_and_leaves_out_what_is_not_there(self):
        self.put(self.point(1), self.point(2), self.point(A))
        got = self.client.retrieve("p", [A, 2, 77, 1, 2])
        self.assertEqual([r.id for r in got], [A, 2, 1])
        bare = self.client.grpc_points.Get(pb.GetPoints(collection_name="p", ids=[pb.PointId(num=1)]))
        self.assertEqual(len(bare.result[0].payload), 0)

    def test_an_upsert_replaces_the_whole_point(self):
        self.put(m.PointStruct(id=A, vector={"dense": [1, 0], "sparse": m.SparseVector(indices=[1], values=[1])},
                               payload={"a": 1, "b": 2}))
        self.put(self.point(A, (0, 1), a=3), self.point(A, (0, 1), a=4))
        got = self.client.retrieve("p", [A], with_vectors=True)[0]
        self.assertEqual((got.payload, got.vector), ({"a": 4}, {"dense": [0, 1]}))
        self.assertEqual(self.client.count("p").count, 1)

    def test_an_upsert_may_be_only_for_new_points_or_only_for_old(self):
        self.put(self.point(1, a=1))
        self.put(self.point(1, a=2), self.point(2, a=2), update_mode=m.UpdateMode.INSERT_ONLY)
        self.assertEqual((self.payload(1), self.payload(2)), ({"a": 1}, {"a": 2}))
        self.put(self.point(1, a=3), self.point(3, a=3), update_mode=m.UpdateMode.UPDATE_ONLY)
        self.assertEqual([r.id for r in self.client.scroll("p")[0]], [1, 2])
        unless_three = m.Filter(must_not=[m.FieldCondition(key="a", match=m.MatchValue(value=3))])
        self.put(self.point(1, a=4), self.point(2, a=4), update_filter=unless_three)
        self.assertEqual((self.payload(1), self.payload(2)), ({"a": 3}, {"a": 4}))

    def test_wrong_vectors_are_refused_and_nothing_is_written(self):
        bad = StatusCode.INVALID_ARGUMENT
        good = self.point(B)
        for text, vector in [
            ("expected dim: 2, got 3", {"dense": [1, 2, 3]}),
            ("Not existing vector name error: other", {"other": [1, 2]}),
            ("Not existing vector name error: ", [1, 2]),
            ("between sparse and regular", {"sparse": [1, 2]}),
            ("between sparse and regular", {"dense": m.SparseVector(indices=[1], values=[1])}),
            ("between multi and regular", {"dense": [[1, 2]]}),
            ("must be unique", {"sparse": m.SparseVector(indices=[1, 1], values=[1, 2])}),
            ("same length", {"sparse": m.SparseVector(indices=[1, 2], values=[1])}),
        ]:
            with self.subTest(text):
                self.refused(bad, text, self.put, good, m.PointStruct(id=A, vector=vector))
        self.refused(bad, "Unable to parse UUID: x", self.client.grpc_points.Upsert, pb.UpsertPoints(
            collection_name="p", points=[pb.PointStruct(id=pb.PointId(uuid="x"))]))
        self.refused(bad, "Empty update request", self.client.grpc_points.Upsert,
                     pb.UpsertPoints(collection_name="p"))
        self.assertEqual(self.client.count("p").count, 0)

    def test_an_unawaited_write_is_acknowledged(self):
        self.assertEqual(self.put(self.point(), wait=False).status, m.UpdateStatus.ACKNOWLEDGED)
        self.assertEqual(self.put(self.point(), wait=True).status, m.UpdateStatus.COMPLETED)

    def test_points_are_deleted_by_id_and_by_filter(self):
        self.put(*(self.point(i, n=i) for i in range(6)))
        self.client.delete("p", [0, 99])
        self.client.delete("p", m.Filter(must=[m.FieldCondition(key="n", range=m.Range(gte=3))]))
        self.assertEqual([r.id for r in self.client.scroll("p")[0]], [1, 2])
        self.refused(StatusCode.INVALID_ARGUMENT, "PointSelector is missing", self.client.grpc_points.Delete,
                     pb.DeletePoints(collection_name="p"))

    def test_payloads_are_changed_by_id_and_by_filter(self):
        self.put(self.point(1, a=1, b=1), self.point(2, a=2, b={"c": 1}))
        is_one = m.Filter(must=[m.FieldCondition(key="a", match=m.MatchValue(value=1))])
        self.client.set_payload("p", {"x": 1}, points=[1, 2])
        self.client.set_payload("p", {"y": 1}, points=is_one)
        self.client.set_payload("p", {"d": 2}, points=[2], key="b")
        self.assertEqual(self.payload(1), {"a": 1, "b": 1, "x": 1, "y": 1})
        self.assertEqual(self.payload(2), {"a": 2, "b": {"c": 1, "d": 2}, "x": 1})
        self.client.delete_payload("p", ["x", "b.c"], points=[1, 2])
        self.assertEqual(self.payload(2), {"a": 2, "b": {"d": 2}})
        self.client.overwrite_payload("p", {"new": True}, points=is_one)
        self.assertEqual(self.payload(1), {"new": True})
        self.client.clear_payload("p", [1])
        self.assertEqual(self.payload(1), {})
        self.refused(StatusCode.NOT_FOUND, "No point with id 77", self.client.set_payload, "p", {"x": 1}, points=[77])

    def test_vectors_are_changed_and_deleted_by_name(self):
        sparse = m.SparseVector(indices=[1], values=[1])
        self.put(m.PointStruct(id=A, vector={"dense": [1, 0]}, payload={"a": 1}))
        self.client.update_vectors("p", [m.PointVectors(id=A, vector={"sparse": sparse})])
        got = self.client.retrieve("p", [A], with_payload=True, with_vectors=True)[0]
        self.assertEqual((got.payload, got.vector["dense"], got.vector["sparse"].indices), ({"a": 1}, [1, 0], [1]))
        self.client.delete_vectors("p", ["dense"], points=[A])
        self.assertEqual(set(self.client.retrieve("p", [A], with_vectors=True)[0].vector), {"sparse"})
        self.refused(StatusCode.INVALID_ARGUMENT, "expected dim: 2, got 1", self.client.update_vectors, "p",
                     [m.PointVectors(id=A, vector={"dense": [1]})])

    def test_a_batch_does_one_operation_after_the_other(self):
        results = self.client.batch_update_points("p", [
            m.UpsertOperation(upsert=m.PointsList(points=[self.point(1, a=1), self.point(2, a=2)])),
            m.SetPayloadOperation(set_payload=m.SetPayload(payload={"b": 1}, points=[1])),
            m.DeleteOperation(delete=m.PointIdsList(points=[2])),
        ])
        self.assertEqual([r.status for r in results], [m.UpdateStatus.COMPLETED] * 3)
        self.assertEqual(self.payload(1), {"a": 1, "b": 1})
        self.assertEqual(self.client.count("p").count, 1)

    def test_payload_selectors_include_and_exclude(self):
        self.put(self.point(1, a=1, b={"c": 2, "d": 3}, e=[{"f": 1, "g": 2}]))
        for selector, want in [
            (True, {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 1, "g": 2}]}),
            (False, None),
            (["a", "b.c", "zz"], {"a": 1, "b": {"c": 2}}),
            (m.PayloadSelectorExclude(exclude=["b.c", "e"]), {"a": 1, "b": {"d": 3}}),
        ]:
            with self.subTest(selector):
                got = self.client.retrieve("p", [1], with_payload=selector)[0].payload
                self.assertEqual(got or None, want)

    def test_scrolling_sees_each_point_once_in_order(self):
        ids = [3, 1, 2, A, B, 10]
        self.put(*(self.point(i) for i in ids))
        seen, offset = [], None
        while True:
            page, offset = self.client.scroll("p", limit=4, offset=offset)
            seen += [r.id for r in page]
            if offset is None:
                break
        self.assertEqual(seen, [1, 2, 3, 10, A, B])
        self.refused(StatusCode.INVALID_ARGUMENT, "Limit cannot be 0", self.client.scroll, "p", limit=0)

    def test_scrolling_in_the_order_of_a_field(self):
        self.put(*(self.point(i, day=f"2026-03-0{9 - i}T12:00:00Z", n=i % 3) for i in range(1, 6)))
        self.refused(StatusCode.INVALID_ARGUMENT, "No range index", self.client.scroll, "p", order_by="day")
        self.client.create_payload_index("p", "day", "datetime")
        self.client.create_payload_index("p", "n", "integer")
        page, offset = self.client.scroll("p", limit=3, order_by=m.OrderBy(key="day"))
        self.assertEqual(([r.id for r in page], offset), ([5, 4, 3], None))
        self.assertEqual(page[0].order_value, 1772625600000000)
        page, _ = self.client.scroll("p", order_by=m.OrderBy(key="day", direction="desc",
                                                             start_from="2026-03-06T12:00:00Z"))
        self.assertEqual([r.id for r in page], [3, 4, 5])
        page, _ = self.client.scroll("p", order_by=m.OrderBy(key="n", direction="desc", start_from=1))
        self.assertEqual([r.order_value for r in page], [1, 1, 0])
        self.refused(StatusCode.INVALID_ARGUMENT, "Cannot use an `offset` when using `order_by`", self.client.scroll,
                     "p", order_by="n", offset=1)

    def test_count_and_facet_heed_the_filter(self):
        self.put(*(self.point(i, s="ab"[i % 2], n=i % 3, y=i < 4) for i in range(10)))
        low = m.Filter(must=[m.FieldCondition(key="n", match=m.MatchValue(value=0))])
        self.assertEqual((self.client.count("p").count, self.client.count("p", low).count), (10, 4))
        self.refused(StatusCode.INVALID_ARGUMENT, "No appropriate index for faceting", self.client.facet, "p", "s")
        for field, kind in (("s", "keyword"), ("n", "integer"), ("y", "bool")):
            self.client.create_payload_index("p", field, kind)
        self.assertEqual([(h.value, h.count) for h in self.client.facet("p", "s", exact=True).hits],
                         [("a", 5), ("b", 5)])
        self.assertEqual({h.value: h.count for h in self.client.facet("p", "s", low, exact=True).hits},
                         {"a": 2, "b": 2})
        self.assertEqual([(h.value, h.count) for h in self.client.facet("p", "n", limit=1).hits], [(0, 4)])
        self.assertEqual({h.value: h.count for h in self.client.facet("p", "y").hits}, {True: 4, False: 6})

    def test_every_call_wants_a_collection(self):
        text, code = "Not found: Collection `none` doesn't exist!", StatusCode.NOT_FOUND
        self.refused(code, text, self.client.upsert, "none", [self.point()])
        self.refused(code, text, self.client.delete, "none", [1])
        self.refused(code, text, self.client.retrieve, "none", [1])
        self.refused(code, text, self.client.count, "none")
        self.refused(code, text, self.client.scroll, "none")
        self.refused(code, text, self.client.query_points, "none", query=[1, 2], using="dense")
        self.refused(code, text, self.client.create_payload_index, "none", "a", "keyword")
