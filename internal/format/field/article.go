package field

import "byline/internal/news"

// Article builds the article that the object describes. An object with neither a
// text nor a headline, a value of the wrong type, a time that Time cannot read
// and an address that is not http or https are errors that name the field as the
// object spells it.
func (o *Object) Article() (news.Article, error) {
	var a news.Article
	for _, fill := range []func(*news.Article) error{o.texts, o.times, o.lists, o.place} {
		if err := fill(&a); err != nil {
			return news.Article{}, err
		}
	}
	if a.Headline == "" && a.Body == "" {
		return news.Article{}, news.InvalidField("body", `no text: the record has no "body" (or "text", "content", "article") and no "headline" (or "title")`)
	}
	return a, nil
}

func (o *Object) texts(a *news.Article) error {
	for _, f := range []struct {
		target target
		to     *string
	}{{id, &a.ID}, {headline, &a.Headline}, {section, &a.Section}, {caption, &a.Caption}, {credit, &a.Credit}} {
		text, err := o.single(f.target)
		if err != nil {
			return err
		}
		*f.to = Line(Plain(text))
	}
	text, err := o.single(body)
	if err != nil {
		return err
	}
	a.Body = Body(Plain(text))
	language, err := o.single(inLanguage)
	a.Language = Language(language)
	return err
}

func (o *Object) times(a *news.Article) (err error) {
	if a.Published, err = o.moment(published); err != nil {
		return err
	}
	a.Updated, err = o.moment(updated)
	return err
}

func (o *Object) lists(a *news.Article) error {
	names, err := o.many(authors, Authors)
	if err != nil {
		return err
	}
	a.Authors = AuthorList(names)
	about, err := o.many(subjects, Subjects)
	if err != nil {
		return err
	}
	about = append(about[:len(about):len(about)], o.more...)
	if sections := o.values[section]; sections.kind == '[' {
		about = append(about, sections.items[1:]...)
	}
	for i := range about {
		about[i] = Unescape(about[i])
	}
	a.Subjects = List(about)
	credited, err := o.many(attribution, Subjects)
	a.Attribution = List(credited)
	return err
}

// place fills in where the article was published.
func (o *Object) place(a *news.Article) error {
	text, err := o.single(address)
	if err != nil {
		return err
	}
	if text != "" {
		var ok bool
		if a.URL, ok = URL(text); !ok {
			return news.InvalidField(o.values[address].name, "%q is not an http or https address", Abbreviate(text, 80))
		}
	}
	outlet, err := o.single(source)
	if err != nil {
		return err
	}
	a.Source = Line(Unescape(outlet))
	if u, ok := URL(a.Source); ok {
		a.Source = Host(u)
	}
	return nil
}
