package html

import (
	"testing"

	"byline/internal/format/field"
)

func TestASavedPageIsFromWhereItWasSaved(t *testing.T) {
	const text = `<title>Gate four</title><p>The flood gate in Ravnholm did not close on Tuesday, the harbour office said.</p>`
	for name, test := range map[string]struct{ page, want string }{
		"by a browser":     {"<!DOCTYPE html>\r\n<!-- saved from url=(0034)https://post.example/flood/gate-4 -->\r\n<html>" + text, "https://post.example/flood/gate-4"},
		"without a space":  {"<!-- saved from url=(0034)https://post.example/flood/gate-4--><html>" + text, "https://post.example/flood/gate-4"},
		"by SingleFile":    {"<html><!--\n Page saved with SingleFile \n url: https://post.example/gate?a=1 \n saved date: Tue Mar 03 2026\n-->" + text, "https://post.example/gate?a=1"},
		"from a disk":      {"<!-- saved from url=(0022)file:///home/me/x.html --><html>" + text, ""},
		"from nowhere":     {"<!-- saved from url=(0014)about:internet --><html>" + text, ""},
		"canonical is it":  {`<!-- saved from url=(0034)https://post.example/amp/gate-4 --><html><head><link rel="canonical" href="https://post.example/gate-4"></head>` + text, "https://post.example/gate-4"},
		"words of a story": {"<html>" + text + "<p>saved from url=(0034)https://post.example/x</p>", ""},
	} {
		a, err := Parse([]byte(test.page), "text/html", field.Clock{})
		if err != nil || a.URL != test.want {
			t.Errorf("%s: %q, %v; want %q", name, a.URL, err, test.want)
		}
	}
}
