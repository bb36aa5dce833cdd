package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"byline/internal/answer"
	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/news"
)

// Who asks is told that a model failed, and in what way. Where it is, and what
// it said, is for whoever runs Byline, and goes to the log.

// discreetChat is a language model that tells its troubles to the log.
type discreetChat struct {
	chat answer.Chat
	log  *slog.Logger
}

// Room implements answer.Roomy.
func (c discreetChat) Room(ctx context.Context) (tokens int, known bool) {
	if r, ok := c.chat.(answer.Roomy); ok {
		return r.Room(ctx)
	}
	return 0, true
}

// Thinks implements answer.Thinker.
func (c discreetChat) Thinks() bool {
	t, ok := c.chat.(answer.Thinker)
	return ok && t.Thinks()
}

// Chat implements answer.Chat.
func (c discreetChat) Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	var refused error // by whoever takes the pieces, which is no trouble of the model
	piece := onDelta
	if onDelta != nil {
		piece = func(text string) error {
			refused = onDelta(text)
			return refused
		}
	}
	reply, err := c.chat.Chat(ctx, messages, piece)
	if refused != nil {
		return reply, err
	}
	return reply, inPublic(ctx, c.log, "the language model", err)
}

// discreetEmbedder is an embedder that tells its troubles to the log.
type discreetEmbedder struct {
	encode.Embedder

	log *slog.Logger
}

// EmbedTexts implements encode.Embedder.
func (e discreetEmbedder) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	vectors, err := e.Embedder.EmbedTexts(ctx, texts, role)
	return vectors, inPublic(ctx, e.log, "the embedder", err)
}

// DiscreetChat tells the troubles of a language model to the log, and those who
// ask only that it failed, and in what way.
func DiscreetChat(chat answer.Chat, log *slog.Logger) answer.Chat { return discreetChat{chat, log} }

// DiscreetEmbedder does the same for an embedder. The built-in one has no troubles.
func DiscreetEmbedder(e encode.Embedder, log *slog.Logger) encode.Embedder {
	if _, local := e.(*embed.Model); local {
		return e
	}
	return discreetEmbedder{e, log}
}

// loggedReader is a reader whose faults, which cost an answer its help and no
// more, are in the log too.
type loggedReader struct {
	reader answer.Reader
	log    *slog.Logger
}

// Read implements answer.Reader.
func (r loggedReader) Read(ctx context.Context, question string, excerpts []news.Excerpt) ([]news.Reading, error) {
	readings, err := r.reader.Read(ctx, question, excerpts)
	r.tell(ctx, err)
	return readings, err
}

// Entails implements answer.Reader.
func (r loggedReader) Entails(ctx context.Context, statement string, excerpts []news.Excerpt) ([]float64, error) {
	borne, err := r.reader.Entails(ctx, statement, excerpts)
	r.tell(ctx, err)
	return borne, err
}

func (r loggedReader) tell(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "a model failed", "model", "the reader", "error", err)
	}
}

// LoggedReader tells the faults of a reader to the log. None stays none.
func LoggedReader(r answer.Reader, log *slog.Logger) answer.Reader {
	if r == nil {
		return nil
	}
	return loggedReader{r, log}
}

// inPublic logs what went wrong with a model and returns what may be said of
// it. That the key or the name of a model is wrong is no fault of who asks:
// for them it is not there now.
func inPublic(ctx context.Context, log *slog.Logger, model string, err error) error {
	var known *news.Error
	if err == nil || ctx.Err() != nil || !errors.As(err, &known) {
		return err
	}
	log.WarnContext(ctx, "a model failed", "model", model, "error", err)
	var late interface{ Timeout() bool }
	kind, way := news.KindUnavailable, "it is away or busy"
	switch {
	case errors.Is(err, news.ErrPromptTooLong):
		return &news.Error{Kind: news.KindTooLarge, Err: fmt.Errorf("%s did not answer (%w)", model, news.ErrPromptTooLong)}
	case errors.Is(err, news.ErrNoRoom):
		kind, way = news.KindTooLarge, news.ErrNoRoom.Error()
	case errors.Is(err, news.ErrEmptyReply):
		way = news.ErrEmptyReply.Error()
	case errors.Is(err, news.ErrReplyCut):
		return &news.Error{Kind: news.KindTooLarge, Err: fmt.Errorf("%s did not finish (%w)", model, news.ErrReplyCut)}
	case known.Kind == news.KindTooLarge:
		kind, way = news.KindTooLarge, "the text is too long for it"
	case known.Kind != news.KindUnavailable:
		way = "it refuses to, or cannot be understood"
	case errors.As(err, &late) && late.Timeout():
		way = "it took too long"
	}
	return &news.Error{Kind: kind, RetryAfter: known.RetryAfter, Err: errors.New(model + " did not answer (" + way + ")")}
}
