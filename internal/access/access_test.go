package access

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/news"
)

// desk is a guard over a file of keys, with a clock that tests set.
type desk struct {
	*Guard
	file File
	path string
	log  bytes.Buffer
	time time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{path: filepath.Join(dir, "keys.jsonl"), time: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	d.file = NewFile(d.path)
	d.open(t)
	return d
}

// open opens the guard anew, as a server that starts does.
func (d *desk) open(t *testing.T) {
	t.Helper()
	g, err := Open(Sources{File: d.path, State: filepath.Join(filepath.Dir(d.path), "state.json")},
		func() time.Time { return d.time }, slog.New(slog.NewTextHandler(&d.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	d.Guard = g
}

// key adds a key to the file and returns what opens it.
func (d *desk) key(t *testing.T, g Grant) (k Key, token string) {
	t.Helper()
	if g.Scopes == nil {
		g.Scopes = []Scope{Read, Ask}
	}
	k, token, err := New(g, d.time)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.file.Add(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	return k, token
}

// refused checks that err is of a kind and says what is wrong.
func refused(t *testing.T, err error, kind news.Kind, says string) {
	t.Helper()
	if err == nil || news.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want a %s error that says %q", err, kind, says)
	}
}

func TestAKeyOpensAndNothingElseDoes(t *testing.T) {
	d := newDesk(t)
	k, token := d.key(t, Grant{Name: "cms"})
	other, otherToken := d.key(t, Grant{Name: "desk"})
	for _, test := range []struct {
		name, token, says string
	}{
		{"none", "", "an API key is needed"},
		{"one of somebody else", "sk-ant-123", "no API key of Byline"},
		{"the ID alone", "byline_" + k.ID, "no API key of Byline"},
		{"the ID without a secret", "byline_" + k.ID + "_", "no API key of Byline"},
		{"cut short by a character", token[:len(token)-1], "not known"},
		{"longer by a character", token + "A", "not known"},
		{"the last character changed", token[:len(token)-1] + "1", "not known"},
		{"in lower case", strings.ToLower(token), "not known"},
		{"the ID of one key and the secret of another", "byline_" + k.ID + strings.TrimPrefix(otherToken, "byline_"+other.ID), "not known"},
		{"an unknown ID", "byline_ZZZZZZZZZZ_" + strings.Repeat("A", 52), "not known"},
		{"the hash", "byline_" + k.ID + "_" + strings.Repeat("0", 64), "not known"},
		{"endless", "byline_" + k.ID + "_" + strings.Repeat("A", 1<<20), "no API key of Byline"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := d.Authenticate(test.token)
			refused(t, err, news.KindUnauthorized, test.says)
			if test.token != "" && strings.Contains(err.Error(), test.token) {
				t.Errorf("the error tells the key: %v", err)
			}
		})
	}
	for want, token := range map[string]string{k.ID: token, other.ID: otherToken} {
		if got, err := d.Authenticate(token); err != nil || got.ID != want {
			t.Errorf("got %v, %v", got, err)
		}
	}
}

func TestTheFileDoesNotHoldTheKey(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "cms"})
	login, err := d.SignIn(token)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Save(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(d.path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(filepath.Dir(d.path), e.Name())
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte(token[18:])) || bytes.Contains(text, []byte(login.Secret)) {
			t.Errorf("%s holds a secret", e.Name())
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(e.Name(), ".lock") && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
	}
}

func TestKeysAreAllDifferent(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id, token := newToken()
		if seen[id] || seen[token] || len(token) != len("byline_")+10+1+52 {
			t.Fatalf("got %s", token)
		}
		seen[id], seen[token] = true, true
	}
}

func TestAKeyEndsWhenItExpires(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "intern", Expires: d.time.Add(time.Hour)})
	d.time = d.time.Add(time.Hour - time.Second)
	if _, err := d.Authenticate(token); err != nil {
		t.Error(err)
	}
	d.time = d.time.Add(time.Second)
	_, err := d.Authenticate(token)
	refused(t, err, news.KindUnauthorized, `the API key "intern"`)
	refused(t, err, news.KindUnauthorized, "expired on 2026-11-24")
	if !d.Required() {
		t.Error("the last key expired, and the server opened")
	}
}

