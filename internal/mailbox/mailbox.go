// Package mailbox keeps up with a mailbox that newsletters are sent to: messages
// that came since the last look are fetched over IMAP and given to package
// ingest. Nothing in the mailbox is changed, not even what is marked as read.
package mailbox

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"byline/internal/news"
	"byline/internal/panics"
)

// Ingester takes articles in.
type Ingester interface {
	Load(ctx context.Context, files iter.Seq[news.InputFile], how news.Load) (news.LoadSummary, error)
}

// Config says which mailbox, and whose messages in it count.
type Config struct {
	Address  string // host:port
	Plain    bool   // without TLS
	User     string
	Password string
	Folder   string        // of the mailbox; "": INBOX
	Every    time.Duration // between two looks; 0: 5 min
	Senders  []string      // addresses, or domains, of those whose messages are taken; others are passed over
	State    string        // file in which it is kept how far the mailbox was read
	Logger   *slog.Logger  // nil: no log
}

// The bounds of a look. What is left is for the next.
const (
	maxMessages = 500
	maxMessage  = 25 << 20 // bytes
	maxTime     = 10 * time.Minute
)

// Poller looks into a mailbox. It is for one goroutine.
type Poller struct {
	config   Config
	ingester Ingester
}

// New makes a Poller. It starts nothing.
func New(c Config, i Ingester) *Poller {
	c.Folder = cmp.Or(c.Folder, "INBOX")
	c.Every = cmp.Or(c.Every, 5*time.Minute)
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	return &Poller{c, i}
}

// Run looks until ctx ends. What fails is logged, and tried again.
func (p *Poller) Run(ctx context.Context) error {
	tick := time.NewTicker(p.config.Every)
	defer tick.Stop()
	for {
		sum, err := p.Poll(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			p.config.Logger.WarnContext(ctx, "the mailbox cannot be read; it is tried again", "mailbox", p.config.Address, "error", err)
		case sum.Records() > 0:
			p.config.Logger.InfoContext(ctx, "newsletters were taken in", "created", sum.Created, "updated", sum.Updated, "rejected", sum.Rejected)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// Poll takes in what has come since the last look. What the summary counts
// beside an error is stored. KindUnavailable: the server cannot be reached, or
// does not let us in.
func (p *Poller) Poll(ctx context.Context) (news.LoadSummary, error) {
	var sum news.LoadSummary
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	c, err := p.dial(ctx)
	if err != nil {
		return sum, news.Errorf(news.KindUnavailable, "mailbox: %s: %w", p.config.Address, err)
	}
	closed := panics.Start(func() error {
		<-ctx.Done() // which ends what waits for the server
		return c.Close()
	})
	err = p.look(ctx, c, &sum)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	cancel()
	if closing := <-closed; closing != nil { // all that was to be had is here
		p.config.Logger.DebugContext(ctx, "the mailbox was not left in order", "error", closing)
	}
	return sum, err
}

func (p *Poller) dial(ctx context.Context) (*imapclient.Client, error) {
	host, _, err := net.SplitHostPort(p.config.Address)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: 30 * time.Second}
	var conn net.Conn
	if p.config.Plain {
		conn, err = dialer.DialContext(ctx, "tcp", p.config.Address)
	} else {
		secure := tls.Dialer{NetDialer: dialer, Config: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}}
		conn, err = secure.DialContext(ctx, "tcp", p.config.Address)
	}
	if err != nil {
		return nil, err
	}
	c := imapclient.New(conn, nil)
	if err := c.Login(p.config.User, p.config.Password).Wait(); err != nil {
		return nil, errors.Join(fmt.Errorf("it does not let %q in: %w", p.config.User, err), c.Close())
	}
	return c, nil
}

// look takes in new messages, in their order, and remembers each that was dealt with.
func (p *Poller) look(ctx context.Context, c *imapclient.Client, sum *news.LoadSummary) error {
	box, err := c.Select(p.config.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return fmt.Errorf("mailbox: the folder %q cannot be opened: %w", p.config.Folder, err)
	}
	at, err := readState(p.config.State)
	if err != nil {
		return err
	}
	if at.Validity != box.UIDValidity { // its numbers mean other messages than before
		at = state{Validity: box.UIDValidity}
	}
	found, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{{{Start: at.Last + 1, Stop: 0}}}}, nil).Wait()
	if err != nil {
		return fmt.Errorf("mailbox: it cannot be searched: %w", err)
	}
	uids := slices.DeleteFunc(found.AllUIDs(), func(uid imap.UID) bool { return uid <= at.Last }) // the last is found in any case
	slices.Sort(uids)
	for _, uid := range uids[:min(len(uids), maxMessages)] {
		if err := p.message(ctx, c, uid, sum); err != nil {
			return err
		}
		at.Last = uid
		if err := at.write(p.config.State); err != nil {
			return err
		}
	}
	return nil
}

// message takes in one message, if it is to be. The error is one after which it is to be tried again.
func (p *Poller) message(ctx context.Context, c *imapclient.Client, uid imap.UID, sum *news.LoadSummary) error {
	known, err := c.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, Envelope: true, RFC822Size: true}).Collect()
	if err != nil {
		return fmt.Errorf("mailbox: message %d cannot be looked at: %w", uid, err)
	}
	if len(known) == 0 || known[0].Envelope == nil || !p.counts(known[0].Envelope.From) { // it is gone, or from somebody else
		return nil
	}
	if known[0].RFC822Size > maxMessage {
		p.config.Logger.WarnContext(ctx, "a message is too long, and passed over", "uid", uid, "bytes", known[0].RFC822Size)
		return nil
	}
	whole := &imap.FetchItemBodySection{Peek: true}
	got, err := c.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
	if err != nil || len(got) == 0 {
		return errors.Join(fmt.Errorf("mailbox: message %d cannot be fetched", uid), err)
	}
	text := string(got[0].FindBodySection(whole))
	file := news.InputFile{
		Path: fmt.Sprintf("message %d of %s", uid, p.config.Folder), Type: "message/rfc822",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
	done, err := p.ingester.Load(ctx, slices.Values([]news.InputFile{file}), news.Load{Format: "mail", Strict: true, OnResult: func(r news.LoadResult) {
		if r.Status == news.PutRejected {
			p.config.Logger.InfoContext(ctx, "a message is no article", "uid", uid, "error", r.Err)
		}
	}})
	sum.Add(done)
	return err
}

// counts reports whether one of the senders of a message is among those whose messages are taken.
func (p *Poller) counts(from []imap.Address) bool {
	return slices.ContainsFunc(from, func(a imap.Address) bool {
		address, host := strings.ToLower(a.Addr()), strings.ToLower(a.Host)
		return slices.ContainsFunc(p.config.Senders, func(s string) bool {
			s = strings.ToLower(strings.TrimPrefix(s, "@"))
			return s == address || s == host || strings.HasSuffix(host, "."+s)
		})
	})
}
