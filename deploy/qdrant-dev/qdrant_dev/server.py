"""The gRPC server: who may call, how errors are told, and its life from start to stop."""

from __future__ import annotations

import hmac
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent import futures
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import grpc
from qdrant_client.grpc import collections_service_pb2_grpc, points_service_pb2_grpc, qdrant_pb2, qdrant_pb2_grpc

from .collections_service import CollectionsService
from .errors import Refusal, from_engine
from .points_service import PointsService
from .registry import Registry

_log = logging.getLogger(__name__)
_FLUSH_SECONDS = 5  # Qdrant's own interval
_THREADS = 16
_OPTIONS = [
    ("grpc.so_reuseport", 0),  # a taken port is an error, not a second server behind it
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.http2.min_ping_interval_without_data_ms", 1000),
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.keepalive_permit_without_calls", 1),
]


class HealthService(qdrant_pb2_grpc.QdrantServicer):
    """Says the version of the protocol, and in its title and commit that this is not the server."""

    def HealthCheck(self, request: Any, context: Any) -> qdrant_pb2.HealthCheckReply:
        return qdrant_pb2.HealthCheckReply(
            title="qdrant-dev - the engine of qdrant behind a development server",
            version=version("qdrant-client"),
            commit=f"qdrant-edge-py {version('qdrant-edge-py')}",
        )


class Gate(grpc.ServerInterceptor):
    """Checks the key, and turns what a handler raises into the status that Qdrant would give."""

    def __init__(self, api_key: str | None):
        self._key = api_key

    def intercept_service(self, continuation: Callable[[Any], Any], details: Any) -> Any:
        handler = continuation(details)
        if handler is None:
            return None  # grpc answers UNIMPLEMENTED
        denied = self._denial(details)

        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            if denied:
                context.abort(grpc.StatusCode.UNAUTHENTICATED, denied)
            start = time.monotonic()
            try:
                response = handler.unary_unary(request, context)
            except NotImplementedError:
                context.abort(grpc.StatusCode.UNIMPLEMENTED, f"qdrant-dev does not support {details.method}")
            except Exception as fault:
                refusal = fault if isinstance(fault, Refusal) else from_engine(fault)
                if refusal.code is grpc.StatusCode.INTERNAL:
                    _log.exception("%s", details.method)
                context.abort(refusal.code, refusal.message)
            if "time" in response.DESCRIPTOR.fields_by_name:
                response.time = time.monotonic() - start
            return response

        return grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )

    def _denial(self, details: Any) -> str | None:
        if self._key is None or details.method == "/qdrant.Qdrant/HealthCheck":
            return None
        given = dict(details.invocation_metadata)
        key = given.get("api-key") or given.get("authorization", "").removeprefix("Bearer ")
        if not key:
            return "Must provide an API key or an Authorization bearer token"
        if not hmac.compare_digest(key.encode(), self._key.encode()):
            return "Invalid API key or JWT"
        return None


@dataclass(frozen=True)
class Options:
    """What a person may set."""

    address: str
    directory: Path
    api_key: str | None
    optimize_after: float | None  # seconds without writes; None for never
    exit_with_parent: bool


def serve(options: Options) -> None:
    """Serves until it is told to stop, and closes the collections before it returns."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if options.exit_with_parent:
        threading.Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()

    registry = Registry(options.directory)
    server = grpc.server(
        futures.ThreadPoolExecutor(_THREADS), interceptors=[Gate(options.api_key)], options=_OPTIONS)
    qdrant_pb2_grpc.add_QdrantServicer_to_server(HealthService(), server)
    collections_service_pb2_grpc.add_CollectionsServicer_to_server(
        CollectionsService(registry, optimizes=options.optimize_after is not None), server)
    points_service_pb2_grpc.add_PointsServicer_to_server(PointsService(registry), server)
    try:
        port = server.add_insecure_port(options.address)
    except RuntimeError:
        raise SystemExit(f"qdrant-dev: cannot listen on {options.address}; is another server there?") from None
    server.start()
    print(f"listening on {options.address.rpartition(':')[0]}:{port}", flush=True)

    while not stop.wait(min(_FLUSH_SECONDS, options.optimize_after or _FLUSH_SECONDS)):
        _tend(registry, options.optimize_after)
    server.stop(grace=2).wait()
    registry.close()


def _tend(registry: Registry, optimize_after: float | None) -> None:
    for name in registry.names():
        try:
            with registry.use(name) as collection:
                collection.flush()
                if optimize_after is not None:
                    collection.optimize(optimize_after)
        except Refusal:
            pass  # deleted meanwhile
        except Exception:
            _log.exception("tending %s", name)


def _wait_for_end_of_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()
