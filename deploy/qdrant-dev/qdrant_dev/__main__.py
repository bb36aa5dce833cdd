"""Command line: python -m qdrant_dev [--addr HOST:PORT] [--dir DIR] [--api-key KEY]."""

import argparse
import logging
import os
from pathlib import Path

from .server import Options, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="qdrant-dev", description="Qdrant for development, without a container")
    parser.add_argument("--addr", default="127.0.0.1:6334", help="where to listen; port 0 picks a free one")
    parser.add_argument("--dir", type=Path, default=Path("data/qdrant-dev"), help="where collections are kept")
    parser.add_argument("--api-key", default=os.environ.get("QDRANT_DEV_API_KEY") or None,
                        help="the key that callers must send (default: $QDRANT_DEV_API_KEY)")
    parser.add_argument("--optimize-after", type=float, metavar="SECONDS",
                        help="build vector indexes and drop what was deleted after this long without writes; "
                             "everything waits meanwhile (default: never, so every search is exact)")
    parser.add_argument("--exit-with-parent", action="store_true", help="stop when standard input ends")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="qdrant-dev: %(levelname)s: %(message)s")
    serve(Options(
        address=arguments.addr,
        directory=arguments.dir.resolve(),
        api_key=arguments.api_key,
        optimize_after=arguments.optimize_after,
        exit_with_parent=arguments.exit_with_parent,
    ))


main()
