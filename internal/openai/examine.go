package openai

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"byline/internal/batch"
	"byline/internal/embed"
	"byline/internal/news"
	"byline/internal/tokens"
)

// ChatFindings is what an examination of a language model found.
type ChatFindings struct {
	API         string // how it is spoken to: "openai" or "ollama"
	Window      int    // tokens that it reads and writes at once
	WindowKnown bool   // else it is assumed
	Cold, Warm  time.Duration
	// Rate is how many tokens a second it writes, as far as pieces are tokens; 0: the reply came at once.
	Rate     float64
	Thoughts Thoughts
	Learned  []string // what it refused and goes without, for people
}

// Thoughts says how the thoughts of a model come.
type Thoughts string

// The ways in which they come.
const (
	NoThoughts    Thoughts = "none"
	ThoughtsApart Thoughts = "apart" // in a field of their own
	ThoughtsIn    Thoughts = "in"    // in the text, between tags
)

var thoughtTag = regexp.MustCompile(`(?i)</?(think|thought|reasoning)\w*>|<\|channel\|>`)

// Examine asks the model twice and finds out what there is to know of it. A reply
// that is cut at its limit is one.
func (c *Chat) Examine(ctx context.Context) (ChatFindings, error) {
	var f ChatFindings
	first, err := c.measure(ctx, "Reply with the word: yes")
	if err != nil {
		return f, err
	}
	second, err := c.measure(ctx, "Write the numbers from one to forty in words, one after another.")
	if err != nil {
		return f, err
	}
	f.Cold, f.Warm, f.Rate = first.begun, second.begun, second.rate()
	f.Window, f.WindowKnown = c.Window(ctx)
	t := *c.capabilities.Load()
	f.API = string(APIOpenAI)
	if t.native {
		f.API = string(APIOllama)
	}
	f.Learned = t.refusals()
	switch {
	case first.thought || second.thought:
		f.Thoughts = ThoughtsApart
	case thoughtTag.MatchString(first.text + second.text):
		f.Thoughts = ThoughtsIn
	default:
		f.Thoughts = NoThoughts
	}
	return f, nil
}

// WarmUp has the server load the model, if it is not loaded, and waits for it.
func (c *Chat) WarmUp(ctx context.Context) error {
	_, err := c.measure(ctx, "Reply with the word: yes")
	return err
}

// measured is how a reply came.
type measured struct {
	begun, whole time.Duration // until its first piece and its last
	pieces       int
	text         string
	thought      bool
}

func (c *Chat) measure(ctx context.Context, prompt string) (measured, error) {
	var m measured
	start := time.Now()
	text, thought, err := c.reply(ctx, []news.Message{{Role: news.RoleUser, Content: prompt}}, func(string) error {
		m.pieces++
		if m.pieces == 1 {
			m.begun = time.Since(start)
		}
		return nil
	})
	m.whole, m.text, m.thought = time.Since(start), text, thought
	if m.pieces == 0 {
		m.begun = m.whole
	}
	if news.KindOf(err) == news.KindTooLarge && (text != "" || thought) {
		err = nil
	}
	return m, err
}

// rate is tokens a second, behind the first.
func (m measured) rate() float64 {
	const enough = 5 // pieces that tell
	took := m.whole - m.begun
	if m.pieces < enough || took <= 0 {
		return 0
	}
	return float64(max(m.pieces-1, tokens.OfBytes.Estimate(m.text)/2)) / took.Seconds()
}

// refusals says what a model goes without.
func (t capabilities) refusals() []string {
	var out []string
	for _, x := range []struct {
		is   bool
		says string
	}{
		{t.newLimit, "takes max_completion_tokens in place of max_tokens"},
		{t.noLimit, "takes no limit on a reply"},
		{t.noTemperature, "takes no temperature"},
		{t.noSystem, "takes no system message"},
		{t.noStream, "does not stream"},
		{t.noThinking, "has no switch for thinking"},
	} {
		if x.is {
			out = append(out, x.says)
		}
	}
	return out
}

// EmbedderFindings is what an examination of an embedder found.
type EmbedderFindings struct {
	Dim            int
	Unit           bool // its vectors have unit length as they come
	Cold, Warm     time.Duration
	Rate           float64      // texts of a hundred words a second, in batches
	TellsApart     bool         // a text that answers a query is nearer to it than one that does not
	Query, Passage string       // prefixes
	Prefixed       bool         // the settings name them
	QueryModel     string       // by whose name the server knows queries; empty: it is told by prefixes, if at all
	Family         embed.Family // of the model by its name
	Limits         batch.Learned
}

// Examine embeds a few texts and finds out what there is to know of the model.
func (e *Embedder) Examine(ctx context.Context) (EmbedderFindings, error) {
	f := EmbedderFindings{
		Family: embed.FamilyOf(e.config.Model), Query: e.config.QueryPrefix, Passage: e.config.PassagePrefix,
		Prefixed: e.prefixed, QueryModel: e.config.QueryModel,
	}
	start := time.Now()
	query, err := e.EmbedTexts(ctx, []string{"When does the ferry to the island leave?"}, embed.Query)
	if err != nil {
		return f, err
	}
	f.Cold, start = time.Since(start), time.Now()
	texts, err := e.EmbedTexts(ctx, []string{"The bakery sold out of bread before noon.", "The ferry to the island leaves at nine in the morning."}, embed.Passage)
	if err != nil {
		return f, err
	}
	f.Warm = time.Since(start)
	f.TellsApart = cosine(query[0], texts[1]) > cosine(query[0], texts[0])
	if f.Rate, err = e.throughput(ctx); err != nil {
		return f, err
	}
	f.Dim, f.Unit, f.Limits = int(e.dim.Load()), !e.uneven.Load(), e.limits.Learned()
	return f, nil
}

// throughput measures how many texts of a hundred words it embeds a second: of a few,
// and of a whole batch where that takes no patience.
func (e *Embedder) throughput(ctx context.Context) (rate float64, err error) {
	const few, patience = 4, 10 * time.Second
	for n := min(few, e.config.Batch); ; n = e.config.Batch {
		start := time.Now()
		many := slices.Repeat([]string{strings.Repeat("The ferry to the island leaves at nine in the morning. ", 9)}, n)
		if _, err := e.EmbedTexts(ctx, many, embed.Passage); err != nil {
			return 0, err
		}
		rate = float64(n) / max(time.Since(start), time.Microsecond).Seconds()
		if wait := float64(e.config.Batch) / rate; n == e.config.Batch || wait > min(patience, e.config.Timeout/2).Seconds() {
			return rate, nil
		}
	}
}

// cosine is that of the angle between vectors of unit length.
func cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// hasUnitLength reports whether a vector does, as far as float16 tells.
func hasUnitLength(v []float32) bool {
	const tolerance = .01
	return math.Abs(math.Sqrt(cosine(v, v))-1) < tolerance
}
