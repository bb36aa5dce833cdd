package app

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"byline/internal/ingest"
	"byline/internal/news"
	"byline/seeds"
)

// LoadSeeds takes the sample articles into an index that is empty. progress is
// told how many files are done.
func (e *Engine) LoadSeeds(ctx context.Context, progress func(done, total int)) error {
	stats, err := e.Stats(ctx)
	if err != nil || stats.Articles > 0 {
		return err
	}
	var names []string
	err = fs.WalkDir(seeds.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, name := range names {
		progress(i, len(names))
		if err := loadSeed(ctx, e.Ingester, name); err != nil {
			return fmt.Errorf("sample articles: %s: %w", name, err)
		}
	}
	return nil
}

func loadSeed(ctx context.Context, ingester *ingest.Ingester, name string) error {
	file, err := seeds.FS.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	options := ingest.Options{Stdin: file}
	if strings.HasPrefix(name, seeds.Export) {
		options.Source = seeds.ExportSource
	}
	summary, err := ingester.IngestFiles(ctx, []string{"-"}, options)
	if err == nil && summary.Rejected > 0 {
		err = summary.Rejects[0].Err
	}
	return err
}

// Suggestions are questions to try, where the sample articles are there to answer them.
func (e *Engine) Suggestions(ctx context.Context) ([]string, error) {
	samples, _, err := e.Articles(ctx, news.Filter{Sources: []string{seeds.Source}, Subjects: []string{"sample"}}, news.Page{Limit: 1})
	if _, err = news.SplitDamaged(err); err != nil || len(samples) == 0 {
		return nil, err
	}
	questions, err := seeds.Questions()
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, q := range questions {
		if q.Suggested {
			texts = append(texts, q.Question)
		}
	}
	return texts, nil
}
