package app

import (
	"context"
	"fmt"
	"slices"

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
	files, err := seeds.Files()
	if err != nil {
		return err
	}
	for i, f := range files {
		progress(i, len(files))
		if err := loadSeed(ctx, e.Ingester, f); err != nil {
			return fmt.Errorf("sample articles: %s: %w", f.Name, err)
		}
	}
	return nil
}

func loadSeed(ctx context.Context, ingester *ingest.Ingester, f seeds.File) error {
	file, err := seeds.FS.Open(f.Name)
	if err != nil {
		return err
	}
	defer file.Close()
	summary, err := ingester.IngestFiles(ctx, []string{"-"}, ingest.Options{Stdin: file, Source: f.Source})
	if err == nil && summary.Rejected > 0 {
		err = summary.Rejects[0].Err
	}
	return err
}

// isSample reports whether an article is one of the samples: they say so among
// their subjects, or are of the export, which has none.
func isSample(a *news.Article) bool {
	return a.Source == seeds.ExportSource || slices.Contains(a.Subjects, "sample")
}

// sampleQuestions are questions to try, which the sample articles answer.
func sampleQuestions() ([]string, error) {
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
