package news_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/news"
)

func TestADiffIsBothTexts(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"The ", "ferry ", "ran\n\n", "aground", " ", "Olm.", "\n", ""}), 0, 30).Draw(t, "pieces"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var was, is string
		for _, p := range news.Diff(before, after) {
			if p.Op != news.DiffAdded {
				was += p.Text
			}
			if p.Op != news.DiffRemoved {
				is += p.Text
			}
		}
		if was != before || is != after {
			t.Fatalf("the diff is of %q and %q, not of %q and %q", was, is, before, after)
		}
	})
}

func TestADiffReadsAsWhatWasDone(t *testing.T) {
	const rest = "\n\nNobody was hurt.\n"
	for _, c := range []struct {
		before, after string
		want          []news.DiffPart
	}{
		{"The ferry had 214 people aboard when it ran aground." + rest, "The ferry had 216 people aboard when it ran aground." + rest, []news.DiffPart{
			{news.DiffSame, "The ferry had "}, {news.DiffRemoved, "214 "}, {news.DiffAdded, "216 "}, {news.DiffSame, "people aboard when it ran aground." + rest},
		}},
		{"It ran aground." + rest, "It ran aground." + rest + "It was towed.", []news.DiffPart{{news.DiffSame, "It ran aground." + rest}, {news.DiffAdded, "It was towed."}}},
		{"It ran aground.\n\nThe rudder failed." + rest, "It ran aground." + rest, []news.DiffPart{{news.DiffSame, "It ran aground.\n\n"}, {news.DiffRemoved, "The rudder failed.\n\n"}, {news.DiffSame, "Nobody was hurt.\n"}}},
		{"Same.", "Same.", []news.DiffPart{{news.DiffSame, "Same."}}},
	} {
		if got := news.Diff(c.before, c.after); !slices.Equal(got, c.want) {
			t.Errorf("from %q to %q:\n%q, want\n%q", c.before, c.after, got, c.want)
		}
	}
}

func TestAPhraseIsFoundInOldVersions(t *testing.T) {
	version := func(n int, body string) news.Revision {
		return news.Revision{Article: news.Article{ID: "a", Revision: n, Body: body}}
	}
	revisions := []news.Revision{version(4, "It was towed."), version(3, "It was towed."), version(2, "The captain said: “The rudder\nfailed”."), version(1, "It ran aground.")}
	p := news.FindPhrase(revisions, `"the rudder failed"`)
	if p.Since == nil || p.Since.Revision != 2 || p.Dropped == nil || p.Dropped.Revision != 3 {
		t.Errorf("since %v, dropped %v", p.Since, p.Dropped)
	}
	if p := news.FindPhrase(revisions, "it was TOWED"); p.Since == nil || p.Since.Revision != 3 || p.Dropped != nil {
		t.Errorf("since %v, dropped %v", p.Since, p.Dropped)
	}
	if p := news.FindPhrase(revisions, "a whale"); p.Since != nil {
		t.Errorf("since %v", p.Since)
	}
}
