package embedded_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"byline/internal/backup"
	"byline/internal/chunk"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// The variables that make TestUntilKilled do something.
const (
	killDo     = "BYLINE_TEST_KILL_DO"     // "write", "backup" or "restore"
	killDir    = "BYLINE_TEST_KILL_DIR"    // the index
	killFile   = "BYLINE_TEST_KILL_FILE"   // the backup
	killRounds = "BYLINE_TEST_KILL_ROUNDS" // of TestKill; unset: 5
)

// acknowledged is a version that the killed process said was stored.
type acknowledged struct {
	number, revision, version int
}

// TestUntilKilled is what the processes of TestKill run. What they have done
// they say on standard error.
func TestUntilKilled(t *testing.T) {
	dir, file := os.Getenv(killDir), os.Getenv(killFile)
	var err error
	switch os.Getenv(killDo) {
	case "write":
		err = writeForEver(t, dir)
	case "backup":
		err = backupOnDemand(t, dir, file)
	case "restore":
		fmt.Fprintln(os.Stderr, "begin")
		err = restoreFile(t, dir, file)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// writeForEver stores articles and says so.
func writeForEver(t *testing.T, dir string) error {
	encoder := indextest.Encoder(t)
	x, err := embedded.Open(t.Context(), dir, embeddedtest.Options(encoder))
	if err != nil {
		return err
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
			return err
		}
		revisions := make([]any, len(records))
		for i := range records {
			revisions[i] = records[i].Article.Revision
		}
		if _, err := fmt.Fprintf(os.Stderr, said, revisions...); err != nil {
			return err
		}
		if step%15 == 0 {
			if err := x.Flush(); err != nil {
				return err
			}
		}
	}
}

// backupOnDemand makes a backup for each line that it is given, and says so.
func backupOnDemand(t *testing.T, dir, file string) error {
	demands := bufio.NewScanner(os.Stdin)
	for demands.Scan() {
		e, err := embedded.OpenExport(t.Context(), dir, embeddedtest.Options(indextest.Encoder(t)).Logger)
		if err != nil {
			return err
		}
		err = backup.WriteFile(file, func(to io.Writer) error {
			w, err := backup.NewWriter(to, backup.Header{})
			if err == nil {
				err = e.Each(t.Context(), w.Keep)
			}
			if err == nil {
				_, err = w.Close(nil)
			}
			return err
		})
		if err := errors.Join(err, e.Close()); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, "done")
	}
	return demands.Err()
}

// restoreFile makes the index in dir of a backup, in the place of the one that is there.
func restoreFile(t *testing.T, dir, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	in, err := backup.NewReader(f)
	if err != nil {
		return err
	}
	defer in.Close()
	r := restoring(indextest.Encoder(t), nil)
	r.Kept, r.Replace = in.All(func(string, []byte) error { return nil }), true
	return embedded.Restore(t.Context(), dir, r)
}

// bulletin is a version of an article that the word "bulletin" finds in all its passages.
func bulletin(number, version int) news.Article {
	a := indextest.Revised(indextest.Article(number), version)
	a.Headline = "Bulletin: " + a.Headline
	return a
}

// A process that is killed at any moment loses nothing that it said was stored,
// and leaves nothing half stored. A backup that is made meanwhile holds what was
// stored before it, and is whole or not there; one that is restored has replaced
// all or nothing.
func TestKill(t *testing.T) {
	rounds := 5
	if text := os.Getenv(killRounds); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	const together = 10 // on one index: what is checked after each grows with it
	var all killings
	for first := 0; first < rounds; first += together {
		k := killing{dir: t.TempDir(), copy: t.TempDir(), seen: make(map[acknowledged]bool)}
		k.file = filepath.Join(t.TempDir(), "a.backup")
		for round := first; round < min(rounds, first+together); round++ {
			k.round(t, round)
			if t.Failed() {
				t.Fatalf("in round %d", round)
			}
		}
		k.acknowledged = len(k.seen)
		all.add(k.killings)
	}
	t.Logf("%d rounds: %+v", rounds, all)
	if all.acknowledged == 0 || all.backups == 0 {
		t.Errorf("too little was done: %+v", all)
	}
}

// killings counts what was done in rounds of killing.
type killings struct {
	acknowledged                int // versions
	checked                     int // versions in the index, after all rounds together
	backups, inBackup           int // that were finished; versions that had to be in one, after all rounds together
	restores, restored, undone  int // that were begun; of those, that had replaced all, and nothing
	killedBackups, killedWrites int
}

func (k *killings) add(o killings) {
	k.acknowledged += o.acknowledged
	k.checked += o.checked
	k.backups += o.backups
	k.inBackup += o.inBackup
	k.restores += o.restores
	k.restored += o.restored
	k.undone += o.undone
	k.killedBackups += o.killedBackups
	k.killedWrites += o.killedWrites
}

// killing is an index whose processes are killed, with a backup of it and an
// index that this is restored into.
type killing struct {
	killings

	dir, copy, file string

	mu    sync.Mutex
	seen  map[acknowledged]bool // what was said to be stored
	floor []acknowledged        // what had been said before the last backup that was finished was begun
}

// pause is how long a process may go on in a round, after it first said something.
func pause(round int) time.Duration {
	first := []time.Duration{0, 20 * time.Millisecond, 75 * time.Millisecond, 160 * time.Millisecond, 310 * time.Millisecond}
	if round < len(first) {
		return first[round]
	}
	return rand.N(500 * time.Millisecond)
}

