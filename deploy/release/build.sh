#!/usr/bin/env bash
# Builds what is published: for each platform an archive with the program, for
# Linux a Debian package as well, and SHA256SUMS over all of them. The same
# commit gives the same bytes, wherever and whenever it is built with the same Go.
#
#   deploy/release/build.sh VERSION FOLDER PLATFORM...      as linux/amd64
set -euo pipefail
[ $# -ge 3 ] || { echo "usage: $0 VERSION FOLDER PLATFORM..." >&2; exit 2; }
cd "$(dirname "$0")/../.."
version=$1 to=$2
shift 2
mkdir -p "$to"
to=$(cd "$to" && pwd)
rm -f "$to"/SHA256SUMS "$to"/byline[-_]*
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || echo 0)}"
export SOURCE_DATE_EPOCH CGO_ENABLED=0 GOFLAGS=-buildvcs=false TZ=UTC LC_ALL=C
tar --version 2>/dev/null | grep -q GNU || { echo "release: it takes GNU tar" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for platform in "$@"; do
	os=${platform%/*} arch=${platform#*/} name=byline suffix=
	if [ "$os" = windows ]; then suffix=.exe; fi
	folder=$name-$version-$os-$arch
	mkdir "$work/$folder"
	echo "$folder"
	GOOS=$os GOARCH=$arch go build -trimpath -ldflags "-s -w -X main.version=$version" -o "$work/$folder/$name$suffix" ./cmd/byline
	install -m 0644 LICENSE internal/lang/wordnet.license README.md docs/start.md docs/install.md "$work/$folder"
	if [ "$os" = linux ]; then install -m 0644 deploy/systemd/byline.service "$work/$folder"; fi
	chmod 0755 "$work/$folder/$name$suffix"
	tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -cf - "$folder" | gzip "-${GZIP_LEVEL:-9}n" >"$to/$folder.tar.gz"
	if [ "$os" = linux ] && command -v dpkg-deb >/dev/null; then
		deploy/debian/build.sh "$version" "$arch" "$work/$folder/$name" "$to/${name}_${version}_$arch.deb"
	elif [ "$os" = linux ]; then
		echo "release: no Debian package, for dpkg-deb is not installed"
	fi
done
(cd "$to" && sha256sum byline[-_]* >SHA256SUMS)
