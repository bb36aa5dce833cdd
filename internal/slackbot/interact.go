package slackbot

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"byline/internal/news"
)

// The IDs of the message shortcut and the modals.
const (
	shortcutRelated = "related"
	modalFilters    = "filters"
	modalReason     = "reason"
)

// interact takes in what somebody pressed or sent off, and returns at once.
func (b *Bot) interact(ctx context.Context, c slack.InteractionCallback) {
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		if len(c.ActionCallback.BlockActions) > 0 {
			b.press(ctx, c, c.ActionCallback.BlockActions[0])
		}
	case slack.InteractionTypeMessageAction:
		if c.CallbackID == shortcutRelated {
			at := place{channel: c.Channel.ID, user: c.User.ID, responseURL: c.ResponseURL}
			b.enqueueFor(ctx, at, func(ctx context.Context) { b.related(ctx, at, c.Message) })
		}
	case slack.InteractionTypeViewSubmission:
		b.submit(ctx, c)
	}
}

// pressed is where a button was pressed.
func pressed(c slack.InteractionCallback) place {
	channel := cmp.Or(c.Channel.ID, c.Container.ChannelID)
	ts := cmp.Or(c.Container.MessageTs, c.Message.Timestamp)
	return place{
		channel: channel, user: c.User.ID, ts: ts, responseURL: c.ResponseURL,
		thread: cmp.Or(c.Container.ThreadTs, c.Message.ThreadTimestamp, ts),
	}
}

func (b *Bot) press(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	at := pressed(c)
	state, _ := readAsked(action.Value)
	switch action.ActionID {
	case actionSources:
		b.inBackground(ctx, func(ctx context.Context) { b.openModal(ctx, c.TriggerID, b.sourcesModal(ctx, action.Value)) })
	case actionFilters:
		b.inBackground(ctx, func(ctx context.Context) {
			b.openModal(ctx, c.TriggerID, filtersModal(formState{Asked: state, Channel: at.channel, Thread: at.thread, URL: privateURL(c)}))
		})
	case actionShare:
		b.share(ctx, at, state)
	case actionHelpful, actionUnhelpful:
		b.inBackground(ctx, func(ctx context.Context) { b.judge(ctx, c, at, action.ActionID, state) })
	}
}

// privateURL is where to answer a question that was asked from a message that only one person sees.
func privateURL(c slack.InteractionCallback) string {
	if c.Container.IsEphemeral {
		return c.ResponseURL
	}
	return ""
}

// share shows everybody an answer that one person got. Where it is no longer
// known, as after a restart, the question is answered again.
func (b *Bot) share(ctx context.Context, at place, state asked) {
	if state.Question == "" {
		return
	}
	a, known := b.answers.get(state.key(at.user))
	if !known {
		b.ask(ctx, question{
			place: place{channel: at.channel, user: at.user, responseURL: at.responseURL},
			text:  state.Question, asOf: state.AsOf, narrowed: state.narrowed, shared: true,
		})
		return
	}
	b.enqueueFor(ctx, at, func(ctx context.Context) {
		for _, m := range renderAnswer(a, state, false) {
			if err := b.respond(ctx, at.responseURL, slack.ResponseTypeInChannel, m); err != nil {
				b.fail(ctx, question{place: at, private: true}, nil, err)
				return
			}
		}
	})
}

const thanks = "Thank you. Your verdict was stored."

// judge stores a verdict, and asks for a reason if it is a bad one.
func (b *Bot) judge(ctx context.Context, c slack.InteractionCallback, at place, verdict string, state asked) {
	f := Feedback{
		Time: time.Now().UTC(), Team: c.Team.ID, Channel: at.channel, Message: at.ts, User: at.user,
		Verdict: Verdict(verdict), Question: state.Question, AsOf: state.AsOf, Sources: state.Sources,
		Answer: plainText(c.Message.Text, b.self.Load().user),
	}
	if a, known := b.answers.get(state.key(at.user)); known && f.Answer == "" {
		f.Answer = a.Text
	}
	if err := b.deps.Recorder.Record(f); err != nil {
		b.log.ErrorContext(ctx, "slack: feedback could not be stored", "error", err)
		b.say(ctx, question{place: at, private: true}, "", plain("Thank you, but your verdict could not be stored. It has been logged."))
		return
	}
	if f.Verdict == Unhelpful {
		b.openModal(ctx, c.TriggerID, reasonModal(f))
		return
	}
	b.say(ctx, question{place: at, private: true}, "", plain(thanks))
}

