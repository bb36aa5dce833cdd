package openai_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	openai "github.com/sashabaranov/go-openai"

	"byline/internal/httpapi"
	"byline/internal/news"
)

// echoing answers a question by quoting it from an article that says the same.
type echoing struct{}

func (echoing) Answer(_ context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	c := news.Citation{Marker: 1, Article: news.Article{ID: "a", Source: "Marn Gazette", Body: req.Question}, Quote: req.Question,
		Span: news.Span{End: len(req.Question)}}
	a := news.Answer{Status: news.StatusAnswered, Text: req.Question + " [1]", Citations: []news.Citation{c}, Mode: news.AnswerExtractive}
	if emit == nil {
		return a, nil
	}
	return a, errors.Join(emit(news.Event{Kind: news.EventDelta, Delta: a.Text}),
		emit(news.Event{Kind: news.EventCitation, Citation: c}), emit(news.Event{Kind: news.EventDone, Done: a}))
}

// The API that Byline serves is one that the client it uses itself can speak.
func TestGoClientSpeaksToByline(t *testing.T) {
	srv := httptest.NewServer(httpapi.New(httpapi.Deps{Answerer: echoing{}}, httpapi.Config{}))
	defer srv.Close()
	cfg := openai.DefaultConfig("none")
	cfg.BaseURL = srv.URL + "/v1"
	client := openai.NewClientWithConfig(cfg)
	req := openai.ChatCompletionRequest{Model: "byline", Messages: []openai.ChatCompletionMessage{{Role: "user", Content: "Who won?"}}}
	const want = "Who won? [^1]\n\n[^1]: Marn Gazette: “Who won?”"

	models, err := client.ListModels(t.Context())
	if err != nil || len(models.Models) != 3 {
		t.Fatalf("models %v, error %v", models, err)
	}
	got, err := client.CreateChatCompletion(t.Context(), req)
	if err != nil || got.Choices[0].Message.Content != want || got.Choices[0].FinishReason != openai.FinishReasonStop || got.Usage.TotalTokens == 0 {
		t.Fatalf("got %+v, error %v", got, err)
	}

	req.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	stream, err := client.CreateChatCompletionStream(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var text strings.Builder
	var usage *openai.Usage
	for {
		chunk, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		usage = chunk.Usage
		for _, c := range chunk.Choices {
			text.WriteString(c.Delta.Content)
		}
	}
	if text.String() != want || usage == nil || usage.TotalTokens != got.Usage.TotalTokens {
		t.Errorf("streamed %q, usage %+v", text.String(), usage)
	}

	req.N, req.StreamOptions = 2, nil
	_, err = client.CreateChatCompletion(t.Context(), req)
	var fault *openai.APIError
	if !errors.As(err, &fault) || fault.HTTPStatusCode != http.StatusBadRequest || fault.Code != "unsupported_parameter" || *fault.Param != "n" {
		t.Errorf("error %v", err)
	}
}
