"""Collections and aliases."""

import threading

from grpc import StatusCode
from qdrant_client import models as m

from .harness import ServerTest


class CollectionsTest(ServerTest):
    def setUp(self) -> None:
        for collection in self.client.get_collections().collections:
            self.client.delete_collection(collection.name)

    def create(self, name: str, **options) -> None:
        options.setdefault("vectors_config", {"dense": m.VectorParams(size=4, distance=m.Distance.COSINE)})
        self.client.create_collection(name, **options)

    def names(self) -> list[str]:
        return [c.name for c in self.client.get_collections().collections]

    def test_a_collection_lives_from_create_to_delete(self):
        self.assertFalse(self.client.collection_exists("news"))
        self.create("news")
        self.assertTrue(self.client.collection_exists("news"))
        self.assertEqual(self.names(), ["news"])
        self.assertTrue(self.client.delete_collection("news"))
        self.assertEqual(self.names(), [])
        self.assertFalse(self.client.delete_collection("news"))
        self.refused(StatusCode.NOT_FOUND, "Collection `news` doesn't exist!", self.client.get_collection, "news")

    def test_a_name_is_taken_once(self):
        self.create("news")
        self.refused(StatusCode.ALREADY_EXISTS, "Collection `news` already exists!", self.create, "news")
        self.refused(StatusCode.INVALID_ARGUMENT, "not a valid name", self.create, "a/b")

    def test_names_need_not_suit_the_file_system(self):
        for name in ("..", "ünï côdé", "A", "a", "%2E"):
            self.create(name)
            self.client.upsert(name, [m.PointStruct(id=1, vector={"dense": [1, 2, 3, 4]})])
        self.assertEqual(self.names(), sorted(["..", "ünï côdé", "A", "a", "%2E"]))

    def test_get_tells_how_it_was_created(self):
        self.create(
            "news",
            vectors_config={"dense": m.VectorParams(size=8, distance=m.Distance.COSINE, on_disk=True)},
            sparse_vectors_config={"sparse": m.SparseVectorParams(
                modifier=m.Modifier.IDF, index=m.SparseIndexParams(on_disk=True))},
            quantization_config=m.ScalarQuantization(scalar=m.ScalarQuantizationConfig(
                type=m.ScalarType.INT8, quantile=0.99, always_ram=True)),
            hnsw_config=m.HnswConfigDiff(m=32),
            replication_factor=2,
            metadata={"schema": 3},
        )
        info = self.client.get_collection("news")
        self.assertEqual(info.status, m.CollectionStatus.GREEN)
        self.assertEqual(info.points_count, 0)
        dense, sparse = info.config.params.vectors["dense"], info.config.params.sparse_vectors["sparse"]
        self.assertEqual((dense.size, dense.distance, dense.on_disk), (8, m.Distance.COSINE, True))
        self.assertEqual((sparse.modifier, sparse.index.on_disk), (m.Modifier.IDF, True))
        self.assertEqual(info.config.quantization_config.scalar.quantile, 0.9900000095367432)
        self.assertEqual((info.config.hnsw_config.m, info.config.hnsw_config.ef_construct), (32, 100))
        self.assertEqual(info.config.params.replication_factor, 2)
        self.assertEqual(info.config.metadata, {"schema": 3})

    def test_get_admits_that_there_is_one_shard(self):
        self.create("news", shard_number=4)
        info = self.client.get_collection("news")
        self.assertEqual(info.config.params.shard_number, 1)
        self.assertIn("4 were asked for", info.warnings[0].message)

    def test_a_collection_may_have_an_unnamed_vector_or_none(self):
        self.create("unnamed", vectors_config=m.VectorParams(size=2, distance=m.Distance.DOT))
        self.client.upsert("unnamed", [m.PointStruct(id=1, vector=[1, 2])])
        self.assertEqual(self.client.get_collection("unnamed").config.params.vectors.size, 2)
        self.assertEqual(self.client.retrieve("unnamed", [1], with_vectors=True)[0].vector, [1, 2])
        self.assertEqual(self.client.query_points("unnamed", query=[1, 1]).points[0].score, 3)

        self.create("none", vectors_config={})
        self.client.upsert("none", [m.PointStruct(id=1, vector={}, payload={"a": 1})])
        self.assertFalse(self.client.get_collection("none").config.params.vectors)
        self.assertFalse(self.client.get_collection("none").config.params.sparse_vectors)
        self.assertEqual(self.client.scroll("none")[0][0].payload, {"a": 1})

    def test_what_the_engine_cannot_do_is_refused(self):
        self.refused(StatusCode.UNIMPLEMENTED, "custom sharding", self.create, "x",
                     sharding_method=m.ShardingMethod.CUSTOM)
        self.refused(StatusCode.UNIMPLEMENTED, "strict mode", self.create, "x",
                     strict_mode_config=m.StrictModeConfig(enabled=True))
        self.refused(StatusCode.INVALID_ARGUMENT, "size", self.create, "x",
                     vectors_config={"dense": m.VectorParams.model_construct(size=0, distance=m.Distance.COSINE)})
        self.assertEqual(self.names(), [])

    def test_update_changes_the_layout_and_keeps_the_points(self):
        self.create("news", metadata={"a": 1})
        self.client.upsert("news", [m.PointStruct(id=1, vector={"dense": [1, 0, 0, 0]}, payload={"a": 1})])
        self.client.update_collection(
            "news",
            hnsw_config=m.HnswConfigDiff(ef_construct=64),
            vectors_config={"dense": m.VectorParamsDiff(on_disk=True)},
            quantization_config=m.ScalarQuantization(scalar=m.ScalarQuantizationConfig(type=m.ScalarType.INT8)),
            metadata={"b": 2},
        )
        config = self.client.get_collection("news").config
        self.assertEqual(config.hnsw_config.ef_construct, 64)
        self.assertTrue(config.params.vectors["dense"].on_disk)
        self.assertEqual(config.quantization_config.scalar.type, m.ScalarType.INT8)
        self.assertEqual(config.metadata, {"a": 1, "b": 2})
        self.assertEqual(self.client.retrieve("news", [1])[0].payload, {"a": 1})
        self.client.update_collection("news", quantization_config=m.Disabled.DISABLED)
        self.assertIsNone(self.client.get_collection("news").config.quantization_config)
        self.refused(StatusCode.INVALID_ARGUMENT, "Not existing vector name", self.client.update_collection, "news",
                     vectors_config={"other": m.VectorParamsDiff(on_disk=True)})

    def test_field_indexes_are_reported_with_their_parameters(self):
        self.create("news")
        self.client.create_payload_index("news", "source", m.KeywordIndexParams(type="keyword", on_disk=True))
        self.client.create_payload_index("news", "day", "datetime")
        self.client.create_payload_index("news", "text", m.TextIndexParams(
            type="text", tokenizer=m.TokenizerType.WHITESPACE, lowercase=False, min_token_len=2))
        schema = self.client.get_collection("news").payload_schema
        self.assertEqual({f: s.data_type.value for f, s in schema.items()},
                         {"source": "keyword", "day": "datetime", "text": "text"})
        self.assertTrue(schema["source"].params.on_disk)
        text = schema["text"].params
        self.assertEqual((text.tokenizer, text.lowercase, text.min_token_len),
                         (m.TokenizerType.WHITESPACE, False, 2))
        self.client.delete_payload_index("news", "day")
        self.assertEqual(set(self.client.get_collection("news").payload_schema), {"source", "text"})


