package batch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/batch"
)

// refused is what a server says that did not take a request.
type refused struct {
	status  int
	message string
}

func (r refused) Error() string                         { return fmt.Sprint(r.status, " ", r.message) }
func (r refused) Refusal() (status int, message string) { return r.status, r.message }

// wording is how a server says that it was sent too much: with how many texts it
// was sent and takes, or how many tokens a text has and may have.
type wording struct {
	name             string
	texts, tokens    int // status
	tooMany, tooLong string
}

// As the servers document or are known to say it.
var wordings = []wording{
	{"text-embeddings-inference", 422, 413, "batch size %d > maximum allowed batch size %d", "Input validation error: `inputs` must have less than %[2]d tokens. Given: %[1]d"},
	{"OpenAI", 400, 400, "'$.input' is invalid: array too long. Expected an array with maximum length %[2]d, but got an array with length %[1]d instead.", "Invalid 'input[3]': maximum input length is %[2]d tokens."},
	{"vLLM", 400, 400, "Too many inputs: %d. At most %d per request.", "This model's maximum context length is %[2]d tokens. However, you requested %[1]d tokens in the input for embedding generation. Please reduce the length of the input."},
	{"DashScope", 400, 400, "<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than %[2]d.: input.contents", "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, %[2]d]"},
	{"llama.cpp", 413, 500, "", "input (%d tokens) is too large to process. increase the physical batch size (current batch size: %d)"},
	{"Mistral", 400, 400, "Too many tokens overall, split into more batches.", "Input id 0 has %d tokens, exceeding max %d tokens."},
	{"FastAPI", 422, 422, "body.input: List should have at most %[2]d items after validation, not %[1]d", "body.input: the sequence length %[1]d exceeds the maximum %[2]d"},
	{"Ollama", 413, 400, "request body too large", "the input length exceeds the context length"},
	{"Zhipu", 400, 400, "input数组最大不得超过%[2]d条", "输入文本长度超过限制：%[2]d"},
	{"one at a time", 422, 400, "only one input is supported", "input must have less than %[2]d tokens"},
	{"nothing but a status", 413, 413, "", ""},
}

// server takes so many texts of so many tokens, four bytes each.
type server struct {
	wording       wording
	texts, tokens int

	mu       sync.Mutex
	refused  int // requests
	accepted [][]string
}

func (s *server) send(_ context.Context, _ []int, texts []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(texts) > s.texts {
		s.refused++
		return refused{s.wording.texts, say(s.wording.tooMany, len(texts), s.texts)}
	}
	for _, t := range texts {
		if n := len(t)/4 + 2; n > s.tokens {
			s.refused++
			return refused{s.wording.tokens, say(s.wording.tooLong, n, s.tokens)}
		}
	}
	s.accepted = append(s.accepted, texts)
	return nil
}

func say(form string, has, may int) string {
	if !strings.Contains(form, "%") {
		return form
	}
	if !strings.Contains(form, "[1]") && !strings.Contains(form, "[2]") {
		return fmt.Sprintf(form, has, may)
	}
	return strings.Split(fmt.Sprintf(form, has, may), "%!(EXTRA")[0]
}

// prose is a text of so many sentences.
func prose(sentences int) string {
	return strings.TrimSpace(strings.Repeat("The ferry to Ostrand left the harbour at nine. ", sentences))
}

