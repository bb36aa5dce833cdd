package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"byline/internal/app"
	"byline/internal/batch"
	"byline/internal/embed"
	"byline/internal/news"
	"byline/internal/openai"
	"byline/internal/terminal"
)

// checkEmbedder returns what there is to know of the embedder.
func (a *cli) checkEmbedder(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout+4*a.config.Embed.Timeout)
	defer cancel()
	embedder, err := app.NewEmbedder(a.config.Embed)
	if err != nil {
		return nil, err
	}
	remote, ok := embedder.(*openai.Embedder)
	if !ok {
		vectors, err := embedder.EmbedTexts(ctx, []string{"news"}, embed.Query)
		if err != nil {
			return nil, err
		}
		return []string{fmt.Sprintf("%s, built in, %d dimensions", embedder.Identity().Name, len(vectors[0]))}, nil
	}
	f, err := remote.Examine(ctx)
	switch {
	case errors.Is(err, batch.ErrLate):
		return nil, fmt.Errorf("%w; if it is only slow, or busy, embed.timeout (%s) gives it time and embed.batch (%d) sends it fewer texts at once", err, a.config.Embed.Timeout, a.config.Embed.Batch)
	case err != nil:
		return nil, err
	}
	found := []string{
		fmt.Sprintf("%s, at %s, %d dimensions; the first reply took %s, the next %s", a.config.Embed.Model, news.ShownURL(a.config.Embed.URL), f.Dim, short(f.Cold), short(f.Warm)),
	}
	if a.config.Embed.Dim == 0 {
		found = append(found, fmt.Sprintf("embed.dim: %d takes articles in even while the embedder is away", f.Dim))
	}
	return append(found, a.embedderFindings(f)...), nil
}

// embedderFindings says what an examination found, and what could be set.
func (a *cli) embedderFindings(f openai.EmbedderFindings) []string {
	length := "vectors have unit length"
	if !f.Unit {
		length = "vectors are not of unit length, and are brought to it"
	}
	found := []string{length, prefixes(f)}
	if !f.TellsApart {
		found = append(found, "a text that answers a question is no nearer to it than one that does not: is it a model for embeddings, and are embed.query_prefix and embed.passage_prefix right?")
	}
	pace := fmt.Sprintf("up to %d texts in a request, %s texts of 100 words a second", f.Limits.Texts, rate(f.Rate))
	slowest := time.Duration(float64(f.Limits.Texts) / max(f.Rate, .001) * float64(time.Second))
	switch {
	case f.Limits.Slow:
		pace += fmt.Sprintf("; more take longer than embed.timeout (%s), which may be longer: embed.batch: %d spares the search for that", a.config.Embed.Timeout, f.Limits.Texts)
	case f.Limits.Texts < a.config.Embed.Batch:
		pace += fmt.Sprintf("; it takes no more: embed.batch: %d spares the search for that", f.Limits.Texts)
	case slowest > a.config.Embed.Timeout/2:
		pace += fmt.Sprintf("; so many would take %s, and embed.timeout is %s: embed.batch: %d leaves time for searches", short(slowest), a.config.Embed.Timeout, max(1, int(f.Rate*a.config.Embed.Timeout.Seconds()/8)))
	}
	window := fmt.Sprintf("texts of %s tokens; longer ones are cut at a sentence", terminal.Count(f.Limits.Window))
	if f.Limits.Window == 0 {
		window = "how long a text may be, nobody tells: embed.context says it, else it is learned from what is refused"
	}
	return append(found, pace, window)
}

// rate is a number a second as people read it.
func rate(perSecond float64) string {
	const few = 10
	if perSecond < few {
		return fmt.Sprintf("%.1f", perSecond)
	}
	return fmt.Sprintf("%.0f", perSecond)
}

func prefixes(f openai.EmbedderFindings) string {
	by := "the model's family, " + f.Family.Name + ", wants them so"
	switch {
	case f.Prefixed:
		by = "the settings want them so"
	case f.QueryModel != "":
		return "no prefixes, for the server tells queries by their model, " + f.QueryModel + " (embed.query_model)"
	case f.Family.Name == "":
		return "no prefixes, for the name of the model tells nothing of them: embed.query_prefix and embed.passage_prefix, if it wants some"
	}
	return fmt.Sprintf("prefixes: %q before queries, %q before passages; %s (embed.query_prefix, embed.passage_prefix)", f.Query, f.Passage, by)
}

// checkLLM returns what there is to know of the language model.
func (a *cli) checkLLM(ctx context.Context) ([]string, error) {
	chat, err := app.NewChat(a.config.LLM)
	if err != nil {
		return nil, err
	}
	if chat == nil {
		return []string{"none is configured; answers are made of quotes"}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, a.config.LLM.First+2*a.config.LLM.Timeout)
	defer cancel()
	f, err := chat.Examine(ctx)
	if err != nil {
		return nil, err
	}
	speed := ""
	if f.Rate > 0 {
		speed = fmt.Sprintf(", %.0f tokens a second", f.Rate)
	}
	found := []string{fmt.Sprintf("%s at %s replied in %s, the second time in %s%s", a.config.LLM.Model, news.ShownURL(a.config.LLM.URL), short(f.Cold), short(f.Warm), speed)}
	if f.Cold > 5*time.Second && f.Cold > 4*f.Warm {
		found = append(found, "it had to be loaded first: llm.warm_up: true does that when the server starts, llm.keep_alive keeps it loaded where it is Ollama's")
	}
	if wait := float64(a.config.LLM.MaxTokens) / f.Rate; f.Rate > 0 && wait > a.config.LLM.Timeout.Seconds() {
		found = append(found, fmt.Sprintf("the longest answer (llm.max_tokens: %d) would take %s, and llm.timeout is %s: allow more, or fewer tokens", a.config.LLM.MaxTokens, short(time.Duration(wait)*time.Second), a.config.LLM.Timeout))
	}
	return append(found, a.chatFindings(f)...), nil
}

