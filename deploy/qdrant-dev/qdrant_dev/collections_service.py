"""The service that creates, describes and removes collections and switches aliases."""

from __future__ import annotations

from typing import Any

from qdrant_client.grpc import collections_pb2 as pb
from qdrant_client.grpc import collections_service_pb2_grpc as service

from . import indexes, schema
from .changes import changed
from .collection import Collection
from .errors import unsupported
from .registry import Registry


class CollectionsService(service.CollectionsServicer):
    """What is not overridden answers UNIMPLEMENTED: it concerns clusters."""

    def __init__(self, registry: Registry, *, optimizes: bool):
        self._registry = registry
        self._optimizes = optimizes

    def Create(self, request: pb.CreateCollection, context: Any) -> pb.CollectionOperationResponse:
        if request.sharding_method == pb.Custom:
            raise unsupported("custom sharding")
        if request.strict_mode_config.enabled:
            raise unsupported("strict mode")
        self._registry.create(request)
        return pb.CollectionOperationResponse(result=True)

    def Update(self, request: pb.UpdateCollection, context: Any) -> pb.CollectionOperationResponse:
        collection = self._registry.get(request.collection_name)
        collection.reconfigure(lambda config: changed(config, request))
        return pb.CollectionOperationResponse(result=True)

    def Delete(self, request: pb.DeleteCollection, context: Any) -> pb.CollectionOperationResponse:
        existed = self._registry.delete(request.collection_name)
        return pb.CollectionOperationResponse(result=existed)

    def CollectionExists(self, request: pb.CollectionExistsRequest, context: Any) -> pb.CollectionExistsResponse:
        return pb.CollectionExistsResponse(
            result=pb.CollectionExists(exists=self._registry.exists(request.collection_name)))

    def List(self, request: pb.ListCollectionsRequest, context: Any) -> pb.ListCollectionsResponse:
        return pb.ListCollectionsResponse(
            collections=[pb.CollectionDescription(name=n) for n in self._registry.names()])

    def Get(self, request: pb.GetCollectionInfoRequest, context: Any) -> pb.GetCollectionInfoResponse:
        with self._registry.use(request.collection_name) as collection:
            info = describe(collection)
            if self._optimizes and not collection.optimized:
                info.status = pb.Yellow
        return pb.GetCollectionInfoResponse(result=info)

    def UpdateAliases(self, request: pb.ChangeAliases, context: Any) -> pb.CollectionOperationResponse:
        self._registry.change_aliases(list(request.actions))
        return pb.CollectionOperationResponse(result=True)

    def ListAliases(self, request: pb.ListAliasesRequest, context: Any) -> pb.ListAliasesResponse:
        return pb.ListAliasesResponse(aliases=[
            pb.AliasDescription(alias_name=a, collection_name=c) for a, c in self._registry.aliases()])

    def ListCollectionAliases(self, request: pb.ListCollectionAliasesRequest, context: Any) -> pb.ListAliasesResponse:
        name = self._registry.get(request.collection_name).name
        return pb.ListAliasesResponse(aliases=[
            pb.AliasDescription(alias_name=a, collection_name=c)
            for a, c in self._registry.aliases() if c == name])


def describe(collection: Collection) -> pb.CollectionInfo:
    """What the collection is, which for shards is not always what was asked for."""
    config = collection.config
    state = collection.shard.info()
    info = pb.CollectionInfo(
        status=pb.Green,
        optimizer_status=pb.OptimizerStatus(ok=True),
        segments_count=state.segments_count,
        points_count=state.points_count,
        indexed_vectors_count=state.indexed_vectors_count,
        config=_config(config),
    )
    if config.shard_number > 1:
        info.warnings.add(message=f"qdrant-dev keeps a collection in one shard; {config.shard_number} were asked for")
    for field, index in state.payload_schema.items():
        info.payload_schema[field].CopyFrom(indexes.describe(index))
    return info


def _config(config: pb.CreateCollection) -> pb.CollectionConfig:
    out = pb.CollectionConfig(
        params=pb.CollectionParams(
            shard_number=1,
            replication_factor=config.replication_factor or 1,
            write_consistency_factor=config.write_consistency_factor or 1,
            on_disk_payload=config.on_disk_payload if config.HasField("on_disk_payload") else True,
        ),
        hnsw_config=pb.HnswConfigDiff(**schema.DEFAULT_HNSW),
        optimizer_config=pb.OptimizersConfigDiff(**schema.DEFAULT_OPTIMIZERS),
        wal_config=pb.WalConfigDiff(**schema.DEFAULT_WAL),
        metadata=config.metadata,
    )
    out.hnsw_config.MergeFrom(config.hnsw_config)
    out.optimizer_config.MergeFrom(config.optimizers_config)
    for field in ("vectors_config", "sparse_vectors_config"):
        if config.HasField(field):
            getattr(out.params, field).CopyFrom(getattr(config, field))
    if config.HasField("quantization_config"):
        out.quantization_config.CopyFrom(config.quantization_config)
    return out
