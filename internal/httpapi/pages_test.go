package httpapi_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"byline/internal/access"
	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// shows checks that a page has each of the wanted pieces.
func shows(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("no %q in\n%s", w, page)
		}
	}
}

func TestHomePage(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	w := call(t, s, "GET", "/", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	shows(t, w.Body.String(), `href="/?q=When&#43;did&#43;the&#43;ferry&#43;to&#43;Vell&#43;resume%3F"`, `name="as_of"`, "4 articles")

	w = call(t, s, "GET", "/?q=When+did+the+ferry+to+Vell+resume%3F&as_of=2025-02-07", "")
	page := w.Body.String()
	shows(t, page, "The ferry to Vell resumed on Monday after eleven days in dock<a class=\"marker\" href=\"#quote-1-1\"",
		`aria-label="Quote 1: The Coast Lantern, 3 February 2025"`, `id="quote-1-1"`, `href="/articles/ferry?start=0&amp;end=62&amp;revision=2#cited"`,
		`href="https://lantern.example/ferry?a=1&amp;b=2#:~:text=the" rel="noopener noreferrer nofollow"`, "citing Harbour Wire",
		"News up to 7 February 2025", `value="2025-02-07"`, "2 quotes from 2 articles by 2 outlets")
	if req := n.answers[0]; !req.NoLLM || req.Search.AsOf.Day() != 7 {
		t.Errorf("asked %+v", req)
	}
}

// What was written in words is shown as it was read, and so it stands in addresses.
func TestPagesSayHowWordsForDatesWereRead(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	for _, target := range []string{"/search?q=ferry&", "/search?", "/?q=When+did+the+ferry+to+Vell+resume%3F&"} {
		page := call(t, s, "GET", target+"after=7d&as_of=2025-02-07", "").Body.String()
		shows(t, page, `name="after"`, `value="2025-01-31"`)
		if regexp.MustCompile(`\b7d\b`).MatchString(page) {
			t.Errorf("%s still says 7d", target)
		}
	}
}

// A conversation is shared by its address: each question is narrowed by what
// stands behind it, and told what was said before.
func TestConversationByAddress(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	page := call(t, s, "GET", "/?q=When+did+the+ferry+to+Vell+resume%3F&as_of=2025-02-07&source=The+Coast+Lantern&q=Who+lost+power%3F&keep_dates=true&utm_source=mail", "").Body.String()
	if len(n.answers) != 2 {
		t.Fatalf("asked %d questions", len(n.answers))
	}
	first, second := n.answers[0], n.answers[1]
	if first.Search.AsOf.Day() != 7 || len(first.Search.Filter.Sources) != 1 || len(first.Messages) != 0 {
		t.Errorf("first asked %+v", first)
	}
	if !second.Search.AsOf.IsZero() || len(second.Search.Filter.Sources) != 0 || !second.Search.KeepDates || len(second.Messages) != 2 ||
		second.Messages[0].Content != first.Question || !strings.HasPrefix(second.Messages[1].Content, "The ferry to Vell resumed") {
		t.Errorf("then asked %+v", second)
	}
	// Without JavaScript, the form sends the conversation with the next question.
	shows(t, page, `<input type="hidden" name="q" value="When did the ferry to Vell resume?"><input type="hidden" name="as_of" value="2025-02-07"><input type="hidden" name="source" value="The Coast Lantern">`,
		`id="turn-2"`, `href="#quote-2-1"`,
		`aria-label="Remove: Only The Coast Lantern"`, "Dates taken as words",
		`href="/?q=When&#43;did&#43;the&#43;ferry&#43;to&#43;Vell&#43;resume%3F&amp;as_of=2025-02-07&amp;q=Who&#43;lost&#43;power%3F&amp;keep_dates=true"`)
}

// What was understood of a question can be taken back, one thing at a time.
func TestChipsOfDates(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	page := call(t, s, "GET", "/?q=What+did+the+council+of+Marn+decide+last+week%3F", "").Body.String()
	shows(t, page, "“last week”: 3 February to 9 February 2025", `href="/?q=What&#43;did&#43;the&#43;council&#43;of&#43;Marn&#43;decide&#43;last&#43;week%3F&amp;keep_dates=true"`)
	page = call(t, s, "GET", "/search?q=council+last+week&subject=budget&after=2025-01-01", "").Body.String()
	shows(t, page, "“last week”: 3 February to 9 February 2025", "On budget", "Published since 1 January 2025",
		`href="/search?q=council&#43;last&#43;week&amp;after=2025-01-01&amp;subject=budget&amp;keep_dates=true"`, `href="/search?q=council&#43;last&#43;week&amp;after=2025-01-01"`)
}

func TestConversationsHaveAnEnd(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	w := call(t, s, "GET", "/?"+strings.Repeat("q=ferry&", 11), "", "Accept", "text/html")
	if w.Code != 400 {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), "at most 10 questions")
}

