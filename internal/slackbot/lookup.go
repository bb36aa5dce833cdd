package slackbot

import (
	"context"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
)

// lookup is what `/byline WORD …` shows in place of an answer, as the command of that
// name prints it.
type lookup struct {
	missing string // what is said when nothing stands behind WORD; "": nothing need
	find    func(b *Bot, ctx context.Context, ch Channel, rest string) (message, error)
}

// lookupOf returns the look-up of a word.
func lookupOf(word string) (l lookup, known bool) {
	switch strings.ToLower(word) {
	case "search":
		l = lookup{"Say what to search for: `/byline search WORDS`.", (*Bot).search}
	case "quote":
		l = lookup{"Say whose words to look for: `/byline quote WORDS`.", (*Bot).quote}
	case "quotes":
		l = lookup{"Say who speaks: `/byline quotes NAME`, or `/byline quotes NAME: WORDS` for what is said.", (*Bot).sayings}
	case "stories":
		l = lookup{"", (*Bot).stories}
	case "timeline":
		l = lookup{"Say of which story: `/byline timeline WORDS`, or its ID or an article's address.", (*Bot).timeline}
	case "figures":
		l = lookup{"Say of which story: `/byline figures WORDS`, or its ID or an article's address.", (*Bot).figures}
	case "coverage":
		l = lookup{"Say of what: `/byline coverage WORDS`, with `by day`, `by week` or `by month` behind it if you like.", (*Bot).coverage}
	case "revisions":
		l = lookup{"Say of which article: `/byline revisions WORDS`, or its ID or address, with a “phrase” behind it to see since when it is there, and when it was dropped.", (*Bot).revisions}
	case "entities":
		l = lookup{"", (*Bot).entities}
	}
	return l, l.find != nil
}

// look shows one person what a look-up finds.
func (b *Bot) look(ctx context.Context, at place, l lookup, rest string) {
	m, err := l.find(b, ctx, b.cfg.channel(at.channel), rest)
	if err != nil {
		b.fail(ctx, question{place: at, private: true}, nil, err)
		return
	}
	b.say(ctx, question{place: at, private: true}, "", m)
}

// search lists what bears on a query.
func (b *Bot) search(ctx context.Context, ch Channel, query string) (message, error) {
	if err := api.CheckText("query", query); err != nil {
		return message{}, err
	}
	r, err := b.deps.Searcher.Search(ctx, news.SearchRequest{Query: query, Filter: ch.Filter, HalfLife: ch.HalfLife, Limit: shownHits})
	return renderHits("Search: "+query, r), err
}

// quote lists who printed words.
func (b *Bot) quote(ctx context.Context, ch Channel, words string) (message, error) {
	if err := api.CheckQuote("words", words); err != nil {
		return message{}, err
	}
	r, err := b.deps.Quoter.FindQuote(ctx, news.QuoteRequest{Text: words, Filter: ch.Filter, Limit: shownHits})
	return renderQuotes(r), err
}

// sayings lists what somebody says; words behind a colon are those of what is said.
func (b *Bot) sayings(ctx context.Context, ch Channel, rest string) (message, error) {
	speaker, words, _ := strings.Cut(rest, ":")
	req, err := api.SayingParams{Speaker: strings.TrimSpace(speaker), Query: strings.TrimSpace(words), Limit: new(shownHits)}.Request(api.FlatNames)
	if err != nil {
		return message{}, err
	}
	req.Filter = ch.Filter
	list, err := b.deps.Quoter.Sayings(ctx, req)
	return renderSayings(req.Speaker, list), err
}

// stories lists stories, those of most voices first.
func (b *Bot) stories(ctx context.Context, ch Channel, query string) (message, error) {
	list, err := b.storiesOf(ctx, ch, query, shownHits)
	return renderStories(query, list), err
}

func (b *Bot) storiesOf(ctx context.Context, ch Channel, query string, most int) (news.StoryList, error) {
	req, err := api.StoryParams{Query: query, Limit: &most}.Request(api.FlatNames)
	if err != nil {
		return news.StoryList{}, err
	}
	req.Filter = ch.Filter
	return b.deps.Stories.Stories(ctx, req)
}

// storyOf returns the ID of the story that is meant by its ID, by the address of an
// article, or by words, of which several stories may have them: the one of most voices.
func (b *Bot) storyOf(ctx context.Context, ch Channel, named string) (string, error) {
	query := named
	if strings.HasPrefix(named, "https://") || strings.HasPrefix(named, "http://") {
		query = `url:"` + named + `"`
	} else if !strings.ContainsAny(named, " \t") {
		list, err := b.storiesOf(ctx, ch, `id:"`+named+`"`, 1)
		if err != nil || len(list.Stories) > 0 {
			return firstStory(list), err
		}
	}
	list, err := b.storiesOf(ctx, ch, query, 1)
	return firstStory(list), err
}

func firstStory(list news.StoryList) string {
	if len(list.Stories) == 0 {
		return ""
	}
	return list.Stories[0].ID
}

// timeline tells how a story went on.
func (b *Bot) timeline(ctx context.Context, ch Channel, named string) (message, error) {
	id, err := b.storyOf(ctx, ch, named)
	if err != nil || id == "" {
		return renderStories(named, news.StoryList{}), err
	}
	t, err := b.deps.Stories.Timeline(ctx, id, shownTimes)
	return renderTimeline(t), err
}

// figures tells on which figures the articles of a story differ.
func (b *Bot) figures(ctx context.Context, ch Channel, named string) (message, error) {
	id, err := b.storyOf(ctx, ch, named)
	if err != nil || id == "" {
		return renderStories(named, news.StoryList{}), err
	}
	f, err := b.deps.Surveyor.Figures(ctx, id)
	return renderFigures(f), err
}

// coverage counts what was published on something: by the unit that is named, else by
// the least one of which the times fit into a message.
func (b *Bot) coverage(ctx context.Context, ch Channel, rest string) (message, error) {
	units := []news.CoverageUnit{news.CoverageDay, news.CoverageWeek, news.CoverageMonth}
	for _, u := range units {
		if words, named := strings.CutSuffix(rest, " by "+string(u)); named {
			rest, units = strings.TrimSpace(words), []news.CoverageUnit{u}
			break
		}
	}
	var c news.Coverage
	for _, u := range units {
		req, err := api.CoverageParams{Query: rest, Unit: string(u)}.Request(api.FlatNames)
		if err != nil {
			return message{}, err
		}
		req.Filter = ch.Filter
		if c, err = b.deps.Surveyor.Coverage(ctx, req); err != nil {
			return message{}, err
		}
		if len(c.Times) <= shownTimes {
			break
		}
	}
	return renderCoverage(rest, c), nil
}

// entities lists whom or what articles name. The kind may stand before words of their
// names; it is people unless it does.
func (b *Bot) entities(ctx context.Context, ch Channel, rest string) (message, error) {
	kind, words, _ := strings.Cut(rest, " ")
	params := api.EntityParams{Kind: string(news.EntityPerson), Query: rest}
	for _, k := range news.EntityKinds() {
		if strings.EqualFold(kind, string(k)) {
			params = api.EntityParams{Kind: string(k), Query: strings.TrimSpace(words)}
		}
	}
	req, err := params.Request(api.FlatNames)
	if err != nil {
		return message{}, err
	}
	req.Filter = ch.Filter
	list, err := b.deps.Entities.Entities(ctx, req)
	return renderEntities(list), err
}
