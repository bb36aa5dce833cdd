package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"byline/internal/mailbox"
	"byline/internal/news"
)

// post is a mail server on this machine with one mailbox.
type post struct {
	*imapmemserver.User

	address string
}

func newPost(t *testing.T) *post {
	t.Helper()
	user := imapmemserver.NewUser("desk", "secret")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	memory := imapmemserver.New()
	memory.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		InsecureAuth: true, Logger: quiet{},
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return &post{user, listener.Addr().String()}
}

func (p *post) send(t *testing.T, from, subject string) {
	t.Helper()
	text := "From: " + from + "\r\nTo: desk@newsroom.example\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\nSubject: " + subject + "\r\n\r\nThe mole is shut.\r\n"
	if _, err := p.Append("INBOX", literal{bytes.NewReader([]byte(text))}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

// quiet logs nothing.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// desk keeps the subjects of what it is given.
type desk struct {
	subjects []string
	fault    error
}

func (d *desk) Load(_ context.Context, files iter.Seq[news.InputFile], how news.Load) (news.LoadSummary, error) {
	var sum news.LoadSummary
	for f := range files {
		r, err := f.Open()
		if err != nil {
			return sum, err
		}
		text, err := io.ReadAll(r)
		if err := errors.Join(err, d.fault); err != nil {
			return sum, err
		}
		_, subject, _ := strings.Cut(string(text), "Subject: ")
		subject, _, _ = strings.Cut(subject, "\r\n")
		d.subjects = append(d.subjects, subject)
		if how.Format != "mail" || !how.Strict {
			return sum, errors.New("it is not loaded as what a stranger sends")
		}
		sum.Created++
	}
	return sum, nil
}

func (p *post) poller(d *desk, state string, senders ...string) *mailbox.Poller {
	return mailbox.New(mailbox.Config{Address: p.address, Plain: true, User: "desk", Password: "secret", Senders: senders, State: state}, d)
}

func TestMessagesAreTakenInOnceEachWhoeverAsks(t *testing.T) {
	p, d, state := newPost(t), &desk{}, filepath.Join(t.TempDir(), "data", "mail.json")
	p.send(t, "Harbour Times <news@harbour.example>", "Mole shut")
	p.send(t, "Somebody <news@elsewhere.example>", "You have won")
	p.send(t, "Harbour Times <news@letters.harbour.example>", "Tram runs")
	p.send(t, "harbour.example <news@notharbour.example>", "You have won again")
	for range 2 { // nothing is new the second time
		if _, err := p.poller(d, state, "harbour.example").Poll(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	p.send(t, "The council <PRESS@council.example>", "Budget passed")
	p.send(t, "The council <other@council.example>", "Not this one")
	sum, err := p.poller(d, state, "@harbour.example", "press@council.example").Poll(t.Context())
	if err != nil || sum.Created != 1 || !slices.Equal(d.subjects, []string{"Mole shut", "Tram runs", "Budget passed"}) {
		t.Errorf("%q, %+v, error %v", d.subjects, sum, err)
	}
}

func TestAMessageThatCannotBeStoredIsTriedAgain(t *testing.T) {
	p, d, state := newPost(t), &desk{fault: errors.New("the disk is full")}, filepath.Join(t.TempDir(), "mail.json")
	p.send(t, "news@harbour.example", "Mole shut")
	if _, err := p.poller(d, state, "harbour.example").Poll(t.Context()); err == nil {
		t.Error("no error")
	}
	d.fault = nil
	if _, err := p.poller(d, state, "harbour.example").Poll(t.Context()); err != nil || !slices.Equal(d.subjects, []string{"Mole shut"}) {
		t.Errorf("%q, error %v", d.subjects, err)
	}
}

func TestAMailboxThatWasMadeAnewIsReadFromItsBeginning(t *testing.T) {
	p, d, state := newPost(t), &desk{}, filepath.Join(t.TempDir(), "mail.json")
	p.send(t, "news@harbour.example", "Mole shut")
	poll := func() {
		t.Helper()
		if _, err := p.poller(d, state, "harbour.example").Poll(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	poll()
	if err := errors.Join(p.Delete("INBOX"), p.Create("INBOX", nil)); err != nil {
		t.Fatal(err)
	}
	p.send(t, "news@harbour.example", "Tram runs")
	poll()
	if !slices.Equal(d.subjects, []string{"Mole shut", "Tram runs"}) {
		t.Errorf("%q", d.subjects)
	}
}

func TestAServerThatDoesNotLetUsInIsSaidWithoutThePassword(t *testing.T) {
	p := newPost(t)
	poller := mailbox.New(mailbox.Config{Address: p.address, Plain: true, User: "desk", Password: "geheim", State: filepath.Join(t.TempDir(), "mail.json")}, &desk{})
	if _, err := poller.Poll(t.Context()); news.KindOf(err) != news.KindUnavailable || !strings.Contains(err.Error(), `"desk"`) || strings.Contains(err.Error(), "geheim") {
		t.Errorf("error %v", err)
	}
}
