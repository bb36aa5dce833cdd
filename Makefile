# Byline. `make run` starts it, `make test` tests it, `make help` lists the rest.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X main.version=$(VERSION)
BINARY   := bin/byline
CACHE    := .cache

# The version is stamped by LDFLAGS; go's own stamping fails in a checkout that belongs to someone else.
# All but the race detector is built as what is published is, so that one build serves all.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false -trimpath)
export CGO_ENABLED := 0

# What a person may set: make run ARGS='--addr :9000', make bench PKG=./internal/chunk BENCH=Split, …
ARGS     ?=
PKG      ?= ./...
BENCH    ?= .
COUNT    ?= 6
FUZZTIME ?= 20s
FUZZTOTAL ?=
EVAL_DIR ?=
CORPUS   ?=
DEBUG_ADDR ?=
DIST     ?= dist
ARTICLES ?=

# Packages whose tests share memory between goroutines are tested under the race detector,
# which takes ten times as long, and the rest without it; all without it where there is no C compiler.
# Those that take longest come first, so that nothing waits for them in the end.
RACE_DIRS := $(wildcard internal/qdrant internal/httpapi internal/ingest internal/answer internal/slackbot internal/retrieve internal/admission \
	internal/embed internal/embedded/concurrency internal/embedded/segment internal/panics internal/openai internal/client internal/mcp)
RACED      = $(if $(shell command -v $(firstword $(shell go env CC))),$(filter-out %/conformance %/memory,$(shell go list $(RACE_DIRS:%=./%/...))))
LONGEST   := byline/cmd/byline byline/internal/qdrant/conformance
NOT_RACED  = $(LONGEST) $(filter-out $(RACED) $(LONGEST),$(shell go list ./...))

# The packages whose tests take long; "make check" leaves them out.
SLOW := byline/cmd/% byline/internal/app byline/internal/embedded% byline/internal/eval% byline/internal/feeds \
	byline/internal/httpapi byline/internal/ingest byline/internal/openai byline/internal/qdrant% byline/internal/slackbot%

# With CI=true or REQUIRE_ALL=1, what cannot run is a failure, never a skip.
STRICT := $(filter true,$(CI))$(filter 1,$(REQUIRE_ALL))

PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

GOLANGCI_VERSION := v2.15.0
GOLANGCI         := $(CACHE)/bin/golangci-lint-$(GOLANGCI_VERSION)

.PHONY: announce arm64 qemu release systemd help build run check test race unraced golden verify tokens profile fmt chromium screenshots lint bench bench-index bench-load eval cover fuzz clean qdrant-dev qdrant-dev-test

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build bin/byline (no cgo)
	go build -ldflags '$(LDFLAGS)' -o $(BINARY) ./cmd/byline

run: build ## Build, load samples on first start, serve (ARGS='--addr …')
	$(BINARY) serve --seeds $(ARGS)

check: ## Vet, and run the quick tests: before each commit
	go vet ./...
	go test $(filter-out $(SLOW),$(shell go list ./...))

# Those under the race detector compute, many of the rest wait, so they run at once.
test: announce chromium systemd ## Run every test, with a browser, Qdrant and the race detector
	@$(MAKE) --no-print-directory --jobs 3 race unraced qdrant-dev-test arm64

unraced: | chromium systemd
	go test -timeout 20m $(NOT_RACED)

# What a person wants to know before they wait.
announce:
	@echo 'make test: about 10 minutes on 4 cores, 17 on 2 with nothing else to do, and as long again the first time, for compiling.'; \
	has() { for name; do if command -v $$name >/dev/null; then return 0; fi; done; return 1; }; \
	if [ "$$(id -u)" = 0 ] && has apt-get; then how='will be installed with apt-get'; else how='is not here, so its tests are skipped'; fi; \
	has chromium chromium-browser google-chrome google-chrome-stable || echo "  Chromium (500 MB) $$how"; \
	has systemd-analyze || echo "  systemd (30 MB) $$how"; \
	[ -n "$(ARM64)" ] || has qemu-aarch64 || echo "  QEMU (100 MB) $$how"; \
	has python3 || echo '  Python 3.11 or later is not here, so the tests with Qdrant and official clients are skipped'; \
	echo '  Python packages (Qdrant, clients, models), with Java and Node for generators of clients, go into .cache (900 MB), Go modules into the module cache (600 MB); nothing else is changed.'

release: ## Build what is published into dist (PLATFORMS='linux/amd64 …')
	deploy/release/build.sh '$(VERSION)' '$(DIST)' $(PLATFORMS)