// Whatever a server takes, every text gets there, and it refuses at most twice, or
// three times where one more request was under way.
func TestEveryTextIsTakenWhateverTheServersLimits(t *testing.T) {
	for _, w := range wordings {
		t.Run(w.name, rapid.MakeCheck(func(t *rapid.T) {
			s := &server{wording: w, texts: rapid.IntRange(1, 64).Draw(t, "texts"), tokens: rapid.IntRange(256, 8192).Draw(t, "tokens")}
			lengths := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(1, 30), rapid.IntRange(1, 1000)), 1, 100).Draw(t, "sentences")
			texts := make([]string, len(lengths))
			for i, n := range lengths {
				texts[i] = fmt.Sprint(i, ": ", prose(n))
			}
			config := batch.Config{Texts: 64}
			if rapid.Bool().Draw(t, "window is known") {
				config.Window = s.tokens
			}
			limits := batch.NewLimits(config)
			for half := range slices.Chunk(texts, max(1, len(texts)/2)) { // what is learned is kept
				if err := limits.Send(t.Context(), batch.Job{Texts: half, Parallel: 4, Send: s.send}); err != nil {
					t.Fatal(err)
				}
			}
			if s.refused > 3 {
				t.Errorf("%d requests were refused", s.refused)
			}
			got := slices.Concat(s.accepted...)
			slices.SortFunc(got, func(a, b string) int { return number(a) - number(b) })
			if len(got) != len(texts) {
				t.Fatalf("%d of %d texts were taken", len(got), len(texts))
			}
			cut := 0
			for i := range texts {
				if !strings.HasPrefix(texts[i], got[i]) {
					t.Fatalf("text %d became %q", i, got[i])
				}
				if got[i] != texts[i] {
					cut++
				}
			}
			if l := limits.Learned(); l.Cut != cut || l.Refusals != s.refused || l.Texts > max(s.texts, 64) {
				t.Errorf("learned %+v, but %d texts were cut and %d requests refused", l, cut, s.refused)
			}
		}))
	}
}

func number(text string) (n int) {
	_, _ = fmt.Sscan(text, &n)
	return n
}

func TestATextIsCutAtTheEndOfASentence(t *testing.T) {
	s := &server{texts: 64, tokens: 300}
	ends := func(text string) (out []int) {
		for i := range text {
			if text[i] == '.' {
				out = append(out, i+1)
			}
		}
		return out
	}
	limits := batch.NewLimits(batch.Config{Texts: 64, Window: 300, Ends: ends})
	if err := limits.Send(t.Context(), batch.Job{Texts: []string{prose(100), prose(2)}, Send: s.send}); err != nil {
		t.Fatal(err)
	}
	got := s.accepted[0]
	if !strings.HasSuffix(got[0], " at nine.") || len(got[0]) < 600 || got[1] != prose(2) || s.refused > 0 || limits.Learned().Cut != 1 {
		t.Errorf("sent %d bytes that end in %q, learned %+v", len(got[0]), got[0][max(0, len(got[0])-20):], limits.Learned())
	}
}

func TestWhatIsNotAboutSizeIsNotTriedAgain(t *testing.T) {
	for _, r := range []refused{
		{http.StatusBadRequest, "unknown model"},
		{http.StatusInternalServerError, "the batch scheduler has crashed"},
		{http.StatusTooManyRequests, "too many requests: at most 60 per minute"},
		{http.StatusUnauthorized, "the token is wrong"},
	} {
		calls := 0
		err := batch.NewLimits(batch.Config{Texts: 8}).Send(t.Context(), batch.Job{Texts: []string{"a", "b"}, Send: func(context.Context, []int, []string) error {
			calls++
			return r
		}})
		if !errors.Is(err, r) || calls != 1 || batch.TooLarge(r) {
			t.Errorf("%v: %d calls, error %v, too large: %v", r, calls, err, batch.TooLarge(r))
		}
	}
}

// A server that refuses whatever is sent is not asked for ever.
func TestAServerThatRefusesEverythingIsGivenUp(t *testing.T) {
	calls := 0
	err := batch.NewLimits(batch.Config{Texts: 64}).Send(t.Context(), batch.Job{Texts: []string{prose(40), prose(50)}, Send: func(context.Context, []int, []string) error {
		calls++
		return refused{http.StatusRequestEntityTooLarge, ""}
	}})
	if err == nil || calls > 20 {
		t.Errorf("%d calls, error %v", calls, err)
	}
}

