#!/bin/sh
# Makes a Debian package of a binary: build.sh VERSION ARCHITECTURE BINARY FILE.
# The same binary gives the same package, with the times of SOURCE_DATE_EPOCH, as small as
# GZIP_LEVEL, 1 to 9, makes it.
set -eu
[ $# = 4 ] || { echo "usage: $0 VERSION ARCHITECTURE BINARY FILE" >&2; exit 2; }
from=$(cd "$(dirname "$0")/.." && pwd)
: "${SOURCE_DATE_EPOCH:=0}"
export SOURCE_DATE_EPOCH

# v1.2.3-4-gabcdef is after 1.2.3, and what has no number is before all that have.
version=$(printf %s "${1#v}" | sed 's/-dirty$/+dirty/; s/-\([0-9]*\)-g/+\1.g/; s/-/~/g')
case $version in [0-9]*.*) ;; *) version="0~git.$version" ;; esac

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
put() { install -D -m "$1" "$2" "$root/$3"; }
put 0755 "$3" usr/bin/byline
put 0644 "$from/systemd/byline.service" lib/systemd/system/byline.service
put 0644 "$from/debian/byline.yaml" etc/byline/byline.yaml
put 0644 "$from/../LICENSE" usr/share/doc/byline/copyright
put 0644 "$from/../internal/lang/wordnet.license" usr/share/doc/byline/wordnet.license
put 0644 "$from/../README.md" usr/share/doc/byline/README.md
for page in install start configuration cli; do
	put 0644 "$from/../docs/$page.md" "usr/share/doc/byline/$page.md"
done
for script in postinst prerm postrm; do
	put 0755 "$from/debian/$script" "DEBIAN/$script"
done
echo /etc/byline/byline.yaml >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<CONTROL
Package: byline
Version: $version
Architecture: $2
Maintainer: The Byline authors <byline@localhost>
Section: web
Priority: optional
Depends: adduser
Recommends: ca-certificates
Installed-Size: $(du -sk "$root" | cut -f1)
Description: cited answers from news articles
 Byline answers questions from news articles and shows its sources: who
 reported it, when, and in which words. It is one program with nothing else
 to install, a server with pages and an HTTP API, and a command line.
CONTROL
dpkg-deb --root-owner-group --build -Zgzip "-z${GZIP_LEVEL:-9}" "$root" "$4" >/dev/null
