package chunk

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"

	"pgregory.net/rapid"
)

// checkTiling fails if spans are not what the package says of them.
func checkTiling(t interface{ Fatalf(string, ...any) }, text string, spans []news.Span) {
	end, valid := 0, utf8.ValidString(text)
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after %d is out of order in %q", s, end, text)
		}
		if between := text[end:s.Start]; strings.TrimSpace(between) != "" {
			t.Fatalf("lost %q before %v in %q", between, s, text)
		}
		if piece := text[s.Start:s.End]; strings.TrimSpace(piece) != piece {
			t.Fatalf("%q is not trimmed", piece)
		} else if valid && !utf8.ValidString(piece) {
			t.Fatalf("%q is cut within a rune", piece)
		}
		end = s.End
	}
	if rest := text[end:]; strings.TrimSpace(rest) != "" {
		t.Fatalf("lost %q at the end of %q", rest, text)
	}
}

// A long run is not read to its end for every piece of it: that would be
// 10¹¹ bytes here.
func TestThirtyMegabytesWithoutSpacesAreCut(t *testing.T) {
	for _, unit := range []string{"a", "新", "a.", ").", "-\u0301"} {
		a := news.Article{ID: "a", Body: strings.Repeat(unit, 30<<20/len(unit))}
		checkPassages(t, a, Split(a))
	}
}

// checkPassages fails if the passages of an article are not what the package says of them.
func checkPassages(t interface{ Fatalf(string, ...any) }, a news.Article, passages []news.Passage) {
	var spans []news.Span
	for i, p := range passages {
		if p.ArticleID != a.ID || p.Ordinal != i || p.Text != a.Body[p.Start:p.End] {
			t.Fatalf("passage %d does not belong: %+v", i, p)
		}
		if n := Words(p.Text); n > maxWords {
			t.Fatalf("passage %d has %d words", i, n)
		}
		spans = append(spans, p.Span)
	}
	checkTiling(t, a.Body, spans)
}

// prose makes paragraphs of sentences of the given lengths in words.
func prose(paragraphs ...[]int) string {
	var b strings.Builder
	for i, p := range paragraphs {
		if i > 0 {
			b.WriteString("\n\n")
		}
		for j, words := range p {
			if j > 0 {
				b.WriteString(" ")
			}
			b.WriteString("The" + strings.Repeat(" ferry", words-1) + ".")
		}
	}
	return b.String()
}

func repeated(n int, p ...int) [][]int {
	all := make([][]int, n)
	for i := range all {
		all[i] = p
	}
	return all
}

func TestSplit(t *testing.T) {
	tests := []struct {
		name, body string
		want       []int // words of each passage
	}{
		{"nothing", "", nil},
		{"white space", " \n\u00a0\t\n", nil},
		{"one word", "Fire", []int{1}},
		{"a brief is one passage", prose([]int{20, 25}, []int{30}), []int{75}},
		{"a little over the target is still one", prose(repeated(10, 20)...), []int{200}},
		{"ends at paragraphs", prose([]int{20, 30, 20}, []int{25, 35, 20}, []int{20, 30, 25}, []int{30, 40}), []int{150, 145}},
		{"no tiny last passage", prose(repeated(17, 10, 10)...), []int{180, 160}},
		{"one long paragraph", prose([]int{20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20}), []int{160, 160}},
		{"a long sentence is cut evenly", prose([]int{500}), []int{125, 125, 125, 125}},
		{"a heading goes with what it heads", prose([]int{80}, []int{80}) + "\n\nWhat we know\n\n" + prose([]int{70}, []int{87}), []int{160, 160}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := news.Article{ID: "a1", Body: tt.body}
			passages := Split(a)
			checkPassages(t, a, passages)
			var got []int
			for _, p := range passages {
				got = append(got, Words(p.Text))
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("words of the passages: %v, want %v", got, tt.want)
			}
		})
	}
}

// Text without spaces has no sentences or words to go by, and is still cut into passages that an embedder can read.
func TestSplitBoundsTextWithoutSpaces(t *testing.T) {
	for name, body := range map[string]string{
		"base64":                strings.Repeat("QUJDREVGR0hJSktM", 1000),
		"Chinese":               strings.Repeat("渡轮周一停航", 1000),
		"Chinese with stops":    strings.Repeat("渡轮周一停航。", 1000),
		"emoji":                 strings.Repeat("⛴", 5000),
		"one stop after others": strings.Repeat(".", 10000),
		"a 5,000-word sentence": strings.Repeat("ferry ", 5000),
		"mixed":                 strings.Repeat("ferry "+strings.Repeat("渡", 1500), 10),
		"invalid UTF-8":         strings.Repeat("\xff\xe3\x80", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			a := news.Article{Body: body}
			passages := Split(a)
			checkPassages(t, a, passages)
			for _, p := range passages {
				if len(p.Text) > 6000 {
					t.Errorf("passage of %d bytes", len(p.Text))
				}
			}
			if len(passages) < 3 {
				t.Errorf("%d passages from %d bytes", len(passages), len(body))
			}
		})
	}
}

// Ordinary prose of any shape gives passages that are neither tiny nor long.
func TestSplitLengths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentence := rapid.IntRange(5, 30)
		paragraphs := rapid.SliceOfN(rapid.SliceOfN(sentence, 1, 5), 1, 40).Draw(t, "paragraphs")
		a := news.Article{ID: "a1", Body: prose(paragraphs...)}
		passages := Split(a)
		checkPassages(t, a, passages)
		if Words(a.Body) <= maxWords && len(passages) != 1 && Words(a.Body) < targetWords {
			t.Fatalf("%d passages from %d words", len(passages), Words(a.Body))
		}
		for _, p := range passages {
			if n := Words(p.Text); len(passages) > 1 && n < 60 {
				t.Fatalf("passage %d of %d has only %d words", p.Ordinal, len(passages), n)
			}
		}
	})
}

func TestWords(t *testing.T) {
	for text, want := range map[string]int{
		"":                                 0,
		" \n":                              0,
		"a ferry\u00a0sank":                3,
		"twenty-four-bytes-are-1-":         1,
		"twenty-five-bytes-are-two":        2,
		"渡轮":                               1,
		strings.Repeat("渡", 20):            10,
		strings.Repeat("渡", 20) + " ferry": 11,
	} {
		if got := Words(text); got != want {
			t.Errorf("Words(%q) = %d, want %d", text, got, want)
		}
	}
}

// White space is unicode.IsSpace, byte for byte.
func TestSpaceLen(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		text, want := string(r), 0
		if unicode.IsSpace(r) {
			want = len(text)
		}
		if got := spaceLen(text, 0); got != want {
			t.Fatalf("spaceLen(%U) = %d, want %d", r, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, tt := range sentenceTests {
		f.Add(tt.text)
	}
	f.Add(prose([]int{500}, []int{20, 30}))
	f.Add(strings.Repeat("渡轮周一停航", 200) + "\xff\xe2\x80")
	f.Fuzz(func(t *testing.T, body string) {
		checkTiling(t, body, Sentences(body, lang.Of("en")))
		a := news.Article{ID: "a1", Body: body}
		checkPassages(t, a, Split(a))
	})
}
