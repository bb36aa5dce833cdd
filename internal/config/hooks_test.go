package config

import (
	"strings"
	"testing"
)

func TestWebhooksAreReadFromTheFileAndTheEnvironment(t *testing.T) {
	secret := write(t, "wire.secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZg==\n")
	file := write(t, "byline.yaml", "hooks:\n  wire:\n    secret_file: "+secret+"\n    source: Nordwire\n    map: {headline: title, articles: data.items}\n")
	c, _, err := Load(Layers{File: file})
	if err != nil {
		t.Fatal(err)
	}
	hook := c.Hooks["wire"]
	if key, err := hook.Key(); err != nil || string(key) != "0123456789abcdef" || hook.Source != "Nordwire" || hook.Map["articles"] != "data.items" {
		t.Errorf("%+v, key %q, error %v", hook, key, err)
	}
	c, _, err = Load(Layers{File: write(t, "byline.yaml", ""), Environ: []string{`BYLINE_HOOKS={"hub":{"secret":"0123456789abcdef","signature":"hub"}}`}})
	if err != nil || c.Hooks["hub"].Signature != SignedHub {
		t.Errorf("%+v, error %v", c.Hooks, err)
	}
}

func TestAFaultOfAWebhookIsNamedWithoutItsSecret(t *testing.T) {
	for text, want := range map[string]string{
		`{wire: {secret: short}}`:                              "at least 16 bytes",
		`{wire: {source: Nordwire}}`:                           "at least 16 bytes",
		`{wire: {secret: whsec_0123456789abcdef0}}`:            "at least 16 bytes",
		`{"Wire 1": {secret: 0123456789abcdef}}`:               "no name of a webhook",
		`{wire: {secret: 0123456789abcdef, signature: md5}}`:   "signature: \"md5\"",
		`{wire: {secret: 0123456789abcdef, map: {titel: a}}}`:  "no field",
		`{wire: {secret: 0123456789abcdef, secret_file: x}}`:   "given together",
		`{wire: {secret: 0123456789abcdef, signature: timed}}`: "header:",
		`{wire: {secret: 0123456789abcdef, header: X-A}}`:      "header:",
		`{wire: {secret_file: /nowhere/at/all}}`:               "nowhere",
		`{wire: {secret: 0123456789abcdef, colour: red}}`:      "want a map of webhooks",
		`- 0123456789abcdef`:                                   "want a map of webhooks",
	} {
		_, _, err := Load(Layers{File: write(t, "byline.yaml", ""), Environ: []string{"BYLINE_HOOKS=" + text}})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "0123456789") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestAMailboxIsReadOnlyWhereItIsSafe(t *testing.T) {
	for text, want := range map[string]string{
		"mail: {address: 'mail.example:993', senders: harbour.example}":                                              "mail.user: needed",
		"mail: {address: 'mail.example:993', user: desk, password: geheim}":                                          "mail.senders: needed",
		"mail: {address: 'mail.example:143', user: desk, password: geheim, senders: harbour.example, tls: false}":    "on this machine only",
		"mail: {address: 'mail.example', user: desk, password: geheim, senders: harbour.example}":                    "not host:port",
		"mail: {address: '127.0.0.1:143', user: desk, password: geheim, senders: harbour.example, tls: false}":       "",
		"mail: {address: 'mail.example:993', user: desk, password: geheim, senders: 'harbour.example, a@b.example'}": "",
	} {
		_, _, err := Load(Layers{File: write(t, "byline.yaml", text)})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
