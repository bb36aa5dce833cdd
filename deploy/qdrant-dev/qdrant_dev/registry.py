"""All collections of a server and the aliases that point to them, kept in one directory."""

from __future__ import annotations

import fcntl
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from qdrant_client.grpc import collections_pb2 as pb

from .collection import Collection
from .errors import already_exists, malformed, no_collection, not_found
from .files import write_atomically

_FORBIDDEN = set('<>:"/\\|?*\0\x1f')


class Registry:
    """Finds collections by name or alias. The directory belongs to one server at a time."""

    def __init__(self, directory: Path):
        self._collections_dir = directory / "collections"
        self._collections_dir.mkdir(parents=True, exist_ok=True)
        self._lock_file = open(directory / "lock", "w")  # noqa: SIM115, held until the server ends
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"qdrant-dev: another server uses {directory}; stop it or give another --dir") from None
        self._aliases_file = directory / "aliases.json"
        self._names = threading.RLock()  # guards both maps; never held while points are read or written
        self._collections = {c.name: c for c in self._load()}
        self._aliases: dict[str, str] = {}
        if self._aliases_file.exists():
            self._aliases = json.loads(self._aliases_file.read_text(encoding="utf-8"))

    def _load(self) -> list[Collection]:
        stored = (Collection.load(d) for d in sorted(self._collections_dir.iterdir()))
        return [c for c in stored if c is not None]

    def get(self, name: str) -> Collection:
        """The collection of this name or alias."""
        with self._names:
            found = self._collections.get(self._aliases.get(name, name))
        if found is None:
            raise no_collection(name)
        return found

    @contextmanager
    def use(self, name: str) -> Iterator[Collection]:
        """The same, kept open meanwhile. Who comes through an alias always gets what it points to."""
        while not (collection := self.get(name)).acquire():
            pass  # deleted since; the name may stand for another by now
        try:
            yield collection
        finally:
            collection.release()

    def exists(self, name: str) -> bool:
        with self._names:
            return self._aliases.get(name, name) in self._collections

    def names(self) -> list[str]:
        with self._names:
            return sorted(self._collections)

    def create(self, config: pb.CreateCollection) -> None:
        name = config.collection_name
        if not name or len(name.encode()) > 255 or _FORBIDDEN & set(name):
            raise malformed(f"Validation error in body: collection_name: `{name}` is not a valid name")
        with self._names:
            if name in self._collections or name in self._aliases:
                raise already_exists(name)
            self._collections[name] = Collection.create(self._directory(name), config)

    def delete(self, name: str) -> bool:
        """Removes a collection and its aliases; says whether there was one. Aliases are not followed."""
        with self._names:
            gone = self._collections.pop(name, None)
            if gone is None:
                return False
            self._save_aliases({a: c for a, c in self._aliases.items() if c != name})
            gone.remove()
        return True

    def change_aliases(self, actions: list[pb.AliasOperations]) -> None:
        """Does all of the actions or none; no reader sees a part of them."""
        with self._names:
            aliases = dict(self._aliases)
            for action in actions:
                self._change_alias(aliases, action)
            self._save_aliases(aliases)

    def _change_alias(self, aliases: dict[str, str], action: pb.AliasOperations) -> None:
        match action.WhichOneof("action"):
            case "create_alias":
                create = action.create_alias
                if create.collection_name not in self._collections:
                    raise no_collection(create.collection_name)
                if create.alias_name in self._collections:
                    raise already_exists(create.alias_name)
                aliases[create.alias_name] = create.collection_name
            case "rename_alias":
                rename = action.rename_alias
                if rename.old_alias_name not in aliases:
                    raise not_found(f"Alias {rename.old_alias_name} does not exists!")
                if rename.new_alias_name in self._collections:
                    raise already_exists(rename.new_alias_name)
                aliases[rename.new_alias_name] = aliases.pop(rename.old_alias_name)
            case "delete_alias":
                aliases.pop(action.delete_alias.alias_name, None)
            case None:
                raise malformed("Malformed AliasOperation type")

    def aliases(self) -> list[tuple[str, str]]:
        """Pairs of alias and collection, in the order of the aliases."""
        with self._names:
            return sorted(self._aliases.items())

    def _save_aliases(self, aliases: dict[str, str]) -> None:
        if aliases != self._aliases:
            write_atomically(self._aliases_file, json.dumps(aliases, indent=2, sort_keys=True) + "\n")
            self._aliases = aliases

    def _directory(self, name: str) -> Path:
        return self._collections_dir / quote(name, safe=" ").replace(".", "%2E")

    def close(self) -> None:
        with self._names:
            for collection in self._collections.values():
                collection.close()
        self._lock_file.close()
