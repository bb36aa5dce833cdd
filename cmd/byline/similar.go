package main

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
)

// maxText is how much text is compared, in bytes; more than any article has.
const maxText = 1 << 20

func (a *cli) similarCommand() *cobra.Command {
	var (
		filters filterFlags
		limit   int
		as      outputFormat
	)
	cmd := &cobra.Command{
		Use:   "similar ARTICLE-ID|URL|-",
		Short: "Find articles like one that is stored, or like a text on standard input",
		Args:  exactly("article ID, URL or -"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := a.chooseFormat(as); err != nil {
				return err
			}
			req, err := a.similarRequest(args[0])
			if err != nil {
				return err
			}
			if req.Filter, _, err = a.filter(&filters); err != nil {
				return err
			}
			if err := checkLimit(limit); err != nil {
				return err
			}
			req.Limit = limit
			return a.withBackend(cmd.Context(), func(from *app.Backend) error {
				result, err := from.Similar(cmd.Context(), req)
				if err != nil {
					return err
				}
				return a.printSimilar(result, as)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 10, "articles to list")
	as.addTo(cmd)
	filters.addFilters(cmd)
	return cmd
}

// similarRequest reads what articles are to be like.
func (a *cli) similarRequest(arg string) (news.SimilarRequest, error) {
	switch {
	case arg == "-":
		text, err := io.ReadAll(io.LimitReader(a.In, maxText+1))
		if err != nil {
			return news.SimilarRequest{}, err
		}
		if len(text) > maxText {
			return news.SimilarRequest{}, news.Errorf(news.KindTooLarge, "the text on standard input is longer than 1 MiB")
		}
		if !utf8.Valid(text) || strings.TrimSpace(string(text)) == "" {
			return news.SimilarRequest{}, news.Errorf(news.KindInvalid, "standard input holds no text (UTF-8)")
		}
		return news.SimilarRequest{Text: string(text)}, nil
	case strings.HasPrefix(arg, "http://"), strings.HasPrefix(arg, "https://"):
		return news.SimilarRequest{URL: arg}, nil
	}
	return news.SimilarRequest{ArticleID: arg}, nil
}

func (a *cli) printSimilar(result news.SearchResult, as outputFormat) error {
	if !a.json {
		return a.printHits(result, as, false)
	}
	return a.printDocument(func(w io.Writer) error { return api.WriteSimilar(w, result) })
}
