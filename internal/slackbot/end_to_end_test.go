package slackbot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/answer"
	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/format"
	"byline/internal/httpapi"
	"byline/internal/ingest"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/seedstest"
	"byline/seeds"
)

// archive is the newsroom of the sample articles: the embedded index, the built-in embedder, answers made of quotes.
type archive struct {
	*retrieve.Retriever
	*answer.Answerer
	index    *embedded.Index
	ingester *ingest.Ingester
}

func (a archive) Article(ctx context.Context, id string) (news.Article, error) {
	return a.index.Article(ctx, id)
}

func (a archive) Revisions(ctx context.Context, id string) ([]news.Revision, error) {
	return a.index.Revisions(ctx, id)
}

func openSamples(t *testing.T) (quoting, writing archive) {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := encode.New(lexical.New(), model, entities.Names{})
	index := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(e))
	ingester := ingest.New(format.Reader{}, index, e, nil)
	seedstest.Load(t, ingester)
	r := retrieve.New(index, index, e, time.Now)
	return archive{r, answer.New(r, answer.Config{Embedder: model}), index, ingester},
		archive{r, answer.New(r, answer.Config{Embedder: model, Chat: reader{}}), index, ingester}
}

// reader stands for a language model: it writes the first sentence of the first passages that it is shown, a word at a time.
type reader struct{}

var shown = regexp.MustCompile(`(?s)<passage number="(\d+)">.*?text: (.*?)\n</passage>`)

func (reader) Chat(_ context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	var written []string
	for _, m := range shown.FindAllStringSubmatch(messages[len(messages)-1].Content, 3) {
		sentence, _, _ := strings.Cut(m[2], ". ")
		written = append(written, strings.TrimSuffix(sentence, ".")+" ["+m[1]+"].")
	}
	text := strings.Join(written, " ")
	for _, word := range strings.SplitAfter(text, " ") {
		if err := onDelta(word); err != nil {
			return "", err
		}
	}
	return text, nil
}

// serve puts the API of the archive, and the bot if there is one, behind the server.
func (a archive) serve(bot http.Handler) http.Handler {
	return httpapi.New(httpapi.Deps{Searcher: a, Answerer: a, Library: a.index, Editor: ingest.NewEditor(a.ingester, a.index, a.index), Ingester: a.ingester, Slack: bot}, httpapi.Config{})
}

// told is an answer, by the API and as people see it in Slack.
type told struct {
	Quoted    bool // rather than written by a language model
	Text      string
	Citations []citation
}

type citation struct {
	Marker, Start, End   int
	Article, Quote, Link string
}

// A mention is answered by a stream. Its text, its citations, where they lead
// and the quotes behind them are those that the API gives to the same question.
func TestAMentionIsAnsweredAsByTheAPI(t *testing.T) {
	quoting, writing := openSamples(t)
	for mode, samples := range map[string]archive{"quotes": quoting, "a language model": writing} {
		quoted := mode == "quotes"
		t.Run("over HTTP by "+mode, func(t *testing.T) {
			d := newDeskWith(t, samples, nil)
			d.handler = samples.serve(d.bot.Handler())
			d.holdToAPI(samples, quoted, func(id, event string) {
				if code := d.event(id, event); code != http.StatusOK {
					t.Errorf("status %d", code)
				}
			})
		})
		t.Run("over Socket Mode by "+mode, func(t *testing.T) {
			d, event := newSocketDesk(t, samples)
			d.holdToAPI(samples, quoted, event)
		})
	}
}

// holdToAPI asks a few questions in Slack and over the API.
func (d *desk) holdToAPI(samples archive, quoted bool, event func(id, event string)) {
	for i, question := range suggested(d.t) {
		event(fmt.Sprint("E", i), mentionOf(fmt.Sprintf("1000.%06d", i), question))
		stop := d.slack.wait("chat.stopStream", i+1)[i]
		want := askAPI(d.t, samples.serve(nil), question)
		if diff := cmp.Diff(want, d.read(stop)); diff != "" || len(want.Citations) == 0 || want.Quoted != quoted {
			d.t.Errorf("%s (-API +Slack)\n%s", question, diff)
		}
	}
	d.holdLinks("http")
}

// suggested are a few questions that the sample articles answer.
func suggested(t *testing.T) []string {
	all, err := seeds.Questions()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, q := range all {
		if q.Suggested && len(texts) < 4 {
			texts = append(texts, q.Question)
		}
	}
	if len(texts) == 0 {
		t.Fatal("no question is suggested")
	}
	return texts
}

func askAPI(t *testing.T, h http.Handler, question string) told {
	r := httptest.NewRequest(http.MethodPost, "http://localhost/v1/answers", strings.NewReader(`{"question":`+quoted(question)+`}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var body struct {
		Mode, Answer string
		Citations    []struct {
			Marker, Start, End int
			Article            struct{ ID string }
			Quote, Link        string
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %s", w.Code, err, w.Body)
	}
	all := told{Quoted: body.Mode == string(news.AnswerExtractive), Text: body.Answer}
	for _, c := range body.Citations {
		all.Citations = append(all.Citations, citation{c.Marker, c.Start, c.End, c.Article.ID, c.Quote, c.Link})
	}
	return all
}

// read returns what a stream told: its text, the links below it, what its button names and the quotes in the modal that opens.
func (d *desk) read(stop url.Values) told {
	d.t.Helper()
	blocks := stop.Get("blocks")
	var refs []struct {
		I       string
		S, E, M int
	}
	if err := json.Unmarshal([]byte(d.press(blocks, "sources")), &refs); err != nil {
		d.t.Fatal(err)
	}
	opened := len(d.slack.called("chat.stopStream"))
	view := d.slack.wait("views.open", opened)[opened-1].Get("view")
	quotes := quotesIn(view)
	all := told{Quoted: strings.Contains(blocks, "In the words of the articles"), Text: d.slack.streamed(stop.Get("ts"))}
	if len(quotes) != len(refs) {
		d.t.Fatalf("%d citations and %d quotes", len(refs), len(quotes))
	}
	for i, r := range refs {
		all.Citations = append(all.Citations, citation{r.M, r.S, r.E, r.I, quotes[i], linkOf(blocks, r.M)})
	}
	return all
}

// linkOf is where the line of a source leads; articles that have no address lead nowhere.
func linkOf(blocks string, marker int) string {
	var all []block
	if json.Unmarshal([]byte(blocks), &all) != nil {
		return ""
	}
	for _, b := range all {
		for _, e := range b.Elements {
			var text string
			if b.Type != "context" || json.Unmarshal(e.Text, &text) != nil || !strings.HasPrefix(text, fmt.Sprintf("[%d] ", marker)) {
				continue
			}
			if m := links.FindStringSubmatch(text); m != nil {
				return strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
	}
	return ""
}

// streamed is the text of a message as people read it.
func (f *fakeSlack) streamed(ts string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.messages {
		if m.ts == ts {
			return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "\u200b", "", "**", "").Replace(m.text) // what is bold stays what it says
		}
	}
	return ""
}

// quotesIn are the quotes in a modal.
func quotesIn(view string) []string {
	var modal struct {
		Blocks []struct {
			Elements []struct {
				Type     string
				Elements []struct{ Text string }
			}
		}
	}
	if json.Unmarshal([]byte(view), &modal) != nil {
		return nil
	}
	var all []string
	for _, b := range modal.Blocks {
		for _, e := range b.Elements {
			if e.Type == "rich_text_quote" {
				all = append(all, e.Elements[0].Text)
			}
		}
	}
	return all
}
