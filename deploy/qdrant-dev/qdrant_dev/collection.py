"""One collection: a shard of the engine, how it was created, and the locks around both."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qdrant_edge as engine
from google.protobuf import json_format
from qdrant_client.grpc import collections_pb2 as pb

from . import schema
from .errors import no_collection, wrong_input
from .files import write_atomically
from .locks import SharedLock

_CONFIG = "collection.json"  # its presence says that the collection was fully created
_SHARD = "shard"


class Collection:
    """Reads run side by side, also beside a write; writes go one after the other."""

    def __init__(self, directory: Path, config: pb.CreateCollection, shard: engine.EdgeShard):
        self.name = config.collection_name
        self.config = config
        self.dense = schema.dense_params(config)
        self.sparse = schema.sparse_params(config)
        self._directory = directory
        self._shard: engine.EdgeShard | None = shard
        self._use = SharedLock()  # taken alone to close, reopen or remove the shard
        self._write = threading.Lock()
        self._operations = 0
        self._flushed = True
        self._written = 0.0  # when, by the monotonic clock
        self.optimized = True  # whether nothing was written since the last optimize

    @classmethod
    def create(cls, directory: Path, config: pb.CreateCollection) -> Collection:
        layout = schema.engine_config(config)
        shutil.rmtree(directory, ignore_errors=True)  # left by a creation that was cut short
        directory.mkdir(parents=True)
        try:
            shard = engine.EdgeShard.create(str(directory / _SHARD), layout)
            _save(directory, config)
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise
        return cls(directory, config, shard)

    @classmethod
    def load(cls, directory: Path) -> Collection | None:
        """Opens a stored collection; None for one that was never finished or is half removed."""
        file = directory / _CONFIG
        if not file.exists():
            shutil.rmtree(directory)
            return None
        config = json_format.Parse(file.read_text(encoding="utf-8"), pb.CreateCollection())
        return cls(directory, config, engine.EdgeShard.load(str(directory / _SHARD)))

    def acquire(self) -> bool:
        """Keeps the collection open until release; False if it is closed already."""
        self._use.acquire()
        if self._shard is None:
            self._use.release()
            return False
        return True

    def release(self) -> None:
        self._use.release()

    @property
    def shard(self) -> engine.EdgeShard:
        """For reading, between acquire and release."""
        if self._shard is None:
            raise no_collection(self.name)
        return self._shard

    # The following, too, are called between acquire and release.

    def update(self, operation: engine.UpdateOperation) -> int:
        """Applies one operation and returns its number."""
        with self._write:
            self._flushed = self.optimized = False
            self._written = time.monotonic()
            self.shard.update(operation)
            self._operations += 1
            return self._operations

    def flush(self) -> None:
        """Writes what changed to disk, after which the log of operations is not needed for it."""
        with self._write:
            if not self._flushed:
                self.shard.flush()
                self._flushed = True

    def optimize(self, quiet: float) -> None:
        """Builds vector indexes and drops what was deleted, unless something was written within quiet seconds.

        The engine holds Python's global lock until it is done, so the whole server waits.
        """
        with self._write:
            if not self.optimized and time.monotonic() - self._written >= quiet:
                self.shard.optimize()
                self.optimized = True

    def reconfigure(self, change: Callable[[pb.CreateCollection], pb.CreateCollection]) -> None:
        """Reopens the shard under a changed configuration."""
        with self._use.alone():
            if self._shard is None:
                raise no_collection(self.name)
            config = change(self.config)
            layout = schema.engine_config(config)
            self._shard.close()
            path = str(self._directory / _SHARD)
            try:
                self._shard = engine.EdgeShard.load(path, layout)
            except Exception:
                self._shard = engine.EdgeShard.load(path)
                raise
            _save(self._directory, config)
            self.config = config
            self.dense = schema.dense_params(config)
            self.sparse = schema.sparse_params(config)
            self.optimized = False

    def close(self) -> None:
        with self._use.alone():
            if self._shard is not None:
                self._shard.close()
                self._shard = None

    def remove(self) -> None:
        self.close()
        (self._directory / _CONFIG).unlink()  # from here on it is gone, even if the rest is not yet
        shutil.rmtree(self._directory, ignore_errors=True)

    def check_vectors(self, vectors: dict[str, Any]) -> None:
        """Refuses vectors that the collection has no place for, before any point is written."""
        for name, vector in vectors.items():
            if name in self.sparse:
                if not isinstance(vector, engine.SparseVector):
                    raise wrong_input("Conversion between sparse and regular vectors failed")
            elif name in self.dense:
                self._check_dense(name, vector)
            else:
                raise wrong_input(f"Not existing vector name error: {name}")

    def _check_dense(self, name: str, vector: Any) -> None:
        if isinstance(vector, engine.SparseVector):
            raise wrong_input("Conversion between sparse and regular vectors failed")
        many = bool(vector) and isinstance(vector[0], list)
        if many != self.dense[name].HasField("multivector_config"):
            raise wrong_input("Conversion between multi and regular vectors failed")
        for row in vector if many else [vector]:
            if len(row) != self.dense[name].size:
                raise wrong_input(
                    f"Vector dimension error: expected dim: {self.dense[name].size}, got {len(row)}")


def _save(directory: Path, config: pb.CreateCollection) -> None:
    write_atomically(directory / _CONFIG, json_format.MessageToJson(config))
