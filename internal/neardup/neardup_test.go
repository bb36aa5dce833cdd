package neardup_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"byline/internal/lexical"
	"byline/internal/neardup"
	"byline/internal/news"

	"pgregory.net/rapid"
)

// invented returns a text of words that no other seed has.
func invented(seed uint64, words int) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]string, words)
	for i := range out {
		out[i] = fmt.Sprintf("qu%dzz%x", seed, r.IntN(3000))
	}
	return out
}

func article(words ...[]string) news.Signature {
	var s neardup.Signer
	return s.Article(lexical.Terms(lexical.New().Tokens(nil, strings.Join(slices.Concat(words...), " "))))
}

func passage(words ...[]string) news.Signature {
	var s neardup.Signer
	return s.Passage(lexical.Terms(lexical.New().Tokens(nil, strings.Join(slices.Concat(words...), " "))))
}

// What an agency's article goes through at the papers that print it.
func TestReprintsAreNearDuplicates(t *testing.T) {
	agency, local, other := invented(1, 400), invented(2, 80), invented(3, 400)
	first, last := agency[:200], agency[200:]
	for _, c := range []struct {
		name           string
		text           news.Signature
		copies, either bool
	}{
		{"word for word", article(agency), true, true},
		{"with a first line of their own", article(invented(4, 12), agency), true, true},
		{"with the last paragraphs cut", article(agency[:340]), true, true},
		{"with half of it cut", article(first), false, true},
		{"with half of it cut and a local paragraph", article(local, first), false, true},
		{"between local paragraphs", article(local, first, invented(5, 60), last), true, true},
		{"in a digest of the day", article(other, agency, invented(6, 300)), false, true},
		{"another article", article(other), false, false},
		{"another article that ends with a sentence of it", article(other, agency[380:]), false, false},
		{"an article much longer", article(invented(7, 5000)), false, false},
	} {
		got := neardup.Compare(article(agency), c.text)
		if got.Copies() != c.copies || got.NearDuplicates() != c.either {
			t.Errorf("%s: copies %t, near-duplicates %t (%+v)", c.name, got.Copies(), got.NearDuplicates(), got)
		}
		if back := neardup.Compare(c.text, article(agency)); back != got {
			t.Errorf("%s: %+v one way, %+v the other", c.name, got, back)
		}
	}
}

// Short texts have few shingles, which chance shares and which stand for much.
func TestShortTextsAreCopiesOnlyIfNearlyAllIsShared(t *testing.T) {
	alert, long := invented(1, 18), invented(2, 2000)
	if l := neardup.Compare(article(alert), article(alert[:12], invented(3, 6))); l.NearDuplicates() {
		t.Errorf("two alerts that begin alike: %+v", l)
	}
	if l := neardup.Compare(article(alert, alert[:8]), article(long, alert[:9])); l.NearDuplicates() {
		t.Errorf("a short article that shares a formula with a long one: %+v", l)
	}
	for n := range 5 {
		if l := neardup.Compare(article(alert[:n+1]), article(alert[:n+1])); !l.Copies() {
			t.Errorf("the same %d words: %+v", n+1, l)
		}
		if l := neardup.Compare(article(alert[:n+1]), article(invented(4, n+1))); l.Copies() {
			t.Errorf("%d other words: %+v", n+1, l)
		}
	}
}

func TestWithoutASignatureNothingIsACopy(t *testing.T) {
	text := invented(1, 100)
	for name, pair := range map[string][2]news.Signature{
		"none": {"", ""}, "one": {article(text), ""}, "no words": {article(), article()}, "an article and a passage": {article(text), passage(text)}, "cut off": {"\x01", "\x01"},
	} {
		if l := neardup.Compare(pair[0], pair[1]); l != (neardup.Likeness{}) {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// Whatever is shared of whatever is long: what signatures tell is near what
// counting tells, within four standard errors.
func TestSignaturesTellHowMuchIsShared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64Range(1, 1<<40).Draw(t, "seed")
		shared := rapid.IntRange(0, 600).Draw(t, "shared")
		a := slices.Concat(invented(seed, shared), invented(seed+1, rapid.IntRange(1, 600).Draw(t, "only a")))
		b := slices.Concat(invented(seed, shared), invented(seed+2, rapid.IntRange(1, 600).Draw(t, "only b")))
		resemblance, containment := counted(a, b)
		for name, c := range map[string]struct {
			got     neardup.Likeness
			buckets float64
		}{
			"article": {neardup.Compare(article(a), article(b)), 128}, "passage": {neardup.Compare(passage(a), passage(b)), 32},
		} {
			allowed := 4*math.Sqrt(resemblance*(1-resemblance)/c.buckets) + 3/c.buckets
			if math.Abs(c.got.Resemblance-resemblance) > allowed {
				t.Errorf("%s: resemblance %.3f, counted %.3f", name, c.got.Resemblance, resemblance)
			}
			if name == "article" && containment > .8 && len(a) > 300 && len(b) > 300 && !c.got.NearDuplicates() {
				t.Errorf("%.2f of the shorter one is shared, and it is no near-duplicate: %+v", containment, c.got)
			}
		}
	})
}

// counted is what signatures estimate, by the runs of three words themselves.
func counted(a, b []string) (resemblance, containment float64) {
	x, y := runs(a), runs(b)
	shared := 0
	for run := range x {
		if y[run] {
			shared++
		}
	}
	return float64(shared) / float64(len(x)+len(y)-shared), float64(shared) / float64(min(len(x), len(y)))
}

func runs(words []string) map[string]bool {
	out := map[string]bool{}
	for i := range words {
		if i+1 >= min(3, len(words)) {
			out[strings.Join(words[max(0, i-2):i+1], " ")] = true
		}
	}
	return out
}

// Signatures are stored: what changes them must change encode.Version.
func TestTheFormOfSignaturesIsFixed(t *testing.T) {
	const words = "Ferry crews of Marn walked out on Monday over a winter timetable that leaves nine hours between shifts"
	var s neardup.Signer
	tokens := lexical.New().Tokens(nil, words)
	a, p := s.Article(lexical.Terms(tokens)), s.Passage(lexical.Terms(tokens))
	if len(a) != 258 || len(p) != 66 {
		t.Errorf("%d and %d bytes", len(a), len(p))
	}
	const want = "0c00ffffffff0664e4c3efaeffffffffb2cc2e35fffff121" +
		"ffffffffffffffffffffffffffffffffffffffffffffffff12aaffffffffffff465bffffffffffffffff"
	if got := fmt.Sprintf("%x", p); got != want {
		t.Errorf("the signature of a passage changed: %s", got)
	}
}

func BenchmarkSigner(b *testing.B) {
	var s neardup.Signer
	tokens := lexical.New().Tokens(nil, strings.Join(invented(1, 400), " "))
	b.Run("article", func(b *testing.B) {
		for b.Loop() {
			s.Article(lexical.Terms(tokens))
		}
	})
	b.Run("passage", func(b *testing.B) {
		for b.Loop() {
			s.Passage(lexical.Terms(tokens[:100]))
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	x, y := article(invented(1, 400)), article(invented(2, 400))
	for b.Loop() {
		neardup.Compare(x, y)
	}
}
