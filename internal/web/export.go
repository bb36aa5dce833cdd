package web

import "byline/internal/news"

// ExportLink leads to what a page shows in another form.
type ExportLink struct{ Label, Path string }

// exports are the forms that pages offer of what is at a path of the API, asked for
// with what ask adds.
func exports(path string, ask func(*query)) (links []ExportLink) {
	for _, f := range []struct{ label, name string }{{"CSV", "csv"}, {"RIS", "ris"}, {"BibTeX", "bibtex"}, {"Markdown", "markdown"}, {"Word", "docx"}, {"JSON Lines", "jsonl"}} {
		var q query
		ask(&q)
		q.add("format", f.name)
		links = append(links, ExportLink{f.label, path + "?" + q.String()})
	}
	return links
}

// Exports are the forms in which the page offers the answer of a turn. A question
// that leans on earlier ones is asked for as it was completed.
func (t Turn) Exports() []ExportLink {
	question := t.Question
	if completed := t.Rewritten(); completed != "" {
		question = completed
	}
	return exports("/v1/answers", func(q *query) {
		q.add("question", question)
		q.narrowing(t.Narrowing)
		if t.Answer == nil || t.Answer.Mode != news.AnswerLLM {
			q.add("no_llm", "true")
		}
	})
}
