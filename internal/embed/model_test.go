package embed_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"byline/internal/embed"
)

func load(t testing.TB) *embed.Model {
	t.Helper()
	m, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func vector(m *embed.Model, text string) []float32 {
	v := make([]float32, m.Identity().Dim)
	m.Embed(v, text)
	return v
}

func dot(a, b []float32) float64 {
	var s float64
	for i := range a {
		s += float64(a[i]) * float64(b[i])
	}
	return s
}

func length(v []float32) float64 { return math.Sqrt(dot(v, v)) }

// The Python scripts are the reference: training/golden.py wrote the vectors.
func TestVectorsEqualThoseOfTheTrainingScripts(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Checksum string
		Texts    []struct {
			Text   string
			Vector []float32
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	if got := embed.BuiltinChecksum(); got != golden.Checksum {
		t.Fatalf("golden.json is of the model %s, the built-in one is %s: run training/golden.py", golden.Checksum, got)
	}
	m := load(t)
	for _, g := range golden.Texts {
		got := vector(m, g.Text)
		var worst float64
		for i, want := range g.Vector {
			worst = max(worst, math.Abs(float64(got[i]-want)))
		}
		if worst > 3e-3 { // the table keeps components to 1/1023 of the largest
			t.Errorf("%.60q: a component is off by %.4f, cosine %.4f", g.Text, worst, dot(got, g.Vector))
		}
	}
}

func TestAParaphraseIsCloserThanAnotherSubject(t *testing.T) {
	m := load(t)
	for _, c := range []struct{ text, paraphrase, other string }{
		{"The central bank raised interest rates again.", "Borrowing costs were increased by monetary policymakers.", "The striker scored twice in the cup final."},
		{"A powerful earthquake destroyed homes in the region.", "Houses collapsed when the quake struck.", "The company launched a new smartphone."},
		{"Doctors warn of a rise in measles cases.", "Physicians are concerned as infections with the virus spread.", "The orchestra opened its season with a symphony."},
		{"Who won the presidential election?", "The incumbent was re-elected president with 54 percent of the vote.", "Wheat exports fell after the drought."},
		{"Police arrested two suspects after the robbery.", "Officers detained a pair of men over the theft.", "The glacier lost a third of its ice."},
		{"The film took home the award for best picture.", "The movie won the top Oscar.", "Workers at the steel plant went on strike."},
	} {
		text, paraphrase, other := vector(m, c.text), vector(m, c.paraphrase), vector(m, c.other)
		if near, far := dot(text, paraphrase), dot(text, other); near < far+0.1 {
			t.Errorf("%q: cosine %.3f to %q, %.3f to %q", c.text, near, c.paraphrase, far, c.other)
		}
	}
}

func TestVectorsAreOfUnitLengthOrZero(t *testing.T) {
	m := load(t)
	for name, c := range map[string]struct {
		text string
		want float64
	}{
		"a sentence":              {"The ferry sailed at noon.", 1},
		"one letter":              {"x", 1},
		"empty":                   {"", 0},
		"white space":             {" \t\r\n\u00a0\u2003", 0},
		"punctuation":             {"… — “” !?", 0},
		"another script":          {"Порт закрито у вівторок", 0},
		"a script without spaces": {"港は火曜日に閉鎖された", 0},
		"emoji":                   {"🚢🌊", 0},
		"scripts mixed":           {"Порт Odesa закрито", 1},
		"invalid UTF-8":           {"\xff\xfe\x80", 0},
		"invalid UTF-8 in a word": {"har\xffbour", 1},
		"cut character":           {"caf\xc3", 1},
		"NUL":                     {"\x00\x00", 0},
		"a very long word":        {strings.Repeat("a", 1<<20), 0},
		"a very long accented":    {strings.Repeat("é", 1<<20), 0},
		"a megabyte":              {strings.Repeat("storm ", 1<<18), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := length(vector(m, c.text)); math.Abs(got-c.want) > 1e-5 {
				t.Errorf("length %v, want %v", got, c.want)
			}
		})
	}
}

func TestSpellingThatDoesNotMatter(t *testing.T) {
	m := load(t)
	for _, c := range [][2]string{
		{"Storm hits the coast", "STORM HITS THE COAST"},
		{"café in São Paulo", "cafe in Sao Paulo"},
		{"café", "cafe\u0301"},
		{"Storm hits, coast.", "storm\n hits — “coast”"},
		{"harbour", "har\u00adbour"},
		{"harbour", "har\xffbour"},
	} {
		if got := dot(vector(m, c[0]), vector(m, c[1])); got < 0.99999 {
			t.Errorf("%q and %q: cosine %v, want 1", c[0], c[1], got)
		}
	}
}

func TestEmbedParts(t *testing.T) {
	m := load(t)
	const headline, text = "Harbour closed after storm", "Engineers found cracks in the northern pier."
	parts := func(headline, text string) []float32 {
		v := make([]float32, m.Identity().Dim)
		m.EmbedParts(v, headline, text)
		return v
	}
	both := parts(headline, text)
	if got := length(both); math.Abs(got-1) > 1e-5 {
		t.Errorf("length %v, want 1", got)
	}
	if h, p := dot(both, vector(m, headline)), dot(both, vector(m, text)); h >= p || h <= dot(vector(m, headline), vector(m, text)) {
		t.Errorf("the vector is to lean to the text and take from the headline; cosines: %.3f to the text, %.3f to the headline", p, h)
	}
	for name, c := range map[string][3]string{
		"no headline":           {"", text, text},
		"headline without word": {"Порт", text, text},
		"no text":               {headline, "", headline},
		"neither":               {"", "", ""},
	} {
		v, want := parts(c[0], c[1]), vector(m, c[2])
		if d := length(v) - length(want); math.Abs(d) > 1e-5 || (length(want) > 0 && dot(v, want) < 0.99999) {
			t.Errorf("%s: not the vector of %q", name, c[2])
		}
	}
}

func TestAnEncoderKeepsNothingFromEarlierTexts(t *testing.T) {
	m := load(t)
	e := m.NewEncoder()
	texts := []string{"A storm", "", "Quillfeather and Haavisto", "Порт", "cafés, cafés", strings.Repeat("storm surge ", 500)}
	for range 3 {
		for _, text := range texts {
			got := make([]float32, m.Identity().Dim)
			e.Embed(got, text)
			want := make([]float32, m.Identity().Dim)
			m.NewEncoder().Embed(want, text)
			for i := range got {
				if got[i] != want[i] {
					t.Fatalf("%.20q: differs from the vector of a new encoder", text)
				}
			}
		}
	}
}

func TestAllocatesNothing(t *testing.T) {
	m := load(t)
	e, v := m.NewEncoder(), make([]float32, m.Identity().Dim)
	embedAll := func() {
		e.EmbedParts(v, "Quillfeather resigns", "The “café” of Quillfeather, Haavisto & the antidisestablishmentarianists; İstanbul")
	}
	embedAll()
	if n := testing.AllocsPerRun(100, embedAll); n > 0 {
		t.Errorf("%v allocations a text", n)
	}
}

func TestManyAtOnce(t *testing.T) {
	m := load(t)
	texts := sampleArticle(2000)
	var want [][]float32
	for _, text := range texts {
		want = append(want, vector(m, text))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := m.EmbedTexts(t.Context(), texts, embed.Passage)
			if err != nil {
				t.Error(err)
				return
			}
			for i := range texts {
				if dot(got[i], want[i]) < 0.99999 {
					t.Errorf("text %d: another vector than alone", i)
				}
			}
		})
	}
	wg.Wait()
}

func TestEmbedTextsStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := load(t).EmbedTexts(ctx, []string{"a"}, embed.Query)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func FuzzEmbed(f *testing.F) {
	m := load(f)
	for _, s := range []string{"", "The ferry sailed.", "café\u0301 ﬁn", "\xff\xc3", "日本tokyo", "a\u00adb\u200bc", "½²₂", "ΑΣ ς", strings.Repeat("z", 101), "\u1fef\u037e"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, headline, text string) {
		v := make([]float32, m.Identity().Dim)
		m.EmbedParts(v, headline, text)
		got := length(v)
		if math.IsNaN(got) || (got != 0 && math.Abs(got-1) > 1e-4) {
			t.Errorf("length %v, want 0 or 1", got)
		}
		if lower := vector(m, strings.ToLower(text)); text == strings.ToValidUTF8(text, "") && isASCII(text) && length(lower) > 0 && dot(lower, vector(m, text)) < 0.9999 {
			t.Error("case changes the vector")
		}
	})
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