race: | chromium ## Run the race detector where goroutines share memory
	@if [ -n "$(RACED)" ]; then \
		echo 'CGO_ENABLED=1 go test -race -timeout 20m $(RACE_DIRS:%=./%/...)'; \
		CGO_ENABLED=1 go test -race -timeout 20m $(RACED); \
	elif [ -n "$(STRICT)" ]; then \
		echo "race: the race detector needs a C compiler, and $$(go env CC) is not installed" >&2; exit 1; \
	else \
		echo "race: skipped, for the race detector needs a C compiler and $$(go env CC) is not installed"; \
	fi

# Assembler is tested by an emulator where the processor is another; -cpu max has all that is optional.
ARM64 := $(filter arm64,$(shell go env GOHOSTARCH))

arm64: | qemu ## Test the assembler for arm64, emulated by QEMU elsewhere
	@if [ -z "$(ARM64)" ] && command -v qemu-aarch64 >/dev/null; then \
		export GOOS=linux GOARCH=arm64; \
		go vet -asmdecl ./internal/embedded/segment ./internal/reader; \
		go test -exec 'qemu-aarch64 -cpu max' -run '^Test(Dot$$|HighNibbles|Kernels|ReaderPoints)' ./internal/embedded/segment ./internal/reader; \
	fi

qemu:
	@if [ -n "$(ARM64)" ] || command -v qemu-aarch64 >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'qemu: not installed, installing it with apt-get for the tests of arm64'; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends qemu-user >/dev/null; \
	elif [ -n "$(STRICT)" ]; then \
		echo 'qemu: not installed, and installing it takes root and apt-get' >&2; exit 1; \
	else \
		echo 'qemu: not installed, so the tests of arm64 are skipped (apt-get install qemu-user brings it)'; \
	fi

# Tests that hold a file to what the code makes are named Golden, and take -update.
GOLDEN := ./internal/config ./internal/format ./internal/retrieve ./internal/slackbot

golden: ## Bring golden files and generated docs up to date; look at the difference
	go test $(GOLDEN) -run Golden -update

verify: ## Check that go.mod, golden files and generated docs are up to date
	go mod tidy -diff
	go test $(GOLDEN) -run Golden

tokens: ## Count the tokens of sample texts with two real tokenizers, for the test of the estimate
	"$$(deploy/clients/environment.sh models.txt)" internal/tokens/testdata/count.py

# DEBUG_ADDR is debug_addr of a running server.
profile: ## Profile benchmarks (PKG=./internal/chunk BENCH=Split) or a server (DEBUG_ADDR=127.0.0.1:6060)
	@mkdir -p $(CACHE)
	@if [ -n '$(DEBUG_ADDR)' ]; then \
		go tool pprof -proto -output $(CACHE)/cpu.out 'http://$(DEBUG_ADDR)/debug/pprof/profile?seconds=30' >/dev/null; \
	else \
		go test -run '^$$' -bench '$(BENCH)' -cpuprofile $(CACHE)/cpu.out -o $(CACHE)/profiled.test $(PKG); \
	fi
	@go tool pprof -top -nodecount 30 $(CACHE)/cpu.out
	@echo 'go tool pprof -http : $(CACHE)/cpu.out shows it in a browser'

fmt: ## Format the code and tidy go.mod
	gofmt -w $$(go list -f '{{.Dir}}' ./...)
	go mod tidy

# The browser test drives Chromium. It is installed where that takes no password.
chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		if command -v $$name >/dev/null; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'chromium: not installed, installing it with apt-get for the browser test'; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq >/dev/null && \
		apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	elif [ -n "$(STRICT)" ]; then \
		echo 'chromium: not installed, and installing it takes root and apt-get' >&2; exit 1; \
	else \
		echo 'chromium: not installed, so the browser test is skipped (apt-get install chromium brings it)'; \
	fi

# systemd-analyze checks deploy/systemd. It is installed where that takes no password.
systemd:
	@if command -v systemd-analyze >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'systemd: not installed, installing it with apt-get for the test of the service'; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends systemd >/dev/null; \
	elif [ -n "$(STRICT)" ]; then \
		echo 'systemd: not installed, and installing it takes root and apt-get' >&2; exit 1; \
	else \
		echo 'systemd: not installed, so the test of the service is skipped'; \
	fi

screenshots: | chromium ## Draw the pages and Slack messages into docs/images
	go test ./cmd/byline -run '^TestPagesOnTheSamples$$' -count 1 -pictures
	go test ./internal/slackbot -run '^TestPicturesOfTheMessages$$' -count 1 -pictures

