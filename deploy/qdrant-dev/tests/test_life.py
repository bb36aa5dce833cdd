"""From start to stop: what survives, who may call, and how the server ends."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings
from pathlib import Path

import grpc
from qdrant_client import grpc as pb
from qdrant_client import models as m

from .harness import SOURCES, Server

SIZE = 16


def points(first: int, count: int) -> list[m.PointStruct]:
    r = random.Random(first)
    return [m.PointStruct(
        id=first + i,
        vector={"dense": [r.gauss(0, 1) for _ in range(SIZE)],
                "sparse": m.SparseVector(indices=[first + i, 1000000], values=[1, 1])},
        payload={"n": first + i, "text": "storm " * 20}) for i in range(count)]


class LifeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="qdrant-dev-test-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def start(self, *arguments: str) -> Server:
        server = Server(self.directory, *arguments)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        return server

    def create(self, server: Server, name: str = "news") -> None:
        server.client.create_collection(
            name,
            vectors_config={"dense": m.VectorParams(size=SIZE, distance=m.Distance.COSINE)},
            sparse_vectors_config={"sparse": m.SparseVectorParams(modifier=m.Modifier.IDF)},
            metadata={"schema": 1})

    def test_a_restart_finds_everything_again(self):
        server = self.start()
        self.create(server)
        self.create(server, "gone")
        server.client.upsert("news", points(1, 100))
        server.client.create_payload_index("news", "n", "integer")
        server.client.update_collection_aliases([m.CreateAliasOperation(
            create_alias=m.CreateAlias(alias_name="live", collection_name="news"))])
        server.client.delete_collection("gone")
        query = {"query": [1.0] * SIZE, "using": "dense", "limit": 20}
        before = server.client.query_points("news", **query).points
        self.assertEqual(server.stop(), 0)

        client = self.start().client
        self.assertEqual([c.name for c in client.get_collections().collections], ["news"])
        self.assertEqual(client.count("live").count, 100)
        self.assertEqual(client.get_collection("news").config.metadata, {"schema": 1})
        self.assertEqual(set(client.get_collection("news").payload_schema), {"n"})
        self.assertEqual(client.query_points("live", **query).points, before)

    def test_what_was_acknowledged_survives_a_kill(self):
        server = self.start()
        self.create(server)
        server.client.upsert("news", points(1, 200))
        server.client.delete("news", [1, 2, 3])
        server.client.set_payload("news", {"new": True}, points=[4])
        with self.assertRaises(grpc.RpcError):  # a write that failed must not stand in the way later
            server.client.set_payload("news", {"new": True}, points=[9999])
        server.client.create_payload_index("news", "n", "integer")
        server.kill()

        server = self.start()
        self.assertEqual(server.client.count("news").count, 197)
        self.assertEqual(server.client.retrieve("news", [1, 4])[0].payload["new"], True)
        self.assertEqual(set(server.client.get_collection("news").payload_schema), {"n"})

    def test_a_kill_in_the_middle_of_writes_keeps_those_before(self):
        server = self.start()
        self.create(server)
        acknowledged = 0
        killer = threading.Timer(0.3, server.process.kill)
        killer.start()
        try:
            while True:
                server.client.upsert("news", points(1 + acknowledged, 20), wait=True)
                acknowledged += 20
        except grpc.RpcError:
            killer.join()
        server.kill()
        client = self.start().client
        found = {r.id for r in client.scroll("news", limit=100000)[0]}
        self.assertLessEqual(set(range(1, 1 + acknowledged)), found)
        self.assertGreater(acknowledged, 0)

    def test_writers_and_readers_work_at_once(self):
        server = self.start()
        self.create(server)
        failures: list[BaseException] = []

        def work(worker: int) -> None:
            try:
                for i in range(10):
                    server.client.upsert("news", points(1 + worker * 1000 + i * 20, 20))
                    hits = server.client.query_points("news", query=[1.0] * SIZE, using="dense", limit=5).points
                    assert len(hits) == 5
            except BaseException as failure:
                failures.append(failure)

        workers = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(failures, [])
        self.assertEqual(server.client.count("news").count, 8 * 200)

    def test_a_key_is_asked_of_everyone_but_the_health_check(self):
        server = self.start("--api-key", "sesame")
        warnings.filterwarnings("ignore", message="Api key is used with an insecure connection")
        for options, text in ({}, "Must provide an API key"), ({"api_key": "wrong"}, "Invalid API key"):
            client = server.connect(**options)
            self.addCleanup(client.close)
            with self.assertRaises(grpc.RpcError) as caught:
                client.get_collections()
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
            self.assertIn(text, caught.exception.details())
        right = server.connect(api_key="sesame")
        self.addCleanup(right.close)
        self.assertEqual(right.get_collections().collections, [])

    def test_the_health_check_says_what_this_is(self):
        server = self.start("--api-key", "sesame")
        with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
            reply = pb.QdrantStub(channel).HealthCheck(pb.HealthCheckRequest())
        self.assertIn("qdrant-dev", reply.title)
        self.assertIn("qdrant-edge-py", reply.commit)
        self.assertGreaterEqual(tuple(int(n) for n in reply.version.split(".")), (1, 16, 0))

    def test_it_ends_with_its_parent(self):
        server = self.start()
        server.client.close()
        server.process.stdin.close()
        self.assertEqual(server.process.wait(timeout=10), 0)
        server.process.stdout.close()

    def test_a_second_server_on_the_port_or_the_directory_is_refused(self):
        server = self.start()
        elsewhere = tempfile.mkdtemp(prefix="qdrant-dev-test-")
        self.addCleanup(shutil.rmtree, elsewhere)
        for address, directory, text in [
            (f"127.0.0.1:{server.port}", elsewhere, "cannot listen"),
            ("127.0.0.1:0", str(self.directory), "another server uses"),
        ]:
            second = subprocess.run(
                [sys.executable, "-m", "qdrant_dev", "--addr", address, "--dir", directory],
                cwd=SOURCES, capture_output=True, text=True, timeout=20, check=False)
            self.assertEqual((second.returncode, second.stdout), (1, ""))
            self.assertIn(text, second.stderr)

    def test_a_creation_or_a_deletion_that_was_cut_short_leaves_nothing(self):
        server = self.start()
        self.create(server)
        self.create(server, "half")
        server.stop()
        (self.directory / "collections" / "half" / "collection.json").unlink()
        server = self.start()
        self.assertEqual([c.name for c in server.client.get_collections().collections], ["news"])
        self.create(server, "half")

    def test_optimizing_builds_indexes_and_forgets_what_was_deleted(self):
        server = self.start("--optimize-after", "0.2")
        server.client.create_collection(
            "news",
            vectors_config={"dense": m.VectorParams(size=SIZE, distance=m.Distance.COSINE)},
            sparse_vectors_config={"sparse": m.SparseVectorParams(modifier=m.Modifier.IDF)},
            hnsw_config=m.HnswConfigDiff(full_scan_threshold=10),
            optimizers_config=m.OptimizersConfigDiff(indexing_threshold=50),
            quantization_config=m.ScalarQuantization(scalar=m.ScalarQuantizationConfig(type=m.ScalarType.INT8)))
        server.client.upsert("news", points(1, 3000))
        query = m.SparseVector(indices=[1000000], values=[1])
        everywhere = server.client.query_points("news", query=query, using="sparse", limit=1).points[0].score
        server.client.delete("news", list(range(1, 2001)))
        stale = server.client.query_points("news", query=query, using="sparse", limit=1).points[0].score
        self.assertEqual(stale, everywhere)
        for _ in range(100):
            info = server.client.get_collection("news")
            if info.status == m.CollectionStatus.GREEN:
                break
            time.sleep(0.1)
        self.assertEqual(info.status, m.CollectionStatus.GREEN)
        self.assertGreaterEqual(info.indexed_vectors_count, 1000)
        fresh = server.client.query_points("news", query=query, using="sparse", limit=1).points[0].score
        self.assertGreater(fresh, stale)

        found = 0
        for n in range(20):
            vector = points(5000 + n, 1)[0].vector["dense"]
            exact, approximate = ({h.id for h in server.client.query_points(
                "news", query=vector, using="dense", search_params=params).points} for params in (
                m.SearchParams(exact=True),
                m.SearchParams(hnsw_ef=128, quantization=m.QuantizationSearchParams(rescore=True, oversampling=2))))
            found += len(exact & approximate)
        self.assertGreaterEqual(found, 190)
