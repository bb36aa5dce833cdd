package mcp

import (
	"strings"
	"testing"
)

func TestVersionsTellWhatWasDropped(t *testing.T) {
	session := connect(t, newDesk().server())
	text, failed := use(t, session, "revisions", map[string]any{"id": "marn/7 ä", "phrase": "obey HIM"})
	for _, want := range []string{"were dropped with version 2", "- him.", "+ me."} {
		if failed || !strings.Contains(text, want) {
			t.Errorf("the versions are told as %q, want %q in it", text, want)
		}
	}
	if text, failed := use(t, session, "revisions", map[string]any{"id": "unknown"}); !failed {
		t.Errorf("versions of no article are told as %q", text)
	}
}