class AliasesTest(ServerTest):
    def setUp(self) -> None:
        for collection in self.client.get_collections().collections:
            self.client.delete_collection(collection.name)
        for name in ("one", "two"):
            self.client.create_collection(name, vectors_config={})
            self.client.upsert(name, [m.PointStruct(id=1, vector={}, payload={"in": name})])

    def point(self, alias: str, collection: str) -> m.CreateAliasOperation:
        return m.CreateAliasOperation(create_alias=m.CreateAlias(alias_name=alias, collection_name=collection))

    def aliases(self) -> dict[str, str]:
        return {a.alias_name: a.collection_name for a in self.client.get_aliases().aliases}

    def test_an_alias_stands_for_its_collection(self):
        self.client.update_collection_aliases([self.point("live", "one")])
        self.assertTrue(self.client.collection_exists("live"))
        self.assertEqual(self.client.scroll("live")[0][0].payload, {"in": "one"})
        self.assertEqual(self.client.get_collection("live").points_count, 1)
        self.client.update_collection_aliases([self.point("live", "two")])
        self.assertEqual(self.client.scroll("live")[0][0].payload, {"in": "two"})
        self.assertEqual([a.alias_name for a in self.client.get_collection_aliases("two").aliases], ["live"])
        self.assertEqual(self.client.get_collection_aliases("one").aliases, [])

    def test_aliases_are_renamed_and_deleted(self):
        self.client.update_collection_aliases([self.point("live", "one"), self.point("old", "two")])
        self.client.update_collection_aliases([
            m.RenameAliasOperation(rename_alias=m.RenameAlias(old_alias_name="live", new_alias_name="now")),
            m.DeleteAliasOperation(delete_alias=m.DeleteAlias(alias_name="old"))])
        self.assertEqual(self.aliases(), {"now": "one"})
        self.client.delete_collection("one")
        self.assertEqual(self.aliases(), {})

    def test_a_change_with_a_fault_in_it_changes_nothing(self):
        self.client.update_collection_aliases([self.point("live", "one")])
        self.refused(StatusCode.NOT_FOUND, "Collection `none` doesn't exist!",
                     self.client.update_collection_aliases, [self.point("live", "two"), self.point("x", "none")])
        self.refused(StatusCode.ALREADY_EXISTS, "Collection `two` already exists!",
                     self.client.update_collection_aliases, [self.point("live", "two"), self.point("two", "one")])
        self.refused(StatusCode.ALREADY_EXISTS, "`live` already exists!",
                     self.client.create_collection, "live", vectors_config={})
        self.assertEqual(self.aliases(), {"live": "one"})

    def test_readers_of_an_alias_notice_no_switch(self):
        self.client.update_collection_aliases([self.point("live", "one")])
        failures: list[BaseException] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                try:
                    assert len(self.client.scroll("live")[0]) == 1
                except BaseException as failure:
                    failures.append(failure)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for i in range(20):
            old, new = ("one", "two") if i % 2 == 0 else ("two", "one")
            self.client.update_collection_aliases([self.point("live", new)])
            self.client.delete_collection(old)
            self.client.create_collection(old, vectors_config={})
            self.client.upsert(old, [m.PointStruct(id=1, vector={}, payload={"in": old})])
        done.set()
        for reader in readers:
            reader.join()
        self.assertEqual(failures, [])