func TestSearchPage(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	shows(t, call(t, s, "GET", "/search?q=ferry+port", "").Body.String(),
		"The <mark>ferry</mark> to Vell stayed in <mark>port</mark>.", "The same text in", "Harbour Wire", "3 articles",
		`href="/?q=ferry&#43;port">Ask this as a question`, `name="source" value="Orsk Bay Courier">`, `name="subject" value="Vell">`)
	shows(t, call(t, s, "GET", "/search?q=zeppelin", "").Body.String(), "Nothing was found")

	// Other outlets stay on offer beside the chosen one.
	page := call(t, s, "GET", "/search?q=ferry&source=Orsk+Bay+Courier&after=2025-02-01&before=2025-03-01&as_of=2025-02-20", "").Body.String()
	shows(t, page, `value="Orsk Bay Courier" checked>`, `value="The Coast Lantern">`, "1 article<", `value="2025-02-20"`)
	if req := n.searches[len(n.searches)-2]; len(req.Filter.Sources) != 1 || req.Filter.After.Day() != 1 || req.AsOf.Day() != 20 {
		t.Errorf("searched for %+v", req)
	}
}

// Without a query, the page is the list of the newest articles.
func TestLatestArticles(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	shows(t, call(t, s, "GET", "/search", "").Body.String(), "Latest articles", "Ferry to Vell resumes", "Orsk Bay Courier")
	shows(t, call(t, s, "GET", "/search?subject=weather&as_of=2025-02-07", "").Body.String(), "On weather", "News up to 7 February 2025", `value="weather" checked>`)
	if f := n.listings[1]; len(f.Subjects) != 1 || f.Before.Day() != 7 {
		t.Errorf("listed %+v", f)
	}
	n.articles = nil
	shows(t, call(t, s, "GET", "/search", "").Body.String(), "No articles")
	shows(t, call(t, s, "GET", "/", "").Body.String(), "There are no articles yet", "byline ingest --server http://127.0.0.1:8080 FOLDER", `id="drop"`)
}

func TestMoreResults(t *testing.T) {
	n := newNewsroom()
	for i := range 30 {
		n.articles = append(n.articles, news.Article{ID: strconv.Itoa(i), Headline: "Ferry", Body: "A ferry."})
	}
	s := httpapi.New(n.deps(), httpapi.Config{})
	shows(t, call(t, s, "GET", "/search?q=ferry", "").Body.String(), "33 articles", `href="/search?q=ferry&amp;cursor=20">More results`, `<a href="/search?q=ferry&amp;sort=newest">Newest</a>`)
	page := call(t, s, "GET", "/search?q=ferry&cursor=20&sort=newest", "").Body.String()
	shows(t, page, "33 articles, continued", `id="hit-13"`, `<strong>Newest</strong>`)
	if strings.Contains(page, "More results") {
		t.Error("there are no more")
	}
}

