#!/bin/sh
# Starts Qdrant for development: start.sh [--addr 127.0.0.1:6334] [--dir DIR] [--api-key KEY] [--exit-with-parent]
# It prints "listening on HOST:PORT" when it is ready. On first use it installs what it needs with pip.
set -eu

if ! command -v python3 >/dev/null; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo 'qdrant-dev: installing python3 with apt-get' >&2
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv; } >&2
	else
		echo 'qdrant-dev: needs Python 3.11 or later; install python3 and python3-venv' >&2
		exit 1
	fi
fi
exec python3 "$(dirname "$0")/environment.py" "$@"
