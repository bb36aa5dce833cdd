package lexical

import (
	"slices"
	"strings"
	"testing"
)

// terms returns the distinct terms of a text, ascending.
func terms(a *Analyzer, text string) []uint32 {
	var out []uint32
	for _, t := range a.Tokens(nil, text) {
		out = append(out, t.Term)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// shareATerm reports whether all texts have a term in common.
func shareATerm(a *Analyzer, texts ...string) bool {
	common := terms(a, texts[0])
	for _, text := range texts[1:] {
		have := terms(a, text)
		common = slices.DeleteFunc(common, func(t uint32) bool { return !slices.Contains(have, t) })
	}
	return len(common) > 0
}

func TestAbbreviationsAndNamesShareATerm(t *testing.T) {
	a := New()
	for _, same := range [][]string{
		{"UN", "U.N.", "un", "United Nations", "united nations", "THE UNITED NATIONS", "the United Nations’ envoy"},
		{"US", "U.S.", "USA", "U.S.A.", "United States", "the United States of America"},
		{"WHO", "W.H.O.", "the WHO’s", "World Health Organization", "World Health Organisation"},
		{"OPEC", "the Organization of the Petroleum Exporting Countries"},
		{"FDA", "Food and Drug Administration", "Food & Drug Administration", "Food\nand Drug Administration"},
		{"OECD", "Organisation for Economic Co-operation and Development", "Organization for Economic Cooperation and Development"},
		{"NGO", "non-governmental organisations", "nongovernmental organization"},
		{"CEO", "CEOs", "chief executive", "chief executives"},
		{"UNICEF", "the United Nations Children’s Fund"},
		{"WWII", "World War II", "the Second World War"},
	} {
		if !shareATerm(a, same...) {
			t.Errorf("%q have no term in common", same)
		}
	}
}

func TestEveryAbbreviationOfTheListSharesATermWithItsNames(t *testing.T) {
	a := New()
	for _, acronym := range a.words.Terms.Acronyms {
		short := acronym.Key
		for full := range strings.SplitSeq(acronym.Value, ",") {
			full = strings.TrimSpace(full)
			want := a.Tokens(nil, short)
			if got := a.Tokens(nil, full); len(want) != 1 || !slices.Contains(terms(a, full), want[0].Term) || got[0].End != len(full) {
				t.Errorf("%q and %q share no term: %v, %v", short, full, want, got)
			}
		}
	}
}

func TestWhatOnlyLooksLikeANameIsNone(t *testing.T) {
	a := New()
	for _, tt := range []struct{ short, text string }{
		{"UN", "The nations united."},
		{"UN", "United. Nations"},
		{"US", "They were united in the states"},
		{"EU", "A European trade union"},
		{"WHO", "who is it, and whose?"},
		{"WHO", "Who"},
		{"ICE", "The ice melts. Ice melts."},
	} {
		if shareATerm(a, tt.short, tt.text) {
			t.Errorf("%q is read as %s", tt.text, tt.short)
		}
	}
}

func TestCapitalsMakeAnAbbreviationUnlessAllWordsHaveThem(t *testing.T) {
	a := New()
	for text, want := range map[string]bool{
		"WHO":                            true,
		"WHO chief resigns":              true,
		"the WHO, CDC and FDA":           true,
		"Is it the WHO?":                 true,
		"WHO WINS":                       false,
		"FANS ASK WHO WINS":              false,
		"THE MAN WHO FELL, IN 1963":      false,
		"W.H.O. WARNS OF NEW OUTBREAK":   true,
		"“Who will win?” asked the team": false,
	} {
		if got := shareATerm(a, "the World Health Organization", text) && len(terms(a, text)) > 0; got != want {
			t.Errorf("%q names the WHO: %v", text, got)
		}
	}
	if !shareATerm(a, "ICE AGE", "an ice age") || shareATerm(a, "an ICE raid", "ice") {
		t.Error("ICE and ice are not told apart")
	}
}

func TestWordsWithAHyphenShareATermWithThoseWithout(t *testing.T) {
	a := New()
	for _, same := range [][]string{
		{"cease-fire", "ceasefire", "cease-fires", "Cease-Fire", "the cease-fire’s"},
		{"e-mail", "email", "e-mailed"},
		{"co-operation", "cooperation"},
		{"re-elected", "reelected"},
		{"clean-up", "cleanup"},
		{"line-up", "lineup"},
	} {
		if !shareATerm(a, same...) {
			t.Errorf("%q have no term in common", same)
		}
	}
	for text, want := range map[string]string{
		"a cease-fire now":           "cease-fire|cease|fire|now",
		"the far-right party":        "far|right|party",       // never written as one
		"state-of-the-art":           "state|art",             // nor are three words
		"not an on-off-on switch":    "off|switch",            // "on" is a stop word
		"the pre–war years":          "pre|war|years",         // a dash
		"pre- and post-war":          "pre|post-war|post|war", // a hyphen that ends a word
		"come in-to it":              "come",                  // stop words, apart and together
		"Kyiv-backed, -up and re-":   "Kyiv|backed|up|re",
		"the mid-2010s":              "mid-2010s|mid|2010s",
		"a re-évaluation of e-mails": "re|évaluation|e-mails|e|mails",
	} {
		if got := strings.Join(words(text), "|"); got != want {
			t.Errorf("words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestATokenForSeveralWordsPrecedesThemAndSpansThem(t *testing.T) {
	for text, want := range map[string]string{
		"the United Nations’ envoy":       "United Nations, United*, Nations*, envoy",
		"a non-governmental organisation": "non-governmental organisation, non-governmental*, non*, governmental*, organisation*",
		"pro-European Union":              "pro-European, pro*, European Union, European*, Union*",
		"United Nations-wide":             "United Nations, United*, Nations-wide, Nations*, wide*",
		"United Nations Children's Fund":  "United Nations Children's Fund, United Nations*, United*, Nations*, Children's*, Fund*",
	} {
		var got []string
		for _, tok := range New().Tokens(nil, text) {
			s := text[tok.Start:tok.End]
			if tok.InCompound {
				s += "*"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q has the tokens %s, want %s", text, s, want)
		}
	}
}

func TestNamesDoNotReachIntoTheTokensBefore(t *testing.T) {
	a := New()
	tokens := a.Tokens(nil, "united")
	if got := a.Tokens(tokens, "nations"); len(got) != 2 {
		t.Errorf("tokens %v", got)
	}
}

func TestPartsOfAnalysisCanBeLeftOut(t *testing.T) {
	const text = "The United Nations wants a cease-fire."
	for _, tt := range []struct {
		without []Part
		want    int
	}{{nil, 7}, {[]Part{Abbreviations}, 6}, {[]Part{Hyphens}, 6}, {[]Part{Abbreviations, Hyphens}, 5}} {
		if got := New(tt.without...).Tokens(nil, text); len(got) != tt.want {
			t.Errorf("without %v there are %d tokens, want %d", tt.without, len(got), tt.want)
		}
	}
}
