package slackbot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"byline/internal/api"
	"byline/internal/news"
)

func plainLabel(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func modal(title string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainLabel(title), Close: plainLabel("Close"), Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// sourcesModal shows the quotes of the citations that a button names, byte for byte.
func (b *Bot) sourcesModal(ctx context.Context, value string) slack.ModalViewRequest {
	var refs []cited
	if err := json.Unmarshal([]byte(value), &refs); err != nil {
		return modal("Sources", section("This message is too old to tell its sources."))
	}
	var blocks []slack.Block
	for _, ref := range refs[:min(len(refs), modalLimit/3)] {
		a, quote, err := b.quoted(ctx, ref)
		switch {
		case err != nil && news.KindOf(err) == news.KindNotFound:
			blocks = append(blocks, note(fmt.Sprintf("[%d] _This article has been removed._", ref.Marker)))
			continue
		case err != nil:
			b.log.WarnContext(ctx, "slack: reading a source", "error", err)
			blocks = append(blocks, note(fmt.Sprintf("[%d] _This article can't be read right now._", ref.Marker)))
			continue
		}
		blocks = append(blocks, note(sourceLine(news.Citation{Marker: ref.Marker, Article: a})))
		if quote == "" {
			blocks = append(blocks, note("_The article has been changed since, and that version is not kept._"))
			continue
		}
		// Rich text is not parsed, so that a quote is shown as it stands.
		blocks = append(blocks, slack.NewRichTextBlock("", &slack.RichTextQuote{
			Type:     slack.RTEQuote,
			Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(clean(quote), nil)},
		}))
	}
	if len(blocks) == 0 {
		blocks = append(blocks, section("There are no sources."))
	}
	return modal("Sources in full", blocks...)
}

// formState is what the modal of filters remembers of where it was opened.
type formState struct {
	Asked   asked  `json:"a"`
	Channel string `json:"c"`
	Thread  string `json:"h,omitempty"`
	URL     string `json:"u,omitempty"` // answers to one person alone
}

// The IDs of the fields of the modals.
const (
	fieldAsOf    = "as_of"
	fieldSources = "sources"
	fieldWithout = "without"
	fieldUpdated = "updated_after"
	fieldReason  = "reason"
)

// listFields are the fields of the modal for names beside those of outlets, called as
// the API calls them.
func listFields() []struct{ field, label, hint string } {
	return []struct{ field, label, hint string }{
		{"authors", "Authors", "Whole names, with commas between. Empty: all."},
		{"sections", "Sections", "Names, with commas between. Empty: all."},
		{"not_authors", "Without authors", "Whole names of authors to leave out."},
		{"not_sections", "Without sections", "Names of sections to leave out."},
		{"not_subjects", "Without subjects", "Subjects to leave out."},
	}
}

// filtersModal asks for the day that a question is asked as of, and for what of the
// articles is wanted.
func filtersModal(state formState) slack.ModalViewRequest {
	a := state.Asked
	blocks := []slack.Block{
		section(escape(shorten(a.Question, sectionLimit))),
		dayInput(fieldAsOf, "As of", "What was published later is not seen. Empty: now.", a.AsOf),
		namesInput(fieldSources, "Outlets", "Names, with commas between. Empty: all.", a.Sources),
		namesInput(fieldWithout, "Without outlets", "Names of outlets to leave out, with commas between.", a.Without),
		dayInput(fieldUpdated, "Changed since", "What is older and has not changed since is left out.", a.Updated),
	}
	for _, f := range listFields() {
		blocks = append(blocks, namesInput(f.field, f.label, f.hint, a.Others[f.field]))
	}
	view := modal("Ask again", blocks...)
	view.CallbackID, view.Submit = modalFilters, plainLabel("Ask")
	if raw, err := json.Marshal(state); err == nil && length(string(raw)) <= metaLimit {
		view.PrivateMetadata = string(raw)
	}
	return view
}

// dayInput is a field for a day, filled with the one that is chosen.
func dayInput(field, label, hint string, chosen time.Time) *slack.InputBlock {
	day := slack.NewDatePickerBlockElement(field)
	if !chosen.IsZero() {
		day.InitialDate = chosen.Format(time.DateOnly)
	}
	input := slack.NewInputBlock(field, plainLabel(label), plainLabel(hint), day)
	input.Optional = true
	return input
}

// namesInput is a field for names, filled with those that are chosen.
func namesInput(field, label, hint string, chosen []string) *slack.InputBlock {
	text := slack.NewPlainTextInputBlockElement(nil, field).WithInitialValue(strings.Join(chosen, ", "))
	text.MaxLength = 500
	input := slack.NewInputBlock(field, plainLabel(label), plainLabel(hint), text)
	input.Optional = true
	return input
}

// namesIn reads what namesInput asks for.
func namesIn(view slack.View, field string) (names []string) {
	for _, name := range strings.Split(view.State.Values[field][field].Value, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// dayIn reads what dayInput asks for.
func dayIn(view slack.View, field string) string { return view.State.Values[field][field].SelectedDate }

// readForm reads the modal of filters.
func readForm(view slack.View) (formState, bool) {
	var form formState
	if err := json.Unmarshal([]byte(view.PrivateMetadata), &form); err != nil || form.Asked.Question == "" || view.State == nil {
		return formState{}, false
	}
	// A day that Slack cannot have sent counts as none.
	form.Asked.AsOf, _ = api.ParseMoment(fieldAsOf, dayIn(view, fieldAsOf), time.Now())
	form.Asked.narrowed = narrowed{Sources: namesIn(view, fieldSources), Without: namesIn(view, fieldWithout)}
	form.Asked.Updated, _ = api.ParseTime(fieldUpdated, dayIn(view, fieldUpdated), time.Now())
	for _, f := range listFields() {
		if names := namesIn(view, f.field); len(names) > 0 {
			if form.Asked.Others == nil {
				form.Asked.Others = map[string][]string{}
			}
			form.Asked.Others[f.field] = names
		}
	}
	return form, true
}

// reasonModal asks what was wrong with an answer.
func reasonModal(f Feedback) slack.ModalViewRequest {
	reason := slack.NewPlainTextInputBlockElement(plainLabel("It is wrong because …"), fieldReason)
	reason.Multiline, reason.MaxLength = true, 2000
	input := slack.NewInputBlock(fieldReason, plainLabel("What was wrong with it?"), nil, reason)
	input.Optional = true
	view := modal("Not helpful", section("Your verdict was stored. A reason helps to get better."), input)
	view.CallbackID, view.Submit = modalReason, plainLabel("Send")
	// The rest is in the store already; see Feedback.
	key := Feedback{Team: f.Team, Channel: f.Channel, Message: f.Message, Verdict: f.Verdict, Question: f.Question, AsOf: f.AsOf, Sources: f.Sources}
	if raw, err := json.Marshal(key); err == nil && length(string(raw)) <= metaLimit {
		view.PrivateMetadata = string(raw)
	}
	return view
}

func readReason(view slack.View, user string) (Feedback, bool) {
	var f Feedback
	if err := json.Unmarshal([]byte(view.PrivateMetadata), &f); err != nil || view.State == nil {
		return Feedback{}, false
	}
	f.Reason = strings.TrimSpace(view.State.Values[fieldReason][fieldReason].Value)
	f.User, f.Time = user, time.Now().UTC()
	return f, f.Reason != ""
}
