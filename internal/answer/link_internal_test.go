package answer

import (
	"net/url"
	"strings"
	"testing"

	"byline/internal/news"

	"pgregory.net/rapid"
)

const linkBody = "The ferry to Vell resumed on Monday after eleven days in dock, and it carried 212 passengers on its first crossing.\n\n" +
	"The ferry to Vell resumed late. The operator said that the repair of the rudder cost 1.4 million crowns, which nobody had asked for.\n\n" +
	"It said no more. It said no more."

func TestLinksNameTheEndsOfAQuote(t *testing.T) {
	for quote, want := range map[string]string{
		"It said no more.":                "It%20said%20no%20more.", // the first of two; see below
		"The ferry to Vell resumed late.": "The%20ferry%20to%20Vell%20resumed%20late.",
		"The ferry to Vell resumed on Monday after eleven days in dock, and it carried 212 passengers on its first crossing.": "The%20ferry%20to%20Vell%20resumed%20on,its%20first%20crossing.",
		"The operator said that the repair of the rudder cost 1.4 million crowns, which nobody had asked for.":                "The%20operator%20said,had%20asked%20for.",
		"resumed late. The operator said that the repair of the rudder cost 1.4 million crowns":                               "resumed%20late.%20The,1.4%20million%20crowns",
		"on its first crossing.\n\nThe ferry to Vell resumed late.":                                                           "on%20its%20first,Vell%20resumed%20late.",
	} {
		a := &news.Article{URL: "https://lantern.example/ferry#top", Headline: "Ferry", Body: linkBody}
		start := strings.Index(linkBody, quote)
		got := link(a, news.Span{Start: start, End: start + len(quote)})
		if _, text, _ := strings.Cut(got, "https://lantern.example/ferry#top:~:text="); !strings.HasSuffix(text, want) {
			t.Errorf("%q\n got %s\nwant %s", quote, got, want)
		}
	}
}

func TestLinksAreToPagesOnly(t *testing.T) {
	for address, want := range map[string]string{"": "", "javascript:alert(1)": "", "/ferry": "", "ftp://a.example/b": "", "https://a.example/b": "https://a.example/b#:~:text=One."} {
		if got := link(&news.Article{URL: address, Body: "One."}, news.Span{End: 4}); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// What a browser scrolls to is the quote and nothing else, however often its
// words stand elsewhere, unless the whole of it does.
func TestALinkMatchesItsQuoteAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"The", "the", "ferry", "to", "Vell", "left", "late,", "again", "on", "Monday."})
		line := rapid.SliceOfN(word, 1, 25)
		var lines []string
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			lines = append(lines, strings.Join(line.Draw(t, "line"), " "))
		}
		a := &news.Article{URL: "https://a.example/b", Headline: strings.Join(line.Draw(t, "headline"), " "), Body: strings.Join(lines, "\n\n")}
		starts := wordStarts(a.Body)
		from := rapid.SampledFrom(starts).Draw(t, "from")
		words := rapid.IntRange(1, 30).Draw(t, "words")
		end := from + len(a.Body[from:])
		if rest := wordStarts(a.Body[from:]); words < len(rest) {
			end = from + len(strings.TrimSpace(a.Body[from:from+rest[words]]))
		}
		quote := news.Span{Start: from, End: end}
		cited := strings.ToLower(a.Body[from:end])
		lines = strings.Split(cited, "\n\n")
		if last := lines[len(lines)-1]; strings.Index(cited, last)+len(last) != len(cited) {
			return // its end cannot be told from its middle
		}
		got := browserMatch(a, link(a, quote))
		if got.prefix == min(mostContext, len(strings.Fields(a.Body[:from]))) && got.repeated {
			return // nor can its beginning: all that is before it stands elsewhere, too
		}
		if want, at := flat(a.Body[from:end]), len(flat(a.Headline+" "+a.Body[:from]))+1; got.text != want || got.at != at {
			t.Fatalf("%q at %d of %q leads to %q at %d by %s", want, at, a.Body, got.text, got.at, link(a, quote))
		}
	})
}

func wordStarts(text string) (starts []int) {
	for i := range text {
		if (i == 0 || text[i-1] == ' ' || text[i-1] == '\n') && text[i] != '\n' && text[i] != ' ' {
			starts = append(starts, i)
		}
	}
	return starts
}

func flat(text string) string { return strings.Join(strings.Fields(strings.ToLower(text)), " ") }

// scrolled is what a browser would scroll to.
type scrolled struct {
	text     string
	at       int
	prefix   int  // words that tell the place from others
	repeated bool // there are others
}

// browserMatch follows the algorithm of the specification over words, which
// are what it matches: prefix, start and, from there, the nearest end.
func browserMatch(a *news.Article, link string) scrolled {
	_, directive, _ := strings.Cut(link, ":~:text=")
	var prefix, start, end []string
	for part := range strings.SplitSeq(directive, ",") {
		context := strings.HasSuffix(part, "-")
		text, _ := url.PathUnescape(strings.TrimSuffix(part, "-"))
		switch words := strings.Fields(flat(text)); {
		case context:
			prefix = words
		case start == nil:
			start = words
		default:
			end = words
		}
	}
	page := pageWords(a.Headline + "\n\n" + a.Body)
	for i := range page {
		first := i + len(prefix)
		if !stands(page, i, prefix, false) || !stands(page, first, start, true) {
			continue
		}
		last := first + len(start)
		if end != nil {
			for last < len(page) && !stands(page, last, end, true) {
				last++
			}
			last += len(end)
		}
		if last > len(page) {
			continue
		}
		return scrolled{textOf(page[first:last]), len(textOf(page[:first])) + 1, len(prefix), repeated(page[first+1:], start)}
	}
	return scrolled{}
}

func repeated(page []pageWord, words []string) bool {
	for i := range page {
		if stands(page, i, words, true) {
			return true
		}
	}
	return false
}

// pageWord is a word of a page and the number of its line.
type pageWord struct {
	text string
	line int
}

func pageWords(text string) (words []pageWord) {
	for i, line := range strings.Split(text, "\n\n") {
		for w := range strings.FieldsSeq(flat(line)) {
			words = append(words, pageWord{w, i})
		}
	}
	return words
}

func textOf(words []pageWord) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// stands reports whether words begin at a place, all in one line if that is wanted.
func stands(page []pageWord, at int, words []string, oneLine bool) bool {
	if at+len(words) > len(page) {
		return false
	}
	for i, w := range words {
		if page[at+i].text != w || oneLine && page[at+i].line != page[at].line {
			return false
		}
	}
	return true
}
