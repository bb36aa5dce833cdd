package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"byline/internal/news"
)

func TestExitCodes(t *testing.T) {
	for _, test := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("x"), 1},
		{news.Errorf(news.KindConflict, "x"), 1},
		{news.Errorf(news.KindInvalid, "x"), 2},
		{news.Errorf(news.KindTooLarge, "x"), 2},
		{fmt.Errorf("ingest: %w", rejectedError{1, 2}), 3},
		{fmt.Errorf("search: %w", news.Errorf(news.KindNotFound, "x")), 4},
		{news.Errorf(news.KindUnauthorized, "x"), 5},
		{news.Errorf(news.KindForbidden, "x"), 5},
		{news.Errorf(news.KindUnavailable, "x"), 6},
		{news.Errorf(news.KindThrottled, "x"), 6},
		{signalError{syscall.SIGINT}, 130},
		{signalError{syscall.SIGTERM}, 143},
	} {
		if got := exitCode(test.err); got != test.want {
			t.Errorf("%v: %d, want %d", test.err, got, test.want)
		}
	}
}

// A signal explains what was cancelled because of it, and is added to what a
// command says of its state.
func TestSignalsDecideExitCodes(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(signalError{syscall.SIGINT})
	for _, test := range []struct {
		err  error
		text string
		code int
	}{
		{nil, "<nil>", 0}, // it was done all the same
		{fmt.Errorf("answer: %w", context.Canceled), "interrupted", 130},
		{fmt.Errorf("%w; what is counted above is stored", errInterrupted), "interrupted; what is counted above is stored", 130},
	} {
		if got := stopReason(ctx, test.err); fmt.Sprint(got) != test.text || exitCode(got) != test.code {
			t.Errorf("%v: %v, %d", test.err, got, exitCode(got))
		}
	}
	if failed := errors.New("x"); !errors.Is(stopReason(t.Context(), failed), failed) {
		t.Error("without a signal an error changes")
	}
}

// What docs/cli.md says of exit codes is what the help says, and each of them happens.
func TestExitCodesAreDocumented(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^\| (\d+) \| (.*) \|$`)
	var codes []int
	for _, m := range row.FindAllStringSubmatch(string(doc), -1) {
		code, _ := strconv.Atoi(m[1])
		codes = append(codes, code)
		if code < 128 && !strings.Contains(exitCodeHelp, fmt.Sprintf("  %d  %s\n", code, m[2])) {
			t.Errorf("the help does not say: %d  %s", code, m[2])
		}
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6, 130, 143}; fmt.Sprint(codes) != fmt.Sprint(want) {
		t.Errorf("docs/cli.md has the codes %v, want %v", codes, want)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"title":"Unauthorized","status":401}`)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"title":"Forbidden","status":403}`)
	}))
	t.Cleanup(server.Close)
	data := []string{"BYLINE_DATA=" + t.TempDir()}
	for _, test := range []struct {
		code    int
		environ []string
		command string
		with    invocation
	}{
		{3, data, "ingest", invocation{args: []string{"-"}, stdin: `{"id":"a","headline":"Fire","body":"It burnt."}` + "\n" + `{"id":"b","headline":"","body":""}` + "\n"}},
		{0, data, "search", invocation{args: []string{"zeppelin", "--mode", "keyword"}}},
		{1, data, "doctor", invocation{args: []string{"--embed-url", "http://127.0.0.1:1/v1", "--embed-model", "m"}}},
		{2, data, "search", invocation{}},
		{4, data, "articles show", invocation{args: []string{"nothing"}}},
		{5, []string{"BYLINE_SERVER=" + server.URL}, "stats", invocation{}},
		{5, []string{"BYLINE_SERVER=" + server.URL, "BYLINE_API_KEY=k"}, "stats", invocation{}},
		{6, []string{"BYLINE_SERVER=http://127.0.0.1:1"}, "stats", invocation{}},
	} {
		if got := call(t, test.environ, test.command, test.with); got.code != test.code {
			t.Errorf("byline %s: %+v, want exit code %d", test.command, got, test.code)
		}
	}
}
