package index

import "byline/internal/news"

// Labels returns the values of an article that it is selected and counted by.
func Labels(a *news.Article, label news.Label) []string {
	switch label {
	case news.LabelSource:
		return one(a.Source)
	case news.LabelAuthor:
		return FoldAll(a.Authors)
	case news.LabelSection:
		return one(a.Section)
	case news.LabelSubject:
		return FoldAll(a.Subjects)
	case news.LabelLanguage:
		return one(a.Language)
	case news.LabelFile:
		return FileKeys(a.File)
	}
	return nil
}

func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{Fold(value)}
}