# golangci-lint runs every analyzer of go vet as well (govet in .golangci.yml).
lint: $(GOLANGCI) ## Check formatting, go.mod and golangci-lint, go vet in it
	@unformatted="$$(gofmt -l $$(go list -f '{{.Dir}}' ./...))"; \
	if [ -n "$$unformatted" ]; then echo "gofmt -w these files:" >&2; echo "$$unformatted" >&2; exit 1; fi
	go mod tidy -diff
	$(GOLANGCI) run ./...

$(GOLANGCI):
	GOBIN=$(CURDIR)/$(CACHE)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv $(CACHE)/bin/golangci-lint $@

bench: ## Run benchmarks for benchstat (PKG=./internal/chunk)
	@go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) $(PKG)

# BYLINE_TEST_QDRANT_ADDR names a Qdrant server to measure in place of qdrant-dev.
bench-index: ## Compare the embedded index and Qdrant (CORPUS=file ARTICLES=100000)
	@BYLINE_BENCH_CORPUS='$(CORPUS)' BYLINE_BENCH_ARTICLES='$(ARTICLES)' \
		go test -run '^$$' -bench '^BenchmarkIndexes$$' -benchtime 1x -timeout 3h ./internal/qdrant

bench-load: ## Load articles into a server while it is searched (CORPUS=file, JSON Lines, gzipped or not)
	@if [ -z "$(CORPUS)" ]; then echo 'bench-load: say what to load: make bench-load CORPUS=file.jsonl' >&2; exit 2; fi
	@BYLINE_BENCH_CORPUS='$(abspath $(CORPUS))' go test -run '^$$' -bench '^BenchmarkLoadWhileServing$$' -benchtime 1x -count 3 -timeout 30m ./cmd/byline

eval: build ## Measure ranking on sets in BEIR layout (EVAL_DIR=folder)
	@if [ -z "$(EVAL_DIR)" ]; then \
		echo 'eval: say where the data sets are: make eval EVAL_DIR=path/to/sets' >&2; exit 2; \
	fi; \
	if [ ! -d "$(EVAL_DIR)" ]; then echo 'eval: no such folder: $(EVAL_DIR)' >&2; exit 2; fi; \
	found=; \
	for dir in '$(EVAL_DIR)' '$(EVAL_DIR)'/*/; do \
		if compgen -G "$$dir/corpus.jsonl*" >/dev/null && compgen -G "$$dir/queries.jsonl*" >/dev/null; then \
			found=yes; $(BINARY) eval "$${dir%/}" $(ARGS); \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo 'eval: no folder with corpus.jsonl and queries.jsonl in $(EVAL_DIR)' >&2; exit 2; \
	fi

cover: ## Measure test coverage (writes .cache/cover.html)
	@mkdir -p $(CACHE)
	go test -timeout 20m -coverpkg=./... -coverprofile=$(CACHE)/cover.out ./...
	@go tool cover -html=$(CACHE)/cover.out -o $(CACHE)/cover.html
	@go tool cover -func=$(CACHE)/cover.out | tail -n 1

fuzz: ## Run every fuzz target for a while, also behind one that fails (FUZZTIME=20s, or FUZZTOTAL=3600 seconds of all together)
	@targets=$$(grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' internal cmd | sort | sed 's/func //'); failed=0; \
	span=$(if $(FUZZTOTAL),$$(($(FUZZTOTAL) / $$(echo "$$targets" | wc -l)))s,$(FUZZTIME)); \
	for target in $$targets; do \
		package=./$$(dirname "$${target%%:*}"); name=$${target##*:}; echo "$$package $$name for $$span"; \
		go test -run '^$$' -fuzz "^$$name\$$" -fuzztime "$$span" -fuzzminimizetime 100x "$$package" </dev/null || failed=1; \
	done; exit $$failed

clean: ## Remove what was built and the linter; data stays
	rm -rf bin $(DIST) $(CACHE)

qdrant-dev: ## Start Qdrant for development, without a container
	deploy/qdrant-dev/start.sh $(ARGS)

qdrant-dev-test: ## Test Qdrant for development by its own client
	@if [ -n "$(STRICT)" ] || python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		deploy/qdrant-dev/start.sh --run -m unittest discover --buffer -t deploy/qdrant-dev -s deploy/qdrant-dev/tests; \
	else \
		echo 'qdrant-dev-test: skipped, for it needs Python 3.11 or later'; \
	fi
