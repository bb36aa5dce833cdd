package config

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"byline/internal/news"
)

// Hooks say who may send articles by a webhook, by the name in its address.
type Hooks map[string]Hook

// Hook is one webhook.
type Hook struct {
	Secret     string       `yaml:"secret"` // whsec_… in base64, or as it is
	SecretFile string       `yaml:"secret_file"`
	Signature  string       `yaml:"signature"` // standard, hub or timed; empty: standard
	Header     string       `yaml:"header"`    // that has the signature; empty: as the standard has it
	Source     string       `yaml:"source"`    // outlet of articles that name none
	Map        news.Mapping `yaml:"map"`       // where the fields of JSON stand
}

// The values of Hook.Signature.
const (
	SignedStandard = "standard" // as Standard Webhooks, with an ID and a time
	SignedHub      = "hub"      // as X-Hub-Signature-256, the body alone
	SignedTimed    = "timed"    // as t=…,v1=…, a time and the body, in a header that has to be named
)

// shortestSecret is how many bytes a secret has at least.
const shortestSecret = 16

func hookSettings() []Setting {
	return []Setting{
		{Key: "hooks", Default: "{}", Help: "webhooks that articles are taken from, by name, see feeds.md", Secret: true,
			field: func(c *Config) any { return &c.Hooks }},
	}
}

var hookName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// parse reads webhooks as YAML, of which JSON is a part. A fault never repeats a secret.
func (h *Hooks) parse(text string) error {
	d := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	d.KnownFields(true)
	hooks := Hooks{}
	if err := d.Decode(&hooks); err != nil && !errors.Is(err, io.EOF) {
		return errors.New("want a map of webhooks, as {wire: {secret_file: wire.secret, source: Nordwire}}, with secret, secret_file, signature, header, source and map")
	}
	for _, name := range slices.Sorted(maps.Keys(hooks)) {
		if !hookName.MatchString(name) {
			return fmt.Errorf("%q is no name of a webhook: up to 64 small letters, digits, - and _", name)
		}
		hook := hooks[name]
		if err := hook.complete(); err != nil {
			return fmt.Errorf("%s.%w", name, err)
		}
		hooks[name] = hook
	}
	*h = hooks
	return nil
}

func (h *Hook) complete() error {
	if h.SecretFile != "" {
		text, err := os.ReadFile(h.SecretFile)
		switch {
		case h.Secret != "":
			return errors.New("secret_file: given together with secret; keep one of them")
		case err != nil:
			return fmt.Errorf("secret_file: %w", err)
		}
		h.Secret = strings.TrimSpace(string(text))
	}
	if key, err := h.Key(); err != nil || len(key) < shortestSecret {
		return fmt.Errorf("secret: needs at least %d bytes, as they are or as whsec_ and base64", shortestSecret)
	}
	if h.Signature != "" {
		if err := oneOf(SignedStandard, SignedHub, SignedTimed)(h.Signature); err != nil {
			return fmt.Errorf("signature: %w", err)
		}
	}
	if standard := h.Signature == "" || h.Signature == SignedStandard; standard && h.Header != "" || h.Signature == SignedTimed && h.Header == "" {
		return errors.New("header: names the header of the signatures hub, which has one, and timed, which needs it; standard has its own")
	}
	return h.Map.Check()
}

// Key is the secret as it signs.
func (h *Hook) Key() ([]byte, error) {
	if text, ok := strings.CutPrefix(h.Secret, "whsec_"); ok {
		return base64.StdEncoding.DecodeString(text)
	}
	return []byte(h.Secret), nil
}
