package slackbot_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/slackbot"
)

// public is where a message stands that everybody in a thread sees.
var public = map[string]any{"type": "message", "message_ts": "2000.000001", "thread_ts": "1000.1", "channel_id": "C1"}

// submit sends a modal off with what somebody filled in.
func (d *desk) submit(view string, values map[string]any) {
	d.t.Helper()
	var shown struct {
		CallbackID string `json:"callback_id"`
		Metadata   string `json:"private_metadata"`
	}
	if err := json.Unmarshal([]byte(view), &shown); err != nil {
		d.t.Fatal(err)
	}
	state := map[string]any{}
	for id, value := range values { // fields and their blocks have the same IDs
		state[id] = map[string]any{id: value}
	}
	payload, _ := json.Marshal(map[string]any{
		"type": "view_submission", "user": map[string]string{"id": "U1"}, "team": map[string]string{"id": "T1"},
		"view": map[string]any{"callback_id": shown.CallbackID, "private_metadata": shown.Metadata, "state": map[string]any{"values": state}},
	})
	if w := d.send("/slack/interactions", url.Values{"payload": {string(payload)}}.Encode()); w.Code != 200 || w.Body.Len() > 0 {
		d.t.Errorf("%d %s", w.Code, w.Body) // anything in the body keeps the modal open
	}
}

func TestAQuestionIsAskedAgainAsOfADayAndFromOutlets(t *testing.T) {
	filled := map[string]any{"as_of": map[string]any{"selected_date": "2025-03-04"}, "sources": map[string]any{"value": " Harbour Courier, ,Inland Gazette"}, "without": map[string]any{"value": "Nordwire"},
		"updated_after": map[string]any{"selected_date": "2025-03-01"}, "authors": map[string]any{"value": "Marta Ilven"}, "not_sections": map[string]any{"value": "Sport, Opinion"}}
	want := news.SearchRequest{
		AsOf:   time.Date(2025, 3, 4, 23, 59, 59, 999999999, time.UTC), // the day itself is seen
		Filter: news.Filter{Sources: []string{"Harbour Courier", "Inland Gazette"}, NotSources: []string{"Nordwire"}, Language: "en", UpdatedAfter: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), Authors: []string{"Marta Ilven"}, NotSections: []string{"Sport", "Opinion"}},
	}
	channels := map[string]slackbot.Channel{"C1": {Filter: news.Filter{Sources: []string{"Skerry Post"}, Language: "en"}}}

	t.Run("in the thread of an answer", func(t *testing.T) {
		d := newDesk(t, inChannels(channels))
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.pressIn(public, d.slack.wait("chat.stopStream", 1)[0].Get("blocks"), "filters")
		d.submit(d.slack.wait("views.open", 1)[0].Get("view"), filled)
		again := d.slack.wait("chat.stopStream", 2)[1].Get("blocks")
		if got := d.slack.called("chat.startStream")[1].Get("thread_ts"); got != "1000.1" {
			t.Errorf("answered in thread %q", got)
		}
		if diff := cmp.Diff(want, d.questions()[1].Search); diff != "" || d.questions()[1].Question != "What closes?" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
		d.pressIn(public, again, "filters") // what was chosen is there to be changed
		view := d.slack.wait("views.open", 2)[1].Get("view")
		if !strings.Contains(view, `"initial_date":"2025-03-04"`) || !strings.Contains(view, `"initial_value":"Harbour Courier, Inland Gazette"`) || !strings.Contains(view, `"initial_value":"Nordwire"`) || !strings.Contains(view, `"initial_value":"Sport, Opinion"`) {
			t.Errorf("the modal shows %s", view)
		}
		d.submit(view, map[string]any{"as_of": map[string]any{"selected_date": nil}, "sources": map[string]any{"value": nil}})
		d.slack.wait("chat.stopStream", 3)
		if diff := cmp.Diff(news.SearchRequest{Filter: channels["C1"].Filter}, d.questions()[2].Search); diff != "" {
			t.Errorf("emptied, asked (-want +got):\n%s", diff)
		}
	})
	t.Run("to one person", func(t *testing.T) {
		d := newDesk(t, inChannels(channels))
		d.command("What closes?")
		d.press(d.slack.wait("respond", 1)[0].Get("blocks"), "filters")
		d.submit(d.slack.wait("views.open", 1)[0].Get("view"), filled)
		if got := d.slack.wait("respond", 2)[1]; got.Get("response_type") != "ephemeral" || !strings.Contains(got.Get("blocks"), `"share"`) {
			t.Errorf("answered by %v", got)
		}
		if diff := cmp.Diff(want, d.questions()[1].Search); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	})
}