// submit takes in a modal that was sent off.
func (b *Bot) submit(ctx context.Context, c slack.InteractionCallback) {
	switch c.View.CallbackID {
	case modalFilters:
		form, ok := readForm(c.View)
		if !ok {
			return
		}
		q := question{
			place: place{channel: form.Channel, thread: form.Thread, user: c.User.ID, responseURL: form.URL},
			text:  form.Asked.Question, asOf: form.Asked.AsOf, narrowed: form.Asked.narrowed, private: form.URL != "",
		}
		b.ask(ctx, q)
	case modalReason:
		f, ok := readReason(c.View, c.User.ID)
		if !ok {
			return
		}
		b.inBackground(ctx, func(ctx context.Context) {
			if err := b.deps.Recorder.Record(f); err != nil {
				b.log.ErrorContext(ctx, "slack: feedback could not be stored", "error", err)
			}
		})
	}
}

func (b *Bot) openModal(ctx context.Context, trigger string, view slack.ModalViewRequest) {
	err := b.call(ctx, "views.open", func(ctx context.Context) error {
		_, err := b.api.OpenViewContext(ctx, trigger, view)
		return err
	})
	if err != nil {
		b.log.WarnContext(ctx, "slack: a modal could not be opened", "error", err)
	}
}

// openPane greets somebody who opens the assistant pane with questions to ask.
func (b *Bot) openPane(ctx context.Context, ev event) {
	at := ev.AssistantThread
	params := slack.AssistantThreadsSetSuggestedPromptsParameters{
		Title: "Ask the articles:", ChannelID: at.ChannelID, ThreadTS: at.ThreadTS,
	}
	var suggestions []string
	if b.deps.Suggestions != nil {
		suggestions = b.deps.Suggestions(ctx)
	}
	if len(suggestions) == 0 {
		suggestions = []string{"What happened this week?", "What happened yesterday?"}
	}
	for _, s := range suggestions[:min(len(suggestions), 4)] {
		params.AddPrompt(shorten(s, 75), s)
	}
	err := b.call(ctx, "assistant.threads.setSuggestedPrompts", func(ctx context.Context) error { return b.api.SetAssistantThreadsSuggestedPromptsContext(ctx, params) })
	if err != nil {
		b.log.WarnContext(ctx, "slack: suggested prompts could not be set", "error", err)
	}
}

// titlePane names a thread of the assistant pane after its first question. Other direct messages have no title.
func (b *Bot) titlePane(ctx context.Context, q question) {
	title := strings.NewReplacer("<", "‹", ">", "›").Replace(q.text) // whether a title is markup is not documented
	err := b.call(ctx, "assistant.threads.setTitle", func(ctx context.Context) error {
		return b.api.SetAssistantThreadsTitleContext(ctx, slack.AssistantThreadsSetTitleParameters{
			ChannelID: q.channel, ThreadTS: q.thread, Title: shorten(title, 60),
		})
	})
	if err != nil {
		b.log.DebugContext(ctx, "slack: no title here", "error", err)
	}
}

// quoted reads the words that a citation names, none where they are not kept.
// The article may have changed, or may be gone.
func (b *Bot) quoted(ctx context.Context, c cited) (news.Article, string, error) {
	a, err := b.deps.Library.Article(ctx, c.Article)
	if err != nil {
		return news.Article{}, "", err
	}
	if a.Revision != c.Revision {
		revisions, err := b.deps.Library.Revisions(ctx, c.Article)
		if err != nil {
			return news.Article{}, "", err
		}
		for _, r := range revisions {
			if r.Revision == c.Revision {
				a = r.Article
			}
		}
	}
	if a.Revision != c.Revision {
		return a, "", nil
	}
	quote, _ := b.deps.WrongSpan.Cut(ctx, &a, news.Span{Start: c.Start, End: c.End}, c.Sum)
	return a, quote, nil
}
