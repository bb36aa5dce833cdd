package mcp

import (
	"context"
	"errors"
	"reflect"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"byline/internal/access"
	"byline/internal/news"
)

// tool is a tool that only reads, in a world of stored articles.
func tool(name, title, description string) *sdk.Tool {
	return &sdk.Tool{
		Name: name, Title: title, Description: description,
		Annotations: &sdk.ToolAnnotations{
			Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: new(false), OpenWorldHint: new(false),
		},
	}
}

func (s *Server) addTools(p *sdk.Server, takes arguments) {
	add(s, p, takes, tool("search", "Search news", "Finds passages of news articles that bear on a query, by words and by meaning. "+
		"Dates in the query such as \"last week\" become filters."), s.search)
	add(s, p, takes, tool("similar", "Similar articles", "Finds articles like a stored one, named by its ID or URL, or like a given text."), s.similar)
	add(s, p, takes, tool("ask", "Ask the news", "Answers a question from news articles. Every statement is cited, and every citation "+
		"is a literal quote from an article. Says so if the articles hold no answer."), s.ask)
	add(s, p, takes, tool("batch", "Answer many lines", "Answers a list of questions, judges claims (supported, contradicted or not supported by what articles say) "+
		"and finds who is named where, each with literal quotes from articles."), s.batch)
	add(s, p, takes, tool("find_quote", "Find a quote", "Finds who printed given words, a quote or a paragraph: the earliest first, reprints folded, "+
		"and words that were changed, dropped or added. If nobody did, the closest."), s.findQuote)
	add(s, p, takes, tool("quotes", "Who says what", "Lists what people, authorities and documents say in articles, by the name of the speaker or words of what is said, "+
		"the newest first, each as literal words of an article."), s.sayings)
	add(s, p, takes, tool("stories", "List stories", "Lists what several articles tell of one event, those of most independent outlets first, by time, outlet or words."), s.stories)
	add(s, p, takes, tool("timeline", "Timeline of a story", "Tells how a story went on: what was new, with its date, each time as a literal quote from an article. "+
		"Takes the ID of a story or of any article."), s.timeline)
	add(s, p, takes, tool("figures", "Figures of a story", "Lays figures, days and times side by side that the articles of a story give for the same thing, those on which they differ first, "+
		"each with who gives it, when, in which sentence, and whether another has taken its place. Takes the ID of a story or of any article."), s.figures)
	add(s, p, takes, tool("coverage", "Coverage over time", "Counts the articles on something by day, week or month, by outlet, beside all that were published."), s.coverage)
	add(s, p, takes, tool("entities", "Who is named", "Lists the people, organisations or places that most articles name, variants of a name as one, by words of the names, time or outlet."), s.entities)
	add(s, p, takes, tool("article", "Read an article", "Returns a stored article in full, by its ID."), s.article)
	add(s, p, takes, tool("revisions", "Versions of an article", "Tells which versions of an article are stored, how its text changed from each to the next, "+
		"and since when it has given words or when they were dropped."), s.revisions)
	s.addFetch(p, takes)
}

// add adds a tool whose handler returns the structured result and a text for it.
func add[In, Out any](s *Server, p *sdk.Server, takes arguments, t *sdk.Tool, h func(context.Context, In) (Out, string, error)) {
	takes.note(t.Name, reflect.TypeFor[In]())
	sdk.AddTool(p, t, func(ctx context.Context, _ *sdk.CallToolRequest, in In) (*sdk.CallToolResult, Out, error) {
		out, text, err := h(ctx, in)
		if err != nil {
			return nil, out, s.publicError(ctx, t.Name, err)
		}
		return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: text}}}, out, nil
	})
}

// errInternal stands for a cause that only the log tells.
var errInternal = errors.New("something went wrong in Byline; its log tells more")

// publicError is what a caller is told of an error.
func (s *Server) publicError(ctx context.Context, what string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if news.KindOf(err) != news.KindInternal {
		var kinded *news.Error
		errors.As(err, &kinded)
		return errors.New(kinded.Error())
	}
	s.deps.Logger.ErrorContext(ctx, "mcp", "call", what, "error", err)
	return errInternal
}

func (s *Server) search(ctx context.Context, in searchInput) (hitsOutput, string, error) {
	req, err := in.request()
	if err != nil {
		return hitsOutput{}, "", err
	}
	result, err := s.deps.Searcher.Search(ctx, req)
	if err != nil {
		return hitsOutput{}, "", err
	}
	out := toHits(result)
	out.Total = &result.Total
	out.Results = toResults(result)
	text, err := foundText(result)
	return out, text, err
}

func (s *Server) similar(ctx context.Context, in similarInput) (hitsOutput, string, error) {
	req, err := in.request()
	if err != nil {
		return hitsOutput{}, "", err
	}
	result, err := s.deps.Searcher.Similar(ctx, req)
	if err != nil {
		return hitsOutput{}, "", err
	}
	return toHits(result), hitsText(result), nil
}

func (s *Server) ask(ctx context.Context, in askInput) (answerOutput, string, error) {
	if err := access.Require(ctx, access.Ask); err != nil {
		return answerOutput{}, "", err
	}
	req, err := in.request()
	if err != nil {
		return answerOutput{}, "", err
	}
	a, err := s.deps.Answerer.Answer(ctx, req, nil)
	if err != nil {
		return answerOutput{}, "", err
	}
	return toAnswer(a), answerText(a), nil
}

func (s *Server) article(ctx context.Context, in articleInput) (articleOutput, string, error) {
	if err := in.check(); err != nil {
		return articleOutput{}, "", err
	}
	a, err := s.deps.Library.Article(ctx, in.ID)
	if err != nil {
		return articleOutput{}, "", err
	}
	return toArticle(a), articleText(a), nil
}
