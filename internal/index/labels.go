package index

import "byline/internal/news"

// Labels returns the values of an article that it is selected and counted by, entities
// aside, which a record has.
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

// EntityKeys returns the keys of those entities that are of a kind: the values of its label.
func EntityKeys(list []news.Entity, kind news.EntityKind) (keys []string) {
	for _, e := range list {
		if e.Kind == kind {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

// Written returns the values of a label, files and entities aside, as an article writes them.
func Written(a *news.Article, label news.Label) []string {
	switch label {
	case news.LabelSource:
		return []string{a.Source}
	case news.LabelAuthor:
		return a.Authors
	case news.LabelSection:
		return []string{a.Section}
	case news.LabelSubject:
		return a.Subjects
	case news.LabelLanguage:
		return []string{a.Language}
	}
	return nil
}

func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{Fold(value)}
}