func TestArticlePage(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	shows(t, call(t, s, "GET", "/articles/ferry?start=63&end=160", "").Body.String(),
		`<mark id="cited">It carried 212 passengers on its first crossing.</mark>`, `<mark>The operator said that`,
		"By Marta Ilven, Jon Aster", "First reported by Harbour Wire", "Photo: Ana Brisk", "version 2", `<a href="/search?subject=ferries" dir="auto">ferries</a>`,
		"Similar articles", `href="/articles/hostile"`)
	shows(t, call(t, s, "GET", "/articles/ferry/revisions?phrase=no+such+words", "").Body.String(), "Version 2", "No stored version has these words.")
	shows(t, call(t, s, "GET", "/articles/council%2F1%20a", "").Body.String(), `lang="ar"`, "مجلس مارن")
	for _, span := range []string{"start=-1&end=5", "start=5&end=5", "start=0&end=99999", "start=x&end=5", "start=1", "start=5&end=4"} {
		w := call(t, s, "GET", "/articles/ferry?"+span, "")
		if strings.Contains(w.Body.String(), "<mark") {
			t.Errorf("%s: marked something", span)
		}
		shows(t, w.Body.String(), "The cited words are not at their place any more", "The ferry to Vell resumed")
	}
	inside := strings.Index(n.articles[2].Body, "أ") + 1
	if w := call(t, s, "GET", fmt.Sprintf("/articles/council%%2F1%%20a?start=0&end=%d", inside), ""); strings.Contains(w.Body.String(), "<mark") {
		t.Error("a span that cuts a character in two was taken")
	}
}

func TestPagesSayWhatWasWithdrawn(t *testing.T) {
	n := newNewsroom()
	n.articles[0].Withdrawn = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	s := httpapi.New(n.deps(), httpapi.Config{})
	for _, path := range []string{"/articles/" + n.articles[0].ID, "/search?q=ferry"} {
		shows(t, call(t, s, "GET", path, "").Body.String(), "withdrawn at source on 3 March 2026")
	}
}

// A link marks the words that it was made for, or none.
func TestCitedWordsOfAnEarlierRevision(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	old := n.articles[0]
	n.earlier = []news.Revision{{Article: old}}
	const quote, moved = `<mark id="cited">The ferry to Vell resumed`, "The cited words are not at their place any more"
	span := "/articles/ferry?start=0&end=62&revision="
	shows(t, call(t, s, "GET", span+"2", "").Body.String(), quote)
	for _, c := range []struct{ body, want string }{
		{old.Body + "\n\nMore follows.", quote},
		{"Update. " + old.Body, moved},
		{"Gone.", moved},
	} {
		now := old
		now.Body, now.Revision = c.body, 3
		n.articles[0] = now
		shows(t, call(t, s, "GET", span+"2", "").Body.String(), c.want)
	}
	for _, unknown := range []string{"1", "4", "x"} {
		shows(t, call(t, s, "GET", span+unknown, "").Body.String(), moved)
	}
}

// Whatever an article holds is shown as text.
func TestHostileArticle(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, target := range []string{"/?q=How+many+passengers+carried%3F", "/search?q=passengers+carried", "/quote?text=Vell+passengers", "/stories/hostile", "/articles/hostile", "/articles/hostile?start=0&end=20"} {
		page := call(t, s, "GET", target, "").Body.String()
		shows(t, page, "&lt;script&gt;", "&lt;img src=x")
		for _, bad := range []string{"<img", "<b>", "<i>", "<script>", `="javascript:`, "\u202e", "<script>alert", "onerror=alert('"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: %q is markup", target, bad)
			}
		}
	}
	page := call(t, s, "GET", "/?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&as_of=%22%3E%3Cb%3E", "").Body.String()
	if strings.Contains(page, "<script>") || strings.Contains(page, "<b>") {
		t.Errorf("the question is markup:\n%s", page)
	}
}

