package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"byline/internal/chunk"
	"byline/internal/indextest"
	"byline/internal/news"
)

// killDir names the variable that makes TestWriteUntilKilled write, and where.
const killDir = "BYLINE_TEST_KILL_DIR"

// acknowledged is a version that the killed process said was stored.
type acknowledged struct {
	number, revision, version int
}

// TestWriteUntilKilled is what the process of TestKill runs: it stores articles
// and says so until it is killed.
func TestWriteUntilKilled(t *testing.T) {
	dir := os.Getenv(killDir)
	if dir == "" {
		return
	}
	encoder := indextest.Encoder(t)
	x, err := Open(t.Context(), dir, options(encoder))
	if err != nil {
		t.Fatal(err)
	}
	// Versions are numbered by the clock: the next process goes on above.
	version := int(time.Now().UnixMilli())
	r := rand.New(rand.NewPCG(uint64(version), 3))
	for step := 1; ; step++ {
		said := ""
		var records []news.Record
		for range 1 + r.IntN(12) {
			version++
			number := r.IntN(400)
			records = append(records, indextest.Records(t, encoder, bulletin(number, version))...)
			said += fmt.Sprintf("%d %%d %d\n", number, version)
		}
		if _, err := x.Put(t.Context(), records); err != nil {
			t.Fatal(err)
		}
		revisions := make([]any, len(records))
		for i := range records {
			revisions[i] = records[i].Article.Revision
		}
		if _, err := fmt.Fprintf(os.Stderr, said, revisions...); err != nil {
			t.Fatal(err)
		}
		if step%15 == 0 {
			if err := x.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// bulletin is a version of an article that the word "bulletin" finds in all its passages.
func bulletin(number, version int) news.Article {
	a := indextest.Revised(indextest.Article(number), version)
	a.Headline = "Bulletin: " + a.Headline
	return a
}

// A process that is killed at any moment loses nothing that it said was stored,
// and leaves nothing half stored.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	seen := make(map[acknowledged]bool)
	for _, wait := range []time.Duration{0, 20 * time.Millisecond, 75 * time.Millisecond, 160 * time.Millisecond, 310 * time.Millisecond} {
		if writeAndKill(t, dir, wait, seen) == 0 {
			t.Fatal("the process stored nothing")
		}
		checkKilled(t, dir, seen)
	}
	t.Logf("%d versions were acknowledged", len(seen))
}

// writeAndKill starts a process that writes, kills it some time after it
// first said that something was stored, and notes what it said.
func writeAndKill(t *testing.T, dir string, wait time.Duration, seen map[acknowledged]bool) (said int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestWriteUntilKilled$")
	cmd.Env = append(os.Environ(), killDir+"="+dir)
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var a acknowledged
		if _, err := fmt.Sscanf(lines.Text(), "%d %d %d", &a.number, &a.revision, &a.version); err != nil {
			t.Fatalf("the process said %q", lines.Text())
		}
		seen[a] = true
		said++
		if said == 1 {
			time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.String() != "signal: killed" {
		t.Fatalf("the process ended with %v", err)
	}
	return said
}

func checkKilled(t *testing.T, dir string, seen map[acknowledged]bool) {
	t.Helper()
	encoder := indextest.Encoder(t)
	x := openTest(t, dir, options(encoder))
	defer closeTest(t, x)
	for a := range seen {
		want := bulletin(a.number, a.version)
		got, err := x.Versions(t.Context(), []news.Version{{ArticleID: want.ID, Revision: a.revision}})
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Body != want.Body {
			t.Errorf("%s, revision %d, was acknowledged with version %d and is now %q", want.ID, a.revision, a.version, got[0].Body)
		}
	}
	list, _, err := x.Articles(t.Context(), news.Filter{}, news.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	q := indextest.Query(t, encoder, "bulletin", 100000)
	found, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.ArticleKeyword) != len(list) || len(list) == 0 {
		t.Errorf("%d articles are stored, %d are found", len(list), len(found.ArticleKeyword))
	}
	visible := make(map[string]news.Candidate)
	for _, c := range found.PassageKeyword {
		visible[c.ArticleID+" "+strconv.Itoa(c.Revision)+" "+strconv.Itoa(c.Ordinal)] = c
	}
	if len(visible) != len(found.PassageKeyword) {
		t.Errorf("%d passages are found, %d of them are different", len(found.PassageKeyword), len(visible))
	}
	for _, a := range list {
		for _, p := range chunk.Split(a) {
			key := a.ID + " " + strconv.Itoa(a.Revision) + " " + strconv.Itoa(p.Ordinal)
			if c, ok := visible[key]; !ok || c.Span != p.Span {
				t.Errorf("%s, revision %d: passage %d at %v is not found: %+v", a.ID, a.Revision, p.Ordinal, p.Span, c)
			}
			delete(visible, key)
		}
	}
	if len(visible) > 0 {
		t.Errorf("passages that do not exist are found: %v", visible)
	}
}
