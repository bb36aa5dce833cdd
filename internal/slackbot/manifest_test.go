package slackbot_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/slackbot"
)

// The manifest asks for the scopes that the doctor checks, no more and no fewer.
func TestTheManifestHasTheLeastScopes(t *testing.T) {
	raw, err := os.ReadFile("../../deploy/slack/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "    bot:\n")
	rest, _, _ = strings.Cut(rest, "settings:")
	var got []string
	for line := range strings.Lines(rest) {
		got = append(got, strings.TrimPrefix(strings.TrimSpace(line), "- "))
	}
	if diff := cmp.Diff(slackbot.Scopes(), got); diff != "" {
		t.Errorf("scopes (-doctor +manifest):\n%s", diff)
	}
}