// verdicts are what is stored, once there are n of them.
func (d *desk) verdicts(n int) []slackbot.Feedback {
	d.t.Helper()
	var all []slackbot.Feedback
	d.slack.waitFor("verdicts", func() bool {
		var err error
		if all, _, err = d.file.All(); err != nil {
			d.t.Error(err)
		}
		return len(all) >= n
	})
	for i := range all {
		all[i].Time = time.Time{}
	}
	return all
}

func TestAVerdictIsStoredWithItsReason(t *testing.T) {
	d := newDesk(t, nil)
	d.event("E1", mentionOf("1000.1", "What closes?"))
	blocks := d.slack.wait("chat.stopStream", 1)[0].Get("blocks")
	want := slackbot.Feedback{
		Team: "T1", Channel: "C1", Message: "2000.000001", User: "U1", Verdict: slackbot.Helpful,
		Question: "What closes?", Answer: "as shown in C1",
	}
	d.pressIn(public, blocks, "helpful")
	if got := d.slack.wait("respond", 1)[0]; !strings.Contains(got.Get("text"), "Thank you") || got.Get("response_type") != "ephemeral" || got.Get("replace_original") != "false" {
		t.Errorf("thanked by %v", got)
	}
	if diff := cmp.Diff([]slackbot.Feedback{want}, d.verdicts(1)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}

	d.pressIn(public, blocks, "not_helpful") // of two verdicts on one answer, the later counts
	view := d.slack.wait("views.open", 1)[0].Get("view")
	want.Verdict = slackbot.Unhelpful
	if diff := cmp.Diff([]slackbot.Feedback{want}, d.verdicts(1)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	d.submit(view, map[string]any{"reason": map[string]any{"value": "  "}}) // no reason
	d.submit(view, map[string]any{"reason": map[string]any{"value": " It closed <in May>. "}})
	want.Reason = "It closed <in May>."
	d.slack.waitFor("reason", func() bool { all, _, _ := d.file.All(); return len(all) == 1 && all[0].Reason != "" })
	if diff := cmp.Diff([]slackbot.Feedback{want}, d.verdicts(1)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
}

// What nobody can write down is not thanked for.
func TestAVerdictThatCannotBeStoredIsNotThankedFor(t *testing.T) {
	d := newDesk(t, nil)
	if err := os.Mkdir(d.path, 0o750); err != nil {
		t.Fatal(err)
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.pressIn(public, d.slack.wait("chat.stopStream", 1)[0].Get("blocks"), "helpful")
	if got := d.slack.wait("respond", 1)[0].Get("text"); !strings.Contains(got, "could not be stored") {
		t.Errorf("told %q", got)
	}
}

// The button below an answer knows its words again. Where the article has others
// in their place, under the same number, none are shown, and somebody is told.
func TestSourcesInFullAreNeverOtherWords(t *testing.T) {
	button := regexp.MustCompile(`"\[\{\\"i\\":.*?\}\]"`).FindString(slackbot.RenderAnswer(partial(), "When?", false)[0])
	value, err := strconv.Unquote(button)
	if err != nil {
		t.Fatalf("no button names the citations: %v", err)
	}
	for name, c := range map[string]struct {
		body string
		kept bool
	}{
		"as it was":     {harbour.Body, true},
		"longer":        {harbour.Body + " More follows.", true},
		"as long":       {strings.Repeat("z", len(harbour.Body)), false},
		"shorter":       {"The ferry sails.", false},
		"empty":         {"", false},
		"shifted":       {"é" + harbour.Body, false},
		"other letters": {"x" + strings.Repeat("я", len(harbour.Body)), false},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			b := slackbot.New(slackbot.Deps{
				Library:   rewritten{c.body},
				WrongSpan: func(_ context.Context, a *news.Article, _ news.Span) { told = append(told, a.ID) },
			}, slackbot.Config{})
			view := b.SourcesModal(t.Context(), value)
			if strings.Contains(view, "It hopes to resume in April.") != c.kept || strings.Contains(view, "that version is not kept") == c.kept {
				t.Errorf("shows %s", view)
			}
			if (len(told) == 0) != c.kept {
				t.Errorf("told of %v", told)
			}
		})
	}
}

// rewritten is a library whose article has other words under the same number.
type rewritten struct{ body string }

func (r rewritten) Article(ctx context.Context, id string) (news.Article, error) {
	a, err := shelf{}.Article(ctx, id)
	a.Body = r.body
	return a, err
}

func (rewritten) Revisions(context.Context, string) ([]news.Revision, error) { return nil, nil }

// After a restart the answer is not known any more, so that the question is asked again.
func TestAnAnswerOfAnotherServerIsSharedByAskingAgain(t *testing.T) {
	d := newDesk(t, nil)
	d.press(slackbot.RenderAnswer(answered(), "What closes?", true)[0], "share")
	got := d.slack.wait("respond", 1)[0]
	if got.Get("response_type") != "in_channel" || !strings.Contains(got.Get("blocks"), "Harbour Courier") || strings.Contains(got.Get("blocks"), `"share"`) {
		t.Errorf("shared by %v", got)
	}
	if asked := d.questions(); len(asked) != 1 || asked[0].Question != "What closes?" {
		t.Errorf("asked %v", asked)
	}
}

// revised is a library whose article has been changed, and keeps some versions.
type revised struct{ kept []news.Revision }

func (revised) Article(_ context.Context, id string) (news.Article, error) {
	if id != harbour.ID {
		return news.Article{}, errors.New("disk: trouble")
	}
	now := harbour
	now.Revision, now.Body = 2, "The ferry sails again."
	return now, nil
}

func (r revised) Revisions(context.Context, string) ([]news.Revision, error) { return r.kept, nil }

func TestSourcesInFullAreTheWordsThatWereCited(t *testing.T) {
	ref := `[{"i":"harbour","r":1,"s":0,"e":38,"m":1}]`
	before := []news.Revision{{Article: harbour}}
	for name, c := range map[string]struct {
		library api.Library
		value   string
		want    string
	}{
		"as it stands":                   {shelf{}, ref, "The ferry to Östholm stops on Monday."},
		"changed since":                  {revised{kept: before}, ref, "The ferry to Östholm stops on Monday."},
		"changed and not kept":           {revised{}, ref, "that version is not kept"},
		"removed":                        {shelf{}, strings.Replace(ref, "harbour", "gone", 1), "has been removed"},
		"not to be read now":             {revised{}, strings.Replace(ref, "harbour", "mill", 1), "can't be read right now"},
		"a quote beyond its article":     {shelf{}, strings.Replace(ref, "38", "9999", 1), "that version is not kept"},
		"of an older Byline":             {shelf{}, "-", "too old"},
		"none":                           {shelf{}, "[]", "no sources"},
		"more than a modal has room for": {shelf{}, "[" + strings.Join(slices.Repeat([]string{ref[1 : len(ref)-1]}, 60), ",") + "]", "Monday"},
	} {
		t.Run(name, func(t *testing.T) {
			b := slackbot.New(slackbot.Deps{Library: c.library}, slackbot.Config{})
			view := b.SourcesModal(t.Context(), c.value)
			for _, fault := range viewFaults(view) {
				t.Error(fault)
			}
			if !strings.Contains(view, c.want) || strings.Contains(view, "sails again") {
				t.Errorf("shows %s", view)
			}
		})
	}
}
