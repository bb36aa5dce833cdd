package speech_test

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/said.txt
var saidTexts string

var ofLanguage = regexp.MustCompile(`^(de|fr|es): `)

// bare is what is said without marks and spaces at its ends.
func bare(said []string) (out []string) {
	for _, s := range said {
		out = append(out, strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(s, "\u00a0", " "), "  ", " "), " .,"))
	}
	return out
}

func TestWhoSaysWhatInManyForms(t *testing.T) {
	_, texts, _ := strings.Cut(saidTexts, "its code.\n")
	for text := range strings.SplitSeq(strings.TrimSpace(texts), "\n\n") {
		lines := strings.Split(text, "\n")
		body, language := lines[0], "en"
		if m := ofLanguage.FindStringSubmatch(body); m != nil {
			body, language = body[len(m[0]):], m[1]
		}
		got := bare(said(strings.ReplaceAll(body, " / ", "\n\n"), language))
		if want := bare(lines[1:]); !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", body, got, want)
		}
	}
}

//go:embed testdata/origins.txt
var originTexts string

func TestFromWhomInManyForms(t *testing.T) {
	for line := range strings.Lines(originTexts) {
		body, want, ok := strings.Cut(strings.TrimRight(line, "\n"), " => ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		got := strings.ReplaceAll(strings.Join(chains(body), " | "), "The ", "")
		if got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