// What `byline keys` does to the file counts for a running server from its next request on.
func TestARunningServerSeesNewAndRevokedKeys(t *testing.T) {
	d := newDesk(t)
	if d.Required() {
		t.Error("keys are needed where there are none")
	}
	k, token := d.key(t, Grant{Name: "cms"})
	if !d.Required() {
		t.Error("the first key does not count")
	}
	if _, err := d.Authenticate(token); err != nil {
		t.Error(err)
	}
	if _, err := d.file.Revoke(t.Context(), "cms", d.time); err != nil {
		t.Error(err)
	}
	_, err := d.Authenticate(token)
	refused(t, err, news.KindUnauthorized, "was revoked on 2026-11-24")
	if !d.Required() {
		t.Error("the last key was revoked, and the server opened")
	}
	if _, again := d.key(t, Grant{Name: "cms"}); again == token {
		t.Error("the same key again")
	}
	if _, err := d.file.Revoke(t.Context(), k.ID, d.time); news.KindOf(err) != news.KindConflict {
		t.Errorf("revoked twice: %v", err)
	}
}

// A server that has had keys refuses everybody when they vanish. It never opens.
func TestAServerDoesNotOpenWhenTheFileVanishes(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "cms"})
	if _, err := d.Authenticate(token); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(d.path); err != nil {
		t.Fatal(err)
	}
	if !d.Required() {
		t.Error("the file of keys is gone, and the server opened")
	}
	_, err := d.Authenticate(token)
	refused(t, err, news.KindUnauthorized, "not known")
}

// While the file is damaged, a running server goes by the keys that it knew, and says so once.
func TestARunningServerKeepsItsKeysWhileTheFileIsDamaged(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "cms"})
	if _, err := d.Authenticate(token); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range []string{"", "{", string(whole[:len(whole)/2]), string(whole) + "{}"} {
		d.log.Reset()
		if err := os.WriteFile(d.path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if _, err := d.Authenticate(token); err != nil || !d.Required() {
				t.Errorf("with %q: %v", damaged, err)
			}
		}
		if n := strings.Count(d.log.String(), "keys.jsonl:"); n != 1 {
			t.Errorf("with %q the fault is logged %d times: %s", damaged, n, &d.log)
		}
		if err := d.file.Add(t.Context(), Key{}); news.KindOf(err) != news.KindInvalid {
			t.Errorf("a damaged file is written over: %v", err)
		}
		if err := os.WriteFile(d.path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Authenticate(token); err != nil || !strings.Contains(d.log.String(), "used again") {
			t.Errorf("mended: %v, %s", err, &d.log)
		}
	}
}