// chatFindings says what an examination found, and what could be set.
func (a *cli) chatFindings(f openai.ChatFindings) []string {
	const roomy = 6000 // tokens that hold all passages that a model is shown
	window := fmt.Sprintf("a window of %s tokens", terminal.Count(f.Window))
	switch {
	case !f.WindowKnown:
		window += " is assumed, for the server does not tell: set llm.context to what it is"
	case f.Window < roomy:
		window += "; with more (llm.context, and the server's own setting) it is shown more passages"
	}
	thoughts := "it does not think before it answers"
	switch f.Thoughts {
	case openai.ThoughtsApart:
		thoughts = "thoughts come apart from the text and are left out; llm.thinking: off has it answer at once, where the server can switch it"
	case openai.ThoughtsIn:
		thoughts = "thoughts come in the text, between tags, and are left out; llm.thinking: off has it answer at once, where the server can switch it"
	}
	found := []string{window, thoughts}
	if len(f.Learned) > 0 {
		found = append(found, "it "+strings.Join(f.Learned, ", ")+"; Byline goes without")
	}
	return found
}

// checkQuestion lets the model answer a question from the articles that are stored.
func (a *cli) checkQuestion(ctx context.Context) (found []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, a.config.LLM.First+2*a.config.LLM.Timeout)
	defer cancel()
	e, err := a.open(ctx, a.index(), app.Reading)
	if err != nil {
		return []string{"none was asked: there are no articles yet"}, nil // what is wrong with the index is another check's
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	answerer, err := e.Answerer(e.Retriever)
	if err != nil {
		return nil, err
	}
	questions, err := trialQuestions(ctx, e)
	for _, question := range questions {
		start := time.Now()
		answer, err := answerer.Answer(ctx, news.AnswerRequest{Question: question}, nil)
		if err != nil {
			return nil, err
		}
		took := short(time.Since(start))
		switch {
		case answer.Mode == news.AnswerLLM:
			return append([]string{fmt.Sprintf("“%s” was answered by the model in %s, with %d citations", question, took, len(answer.Citations))}, answer.Warnings...), nil
		case len(answer.Warnings) > 0: // else nobody asked the model
			return append([]string{fmt.Sprintf("“%s” was answered in %s by quotes, not by the model", question, took)}, answer.Warnings...), nil
		}
	}
	return []string{"none was asked: no article calls for one yet"}, err
}

// trialQuestions are such as the articles answer: of the newest, and those that are suggested.
func trialQuestions(ctx context.Context, e *app.Engine) ([]string, error) {
	var questions []string
	newest, _, err := e.Articles(ctx, news.Filter{}, news.Page{Limit: 3})
	for _, a := range newest {
		if a.Headline != "" {
			questions = append(questions, strings.TrimRight(a.Headline, ".!? ")+"?")
		}
	}
	return append(questions, e.Front.Questions(ctx)...), err
}

// checkReranker lets the reranker choose between a text that answers a question
// and one that does not, and order as many as a search hands it.
func (a *cli) checkReranker(ctx context.Context) ([]string, error) {
	patient := a.config.Rerank
	patient.Timeout = max(patient.Timeout, checkTimeout) // what takes longer than searches wait is told
	reranker, err := app.NewReranker(patient)
	if err != nil {
		return nil, err
	}
	const question, answers = "When does the ferry to the island leave?", "The ferry to the island leaves at nine in the morning. "
	start := time.Now()
	scores, err := reranker.Rerank(ctx, question, []string{"The bakery sold out of bread before noon.", answers})
	if err != nil {
		return nil, err
	}
	if scores[0] >= scores[1] {
		return nil, news.Errorf(news.KindInvalid, "%s prefers a text that does not answer the question (%.3f to %.3f); is it a model for reranking?", reranker, scores[0], scores[1])
	}
	found := []string{fmt.Sprintf("%s replied in %s", reranker, short(time.Since(start)))}
	start = time.Now()
	if _, err := reranker.Rerank(ctx, question, slices.Repeat([]string{strings.Repeat(answers, 9)}, patient.Hits)); err != nil {
		return nil, err
	}
	return append(found, a.rerankerFindings(time.Since(start), reranker.Learned())...), nil
}

// rerankerFindings says how long the hits of a search took, and what could be set.
func (a *cli) rerankerFindings(took time.Duration, l batch.Learned) []string {
	hits, timeout := a.config.Rerank.Hits, a.config.Rerank.Timeout
	pace := fmt.Sprintf("%d hits of 100 words (rerank.hits) took %s", hits, short(took))
	if took > timeout {
		pace += fmt.Sprintf(", and searches wait %s for them: a longer rerank.timeout or fewer rerank.hits, else they stay as they were found", timeout)
	}
	found := []string{pace}
	if l.Texts < hits {
		found = append(found, fmt.Sprintf("it takes %d texts in a request, so that a search makes %d requests", l.Texts, (hits+l.Texts-1)/l.Texts))
	}
	if l.Window > 0 {
		found = append(found, fmt.Sprintf("texts of %s tokens; longer ones are cut at a sentence", terminal.Count(l.Window)))
	}
	return found
}

// short is a time as people read it.
func short(d time.Duration) string {
	if d < time.Second {
		return d.Round(time.Millisecond).String()
	}
	return (time.Duration(math.Round(d.Seconds()*10)) * time.Second / 10).String()
}
