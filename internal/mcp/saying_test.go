package mcp

import (
	"strings"
	"testing"
)

func TestQuotesTellWhoSaysWhat(t *testing.T) {
	session := connect(t, newDesk().server())
	text, failed := use(t, session, "quotes", map[string]any{"speaker": "Mara\nOlm"})
	if failed || !strings.HasPrefix(text, "1. Mara Olm:") || !strings.Contains(text, "It ran.") {
		t.Errorf("%q", text)
	}
}
