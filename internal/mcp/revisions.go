package mcp

import (
	"context"
	"errors"
	"strings"
	"time"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/terminal"
)

type revisionsInput struct {
	articleInput
	Phrase string `json:"phrase,omitempty" jsonschema:"words to look for in each version; none unless given"`
}

type revisionOutput struct {
	Revision  int      `json:"revision"`
	Stored    string   `json:"stored" jsonschema:"when this version was stored"`
	Headline  string   `json:"headline,omitempty"`
	Removed   []string `json:"removed,omitempty" jsonschema:"words of the version before that this one has not"`
	Added     []string `json:"added,omitempty" jsonschema:"words that the version before has not"`
	HasPhrase bool     `json:"has_phrase,omitempty"`
}

type revisionsOutput struct {
	Revisions []revisionOutput `json:"revisions" jsonschema:"the newest first"`
	Phrase    string           `json:"phrase,omitempty" jsonschema:"since when the words are there, and when they were dropped"`
}

func (s *Server) revisions(ctx context.Context, in revisionsInput) (revisionsOutput, string, error) {
	asked := api.RevisionsAsked{Diff: true, Phrase: in.Phrase}
	if err := faults(errors.Join(in.check(), asked.Check())); err != nil {
		return revisionsOutput{}, "", err
	}
	revisions, err := s.deps.Library.Revisions(ctx, in.ID)
	if _, err = news.SplitDamaged(err); err != nil {
		return revisionsOutput{}, "", err
	}
	out := revisionsOutput{Revisions: make([]revisionOutput, len(revisions))}
	for i, r := range revisions {
		o := revisionOutput{Revision: r.Revision, Stored: r.Stored.UTC().Format(time.RFC3339), Headline: r.Headline}
		o.HasPhrase = in.Phrase != "" && news.HasPhrase(&r.Article, in.Phrase)
		if i+1 < len(revisions) {
			for _, part := range news.Diff(revisions[i+1].Body, r.Body) {
				switch part.Op {
				case news.DiffRemoved:
					o.Removed = append(o.Removed, part.Text)
				case news.DiffAdded:
					o.Added = append(o.Added, part.Text)
				case news.DiffSame:
				}
			}
		}
		out.Revisions[i] = o
	}
	if in.Phrase != "" {
		out.Phrase = terminal.PhraseText(news.FindPhrase(revisions, in.Phrase))
	}
	var text strings.Builder
	(&terminal.Printer{W: &text}).Revisions(revisions, asked.Diff, asked.Phrase)
	return out, text.String(), nil
}
