#!/usr/bin/env bash
# Gives the module the path under which it is published, as `go install` wants it:
#
#   deploy/release/modulepath.sh example.com/newsroom/byline
#
# It changes go.mod, all imports and the few places that name the module, in the
# working tree that it is run in. Commit and tag the result (v1.2.3).
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 MODULE-PATH" >&2; exit 2; }
case $1 in
*.*/*) ;;
*) echo "modulepath: $1: want a host and a path, as example.com/newsroom/byline" >&2; exit 2 ;;
esac
old=$(go list -m)
go mod edit -module "$1"
find . -name '*.go' -not -path './.cache/*' -print0 |
	xargs -0 sed -i -E "s#\"$old/(internal|cmd|prompts|seeds)#\"$1/\1#; s#^const module = \"$old\"#const module = \"$1\"#"
sed -i -E "s#(^| )$old/(cmd|internal)#\1$1/\2#g" Makefile .golangci.yml
gofmt -l -w cmd internal prompts seeds >/dev/null # imports are in the order of their paths
