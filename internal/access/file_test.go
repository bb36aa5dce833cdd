package access

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// Whatever is wrong with a key file, the error names the file, the line and
// the field, and there is no guard.
func TestDamagedKeyFiles(t *testing.T) {
	good := func(id string) string {
		return `{"id":"` + id + `","name":"cms","hash":"sha256:` + strings.Repeat("ab", 32) + `","scopes":["read"],"created":"2026-11-24T10:00:00Z"}` + "\n"
	}
	with := func(old, with string) string { return good("A1B2") + strings.Replace(good("C3D4"), old, with, 1) }
	for _, test := range []struct {
		name, text string
		says       []string
	}{
		{"empty", "", []string{":1: there is no API key in it"}},
		{"blank", "\n \n", []string{":1: there is no API key in it"}},
		{"cut short", good("A1B2") + good("C3D4")[:60], []string{":2: not a JSON document"}},
		{"zeros, as a crash of the disk leaves them", string(make([]byte, 512)), []string{":1: not a JSON document"}},
		{"another file", "root:x:0:0\n" + good("A1B2"), []string{":1: not a JSON document"}},
		{"a list", "[]", []string{":1: "}},
		{"null", "null", []string{":1: id: "}},
		{"two on a line", strings.TrimSpace(good("A1B2")) + good("C3D4"), []string{":1: not a JSON document"}},
		{"an unknown field", with(`"name"`, `"revoked_on":"2026-01-01","name"`), []string{":2: revoked_on: unknown field"}},
		{"a field in other letters", with(`"name"`, `"Revoked":"2026-01-01T00:00:00Z","name"`), []string{":2: Revoked: unknown field"}},
		{"a field twice", with(`"name":"cms"`, `"name":"cms","name":"b"`), []string{":2: not a JSON document", "duplicate"}},
		{"an ID twice", good("A1B2") + "\n" + good("A1B2"), []string{":3: the ID A1B2 is taken by line 1"}},
		{"no ID", with(`"id":"C3D4",`, ""), []string{`:2: id: "" is not 4 to 32 letters`}},
		{"an ID that breaks tokens", with("C3D4", "C3_D4"), []string{`:2: id: "C3_D4" is not`}},
		{"no name", with("cms", ""), []string{":2: name: must be 1 to 100"}},
		{"a name that turns the terminal", with("cms", `\u202ecms`), []string{":2: name: must be"}},
		{"no hash", with(`"hash":"sha256:`+strings.Repeat("ab", 32)+`",`, ""), []string{":2: hash: is missing"}},
		{"the key in place of its hash", with("sha256:"+strings.Repeat("ab", 32), "byline_C3D4_SECRET"), []string{":2: hash: want"}},
		{"half a hash", with(strings.Repeat("ab", 32), "abab"), []string{":2: hash: want"}},
		{"the hash of nothing", with(strings.Repeat("ab", 32), strings.Repeat("00", 32)), []string{":2: hash: is the hash of nothing"}},
		{"no scopes", with(`["read"]`, "[]"), []string{":2: scopes: there is none"}},
		{"an unknown scope", with(`["read"]`, `["everything"]`), []string{`:2: scopes: "everything" is not one of`}},
		{"a negative quota", with(`"scopes"`, `"quota":-1,"scopes"`), []string{":2: quota: must be from 0"}},
		{"a rate in words", with(`"scopes"`, `"rate":"fast","scopes"`), []string{":2: rate: "}},
		{"no time of creation", with(`"2026-11-24T10:00:00Z"`, `"0001-01-01T00:00:00Z"`), []string{":2: created: is missing"}},
		{"a day that there is not", with(`"created"`, `"expires":"2026-02-30T00:00:00Z","created"`), []string{":2: expires: "}},
		{"more than one", "a\n" + good("A1B2") + "b\n", []string{":1: not a JSON", ":3: not a JSON"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keys.jsonl")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			g, err := Open(Sources{File: path}, time.Now, nil)
			if g != nil {
				t.Error("there is a guard")
			}
			for _, says := range test.says {
				refused(t, err, news.KindInvalid, says)
			}
			refused(t, err, news.KindInvalid, path)
		})
	}
}

func TestAKeyFileThatMayNotBeReadIsAnError(t *testing.T) {
	dir := t.TempDir() // a folder cannot be read as a file by anybody, root included
	if g, err := Open(Sources{File: dir}, time.Now, nil); err == nil || g != nil {
		t.Errorf("got %v, %v", g, err)
	}
}

