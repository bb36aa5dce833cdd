package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"byline/internal/news"
)

// A token is what its holder calls the key: "byline_ID_SECRET". The beginning
// lets scanners find keys that were published by mistake; the ID is no secret.
const (
	tokenPrefix = "byline_"
	maxToken    = 200 // bytes
)

// validID is what the ID of a key looks like: short, and without the "_" that ends it in a token.
var validID = regexp.MustCompile(`^[A-Za-z0-9]{4,32}$`)

// newToken makes an ID of 50 random bits and a token whose secret has 260.
func newToken() (id, token string) {
	id = rand.Text()[:10]
	return id, tokenPrefix + id + "_" + rand.Text() + rand.Text()
}

// idOf returns the ID in a token. Its error never holds the token.
func idOf(token string) (string, error) {
	rest, ours := strings.CutPrefix(token, tokenPrefix)
	id, secret, whole := strings.Cut(rest, "_")
	if !ours || !whole || secret == "" || len(token) > maxToken || !validID.MatchString(id) {
		return "", news.Errorf(news.KindUnauthorized, "this is no API key of Byline; one looks like %sID_SECRET", tokenPrefix)
	}
	return id, nil
}

// Bearer returns the token of an Authorization header, "Bearer TOKEN". An
// empty header gives an empty token. Its error never holds what was given.
func Bearer(header string) (string, error) {
	header = strings.TrimSpace(header)
	if header == "" {
		return "", nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" || strings.ContainsAny(token, " \t") {
		return "", news.Errorf(news.KindUnauthorized, "the Authorization header cannot be read; send \"Authorization: Bearer KEY\"")
	}
	return token, nil
}

// Hash is the SHA-256 of a token.
type Hash [sha256.Size]byte

const hashPrefix = "sha256:"

func hashOf(token string) Hash { return sha256.Sum256([]byte(token)) }

// equal compares in constant time.
func (h Hash) equal(other Hash) bool { return subtle.ConstantTimeCompare(h[:], other[:]) == 1 }

// MarshalText writes the hash as "sha256:" and 64 hexadecimal digits.
func (h Hash) MarshalText() ([]byte, error) {
	return []byte(hashPrefix + hex.EncodeToString(h[:])), nil
}

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(text []byte) error {
	digits, known := strings.CutPrefix(string(text), hashPrefix)
	sum, err := hex.DecodeString(digits)
	if !known || err != nil || len(sum) != len(h) {
		return errors.New(`want "sha256:" and 64 hexadecimal digits`)
	}
	*h = Hash(sum)
	if *h == (Hash{}) {
		return fmt.Errorf("is the hash of nothing")
	}
	return nil
}
