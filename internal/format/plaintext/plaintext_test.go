package plaintext_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/format/plaintext"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ name, text, headline, body string }{
		{"text", "Bridge closed\n\nOne.\n\nTwo.", "Bridge closed", "One.\n\nTwo."},
		{"text keeps its marks", "Bridge closed\n\nIt is *closed*, [they] say # now.", "Bridge closed", "It is *closed*, [they] say # now."},
		{"Markdown", "# Bridge closed\n\nIt is **closed**, [they](https://example.org) say.\n\n> So it is.\n\n---\n\n![A bridge](b.jpg)", "Bridge closed", "It is closed, they say.\n\nSo it is.\n\nA bridge"},
		{"an underlined heading", "Bridge closed\n=====\n\nOne.", "Bridge closed", "One."},
		{"front matter with its own headline", "---\nheadline: Bridge closed\n---\nOne.\n\nTwo.", "Bridge closed", "One.\n\nTwo."},
		{"front matter without", "---\nauthor: Ada Lee\n---\n# Bridge closed\n\nOne.", "Bridge closed", "One."},
		{"a rule is no front matter", "---\nBridge closed", "---", "Bridge closed"},
		{"empty front matter", "---\n!\n---\nBridge closed\n\nOne.", "Bridge closed", "One."},
		{"a headline alone", "Bridge closed\n", "Bridge closed", ""},
		{"blank lines first", "\n\r\n  Bridge closed\r\nOne.", "Bridge closed", "One."},
	} {
		a, err := plaintext.Parse([]byte(test.text), nil)
		if err != nil || a.Headline != test.headline || a.Body != test.body {
			t.Errorf("%s: headline %q, body %q, %v", test.name, a.Headline, a.Body, err)
		}
	}
}

func TestParseFrontMatter(t *testing.T) {
	zone := time.FixedZone("", 7200)
	for date, want := range map[string]string{"2025-02-03": "2025-02-03T00:00:00+02:00", "2025-02-03T09:40:00Z": "2025-02-03T09:40:00Z", "3 February 2025": "2025-02-03T00:00:00+02:00"} {
		a, err := plaintext.Parse([]byte("---\ndate: "+date+"\nauthors: [Ada Lee, Oleh Bondar]\n---\nBridge closed"), zone)
		if err != nil || a.Published.Format(time.RFC3339) != want || len(a.Authors) != 2 {
			t.Errorf("%s: %+v, %v", date, a, err)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "no text",
		"---\ntitle: [\n---\nText":        "front matter: cannot be read",
		"---\ndate: soon\n---\nText":      `date: cannot read "soon" as a date`,
		"---\n? [a, b]\n: c\n---\nBridge": "front matter",
	} {
		if _, err := plaintext.Parse([]byte(text), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("---\ntitle: A\ntags: [b]\n---\n# A\n\n**B** [c](d)")
	f.Add("A\n===\nB")
	f.Add("---\n!\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := plaintext.Parse([]byte(text), nil)
		if err == nil && a.Headline == "" && a.Body == "" {
			t.Error("an article without text")
		}
	})
}
