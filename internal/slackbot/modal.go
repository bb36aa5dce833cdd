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
	fieldReason  = "reason"
)

// filtersModal asks for the day that a question is asked as of, and for outlets.
func filtersModal(state formState) slack.ModalViewRequest {
	day := slack.NewDatePickerBlockElement(fieldAsOf)
	if !state.Asked.AsOf.IsZero() {
		day.InitialDate = state.Asked.AsOf.Format(time.DateOnly)
	}
	dayInput := slack.NewInputBlock(fieldAsOf, plainLabel("As of"), plainLabel("What was published later is not seen. Empty: now."), day)
	dayInput.Optional = true
	outletsInput := namesInput(fieldSources, "Outlets", "Names, with commas between. Empty: all.", state.Asked.Sources)
	withoutInput := namesInput(fieldWithout, "Without outlets", "Names of outlets to leave out, with commas between.", state.Asked.Without)
	view := modal("Ask again", section(escape(shorten(state.Asked.Question, sectionLimit))), dayInput, outletsInput, withoutInput)
	view.CallbackID, view.Submit = modalFilters, plainLabel("Ask")
	if raw, err := json.Marshal(state); err == nil && length(string(raw)) <= metaLimit {
		view.PrivateMetadata = string(raw)
	}
	return view
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

// readForm reads the modal of filters.
func readForm(view slack.View) (formState, bool) {
	var form formState
	if err := json.Unmarshal([]byte(view.PrivateMetadata), &form); err != nil || form.Asked.Question == "" || view.State == nil {
		return formState{}, false
	}
	form.Asked.AsOf = time.Time{}
	if day, err := api.ParseMoment(fieldAsOf, view.State.Values[fieldAsOf][fieldAsOf].SelectedDate, time.Now()); err == nil {
		form.Asked.AsOf = day // a day that Slack cannot have sent counts as none
	}
	form.Asked.Sources, form.Asked.Without = namesIn(view, fieldSources), namesIn(view, fieldWithout)
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