// Pages tell people what went wrong where they were; programs get problems at the same addresses.
func TestPageFaults(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	for _, target := range []string{"/?q=a&as_of=soon", "/search?q=a&as_of=soon", "/?q=" + strings.Repeat("x", 2001), "/?q=%ff", "/search?q=%ff", "/quote?text=%ff", "/stories?query=%ff"} {
		w := call(t, s, "GET", target, "", "Accept", "text/html")
		if w.Code != 400 {
			t.Errorf("%s: status %d", target, w.Code)
		}
		shows(t, w.Body.String(), `class="fault" role="alert"`)
	}
	w := call(t, s, "GET", "/articles/none", "", "Accept", "text/html,*/*")
	if w.Code != 404 {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), "<h1>Not found</h1>", w.Header().Get("X-Request-ID"))
	problemOn(t, call(t, s, "GET", "/articles/none", ""), 404)
	n.before.set(func(context.Context) error { return news.Errorf(news.KindUnavailable, "rebuilding the index") })
	w = call(t, s, "GET", "/?q=a", "", "Accept", "text/html")
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), "rebuilding the index")
}

// What is like an article is no reason not to show it.
func TestArticleWithoutSimilarOnes(t *testing.T) {
	n := newNewsroom()
	d := n.deps()
	d.Searcher = broken{}
	w := call(t, httpapi.New(d, httpapi.Config{}), "GET", "/articles/ferry", "")
	if w.Code != 200 || strings.Contains(w.Body.String(), "Similar articles") {
		t.Errorf("status %d", w.Code)
	}
}

type broken struct{ api.Searcher }

func (broken) Similar(context.Context, news.SimilarRequest) (news.SearchResult, error) {
	return news.SearchResult{}, news.Errorf(news.KindUnavailable, "rebuilding the index")
}

func TestStaticFiles(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	page := call(t, s, "GET", "/", "").Body.String()
	for _, name := range []string{"ask.js", "style.css", "icon.svg", "newsreader-latin.woff2"} {
		before, _, found := strings.Cut(page, "/"+name+`"`)
		if !found {
			t.Fatalf("the page does not name %s", name)
		}
		base := before[strings.LastIndex(before, "/static/"):]
		w := call(t, s, "GET", base+"/"+name, "")
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, headers %v", name, w.Code, w.Header())
		}
		if w := call(t, s, "GET", "/static/old/"+name, ""); w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: kept under another version: %v", name, w.Header())
		}
	}
	problemOn(t, call(t, s, "GET", "/static/old/..%2Fstatic.go", ""), 404)
}

// Programs that show a link look for these, and never read the page.
func TestIconsAreWhereProgramsLookForThem(t *testing.T) {
	s := guarded(newVault(t), httpapi.Config{})
	for name, begins := range map[string]string{"/favicon.ico": "\x00\x00\x01\x00", "/apple-touch-icon.png": "\x89PNG"} {
		if w := call(t, s, "GET", name, ""); w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) || w.Header().Get("Cache-Control") == "" {
			t.Errorf("%s: status %d, headers %v", name, w.Code, w.Header())
		}
	}
}

func TestTheEmptyPageShowsTheNewestStories(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	page := call(t, s, "GET", "/", "").Body.String()
	shows(t, page, "Newest stories", `href="/articles/power"`, "Storm leaves 3,800 homes without power in Orsk Bay", "also in 1", "6 February 2025",
		"&lt;script&gt;alert(&#34;headline&#34;)&lt;/script&gt;", "When did the ferry to Vell resume?")
	if asked := call(t, s, "GET", "/?q=Which+ferry%3F", "").Body.String(); strings.Contains(asked, "Newest stories") {
		t.Error("a conversation lists the newest stories, too")
	}
}

