package jsonl

import (
	"byline/internal/format/field"
	"byline/internal/news"
)

// article builds the article that the record describes.
func (r *record) article() (news.Article, error) {
	var a news.Article
	for _, fill := range []func(*news.Article) error{r.texts, r.times, r.lists, r.place} {
		if err := fill(&a); err != nil {
			return news.Article{}, err
		}
	}
	if a.Headline == "" && a.Body == "" {
		return news.Article{}, news.InvalidField("body", `no text: the record has no "body" (or "text", "content", "article") and no "headline" (or "title")`)
	}
	return a, nil
}

func (r *record) texts(a *news.Article) error {
	for _, f := range []struct {
		target target
		to     *string
	}{{id, &a.ID}, {headline, &a.Headline}, {section, &a.Section}, {caption, &a.Caption}, {credit, &a.Credit}} {
		text, err := r.single(f.target)
		if err != nil {
			return err
		}
		*f.to = field.Line(field.Plain(text))
	}
	text, err := r.single(body)
	if err != nil {
		return err
	}
	a.Body = field.Body(field.Plain(text))
	language, err := r.single(lang)
	a.Language = field.Language(language)
	return err
}

func (r *record) times(a *news.Article) (err error) {
	if a.Published, err = r.moment(published); err != nil {
		return err
	}
	a.Updated, err = r.moment(updated)
	return err
}

func (r *record) lists(a *news.Article) error {
	names, err := r.many(authors, field.Authors)
	if err != nil {
		return err
	}
	a.Authors = field.AuthorList(names)
	about, err := r.many(subjects, field.Subjects)
	if err != nil {
		return err
	}
	about = append(about[:len(about):len(about)], r.more...)
	if sections := r.values[section]; sections.kind == '[' {
		about = append(about, sections.items[1:]...)
	}
	for i := range about {
		about[i] = field.Unescape(about[i])
	}
	a.Subjects = field.List(about)
	credited, err := r.many(attribution, field.Subjects)
	a.Attribution = field.List(credited)
	return err
}

// place fills in where the article was published.
func (r *record) place(a *news.Article) error {
	text, err := r.single(address)
	if err != nil {
		return err
	}
	if text != "" {
		var ok bool
		if a.URL, ok = field.URL(text); !ok {
			return news.InvalidField(r.values[address].name, "%q is not an http or https address", field.Abbreviate(text, 80))
		}
	}
	outlet, err := r.single(source)
	if err != nil {
		return err
	}
	a.Source = field.Line(field.Unescape(outlet))
	if u, ok := field.URL(a.Source); ok {
		a.Source = field.Host(u)
	}
	return nil
}
