"""Reads an OpenAPI document as programs in Python do: openapi_check.py DOCUMENT AS-JSON.

The second file holds what a reader of YAML 1.2 takes the first for. PyYAML reads YAML 1.1.
"""

import json
import sys

import yaml
from openapi_spec_validator import validate

document, as_json = sys.argv[1:]
with open(document, encoding="utf-8") as file:
    read = yaml.safe_load(file)
with open(as_json, encoding="utf-8") as file:
    meant = json.load(file)


def differences(one, other, path=""):
    """Yields where two values are not the same."""
    if type(one) is not type(other):
        yield f"{path or '/'}: {one!r} in YAML 1.1, {other!r} in YAML 1.2"
    elif isinstance(one, dict):
        for key in one.keys() | other.keys():
            yield from differences(one.get(key), other.get(key), f"{path}/{key}")
    elif isinstance(one, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other)):
            yield from differences(a, b, f"{path}/{i}")
    elif one != other:
        yield f"{path}: {one!r} in YAML 1.1, {other!r} in YAML 1.2"


found = list(differences(read, meant))
assert not found, "\n".join(found)
validate(read)
