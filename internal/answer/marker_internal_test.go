package answer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestMarkersAreReadHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string][]markedText{
		"So [1].":                    {{"So.", []int{1}}},
		"So [1][2], and so [3].":     {{"So,", []int{1, 2}}, {" and so.", []int{3}}},
		"So [1, 2] and [1-3].":       {{"So.", []int{1, 2, 3}}},
		"So [^4] it is":              {{"So", []int{4}}, {" it is", nil}},
		"So [1]–[3].":                {{"So.", []int{1, 3}}},
		"So 【5†source】.":             {{"So.", []int{5}}},
		"So ([1], [2]).":             {{"So.", []int{1, 2}}},
		`So "[1]".`:                  {{"So.", []int{1}}},
		"So -- passage 2.":           {{"So.", []int{2}}},
		"So [2 (Herald)].":           {{"So.", []int{2}}},
		"So, “said” [1].":            {{"So, “said”.", []int{1}}},
		"So (as he said) [1].":       {{"So (as he said).", []int{1}}},
		"So [3, para. 1].":           {{"So.", []int{3}}},
		"So [2 §4], [1 – line 7].":   {{"So.", []int{2, 1}}},
		"So 【第3段】.":                  {{"So.", []int{3}}},
		"So ⟦2⟧.":                    {{"So.", []int{2}}},
		"So [Herald](#note-2).":      {{"So.", []int{2}}},
		"The [10-year plan] is so":   {{"The [10-year plan] is so", nil}},
		"So [2](https://a.example).": {{"So.", []int{2}}},
		"So [Passage 3].":            {{"So.", []int{3}}},
		"So [item 3].":               {{"So.", []int{3}}},
		"So [@passage3].":            {{"So.", []int{3}}},
		"So [1+2] and [3..4].":       {{"So.", []int{1, 2, 3, 4}}},
		"So [~2?].":                  {{"So.", []int{2}}},
		"So [See passage 3].":        {{"So.", []int{3}}},
		"“It opens on [June 2].”":    {{"“It opens on [June 2].”", nil}},
		"So (3).":                    {{"So.", []int{3}}},
		"In the year (1984) so.":     {{"In the year (1984) so.", nil}},
		"He is (42).":                {{"He is (42).", nil}},
		"No marker":                  {{"No marker", nil}},
		"[a] [] [1":                  {{"[a] [] [1", nil}},
	} {
		if diff := cmp.Diff(want, parseMarkers(text, 9), cmp.AllowUnexported(markedText{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzParseMarkers(f *testing.F) {
	for _, s := range []string{"So [1].", "[1-3][2] (4)", "【5†x】", "[^1, 2](x) [999-1]", "a [1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for _, part := range parseMarkers(text, 9) {
			for _, n := range part.cited {
				if n < 0 {
					t.Errorf("%q cites %d", text, n)
				}
			}
			for word := range strings.FieldsSeq(part.text) {
				if !strings.Contains(text, strings.TrimRight(word, ".!?,;:")) {
					t.Errorf("%q: the word %q was not there", text, word)
				}
			}
		}
	})
}

// However a reply is cut into deltas, the statements are the same.
func FuzzStatements(f *testing.F) {
	f.Add("One [1]. Two is so [2][3]. Three", 3)
	f.Add("It rose 4.2 per cent [1] in the U.S. in May. “So,” he said [2].\n\n- A list", 1)
	f.Fuzz(func(t *testing.T, reply string, size int) {
		if !utf8.ValidString(reply) || size < 1 {
			return
		}
		var whole, cut statements
		want := append(whole.push(reply), whole.rest()...)
		var got []string
		for rest := reply; rest != ""; {
			n := min(size, len(rest))
			got = append(got, cut.push(rest[:n])...)
			rest = rest[n:]
		}
		got = append(got, cut.rest()...)
		if a, b := strings.Join(want, ""), strings.Join(got, ""); a != b {
			t.Errorf("at once %q, in pieces of %d %q", a, size, b)
		}
	})
}

func TestAMarkerThatSpeaksStandsBesideWhatItSays(t *testing.T) {
	for text, want := range map[string]string{
		"Passage 3 says that it rained.":                                 "[3] It rained.",
		"Passage 3 says that it rained, while passage 1 says it snowed.": "It rained [3], while it snowed [1].",
		"It rained in Oster [2], but source 1 reports that it snowed.":   "It rained in Oster [2], but it snowed [1].",
		"It rained, and [1] and [2] agree on it.":                        "It rained, and [1] and [2] agree on it.",
		"In 1984 it rained in Oster.":                                    "In 1984 it rained in Oster.",
	} {
		if got := spokenOf(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}
