#!/bin/sh
# Makes a virtual environment, where it is missing, and prints the path of its Python:
#
#     environment.sh                     of the official OpenAI and MCP clients (requirements.txt)
#     environment.sh schemathesis.txt    of what another file beside this one lists; only of that,
#                                        if it has a line "# nothing else"
#
# It is .cache/clients-venv/HASH at the root of the repository, where HASH is that of the file and the
# Python. Several may start at once: one installs, the others wait for it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
requirements=${1:-requirements.txt}
if ! command -v python3 >/dev/null; then
	echo 'clients: needs Python 3.11 or later; install python3 and python3-venv' >&2
	exit 1
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'clients: needs Python 3.11 or later' >&2; exit 1; }
key=$({ cat "$here/$requirements"; python3 -VV; } | sha256sum | cut -c 1-16)
environments=$root/.cache/clients-venv
mkdir -p "$environments"
exec 9>"$environments/lock"
flock 9
if [ ! -e "$environments/$key/installed" ]; then
	echo "clients: installing $requirements into .cache/clients-venv/$key" >&2
	rm -rf "${environments:?}/$key"
	python3 -m venv "$environments/$key" >&2
	alone=
	if grep -q '^# nothing else' "$here/$requirements"; then alone=--no-deps; fi
	"$environments/$key/bin/python" -m pip install --only-binary=:all: --quiet --disable-pip-version-check --no-input $alone \
		--requirement "$here/$requirements" >&2
	touch "$environments/$key/installed"
fi
echo "$environments/$key/bin/python"
