package embed_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"byline/internal/embed"
)

// sampleArticle returns an article of about the given number of words, made
// of invented sentences whose names and numbers differ, in passages of 160 words.
func sampleArticle(words int) []string {
	rng := rand.New(rand.NewPCG(1, 2))
	names := []string{"Orlova", "Brannigan", "Tesfaye", "Quillfeather", "Kovalenko", "Haavisto", "Ngozi", "Pemberton"}
	templates := []string{
		"The harbour authority of NAME said on Tuesday that the ferry line would close for NUM weeks, after engineers found cracks in the northern pier.",
		"“We are not going to wait for another storm,” Mayor NAME told reporters, adding that repairs could cost as much as $NUM million.",
		"Residents who depend on the crossing – many of them commuters and schoolchildren – now face a detour of NUM kilometres.",
		"An earlier report by NAME had warned that the concrete, poured in 19NUM, was deteriorating faster than expected.",
		"Opposition councillors accused the government of neglect; a spokesperson for NAME declined to comment on the allegations.",
	}
	var text []string
	for len(text) < words {
		s := templates[rng.IntN(len(templates))]
		s = strings.ReplaceAll(s, "NAME", names[rng.IntN(len(names))])
		s = strings.ReplaceAll(s, "NUM", string(rune('1'+rng.IntN(9)))+string(rune('0'+rng.IntN(10))))
		text = append(text, strings.Fields(s)...)
	}
	var passages []string
	for len(text) > 0 {
		n := min(160, len(text))
		passages = append(passages, strings.Join(text[:n], " "))
		text = text[n:]
	}
	return passages
}

func BenchmarkArticle(b *testing.B) {
	m, err := embed.Load()
	if err != nil {
		b.Fatal(err)
	}
	const words = 1136
	passages := sampleArticle(words)
	e, v := m.NewEncoder(), make([]float32, m.Identity().Dim)
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range passages {
			e.EmbedParts(v, "Harbour closed after cracks are found in the pier", p)
		}
	}
	b.ReportMetric(words*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkQuery(b *testing.B) {
	m, err := embed.Load()
	if err != nil {
		b.Fatal(err)
	}
	v := make([]float32, m.Identity().Dim)
	b.ReportAllocs()
	for b.Loop() {
		m.Embed(v, "Which harbour was closed in February because of cracks in its pier?")
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := embed.Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}
