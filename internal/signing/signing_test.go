package signing_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"testing"

	"byline/internal/signing"
)

func TestASignatureHoldsOnlyInItsFormatForItsBodyAndSecret(t *testing.T) {
	sum := func(f func() hash.Hash, secret, body string) []byte {
		mac := hmac.New(f, []byte(secret))
		mac.Write([]byte(body))
		return mac.Sum(nil)
	}
	body, secret := "the dam holds", "brask"
	named := signing.Format{"sha256=": sha256.New}
	own := sum(sha256.New, secret, body)
	for _, c := range []struct {
		name, text string
		format     signing.Format
		want       bool
	}{
		{"hexadecimal", "sha256=" + hex.EncodeToString(own), named, true},
		{"base64", "sha256=" + base64.StdEncoding.EncodeToString(own), named, true},
		{"base64 of addresses", "sha256=" + base64.RawURLEncoding.EncodeToString(own), named, true},
		{"without what stands before it", hex.EncodeToString(own), named, false},
		{"the same where nothing need stand there", hex.EncodeToString(own), signing.Format{"sha256=": sha256.New, "": sha256.New}, true},
		{"of another sum", "sha1=" + hex.EncodeToString(sum(sha1.New, secret, body)), named, false},
		{"of another sum that is taken", "sha1=" + hex.EncodeToString(sum(sha1.New, secret, body)), signing.Format{"sha1=": sha1.New, "sha256=": sha256.New}, true},
		{"under the name of another", "sha256=" + hex.EncodeToString(sum(sha1.New, secret, body)), signing.Format{"sha1=": sha1.New, "sha256=": sha256.New}, false},
		{"with another secret", "sha256=" + hex.EncodeToString(sum(sha256.New, "oster", body)), named, false},
		{"of another body", "sha256=" + hex.EncodeToString(sum(sha256.New, secret, "the dam broke")), named, false},
		{"cut short", "sha256=" + hex.EncodeToString(own[:8]), named, false},
		{"nothing", "", signing.Format{"": sha256.New}, false},
	} {
		if got := c.format.Holds(c.text, []byte(secret), []byte(body)); got != c.want {
			t.Errorf("%s: it holds: %v, want %v", c.name, got, c.want)
		}
	}
}