// A page that is shared can be told from its preview, by whoever may see it.
func TestPreviews(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for target, want := range map[string][]string{
		"/":                                {`property="og:title" content="Ask the news"`, `name="description" content="Ask the news, and see who`},
		"/?q=When+did+the+ferry+resume%3F": {`property="og:title" content="When did the ferry resume?"`, `property="og:description" content="The ferry to Vell resumed on Monday after eleven days in dock`},
		"/articles/ferry":                  {`property="og:type" content="article"`, `content="The Coast Lantern: The ferry to Vell resumed`, `property="article:published_time" content="2025-02-03`},
		"/articles/hostile":                {`property="og:title" content="&lt;script&gt;alert(&#34;headline&#34;)`, `content="&lt;b&gt;Bold&lt;/b&gt; News: &lt;img src=x onerror=`},
	} {
		page := call(t, s, "GET", target, "").Body.String()
		shows(t, page, want...)
	}
}

// Whoever has no key is told neither what the address is of nor which version runs.
func TestStrangersAreToldNothing(t *testing.T) {
	v := newVault(t)
	key := v.key(t, access.Grant{Name: "desk", Scopes: []access.Scope{access.Read}})
	s := guarded(v, httpapi.Config{})
	for _, target := range []string{"/", "/articles/ferry", "/articles/none", "/?q=ferry", "/search?q=ferry", "/quote?text=ferry", "/stories", "/stories/ferry", "/signin", "/docs", "/help"} {
		page := call(t, s, "GET", target, "", "Accept", "text/html").Body.String()
		head, _, _ := strings.Cut(page, "<body>")
		for _, secret := range []string{"ferry", "Vell", "Lantern", "2025"} {
			if strings.Contains(head, secret) {
				t.Errorf("%s: the head tells of %q", target, secret)
			}
		}
		shows(t, page, `href="/signin"`)
		if strings.Contains(page, "1.2.3") || strings.Contains(page, "Newest stories") || strings.Contains(page, "Sign out</button>") {
			t.Errorf("%s: shown to a stranger: %s", target, page)
		}
	}
	_, cookie := signInWith(t, s, key, "/")
	for _, target := range []string{"/", "/articles/ferry", "/docs", "/help"} {
		shows(t, call(t, s, "GET", target, "", "Accept", "text/html", "Cookie", "byline_session="+cookie.Value).Body.String(),
			"Byline 1.2.3", "Signed in as <b", "Sign out")
	}
}

// Where nobody needs a key there is nothing to sign out of.
func TestWithoutKeysNobodySignsOut(t *testing.T) {
	page := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "GET", "/help", "", "Accept", "text/html").Body.String()
	shows(t, page, "Byline 1.2.3", `href="/openapi.yaml"`, `href="/add"`)
	if strings.Contains(page, "Sign") {
		t.Errorf("the page is %s", page)
	}
}

// A greeting is met with questions that can be followed.
func TestSuggestionsInAnAnswerAreLinks(t *testing.T) {
	page := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "GET", "/?q=hello", "").Body.String()
	shows(t, page, `<a class="suggested" href="/?q=When&#43;did&#43;the&#43;ferry&#43;to&#43;Vell&#43;resume%3F">When did the ferry to Vell resume?</a>`, `<p class="instead" hidden>`)
}

// Pages bring all that they need, and nothing of it stands in the page itself.
func TestPagesKeepToThemselves(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, target := range []string{"/", "/?q=passengers+carried", "/search?q=ferry", "/search", "/quote?text=ferry", "/stories?query=ferry", "/stories/ferry", "/articles/ferry?start=0&end=10", "/articles/none"} {
		w := call(t, s, "GET", target, "", "Accept", "text/html")
		page, policy := w.Body.String(), w.Header().Get("Content-Security-Policy")
		for _, tag := range regexp.MustCompile(`<(script|style|link|img|iframe|base)\b[^>]*>`).FindAllString(page, -1) {
			if !strings.Contains(tag, `="/static/`) {
				t.Errorf("%s: %s", target, tag)
			}
		}
		if found := regexp.MustCompile(` (style|on\w+)="`).FindString(page); found != "" {
			t.Errorf("%s: inline %s", target, found)
		}
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(policy, want) || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: policy %s", target, policy)
			}
		}
	}
}
