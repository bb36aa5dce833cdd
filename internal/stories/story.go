package stories

import (
	"context"

	"byline/internal/news"
)

// Story returns the story that an article belongs to, with its articles.
// KindNotFound: no article that is known has the ID.
func (b *Book) Story(ctx context.Context, id string) (news.StoryArticles, error) {
	o, texts, err := b.told(ctx, id)
	if err != nil {
		return news.StoryArticles{}, err
	}
	out := news.StoryArticles{Story: o}
	for _, t := range texts {
		t.Article.Body = ""
		out.Texts = append(out.Texts, t)
	}
	return out, nil
}

// told reads the articles of a story, bodies included.
func (b *Book) told(ctx context.Context, id string) (news.Story, []news.StoryText, error) {
	story, articles, texts, err := b.articlesOf(ctx, id)
	if err != nil {
		return news.Story{}, nil, err
	}
	var out []news.StoryText
	at := map[int]int{} // of each text, in out
	for i, a := range articles {
		if n, seen := at[texts[i]]; seen {
			out[n].Copies = append(out[n].Copies, copyOf(&a))
			out[n].Article.TakeFrom(&a)
			continue
		}
		at[texts[i]] = len(out)
		out = append(out, news.StoryText{Article: a})
	}
	return story, out, nil
}

// articlesOf reads the articles of a story, the earliest first. Those that carry the
// same text have the same number in texts.
func (b *Book) articlesOf(ctx context.Context, id string) (story news.Story, articles []news.Article, texts []int, err error) {
	if err := b.Load(ctx); err != nil {
		return story, nil, nil, err
	}
	o, members, err := b.membersOf(id)
	if err != nil {
		return story, nil, nil, err
	}
	versions := make([]news.Version, len(members))
	for i, m := range members {
		versions[i] = m.Version
	}
	read, err := b.versions(ctx, versions)
	if err != nil {
		return story, nil, nil, err
	}
	for i, a := range read {
		if a.ID == "" { // deleted, or written anew, meanwhile
			continue
		}
		if a.ID == o.stands.ArticleID {
			o.Story = o.story(a)
		}
		articles, texts = append(articles, a), append(texts, members[i].text)
	}
	if len(articles) == 0 {
		return story, nil, nil, unknown(id)
	}
	return o.Story, articles, texts, nil
}

// versions reads articles; those that are damaged are empty.
func (b *Book) versions(ctx context.Context, versions []news.Version) ([]news.Article, error) {
	articles, err := b.library.Versions(ctx, versions)
	_, err = news.SplitDamaged(err)
	return articles, err
}

// StoryOf returns the ID of the story of an article; "" if it is not known.
func (b *Book) StoryOf(id string) string {
	return b.first(id, func(g *groups, slot int) int { return g.of[slot].members[0] })
}

// Original returns the ID of the first article that has the text of one, that of
// itself if there is none before; "" if it is not known.
func (b *Book) Original(id string) string {
	return b.first(id, func(g *groups, slot int) int { return g.text[slot] })
}

func (b *Book) first(id string, of func(g *groups, slot int) int) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	slot, ok := b.slots[id]
	if !ok {
		return ""
	}
	return b.entries[of(b.grouped(), slot)].id
}

// member is an article of a story.
type member struct {
	news.Version

	text int // the same for those that carry the same text
}

// membersOf returns the outline and the articles of the story of an article.
func (b *Book) membersOf(id string) (outline, []member, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	slot, ok := b.slots[id]
	if !ok {
		return outline{}, nil, unknown(id)
	}
	groups := b.grouped()
	g := groups.of[slot]
	var members []member
	for _, slot := range g.members {
		e := &b.entries[slot]
		members = append(members, member{news.Version{ArticleID: e.id, Revision: e.revision}, groups.text[slot]})
	}
	return b.outline(g), members, nil
}

func unknown(id string) error {
	return news.Errorf(news.KindNotFound, "there is no story %q", id)
}

func copyOf(a *news.Article) news.Copy {
	return news.Copy{ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Published: a.Published}
}