// While a size is tried that was not taken before, no other request tries it.
func TestOneRequestAtATimeTriesMore(t *testing.T) {
	s := &server{wording: wordings[0], texts: 8, tokens: 512}
	limits := batch.NewLimits(batch.Config{Texts: 64})
	var texts []string
	for range 300 {
		texts = append(texts, prose(3))
	}
	if err := limits.Send(t.Context(), batch.Job{Texts: texts, Parallel: 8, Send: s.send}); err != nil || s.refused != 1 {
		t.Errorf("%d requests were refused, error %v", s.refused, err)
	}
	if l := limits.Learned(); l.Texts != 8 {
		t.Errorf("learned %+v", l)
	}
}

// A server that is slow gets fewer texts at a time, and more again once it is quick.
func TestBatchesShrinkWhereTheyTakeTooLong(t *testing.T) {
	limits := batch.NewLimits(batch.Config{Texts: 64, Window: 512})
	texts := slices.Repeat([]string{"a"}, 200)
	var sizes []int
	send := func(_ context.Context, _ []int, batched []string) error {
		sizes = append(sizes, len(batched))
		if len(batched) > 10 {
			return fmt.Errorf("%w: %w", batch.ErrLate, context.DeadlineExceeded)
		}
		return nil
	}
	if err := limits.Send(t.Context(), batch.Job{Texts: texts, Send: send}); err != nil || !slices.Equal(sizes[:5], []int{64, 32, 16, 8, 8}) {
		t.Errorf("sizes %v, error %v", sizes, err)
	}
	limits.Quick(8)
	if l := limits.Learned(); l.Texts != 16 || l.Refusals != 0 {
		t.Errorf("learned %+v", l)
	}
	stuck := fmt.Errorf("%w: %w", batch.ErrLate, context.DeadlineExceeded)
	if err := limits.Send(t.Context(), batch.Job{Texts: texts, Send: func(context.Context, []int, []string) error { return stuck }}); !errors.Is(err, stuck) {
		t.Errorf("error %v", err)
	}
}

// What a server refused it is not sent again, also by another process.
func TestWhatWasLearnedIsRecalled(t *testing.T) {
	for _, w := range wordings {
		t.Run(w.name, rapid.MakeCheck(func(t *rapid.T) {
			s := &server{wording: w, texts: rapid.IntRange(1, 20).Draw(t, "texts"), tokens: rapid.IntRange(256, 2000).Draw(t, "tokens")}
			texts := make([]string, 24)
			for i := range texts {
				texts[i] = fmt.Sprint(i, ": ", prose(1+i%3*3*i))
			}
			first := batch.NewLimits(batch.Config{Texts: 64})
			if err := first.Send(t.Context(), batch.Job{Texts: texts, Send: s.send}); err != nil {
				t.Fatal(err)
			}
			before := s.refused
			second := batch.NewLimits(batch.Config{Texts: 64})
			second.Recall(first.Memory())
			if err := second.Send(t.Context(), batch.Job{Texts: texts, Send: s.send}); err != nil || s.refused > before {
				t.Errorf("%d requests were refused again, error %v; remembered was %+v", s.refused-before, err, first.Memory())
			}
		}))
	}
}

func TestSettingsHoldAgainstWhatWasLearned(t *testing.T) {
	limits := batch.NewLimits(batch.Config{Texts: 8, Window: 256})
	limits.Recall(batch.Memory{Texts: 32, Unsure: true, Fits: 32, Window: 512, Refusals: 1})
	if got := limits.Learned(); got.Texts != 8 || got.Window != 256 {
		t.Errorf("with fewer set: %+v", got)
	}
	limits.Recall(batch.Memory{})
	if got := limits.Learned(); got.Texts != 8 || got.Refusals != 1 {
		t.Errorf("with nothing remembered: %+v", got)
	}
}
