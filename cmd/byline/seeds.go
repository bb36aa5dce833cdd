package main

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"byline/internal/ingest"
	"byline/internal/news"
	"byline/seeds"
)

// loadSeeds takes the sample articles into an index that is empty.
func (a *app) loadSeeds(ctx context.Context, l *library) error {
	stats, err := l.Stats(ctx)
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
	start, progress := time.Now(), a.newProgress()
	defer progress.done()
	ingester := l.ingester
	for i, name := range names {
		progress.show("loading the sample articles", int64(i), int64(len(names)), time.Since(start))
		if err := loadSeed(ctx, ingester, name); err != nil {
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

// suggestions are questions to try, where the sample articles are there to answer them.
func suggestions(ctx context.Context, l *library) ([]string, error) {
	samples, _, err := l.Articles(ctx, news.Filter{Sources: []string{seeds.Source}, Subjects: []string{"sample"}}, news.Page{Limit: 1})
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
