"""A server in a process of its own, and a client that talks to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import grpc
from qdrant_client import QdrantClient

SOURCES = Path(__file__).resolve().parent.parent


class Server:
    """Runs on a free port until it is stopped, or until the tests end, however they do."""

    def __init__(self, directory: Path, *arguments: str):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "qdrant_dev", "--addr", "127.0.0.1:0", "--dir", str(directory),
             "--exit-with-parent", *arguments],
            cwd=SOURCES, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.removeprefix("listening on 127.0.0.1:"))
        self.client = self.connect()

    def connect(self, **options: str) -> QdrantClient:
        return QdrantClient(
            host="127.0.0.1", grpc_port=self.port, prefer_grpc=True, https=False, check_compatibility=False,
            timeout=60, **options)  # a machine that compiles beside it is slow to answer

    def stop(self) -> int:
        self.client.close()
        self.process.terminate()
        return self._ended()

    def kill(self) -> None:
        self.client.close()
        self.process.kill()
        self._ended()

    def _ended(self) -> int:
        status = self.process.wait(timeout=20)
        self.process.stdin.close()
        self.process.stdout.close()
        return status


class ServerTest(unittest.TestCase):
    """A test case with one server and directory for all its tests."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.directory = Path(tempfile.mkdtemp(prefix="qdrant-dev-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.server = Server(cls.directory)
        cls.addClassCleanup(cls.server.stop)
        cls.client = cls.server.client

    def refused(self, code: grpc.StatusCode, text: str, call, *arguments, **options) -> None:
        """Asserts that a call is answered with this status and a message that contains the text."""
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments, **options)
        self.assertEqual((caught.exception.code(), text in caught.exception.details()), (code, True),
                         caught.exception.details())
