package lexical

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// words returns the texts behind the tokens of text.
func words(text string) []string {
	var out []string
	for _, t := range New().Tokens(nil, text) {
		out = append(out, text[t.Start:t.End])
	}
	return out
}

func TestTokensAreTheWordsThatCarryMeaning(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"The ferry was late.", "ferry|late"},
		{"U.S. and U.K. officials", "U.S|U.K|officials"},
		{"It rose 4.5% to 1,200, then fell.", "rose|4.5|1,200|fell"},
		{"far-right", "far|right"},
		{"O'Neil’s boat", "O'Neil’s|boat"},
		{"the workers' rights, the “workers’” rights", "workers|rights|workers|rights"},
		{"the 1960's", "1960's"},
		{"Ends here.Next starts", "Ends|here|Next|starts"},
		{"café – Łódź", "café|Łódź"},
		{"東京 tower", "東|京|tower"},
		{"Київ сьогодні", "Київ|сьогодні"},
		{"", ""},
		{"... --- !!!", ""},
	} {
		if got := strings.Join(words(tt.text), "|"); got != tt.want {
			t.Errorf("words(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestWordsThatMeanTheSameShareATerm(t *testing.T) {
	a := New()
	for _, same := range [][]string{
		{"sailing", "sailings", "SAILED", "sail"},
		{"U.S.", "US"},
		{"Zürich", "Zurich", "ZÜRICH", "Zu\u0308rich"},
		{"Łódź", "lodz"},
		{"company's", "company’s", "companies", "company"},
		{"1,200", "1200"},
		{"l'acqua", "L’acqua", "dell'acqua", "qu'acqua", "acqua"},
		{"L'Oster", "d'Oster", "Oster"},
		{"don’t", "don't", "dont"},
		{"workers'", "workers’", "workers", "worker's"},
		{"1960's", "1960’s", "1960"},
		{"colour", "colors", "coloured", "Colouring"},
		{"neighbours", "neighbor", "neighbour's"},
		{"labourers", "laborer"},
		{"organise", "organized", "organising", "organizes"},
		{"organisation", "organizations"},
		{"centre", "centers", "centred", "centered"},
		{"travelled", "traveling", "travel"},
		{"defence", "defenses"},
		{"licence", "license", "licensed"},
		{"analysed", "analyzing"},
		{"programmes", "program"},
		{"sceptical", "skeptical"},
		{"judgement", "judgments"},
		{"jewellery", "jewelry"},
		{"fulfilled", "fulfil", "fulfill"},
		{"enrolment", "enrollment"},
		{"surprise", "surprised", "surprising"},
		{"exercise", "exercising"},
		{"precise", "precisely"},
	} {
		first := a.Tokens(nil, same[0])
		for _, w := range same[1:] {
			got := a.Tokens(nil, w)
			if len(first) != 1 || len(got) != 1 || first[0].Term != got[0].Term {
				t.Errorf("%q and %q have different terms: %v, %v", same[0], w, first, got)
			}
		}
	}
}

func TestWordsThatDifferHaveDifferentTerms(t *testing.T) {
	a := New()
	seen := map[uint32]string{}
	for _, w := range strings.Fields("ferry fair fire minister ministry 2024 2025 4.5 45 paris parish us uk hour tour tor four prize rise rice wise size advise advice flour floor noise centre cent central litre literary labour label model modem travel trawl") {
		tokens := a.Tokens(nil, w)
		if len(tokens) != 1 {
			t.Fatalf("%q has %d tokens", w, len(tokens))
		}
		if other, dup := seen[tokens[0].Term]; dup {
			t.Errorf("%q and %q share a term", w, other)
		}
		seen[tokens[0].Term] = w
	}
}

func TestLongRunsAreCut(t *testing.T) {
	tokens := New().Tokens(nil, strings.Repeat("a", 1000))
	if len(tokens) != (1000+maxWord-1)/maxWord {
		t.Errorf("%d tokens", len(tokens))
	}
}

func TestAnalyzerIsSafeForConcurrentUse(t *testing.T) {
	a := New()
	text := strings.Repeat("Ferries sailed from Visby to Ventspils on Tuesday. ", 50)
	want := a.Tokens(nil, text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if !slices.Equal(a.Tokens(nil, text), want) {
				t.Error("another result on another goroutine")
			}
		})
	}
	wg.Wait()
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"The U.S.'s 1,200 ferries", "’’’", "a.b.c.", "\xff\xfe", "東京's", "x’", "'s", ".5.", "e\u0301\u0301", "The United Nations’ cease-fire",
		"pro-European Union", "WHO WINS", "W.H.O.", "in-to", "co-\xff", "United Nations-wide", "the Supreme Court of the United States", "non-governmental organization"} {
		f.Add(s)
	}
	a := New()
	f.Fuzz(func(t *testing.T, text string) {
		tokens := a.Tokens(nil, text)
		start, word, whole := 0, 0, 0 // where the last token starts, the last word ends, and the furthest token
		for i, tok := range tokens {
			if tok.Start < start || tok.End <= tok.Start || tok.End > len(text) || tok.Term < firstTerm {
				t.Fatalf("token %+v after %d in %q", tok, start, text)
			}
			if tok.InCompound && tok.End > whole {
				t.Fatalf("token %+v is not part of one that ends at %d in %q", tok, whole, text)
			}
			start, whole = tok.Start, max(whole, tok.End)
			if isWord(tokens, i) {
				if tok.Start < word {
					t.Fatalf("word %+v begins before the last ends, at %d in %q", tok, word, text)
				}
				word = tok.End
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[tok.Start:tok.End]) {
				t.Fatalf("token %+v cuts a rune of %q", tok, text)
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("The company said passengers would be refunded in full, and that the next sailing would not be before 1 April. ", 60)
	a := New()
	var tokens []Token
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		tokens = a.Tokens(tokens[:0], text)
	}
}

// A long text is read bit by bit, and names and hyphens go over the seams.
func TestALongTextHasTheTermsThatItHasAtOnce(t *testing.T) {
	a := New()
	for shift := range 40 {
		text := strings.Repeat(" ", shift) + strings.Repeat("The cease-fire of the United Nations, so the WHO of the U.S. Wörter. ", 3000)
		got, err := a.TokensContext(t.Context(), nil, text)
		if want := a.Tokens(nil, text); err != nil || !slices.Equal(got, want) {
			t.Fatalf("with %d spaces before it: %d tokens, want %d; error %v", shift, len(got), len(want), err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.TokensContext(ctx, nil, "a text"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