func TestKeysComeFromTheEnvironmentToo(t *testing.T) {
	d := newDesk(t)
	_, stored := d.key(t, Grant{Name: "stored"})
	k, token, err := New(Grant{Name: "fixed", Scopes: []Scope{Write}}, d.time)
	if err != nil {
		t.Fatal(err)
	}
	record, err := Record(k)
	if err != nil {
		t.Fatal(err)
	}
	open := func(inline string) (*Guard, error) {
		return Open(Sources{File: d.path, Inline: inline}, func() time.Time { return d.time }, slog.New(slog.DiscardHandler))
	}
	g, err := open(" " + string(record) + "\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{token, stored} {
		if _, err := g.Authenticate(token); err != nil {
			t.Error(err)
		}
	}
	if err := os.Remove(d.path); err != nil {
		t.Fatal(err)
	}
	if got, err := g.Authenticate(token); err != nil || !got.Has(Write) || got.Has(Read) {
		t.Errorf("without the file: %+v, %v", got, err)
	}
	if _, err := g.Authenticate(stored); err == nil {
		t.Error("a key without its file")
	}
	if err := NewFile(d.path).Add(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	_, err = open(string(record))
	refused(t, err, news.KindInvalid, "both in keys.text and in "+d.path)
	_, err = open("hunter2")
	refused(t, err, news.KindInvalid, "keys.text:1: not a JSON document")
}

func TestScopes(t *testing.T) {
	for text, want := range map[string]string{"read": "read", "ask,read": "read,ask", "write read, read": "read,write", "admin,write,ask,read": "read,ask,write,admin"} {
		if got, err := ParseScopes(text); err != nil || ListScopes(got) != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{"": "there is none", ",": "there is none", "read,root": `"root" is not one of read,ask,write,admin`, "Read": `"Read" is not one of`} {
		_, err := ParseScopes(text)
		refused(t, err, news.KindInvalid, says)
	}
	k := Key{ID: "A1B2", Name: "cms", Scopes: []Scope{Write}}
	if err := Require(t.Context(), Admin); err != nil {
		t.Errorf("a person at the machine: %v", err)
	}
	ctx := WithKey(t.Context(), k)
	if err := Require(ctx, Write); err != nil {
		t.Error(err)
	}
	for _, s := range []Scope{Read, Ask, Admin} {
		refused(t, Require(ctx, s), news.KindForbidden, `the scope "`+string(s)+`", which the API key "cms" (A1B2) does not have; it has write`)
	}
}

func TestSessions(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "desk"})
	_, err := d.SignIn(token + "x")
	refused(t, err, news.KindUnauthorized, "not known")
	login, err := d.SignIn(token)
	secret := login.Secret
	if err != nil || login.Expires.Sub(d.time) != sessionLength || login.Key.Name != "desk" || strings.Contains(token, secret) {
		t.Fatalf("got %+v, %v", login, err)
	}
	in := func(secret string) bool { k, err := d.Session(secret); return err == nil && k.Name == "desk" }
	if !in(secret) || in("") || in(token) || in(secret+"x") {
		t.Error("the session is not the one that began")
	}
	if _, err := d.Authenticate(secret); err == nil {
		t.Error("the secret of a session is a key")
	}
	t.Run("lasts over a restart", func(t *testing.T) {
		if err := d.Save(); err != nil {
			t.Fatal(err)
		}
		d.open(t)
		if !in(secret) {
			t.Error("the restart ended it")
		}
	})
	t.Run("is over after a week", func(t *testing.T) {
		before := d.time
		d.time = d.time.Add(sessionLength)
		if in(secret) {
			t.Error("it goes on")
		}
		d.time = before
	})
	t.Run("ends when the person signs out", func(t *testing.T) {
		second, err := d.SignIn(token)
		if err != nil {
			t.Fatal(err)
		}
		d.SignOut(second.Secret)
		if in(second.Secret) || !in(secret) {
			t.Error("it goes on, or another ended")
		}
	})
	t.Run("ends with its key", func(t *testing.T) {
		if _, err := d.file.Revoke(t.Context(), "desk", d.time); err != nil {
			t.Fatal(err)
		}
		_, err := d.Session(secret)
		refused(t, err, news.KindUnauthorized, "was revoked")
	})
	t.Run("ends no later than its key", func(t *testing.T) {
		_, short := d.key(t, Grant{Name: "short", Expires: d.time.Add(time.Hour)})
		login, err := d.SignIn(short)
		if err != nil || login.Expires.Sub(d.time) != time.Hour {
			t.Errorf("until %v, %v", login.Expires, err)
		}
	})
}

func TestSessionsOfAKeyAreBounded(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "desk"})
	first, err := d.SignIn(token)
	if err != nil {
		t.Fatal(err)
	}
	for range maxSessions {
		d.time = d.time.Add(time.Second)
		if _, err := d.SignIn(token); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Session(first.Secret); err == nil || len(d.sessions) != maxSessions {
		t.Errorf("%d sessions, the first: %v", len(d.sessions), err)
	}
}

func TestAGuardIsSafeForConcurrentUse(t *testing.T) {
	d := newDesk(t)
	_, token := d.key(t, Grant{Name: "cms", Rate: 1000, Quota: 1000})
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			for range 50 {
				k, err := d.Authenticate(token)
				if err != nil {
					t.Error(err)
				}
				login, err := d.SignIn(token)
				if err != nil {
					t.Error(err)
				}
				_, _ = d.Allow(k)
				_, _ = d.Session(login.Secret)
				d.SignOut(login.Secret)
				if err := d.Save(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 20 {
		d.key(t, Grant{Name: "more " + time.Now().String()})
	}
	work.Wait()
	if active, all := d.Count(); active != 21 || all != 21 || len(d.Keys()) != 21 {
		t.Errorf("%d of %d keys are active", active, all)
	}
}