func TestKeysAreReadAsTheyWereWritten(t *testing.T) {
	now := time.Now()
	k, _, err := New(Grant{Name: ` "Die Welt" – ключ `, Scopes: Scopes(), Rate: 7, Quota: 8, Expires: now.Add(time.Hour)}, now)
	if err != nil {
		t.Fatal(err)
	}
	file := NewFile(filepath.Join(t.TempDir(), "not", "there", "keys.jsonl"))
	if err := file.Add(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	got, err := file.Keys()
	if diff := cmp.Diff([]Key{k}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestGrantsThatCannotBe(t *testing.T) {
	now := time.Now()
	for says, g := range map[string]Grant{
		"name: must be 1 to 100": {Name: " ", Scopes: []Scope{Read}},
		"name: must be":          {Name: "a\nb", Scopes: []Scope{Read}},
		"scopes: there is none":  {Name: "a"},
		"is over already":        {Name: "a", Scopes: []Scope{Read}, Expires: now},
		"rate: must be":          {Name: "a", Scopes: []Scope{Read}, Rate: -1},
		"quota: must be":         {Name: "a", Scopes: []Scope{Read}, Quota: 2_000_000_000},
	} {
		_, token, err := New(g, now)
		refused(t, err, news.KindInvalid, says)
		if token != "" {
			t.Error("there is a token all the same")
		}
	}
}

func TestNames(t *testing.T) {
	d := newDesk(t)
	first, _ := d.key(t, Grant{Name: "cms"})
	second, _, err := New(Grant{Name: "cms", Scopes: []Scope{Read}}, d.time)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, d.file.Add(t.Context(), second), news.KindConflict, "there is an API key \"cms\" ("+first.ID+") already")
	if _, err := d.file.Revoke(t.Context(), "cms", d.time); err != nil {
		t.Fatal(err)
	}
	if err := d.file.Add(t.Context(), second); err != nil {
		t.Errorf("a name that is free again: %v", err)
	}
	if k, err := d.file.Revoke(t.Context(), "cms", d.time); err != nil || k.ID != second.ID {
		t.Errorf("revoked %v, %v", k, err)
	}
	_, err = d.file.Revoke(t.Context(), "nobody", d.time)
	refused(t, err, news.KindNotFound, `the ID or the name "nobody"`)
}

func TestProcessesTakeTurns(t *testing.T) {
	file := NewFile(filepath.Join(t.TempDir(), "keys.jsonl"))
	var work sync.WaitGroup
	for i := range 20 {
		work.Go(func() {
			k, _, err := New(Grant{Name: fmt.Sprint(i), Scopes: []Scope{Read}}, time.Now())
			if err == nil {
				err = file.Add(t.Context(), k)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	if keys, err := file.Keys(); err != nil || len(keys) != 20 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
}

// TestMain makes the test binary, under the name of the variable, a process that writes
// keys until it is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("TEST_WRITE_KEYS"); path != "" {
		for i := 0; ; i++ {
			k, _, err := New(Grant{Name: fmt.Sprintf("%d %d", os.Getpid(), i), Scopes: Scopes()}, time.Now())
			if err == nil {
				err = NewFile(path).Add(context.Background(), k)
			}
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(k.ID)
		}
	}
	os.Exit(m.Run())
}

// Whenever the writer is killed, the file is whole, what was reported as
// written is in it, and the next writer goes on.
func TestAWriterThatIsKilledLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.jsonl")
	written := 0
	for range 15 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "TEST_WRITE_KEYS="+path)
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+rand.IntN(40)) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		keys, err := NewFile(path).Keys()
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		for _, k := range keys {
			known[k.ID] = true
		}
		for _, id := range strings.Fields(out.String()) {
			written++
			if !known[id] {
				t.Errorf("%s was written and is gone", id)
			}
		}
	}
	if written == 0 {
		t.Error("nothing was written before the kills")
	}
}

func FuzzKeyFile(f *testing.F) {
	f.Add([]byte(`{"id":"A1B2","name":"cms","hash":"sha256:` + strings.Repeat("ab", 32) + `","scopes":["read","ask"],"rate":1,"quota":2,"created":"2026-11-24T10:00:00Z","expires":"2027-01-01T00:00:00+02:00"}` + "\n"))
	f.Add([]byte("{}\n\n{"))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := parse("keys", text)
		if err != nil {
			if len(keys) > 0 || !strings.Contains(err.Error(), "keys:") {
				t.Fatalf("%d keys and %v", len(keys), err)
			}
			return
		}
		again, err := format(keys)
		if err != nil {
			t.Fatal(err)
		}
		back, err := parse("keys", again)
		if diff := cmp.Diff(keys, back); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
	})
}

func FuzzAuthorization(f *testing.F) {
	for _, header := range []string{"", "Bearer byline_A1B2C3_SECRET", "bearer  x", "Basic dXNlcjpwYXNz", "Bearer", "Bearer a b", "Bearer\tbyline_a_b"} {
		f.Add(header)
	}
	d := &Guard{now: time.Now, required: true}
	f.Fuzz(func(t *testing.T, header string) {
		token, err := Bearer(header)
		if err != nil && token != "" || strings.ContainsAny(token, " \t") {
			t.Fatalf("%q: token %q, error %v", header, token, err)
		}
		if _, err := d.Authenticate(token); err == nil || len(token) > 20 && strings.Contains(err.Error(), token) {
			t.Fatalf("%q: %v", header, err)
		}
	})
}

func TestBearer(t *testing.T) {
	for header, want := range map[string]string{"": "", " ": "", "Bearer abc": "abc", "bearer abc": "abc", "BEARER   abc ": "abc"} {
		if got, err := Bearer(header); err != nil || got != want {
			t.Errorf("%q: %q, %v", header, got, err)
		}
	}
	for _, header := range []string{"abc", "Bearer", "Basic abc", "Bearer a b", "Bearer a\tb", "Token abc"} {
		_, err := Bearer(header)
		refused(t, err, news.KindUnauthorized, "cannot be read")
	}
}
