package feeds

import (
	"context"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // many hubs sign with nothing else, and HMAC does not rest on what SHA-1 lacks
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"byline/internal/atomicfile"
	"byline/internal/format/field"
	"byline/internal/news"
	"byline/internal/signing"
)

// Hub is a subscription to the changes of a source (WebSub): its hub tells us of
// them, at an address that nobody else knows, signed with a secret.
type Hub struct {
	URL    string    `json:"url"`
	Topic  string    `json:"topic"` // what the hub calls the source
	Token  string    `json:"token"` // in our address
	Secret string    `json:"secret"`
	Asked  time.Time `json:"asked"`          // when the hub was last asked to tell us
	Until  time.Time `json:"until,omitzero"` // how long it does; zero: it has not said that it will
}

// Hubs keep subscriptions. A source that has none has the zero Hub.
type Hubs interface {
	Hub(ctx context.Context, id string) (Hub, error)
	KeepHub(ctx context.Context, id string, h Hub) error
}

// Poster sends forms.
type Poster interface {
	Post(ctx context.Context, address string, form url.Values) error
}

// Terms of subscriptions.
const (
	wantedLease = "864000"       // seconds: ten days
	askAgain    = 24 * time.Hour // a hub that has not answered
	pingPause   = time.Minute    // between two polls of a source, however often its hub tells of changes
)

// subscribe asks the hub of a source to tell us of changes, if it is not known
// to do so for long enough. Without a hub it is that of the poll before, for
// what is unchanged does not name it again.
func (p *poll) subscribe(ctx context.Context, hub, topic string) {
	if p.config.Callback == "" || p.hubs == nil {
		return
	}
	known, err := p.hubs.Hub(ctx, p.source.ID)
	if err != nil {
		p.note("the subscription to its hub cannot be read: " + field.Abbreviate(err.Error(), 160))
		return
	}
	if hub == "" {
		hub, topic = known.URL, known.Topic
	}
	if topic == "" {
		topic = p.source.URL
	}
	same := known.URL == hub && known.Topic == topic
	if hub == "" || same && p.now.Before(known.due()) {
		return
	}
	next := Hub{URL: hub, Topic: topic, Token: rand.Text(), Secret: rand.Text(), Asked: p.now}
	if same { // which what is under way is signed with
		next.Token, next.Secret, next.Until = known.Token, known.Secret, known.Until
	}
	if err := p.hubs.KeepHub(ctx, p.source.ID, next); err == nil { // before it asks whether we meant it
		err = p.poster.Post(ctx, hub, url.Values{
			"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.secret": {next.Secret}, "hub.lease_seconds": {wantedLease},
			"hub.callback": {strings.TrimSuffix(p.config.Callback, "/") + "/v1/websub/" + p.source.ID + "." + next.Token},
		})
		if err != nil {
			p.note("its hub could not be asked to tell of changes: " + field.Abbreviate(err.Error(), 160))
		}
	}
}

// link is one of a header Link: <address>; parameters.
var link = regexp.MustCompile(`<([^>]*)>((?:[^<,"]|"[^"]*")*)`)

// relation is what the address of a link is.
var relation = regexp.MustCompile(`(?i);\s*rel\s*=\s*"?([^";]*)`)

// announced returns the hub that the headers of a source name, and what they call the source.
func announced(headers http.Header) (hub, self string) {
	for _, l := range link.FindAllStringSubmatch(strings.Join(headers.Values("Link"), ","), -1) {
		address, ok := field.URL(l[1])
		rel := relation.FindStringSubmatch(l[2])
		if !ok || rel == nil {
			continue
		}
		for name := range strings.FieldsSeq(strings.ToLower(rel[1])) {
			switch {
			case name == "hub" && hub == "":
				hub = address
			case name == "self" && self == "":
				self = address
			}
		}
	}
	return hub, self
}

// due is when a hub is to be asked again: in the middle of the time that is left.
func (h Hub) due() time.Time {
	if h.Until.IsZero() {
		return h.Asked.Add(askAgain)
	}
	return h.Asked.Add(h.Until.Sub(h.Asked) / 2)
}

const hubEnding = ".hub.json"

// Hub implements Hubs.
func (d *Folder) Hub(_ context.Context, id string) (Hub, error) {
	var h Hub
	err := atomicfile.ReadJSON(filepath.Join(d.dir, id+hubEnding), &h)
	if errors.Is(err, fs.ErrNotExist) {
		return Hub{}, nil
	}
	return h, err
}

// KeepHub implements Hubs.
func (d *Folder) KeepHub(ctx context.Context, id string, h Hub) error {
	return d.change(ctx, func() error { return atomicfile.WriteJSON(filepath.Join(d.dir, id+hubEnding), h) })
}

// subscription is that of a callback, which is called ID.TOKEN. KindNotFound: there is none.
func (d *Folder) subscription(ctx context.Context, callback string) (id string, h Hub, err error) {
	unknown := news.Errorf(news.KindNotFound, "no feed is subscribed to under this address")
	id, token, _ := strings.Cut(callback, ".")
	if _, err := d.Find(ctx, id); err != nil { // which keeps paths out as well
		return id, h, unknown
	}
	h, err = d.Hub(ctx, id)
	if err == nil && (h.Token == "" || subtle.ConstantTimeCompare([]byte(h.Token), []byte(token)) != 1) {
		err = unknown
	}
	return id, h, err
}

// Confirm is asked by a hub whether we want to be told of changes for so long,
// and answers with no error that we do. KindNotFound: we do not.
func (d *Folder) Confirm(ctx context.Context, callback string, query url.Values, lease time.Duration) error {
	id, h, err := d.subscription(ctx, callback)
	if err != nil {
		return err
	}
	switch mode := query.Get("hub.mode"); {
	case query.Get("hub.topic") != h.Topic:
		return news.Errorf(news.KindNotFound, "that is not what was subscribed to")
	case mode == "subscribe":
		h.Until = time.Now().Add(lease).UTC()
	case mode == "denied":
		h.Until = time.Time{}
	default:
		return news.Errorf(news.KindNotFound, "nobody asked for %q", field.Abbreviate(mode, 20))
	}
	return d.KeepHub(ctx, id, h)
}

// Told has a source polled soon whose hub tells of changes, and reports whether
// it was the hub: what is not signed is no news. KindNotFound: there is no such
// subscription.
func (d *Folder) Told(ctx context.Context, callback, signature string, body []byte) (bool, error) {
	id, h, err := d.subscription(ctx, callback)
	if err != nil || !signatures().Holds(signature, []byte(h.Secret), body) {
		return false, err
	}
	return true, d.change(ctx, func() error {
		var f news.Feed
		if err := atomicfile.ReadJSON(d.path(id), &f); err != nil || ended(f) {
			return err
		}
		soon := f.Polled.Add(pingPause)
		if now := time.Now(); soon.Before(now) {
			soon = now
		}
		if f.Next.Before(soon) {
			return nil
		}
		f.Next = soon.UTC()
		return atomicfile.WriteJSON(d.path(id), f)
	})
}

// signatures are those of hubs, in X-Hub-Signature.
func signatures() signing.Format {
	return signing.Format{"sha1=": sha1.New, "sha256=": sha256.New, "sha384=": sha512.New384, "sha512=": sha512.New}
}