func (k *killing) round(t *testing.T, round int) {
	t.Helper()
	backing := make(chan error, 1)
	began := false
	said := 0
	killed := k.run(t, "write", k.dir, pause(round), nil, func(line string) {
		var a acknowledged
		if _, err := fmt.Sscanf(line, "%d %d %d", &a.number, &a.revision, &a.version); err != nil {
			t.Errorf("the process said %q", line)
		}
		k.mu.Lock()
		k.seen[a] = true
		k.mu.Unlock()
		said++
		if !began {
			began = true
			go func() { backing <- k.backUp(t, pause(round)) }()
		}
	})
	if said == 0 || !killed {
		t.Fatalf("the process said %d things and was killed: %v", said, killed)
	}
	k.killedWrites++
	if err := <-backing; err != nil {
		t.Fatal(err)
	}
	checkKilled(t, k.dir, k.seen)
	k.checked += len(k.seen)
	if _, err := os.Stat(k.file); err != nil {
		return // every backup was killed
	}
	k.checkRestore(t, pause(round), k.checkBackup(t))
}

// backUp makes backups, one after the other, until it is killed.
func (k *killing) backUp(t *testing.T, wait time.Duration) error {
	// A file, not a pipe of io: Wait would wait for somebody to read that.
	demands, demand, err := os.Pipe()
	if err != nil {
		return err
	}
	defer demand.Close()
	defer demands.Close()
	var before []acknowledged
	next := func() {
		k.mu.Lock()
		before = before[:0:0]
		for a := range k.seen {
			before = append(before, a)
		}
		k.mu.Unlock()
		_, _ = demand.WriteString("\n") // fails only when nobody reads any more
	}
	next()
	killed := k.run(t, "backup", k.dir, wait, demands, func(string) {
		k.backups++
		k.floor = before
		next()
	})
	if !killed {
		return errors.New("the process that makes backups ended by itself")
	}
	k.killedBackups++
	return nil
}

// run runs TestUntilKilled, kills it some time after it first said something,
// and reports whether it was killed before it ended by itself.
func (k *killing) run(t *testing.T, do, dir string, wait time.Duration, in *os.File, said func(line string)) (killed bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestUntilKilled$")
	cmd.Env = append(os.Environ(), killDo+"="+do, killDir+"="+dir, killFile+"="+k.file)
	if in != nil {
		cmd.Stdin = in
	}
	out, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Error(err)
		return false
	}
	first := true
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said(lines.Text())
		if first {
			first = false
			time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
		}
	}
	var exit *exec.ExitError
	if err = cmd.Wait(); err == nil {
		return false
	}
	if !errors.As(err, &exit) || exit.String() != "signal: killed" {
		t.Errorf("the process that was to %s ended with %v", do, err)
	}
	return true
}

// checkBackup checks that the file is whole, that all that was acknowledged
// before it was begun is in it, and that all that is in it was stored. It
// returns what it holds.
func (k *killing) checkBackup(t *testing.T) (kept []*news.Kept) {
	t.Helper()
	f, err := os.Open(k.file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := backup.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	bodies := make(map[news.Version]string)
	for entry, err := range r.All(func(string, []byte) error { return nil }) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, entry)
		a := &entry.Article
		bodies[news.Version{ArticleID: a.ID, Revision: a.Revision}] = a.Body
		if _, ok := bodies[news.Version{ArticleID: a.ID, Revision: a.Revision - 1}]; !ok && a.Revision > 1 {
			t.Errorf("%s is in the backup in revision %d, and not in the one before", a.ID, a.Revision)
		}
		if entry.Hash != encode.Hash(a) {
			t.Errorf("%s, revision %d, is in the backup in other words than were stored", a.ID, a.Revision)
		}
	}
	for _, a := range k.floor {
		want := bulletin(a.number, a.version)
		if got := bodies[news.Version{ArticleID: want.ID, Revision: a.revision}]; got != want.Body {
			t.Errorf("%s, revision %d, was stored before the backup, which has %q", want.ID, a.revision, got)
		}
	}
	k.inBackup += len(k.floor)
	return kept
}

// checkRestore kills a restore, and checks that the index is what it was or
// what the backup holds, and the latter once it has been run again.
func (k *killing) checkRestore(t *testing.T, wait time.Duration, kept []*news.Kept) {
	t.Helper()
	var before []*news.Kept
	if there, err := embedded.Holds(k.copy); err != nil {
		t.Fatal(err)
	} else if there {
		before = mustExport(t, k.copy)
	}
	k.run(t, "restore", k.copy, wait, nil, func(string) {})
	k.restores++
	there, err := embedded.Holds(k.copy)
	if err != nil {
		t.Fatal(err)
	}
	var after []*news.Kept
	if there {
		after = mustExport(t, k.copy)
	}
	switch {
	case cmp.Equal(after, kept):
		k.restored++
	case cmp.Equal(after, before):
		k.undone++
	default:
		t.Errorf("the index is neither what it was nor what the backup holds: -backup +index:\n%s", cmp.Diff(kept, after))
	}
	if err := os.RemoveAll(embedded.Replaced(k.copy)); err != nil { // as its user does
		t.Fatal(err)
	}
	if k.restores%2 == 0 && !cmp.Equal(after, kept) {
		if err := restoreFile(t, k.copy, k.file); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(kept, mustExport(t, k.copy)); d != "" {
			t.Errorf("-backup +restored:\n%s", d)
		}
		if err := os.RemoveAll(embedded.Replaced(k.copy)); err != nil {
			t.Fatal(err)
		}
	}
	if there {
		checkKilled(t, k.copy, nil)
	}
}

// checkKilled checks that what was acknowledged is in an index, and that what is
// stored is found, and no more.
func checkKilled(t *testing.T, dir string, seen map[acknowledged]bool) {
	t.Helper()
	encoder := indextest.Encoder(t)
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
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
	found, err := x.Candidates(t.Context(), q)
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
