package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/web"
)

// maxTurns is how many questions the address of a conversation may hold.
const maxTurns = 10

// homePage is the question box and, for a browser without JavaScript or a
// shared address, the conversation. Its answers quote, so that they come at
// once and a link that is looked at costs no call to an LLM.
func (s *Server) homePage(c echo.Context) error {
	asked, draft, err := conversation(c.Request().URL.RawQuery)
	view := web.Home{Draft: draft, Writes: s.deps.Writes, Stock: web.Stock{Articles: -1}, Server: s.address(c.Request())}
	if err == nil && len(asked) > 0 { // in one turn: half a conversation is none
		err = s.deps.Gates.Searches.Do(c.Request().Context(), func(ctx context.Context) error { return s.converse(ctx, &view, asked) })
	}
	if err != nil {
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	if len(view.Turns) == 0 {
		view.Stock = s.stock(c.Request().Context())
		view.Front = s.front(c.Request().Context())
	}
	return s.render(c, http.StatusOK, view)
}

// address is that of the server as a request reached it.
func (s *Server) address(r *http.Request) string {
	if s.encrypted(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// converse answers the questions of a conversation.
func (s *Server) converse(ctx context.Context, view *web.Home, asked []web.Turn) error {
	for _, turn := range asked {
		if err := s.answerTurn(ctx, view.Turns, &turn); err != nil {
			view.Draft = turn
			return err
		}
		view.Turns = append(view.Turns, turn)
		view.Draft.Narrowing = turn.Narrowing // which holds on, unless it is removed
	}
	return nil
}

// answerTurn answers a question in the course of a conversation.
func (s *Server) answerTurn(ctx context.Context, before []web.Turn, t *web.Turn) error {
	body := api.AnswerBody{Question: t.Question, AsOf: t.AsOf, Filters: filtersOf(t.Narrowing), KeepDates: t.KeepDates, Exact: t.Exact, NoLLM: true}
	for _, b := range before {
		body.Messages = append(body.Messages, api.MessageBody{Role: news.RoleUser, Content: b.Question}, api.MessageBody{Role: news.RoleAssistant, Content: b.Answer.Text})
	}
	req, err := body.Request(api.BodyNames)
	if err != nil {
		return err
	}
	a, err := s.deps.Answerer.Answer(ctx, req, nil)
	if err != nil {
		return err
	}
	settle(&t.Narrowing, req.Search.Filter, req.Search.AsOf)
	data, err := api.Marshal(api.NewAnswer(a))
	t.Answer, t.Data = &a, string(data)
	return err
}

// stock counts the articles, where that is known.
func (s *Server) stock(ctx context.Context) web.Stock {
	if s.deps.Stats == nil {
		return web.Stock{Articles: -1}
	}
	st, err := s.deps.Stats(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "no statistics for the page", "error", err)
		return web.Stock{Articles: -1}
	}
	return web.Stock{Articles: st.Articles, Oldest: st.Oldest, Newest: st.Newest}
}

// settle puts dates in the place of words such as "yesterday", so that a page
// shows how they were read and its address means the same tomorrow.
func settle(n *web.Narrowing, f news.Filter, asOf time.Time) {
	for _, given := range []struct {
		text *string
		read time.Time
	}{{&n.After, f.After}, {&n.Before, f.Before}, {&n.AsOf, asOf}} {
		if api.InWords(*given.text) {
			*given.text = api.FormatTime(given.read)
		}
	}
}

// frontStories is how many stories the empty page lists, and frontPatience how
// long it waits for what it can do without.
const (
	frontStories  = 6
	frontPatience = time.Second
)

// front is what the empty page shows beside the question box.
func (s *Server) front(ctx context.Context) web.Front {
	if s.deps.Front == nil {
		return web.Front{}
	}
	brief, cancel := context.WithTimeout(ctx, frontPatience)
	defer cancel()
	stories, err := s.deps.Front.Stories(brief, frontStories)
	if err != nil && brief.Err() == nil {
		s.log.WarnContext(ctx, "no stories for the page", "error", err)
	}
	return web.Front{Questions: s.deps.Front.Questions(brief), Stories: stories}
}

func filtersOf(n web.Narrowing) api.FilterBody {
	b := api.FilterBody{After: n.After, Before: n.Before, Sources: n.Sources, Subjects: n.Subjects, Files: n.Files}
	for name, list := range b.Others() {
		*list = n.Lists[name]
	}
	return b
}

// conversation reads the questions of an address. Each begins with a
// parameter q, and what narrows it stands behind; what stands before the first
// belongs to that. The draft is what narrows a question that is not there yet.
// Parameters of others, as trackers add them, are none of our business.
func conversation(rawQuery string) (asked []web.Turn, draft web.Turn, err error) {
	current, open := web.Turn{}, true // open: q may still come for what was read
	end := func() {
		if strings.TrimSpace(current.Question) != "" {
			asked = append(asked, current)
			current = web.Turn{}
		}
	}
	for part := range strings.SplitSeq(rawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		value, err := url.QueryUnescape(value)
		if err != nil {
			return nil, draft, news.InvalidField(api.Clip(name), "cannot be read: %v", err)
		}
		if !utf8.ValidString(value) {
			return nil, draft, notUTF8(api.Clip(name))
		}
		if name == "q" {
			end()
			if !open {
				current = web.Turn{}
			}
			current.Question, open = value, false
			continue
		}
		narrow(&current.Narrowing, name, value)
	}
	end()
	if len(asked) > maxTurns {
		return nil, draft, news.InvalidField("q", "given %d times; a conversation has at most %d questions", len(asked), maxTurns)
	}
	return asked, current, nil
}

// narrow sets a parameter that is not empty.
func narrow(n *web.Narrowing, name, value string) {
	if value == "" {
		return
	}
	switch name {
	case "as_of":
		n.AsOf = value
	case "after":
		n.After = value
	case "before":
		n.Before = value
	case "source":
		n.Sources = append(n.Sources, value)
	case "subject":
		n.Subjects = append(n.Subjects, value)
	case "file":
		n.Files = append(n.Files, value)
	case "keep_dates":
		n.KeepDates = value == "true" || value == "1"
	case "exact":
		n.Exact = value == "true" || value == "1"
	default:
		for list := range new(api.FilterBody).Others() {
			if list == name {
				*n = n.WithListed(list, value)
			}
		}
	}
}
