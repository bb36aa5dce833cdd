"""Searches: what is found, how it is scored, and in which order."""

from __future__ import annotations

import math
import random

from grpc import StatusCode
from qdrant_client import grpc as pb
from qdrant_client import models as m

from .harness import ServerTest

POINTS, SIZE = 200, 8


def cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)


def idf(points: int, with_term: int) -> float:
    return math.log(1 + (points - with_term + 0.5) / (with_term + 0.5))


class QueriesTest(ServerTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        r = random.Random(3)
        cls.client.create_collection(
            "q",
            vectors_config={"dense": m.VectorParams(size=SIZE, distance=m.Distance.COSINE)},
            sparse_vectors_config={"sparse": m.SparseVectorParams(modifier=m.Modifier.IDF)},
            quantization_config=m.ScalarQuantization(scalar=m.ScalarQuantizationConfig(type=m.ScalarType.INT8)))
        cls.client.create_payload_index("q", "n", "integer")
        cls.dense, cls.sparse, points = {}, {}, []
        for i in range(POINTS):
            vector = {"dense": [r.gauss(0, 1) for _ in range(SIZE)]}
            cls.dense[i] = vector["dense"]
            if i % 4:  # a quarter has no sparse vector
                terms = {t: r.randint(1, 300) / 100 for t in r.sample(range(40), 6)}
                cls.sparse[i] = terms
                vector["sparse"] = m.SparseVector(indices=list(terms), values=list(terms.values()))
            payload = {"n": i, "article": f"a{i % 20}", "tags": [i % 3, i % 5]}
            points.append(m.PointStruct(id=i, vector=vector, payload=payload))
        cls.client.upsert("q", points)
        cls.query = [r.gauss(0, 1) for _ in range(SIZE)]
        cls.terms = m.SparseVector(indices=[3, 7, 11], values=[1, 2, 0.5])

    def search(self, query=None, using="dense", **options) -> list[m.ScoredPoint]:
        return self.client.query_points("q", query=query, using=using, **options).points

    def ids(self, *arguments, **options) -> list[int]:
        return [p.id for p in self.search(*arguments, **options)]

    def assert_scores(self, hits: list[m.ScoredPoint], want: dict[int, float]) -> None:
        best = sorted(want.values(), reverse=True)[: len(hits)]
        for hit, score in zip(hits, best, strict=True):
            self.assertAlmostEqual(hit.score, score, places=5)
            self.assertAlmostEqual(hit.score, want[hit.id], places=5)

    def test_dense_scores_are_cosines(self):
        hits = self.search(self.query, limit=POINTS)
        self.assertEqual(len(hits), POINTS)
        self.assert_scores(hits, {i: cosine(self.query, v) for i, v in self.dense.items()})

    def sparse_scores(self, points: int, known: dict[int, dict[int, float]]) -> dict[int, float]:
        weights = {t: w * idf(points, sum(t in d for d in known.values()))
                   for t, w in zip(self.terms.indices, self.terms.values, strict=True)}
        scores = {i: sum(w * d[t] for t, w in weights.items() if t in d) for i, d in self.sparse.items()}
        return {i: s for i, s in scores.items() if s > 0}

    def test_idf_counts_the_points_with_a_sparse_vector_whatever_the_filter(self):
        want = self.sparse_scores(len(self.sparse), self.sparse)
        hits = self.search(self.terms, "sparse", limit=POINTS)
        self.assertEqual({h.id for h in hits}, set(want))
        self.assert_scores(hits, want)

        low = m.Filter(must=[m.FieldCondition(key="n", range=m.Range(lt=50))])
        hits = self.search(self.terms, "sparse", limit=POINTS, query_filter=low)
        self.assert_scores(hits, {i: s for i, s in want.items() if i < 50})

    def test_idf_can_be_told_another_corpus(self):
        low = m.Filter(must=[m.FieldCondition(key="n", range=m.Range(lt=50))])
        known = {i: d for i, d in self.sparse.items() if i < 50}
        hits = self.search(self.terms, "sparse", limit=POINTS,
                           search_params=m.SearchParams(idf=m.IdfCorpusParams(corpus=low)))
        self.assert_scores(hits, self.sparse_scores(len(known), known))

    def test_limit_offset_and_threshold_cut_the_ranking(self):
        whole = self.search(self.query, limit=30)
        ids = [h.id for h in whole]
        self.assertEqual(self.ids(self.query), ids[:10])
        self.assertEqual(self.ids(self.query, limit=5, offset=7), ids[7:12])
        between = (whole[12].score + whole[13].score) / 2
        self.assertEqual(self.ids(self.query, limit=30, score_threshold=between), ids[:13])
        self.refused(StatusCode.INVALID_ARGUMENT, "limit", self.search, self.query, limit=0)

    def test_hits_carry_what_was_asked_for(self):
        bare = self.search(self.query, limit=1, with_payload=False)[0]
        self.assertEqual((bare.payload or None, bare.vector), (None, None))
        full = self.search(self.query, limit=1, with_payload=["n"], with_vectors=["dense"])[0]
        self.assertEqual((full.payload, set(full.vector)), ({"n": full.id}, {"dense"}))

    def test_params_are_accepted_and_change_nothing_while_searches_are_exact(self):
        want = self.ids(self.query)
        for params in (m.SearchParams(exact=True), m.SearchParams(hnsw_ef=64), m.SearchParams(indexed_only=True),
                       m.SearchParams(quantization=m.QuantizationSearchParams(rescore=True, oversampling=2.0)),
                       m.SearchParams(quantization=m.QuantizationSearchParams(ignore=True))):
            with self.subTest(params):
                self.assertEqual(self.ids(self.query, search_params=params), want)

    def test_a_batch_answers_as_its_queries_do_alone(self):
        low = m.Filter(must=[m.FieldCondition(key="n", range=m.Range(lt=50))])
        requests = [
            m.QueryRequest(query=self.query, using="dense", filter=low, limit=7, with_payload=True),
            m.QueryRequest(query=self.terms, using="sparse", limit=5, score_threshold=1.0),
            m.QueryRequest(query=self.query, using="dense", limit=3, offset=2),
        ]
        alone = [self.client.query_points(
            "q", query=r.query, using=r.using, query_filter=r.filter, limit=r.limit, offset=r.offset,
            score_threshold=r.score_threshold, with_payload=bool(r.with_payload)).points for r in requests]
        together = [response.points for response in self.client.query_batch_points("q", requests)]
        self.assertEqual(together, alone)
        self.assertEqual(self.client.query_batch_points("q", []), [])
        self.refused(StatusCode.INVALID_ARGUMENT, "Not existing vector name error: x", self.client.query_batch_points,
                     "q", [requests[0], m.QueryRequest(query=self.query, using="x")])

    def test_without_a_query_points_come_by_id_or_by_a_field(self):
        self.assertEqual(self.ids(None, None, limit=3, offset=1), [1, 2, 3])
        down = m.OrderByQuery(order_by=m.OrderBy(key="n", direction=m.Direction.DESC))
        self.assertEqual(self.ids(down, None, limit=3), [199, 198, 197])
        sample = self.ids(m.SampleQuery(sample=m.Sample.RANDOM), None, limit=20)
        self.assertEqual(len(set(sample)), 20)

    def test_a_search_for_a_point_leaves_the_point_out(self):
        want = [i for i in self.ids(self.dense[5], limit=11) if i != 5][:10]
        self.assertEqual(self.ids(5), want)
        self.refused(StatusCode.NOT_FOUND, "No point with id 999", self.search, 999)
        self.refused(StatusCode.INVALID_ARGUMENT, "Vector with name sparse not found", self.search, 4, "sparse")

    def test_prefetched_rankings_are_fused_by_the_engine(self):
        prefetch = [m.Prefetch(query=self.query, using="dense", limit=20),
                    m.Prefetch(query=self.terms, using="sparse", limit=20)]
        ranks: dict[int, float] = {}
        for found in (self.ids(self.query, limit=20), self.ids(self.terms, "sparse", limit=20)):
            for rank, i in enumerate(found):
                ranks[i] = ranks.get(i, 0) + 1 / (2 + rank)
        hits = self.search(m.FusionQuery(fusion=m.Fusion.RRF), None, prefetch=prefetch, limit=10)
        self.assert_scores(hits, ranks)
        hits = self.search(m.RrfQuery(rrf=m.Rrf(k=60, weights=[1.0, 0.0])), None, prefetch=prefetch, limit=5)
        self.assertEqual([h.id for h in hits], self.ids(self.query, limit=5))
        self.assertEqual(len(self.search(m.FusionQuery(fusion=m.Fusion.DBSF), None, prefetch=prefetch)), 10)
        rescored = self.search(self.query, prefetch=[m.Prefetch(query=self.terms, using="sparse", limit=20)])
        self.assert_scores(rescored, {i: cosine(self.query, self.dense[i])
                                      for i in self.ids(self.terms, "sparse", limit=20)})
        self.refused(StatusCode.INVALID_ARGUMENT, "without prefetches", self.search,
                     m.FusionQuery(fusion=m.Fusion.RRF), None)

    def test_diversity_can_be_asked_for(self):
        near = self.search(m.NearestQuery(nearest=self.query, mmr=m.Mmr(diversity=0.0, candidates_limit=50)), limit=5)
        self.assertEqual([h.id for h in near], self.ids(self.query, limit=5))

    def test_groups_are_dealt_from_the_whole_ranking(self):
        ranking = self.ids(self.query, limit=POINTS)
        best = list(dict.fromkeys(f"a{i % 20}" for i in ranking))[:4]
        got = self.client.query_points_groups(
            "q", query=self.query, using="dense", group_by="article", limit=4, group_size=6, with_payload=["n"])
        self.assertEqual([g.id for g in got.groups], best)
        for group in got.groups:
            want = [i for i in ranking if f"a{i % 20}" == group.id][:6]
            self.assertEqual([h.id for h in group.hits], want)
            self.assertEqual([h.payload for h in group.hits], [{"n": i} for i in want])

    def test_a_point_is_in_the_group_of_each_of_its_values(self):
        got = self.client.query_points_groups("q", query=self.query, using="dense", group_by="tags", group_size=2)
        self.assertEqual({g.id for g in got.groups}, {0, 1, 2, 3, 4})
        for group in got.groups:
            self.assertTrue(all(group.id in (h.id % 3, h.id % 5) for h in group.hits))
        self.assertEqual(self.client.query_points_groups(
            "q", query=self.query, using="dense", group_by="nothing").groups, [])

    def test_wrong_queries_are_refused(self):
        for text, query, using in [
            ("expected dim: 8, got 2", [1.0, 2.0], "dense"),
            ("Not existing vector name error: other", self.query, "other"),
            ("Not existing vector name error: ", self.query, None),
            ("between sparse and regular", self.terms, "dense"),
            ("between sparse and regular", self.query, "sparse"),
            ("must be unique", m.SparseVector(indices=[1, 1], values=[1, 1]), "sparse"),
        ]:
            with self.subTest(text):
                self.refused(StatusCode.INVALID_ARGUMENT, text, self.search, query, using)

    def test_what_is_not_there_says_so(self):
        code, text = StatusCode.UNIMPLEMENTED, "qdrant-dev does not support"
        self.refused(code, text, self.search, m.RecommendQuery(recommend=m.RecommendInput(positive=[1])))
        document = pb.VectorInput(document=pb.Document(text="storm", model="bm25"))
        self.refused(code, text, self.client.grpc_points.Query, pb.QueryPoints(
            collection_name="q", using="sparse", query=pb.Query(nearest=document)))
        self.refused(code, text, self.search, 1, lookup_from=m.LookupLocation(collection="q", vector="dense"))
        self.refused(code, text, self.client.grpc_points.SearchMatrixPairs, pb.SearchMatrixPoints(collection_name="q"))
        self.refused(code, text, self.client.grpc_collections.CollectionClusterInfo,
                     pb.CollectionClusterInfoRequest(collection_name="q"))
        self.refused(code, "", self.client.create_snapshot, "q")
