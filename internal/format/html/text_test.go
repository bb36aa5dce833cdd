package html_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/news"
)

// more are paragraphs that make an article of a sentence.
const more = "<p>The harbour board of Lindholm met twice last week, and said on Friday that it would not pay for a second pilot boat before summer.</p>\n" +
	"<p>Captain Elin Strand, who has brought ships in for thirty years, told the board that one boat was too few when the ice comes.</p>\n"

func page(head, body string) string {
	return "<!doctype html><html lang=en><head><meta charset=utf-8>" + head + "</head><body>" + body + "</body></html>"
}

func parse(t *testing.T, page string) news.Article {
	t.Helper()
	a, err := html.Parse([]byte(page), "text/html", field.Clock{})
	if err != nil {
		t.Fatalf("%v\n%s", err, page)
	}
	return a
}

// No element within a paragraph ends it: what stands behind is still there, and
// so is what people can read within.
func TestAParagraphGoesOn(t *testing.T) {
	for _, tag := range strings.Fields("time wbr button abbr ins del data mark cite q dfn kbd samp var sub sup small b i u s em strong span font label output meter progress bdi bdo ruby code nobr big tt slot amp-fit-text glossary-term x-price details math map") {
		a := parse(t, page("<title>Boats</title>", "<article><h1>Boats</h1><p>The pilots <"+tag+">today</"+tag+"> asked the town for a second boat, as they had done before.</p>"+more+"</article>"))
		text := strings.Join(strings.Fields(a.Body), " ")
		if !strings.Contains(text, "The pilots") || !strings.Contains(text, "asked the town for a second boat, as they had done before.") || !strings.Contains(text, "today") && tag != "wbr" {
			t.Errorf("%s: %q", tag, a.Body)
		}
		if strings.Contains(a.Body, "The pilots today asked") != (tag != "details") {
			t.Errorf("%s: not in one paragraph: %q", tag, a.Body)
		}
	}
}

// How a word is read stands above it, and is none of the text.
func TestAReadingAboveAWordIsNoText(t *testing.T) {
	for _, reading := range []string{"<ruby>港<rt>みなと</rt></ruby>", "<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>", "<ruby><rb>港</rb><rt>みなと</ruby>"} {
		a := parse(t, page("<title>新しい船</title>", "<article><h1>新しい船</h1><p>水先人は"+reading+"に二隻目の船を求めた。以前にも同じことを求めていた。</p>"+more+"</article>"))
		if !strings.Contains(a.Body, "水先人は港に二隻目の船を求めた。") {
			t.Errorf("%s: %q", reading, a.Body)
		}
	}
}

// What shows no text of its own leaves the paragraph around it whole.
func TestAParagraphGoesOnBehindWhatHasNoText(t *testing.T) {
	for _, inner := range []string{
		"<img src=a.jpg alt='A boat'>", "<img src=x data-src=a.jpg class=lazyload><noscript><img src=a.jpg></noscript>",
		"<picture><source srcset=a.webp><img src=a.jpg></picture>", "<svg viewBox='0 0 1 1'><title>Boat</title><path d='M0 0'/></svg>",
		"<noscript>Switch scripts on</noscript>", "<script>ad()</script>", "<style>p{}</style>", "<template>x</template>", "<iframe src=x></iframe>",
		"<ins class=adsbygoogle data-ad-slot=1></ins>", "<amp-ad width=1 height=1></amp-ad>", "<amp-img src=a.jpg><noscript><img src=a.jpg></noscript></amp-img>",
		"<video src=a.mp4>No video.</video>", "<audio src=a.mp3></audio>", "<object data=x></object>", "<canvas></canvas>", "<!-- ad -->", "<input type=hidden>",
		"<link rel=x>", "<meta itemprop=x content=y>", "<wbr>", "<a id=here></a>", "<span class=ad-slot id=div-gpt-ad-1></span>", "<embed src=x>", "<textarea></textarea>",
	} {
		a := parse(t, page("<title>Boats</title>", "<article><h1>Boats</h1><p>The pilots "+inner+" asked the town for a second boat, as they had done before.</p>"+more+"</article>"))
		if !strings.Contains(a.Body, "The pilots asked the town for a second boat, as they had done before.") {
			t.Errorf("%s: %q", inner, a.Body)
		}
	}
}

// Elements that HTML lets no paragraph hold part it in two, and nothing is lost.
func TestNothingIsLostBehindABlockInAParagraph(t *testing.T) {
	for _, inner := range []string{
		"<div class=ad-slot></div>", "<aside><p>See also the port of Oster</p></aside>", "<figure><img src=a.jpg><figcaption>A boat</figcaption></figure>",
		"<ul><li>in winter</li></ul>", "<hr>", "<blockquote>One boat is too few.</blockquote>", "<form><input><button>Sign up</button></form>", "<table><tr><td>boats</td><td>1</td></tr></table>", "<dialog>x</dialog>",
		"<section class=newsletter><p>Get our newsletter.</p></section>",
	} {
		a := parse(t, page("<title>Boats</title>", "<article><h1>Boats</h1><p>The pilots of the outer harbour, who are nine, said so. "+inner+" They asked the town for a second boat, as they had done before.</p>"+more+"</article>"))
		if !strings.Contains(a.Body, "The pilots of the outer harbour") || !strings.Contains(a.Body, "asked the town for a second boat, as they had done before.") {
			t.Errorf("%s: %q", inner, a.Body)
		}
	}
}

func TestMainText(t *testing.T) {
	lead := "<p>The pilots of Lindholm asked the town for a second boat on Monday, as they had done before, their speaker said.</p>"
	for _, test := range []struct {
		name, body  string
		has, hasNot []string
	}{
		{"a standfirst in the head of the article", "<main><article><header><h1>Boats</h1><p class='article__standfirst'>Nine pilots share one boat, and winter is near.</p><p class=byline>By Ada Lee</p></header><div class=article-body>" + lead + more + "</div></article></main>", []string{"Nine pilots share"}, []string{"Ada Lee"}},
		{"a standfirst beside the text", "<main><h1>Boats</h1><div class=deck><h2>Nine pilots share one boat, and winter is near</h2></div><div class=entry-content>" + lead + more + "</div></main>", []string{"Nine pilots share"}, nil},
		{"invitations", "<article><h1>Boats</h1>" + lead + "<p>READ MORE: <a href=/x>Ten ferries that sank</a></p><p><strong>Advertisement</strong></p><p><em>Follow us on Facebook and never miss a story.</em></p><p><a href=/n>Sign up for our newsletter</a></p>" + more + "<p>Share this story</p></article>", []string{"board of Lindholm"}, []string{"READ MORE", "ferries", "Advertisement", "Follow us", "Sign up", "Share this"}},
		{"other stories below a heading", "<article><h1>Boats</h1>" + lead + more + "<h2>Related articles</h2><ul><li><a href=/y>Mayor of Brask resigns</a></li><li><a href=/z>Fire in a mill</a></li></ul></article>", nil, []string{"Related", "Mayor", "mill"}},
		{"other stories amid the text", "<article><h1>Boats</h1>" + lead + "<div class=related><p>More on this</p><a href=/y>Mayor of Brask resigns over ferry</a></div>" + more + "</article>", []string{"one boat was too few"}, []string{"More on this", "Mayor"}},
		{"what stands above the headline", "<main><p>Harbour life</p><h1>Boats</h1><p>Ada Lee, 5 March 2024</p>" + lead + more + "</main>", []string{"second boat"}, []string{"Harbour life", "Ada Lee"}},
		{"in other languages", "<article><h1>Boote</h1>" + lead + "<p>Lesen Sie auch: <a href=/x>Zehn Fähren</a></p><p>Anzeige</p><p>Читайте також: <a href=/x>Десять поромів</a></p>" + more + "</article>", nil, []string{"Lesen Sie", "Anzeige", "Читайте"}},
		{"sentences that only begin like invitations", "<article><h1>Boats</h1>" + lead + "<p>Related costs, such as fuel, would fall on the town, the board said.</p><p>Read aloud in the council, the letter took nine minutes.</p><p>Follow the money, said the captain, and you find the harbour.</p><p>Share prices of the ferry line fell by a tenth on the news.</p>" + more + "</article>", []string{"Related costs", "Read aloud", "Follow the money", "Share prices"}, nil},
		{"lists and headings", "<article><h1>Boats</h1>" + lead + "<h2>What they want</h2><ul><li>A boat</li><li>Two pilots more</li></ul>" + more + "</article>", []string{"What they want", "A boat", "Two pilots more"}, nil},
		{"a sentence that is a link", "<article><h1>Boats</h1>" + lead + "<p><a href=/r>The board published the whole of its report on Thursday evening.</a></p>" + more + "</article>", []string{"published the whole of its report"}, nil},
		{"comments, more than the text", "<article><h1>Boats</h1>" + lead + more + "</article><div class='reader-comments' id=c>" + strings.Repeat("<div><b>Otto</b><p>I think that the town should have bought that boat years ago, and so do all whom I know on the quay.</p></div>", 40) + "</div>", []string{"second boat"}, []string{"Otto", "years ago"}},
		{"an article in a page of comments", "<div class=comments><h1>Boats</h1>" + lead + more + "</div>", []string{"second boat"}, nil},
		{"what pages say below", "<article><h1>Boats</h1>" + lead + more + "<p>Page 1 of 2</p><p>Was this page helpful?</p><p><i>Ada Lee is on the ports desk. Follow her on X @ada</i></p><p>Thanks for reading Harbour Notes! Subscribe for free.</p><p>12 commentaires — Réagir</p><p>Audio starten, abbrechen mit Escape</p><p>（责任编辑：赵丽）</p><p>___</p><p>- Advertisement -</p><p>© dpa, dpa:261106-930-12345/1</p><p>SCROLL TO CONTINUE WITH CONTENT</p><p>Jaa artikkeli</p><p>انتهای پیام/</p><p>list 1 of 3<a href=/s>Storms of the century</a></p><p>1/12</p><p>1709413099</p><p>Our standards: the trust principles of Nordwire.</p><p>📱 Participe do canal do Jornal no WhatsApp</p><p>© RIPRODUZIONE RISERVATA</p><p>Already have an account? <a href=/l>Log in</a></p><p><em>Підписуйтесь на наш канал у Telegram</em></p><p>यह भी पढ़ें: <a href=/m>मौसम का हाल</a></p></article>", []string{"second boat"}, []string{"Advertisement", "dpa", "SCROLL", "Jaa", "انتهای", "list 1", "__", "1/12", "1709", "Our standards", "Participe", "RISERVATA", "Already", "Telegram", "मौसम", "Page 1", "helpful", "Follow", "Thanks", "Réagir", "Escape", "赵丽"}},
		{"a cookie banner", "<div class=cookie-banner role=dialog><p>We use cookies and similar technologies. By clicking accept you consent to the use by our 842 partners.</p><button>Accept</button></div><article><h1>Boats</h1>" + lead + more + "</article>", nil, []string{"cookies", "Accept"}},
		{"unknown blocks", "<article><h1>Boats</h1><news-text><news-paragraph>The pilots of Lindholm asked the town for a second boat on Monday.</news-paragraph><news-paragraph>They had done so before, their speaker said at noon.</news-paragraph></news-text>" + more + "</article>", []string{"boat on Monday.\n\nThey had"}, nil},
		{"several articles in full", "<article><h1>Boats</h1>" + lead + more + "</article><article><h1>Mills</h1><p>A mill burned down in Brask on Sunday night, and the fire brigade of four towns came to help, its chief said.</p>" + strings.Repeat("<p>It was the third fire of this kind in the valley since the spring, and the police now look for whoever sets them.</p>", 20) + "</article>", []string{"second boat"}, []string{"mill"}},
	} {
		a := parse(t, page("<title>Boats</title><meta property='og:title' content='Boats'>", test.body))
		for _, s := range test.has {
			if !strings.Contains(a.Body, s) {
				t.Errorf("%s: %q is not in %q", test.name, s, a.Body)
			}
		}
		for _, s := range test.hasNot {
			if strings.Contains(a.Body, s) {
				t.Errorf("%s: %q is in %q", test.name, s, a.Body)
			}
		}
	}
}

// pushed is a stream of React's server components as a page has it, in pieces.
func pushed(pieces ...string) string {
	var b strings.Builder
	for _, p := range pieces {
		text, _ := json.Marshal(p) // a string
		fmt.Fprintf(&b, `<script>self.__next_f.push([1,%s])</script>`, text)
	}
	return b.String()
}

// Elements that HTML does not know hold text, unless their names say what else.
func TestElementsSayWhatTheyHold(t *testing.T) {
	a, err := html.Parse([]byte(page("<title>Boats</title>", "<ht-article><h1>Boats</h1><ht-text>The pilots of Lindholm asked the town for a second boat on Monday, as they had done before.</ht-text>"+
		"<ht-text>The town said that it would hear them in May, when the council meets.</ht-text><ht-newsletter><p>The news of the coast, every morning in your inbox.</p></ht-newsletter></ht-article><ht-footer>© Harbour Times</ht-footer>")), "", field.Clock{})
	if want := "The pilots of Lindholm asked the town for a second boat on Monday, as they had done before.\n\nThe town said that it would hear them in May, when the council meets."; err != nil || a.Body != want {
		t.Errorf("%q, %v", a.Body, err)
	}
}

// A gallery is its captions, without credits; a picture or two in a short article are not.
func TestAGalleryIsItsCaptions(t *testing.T) {
	picture := func(text string) string {
		return "<figure><img src=a.jpg><figcaption><p>" + text + "</p><small>Photo: Ada Lee</small></figcaption></figure>"
	}
	one, two, three := "The last ferry leaves the pier of Lindholm at dawn on Monday.", "A deckhand coils the rope while the band plays on the quay.", "Pilots in their old boat salute the ferry from the mole."
	gallery := "<main><h1>The last ferry</h1><p>The ferry has made its last trip.</p>" + picture(one) + picture(two)
	for name, test := range map[string]struct{ body, want string }{
		"three": {gallery + picture(three), "The ferry has made its last trip.\n\n" + one + "\n\n" + two + "\n\n" + three},
		"two":   {gallery, "The ferry has made its last trip."},
	} {
		a, err := html.Parse([]byte(page("<title>The last ferry</title>", test.body+"</main>")), "", field.Clock{})
		if err != nil || a.Body != test.want {
			t.Errorf("%s: %q, %v", name, a.Body, err)
		}
	}
}

// A page that is empty until a script has run, and names nothing but its site, is the one
// article in the data of that script; of several, none.
func TestAShellIsTheOnlyArticleInItsData(t *testing.T) {
	story := func(headline string) string {
		return `{"headline":"` + headline + `","publishedAt":"2024-03-05T09:00:00Z","body":"` + strings.Repeat("The pilots of Lindholm asked the town for a second boat. ", 6) + `"}`
	}
	for state, want := range map[string]string{story("Boats for pilots"): "Boats for pilots", story("Boats for pilots") + "," + story("Mole shut"): ""} {
		a, err := html.Parse([]byte(page("<title>Harbour Times</title>", `<div id=__next></div><script id=__NEXT_DATA__ type="application/json">{"props":{"pageProps":{"stories":[`+state+`]}}}</script>`)), "", field.Clock{})
		if (err == nil) != (want != "") || err == nil && a.Headline != want {
			t.Errorf("%q, %v, want %q", a.Headline, err, want)
		}
	}
}

// A page that a script puts together has its article in the data of that script.
func TestAPageOfAScript(t *testing.T) {
	const lead = "The pilots of Lindholm asked the town for a second boat on Monday, as they had done before, their speaker said."
	for name, body := range map[string]string{
		"data as JSON":             `<div id=app></div><script id=__NEXT_DATA__ type="application/json">{"props":{"pageProps":{"menu":[{"title":"Sport","text":"` + lead + lead + `"}],"article":{"title":"Boats for pilots","publishedAt":"2024-03-05T09:00:00Z","author":{"name":"Ada Lee"},"body":[{"type":"paragraph","text":"` + lead + `"},{"type":"paragraph","text":"A boat costs a million."}]}}}}</script>`,
		"a state":                  `<div id=app>Loading…</div><script>window.__STATE__ = {"story": {"headline": "Boats for pilots", "published": "2024-03-05T09:00:00Z", "byline": "Ada Lee", "content": "<p>` + lead + `</p><p>A boat costs a million.</p>", "extra": "` + strings.Repeat("x", 300) + `"}};</script>`,
		"a state as a text":        `<div id=app></div><script>window.__STATE__ = JSON.parse('{"story": {"headline": "Boats for pilots", "published": "2024-03-05T09:00:00Z", "byline": "Ada Lee", "content": "` + lead + `\\n\\nA boat costs a million."}}');</script>`,
		"one of several":           `<div id=app></div><script>window.Site=window.Site||{};Site.name="Harbour";Site.content={"headlines":{"basic":"Boats for pilots"},"content_elements":[{"content":"` + lead + `"},{"content":"A boat costs a million."}],"credits":{"by":[{"name":"Ada Lee"}]},"display_date":"2024-03-05T09:00:00Z"};Site.config={"menu":"x"};</script>`,
		"names without quotes":     `<div id=app></div><script>window.__STATE__={story:{headline:"Boats for pilots",published:'2024-03-05T09:00:00Z',byline:"Ada Lee",content:"` + lead + `\n\nA boat costs a million."}}</script>`,
		"a function of parameters": `<div id=app></div><script>window.__NUXT__=(function(a,b,c){return {data:[{story:{title:"Boats for pilots",body:"` + lead + `\n\nA boat costs a million.",published_at:a,author:{name:b},paid:c}}],error:void 0}}("2024-03-05T09:00:00Z","Ada Lee",!1));</script>`,
		"a list of references":     `<div id=app></div><script type="application/json" id="__NUXT_DATA__">[["Reactive",1],{"data":2},{"story-7":3},{"title":4,"body":5,"publishedAt":6,"author":7},"Boats for pilots","` + lead + `\n\nA boat costs a million.",["Date","2024-03-05T09:00:00Z"],{"name":8},"Ada Lee"]</script>`,
		"a stream of components":   `<div id=app></div>` + pushed(`0:["$","$L3",null,{"article":{"title":"Boats for pilots","publishedAt":"2024-03-05T09:00:00Z","author":{"name":"Ada Lee"},"body":"$1a"}}]`+"\n1a:T"+strconv.FormatInt(int64(len("<p>"+lead+"</p><p>A boat costs a million.</p>")), 16)+",<p>"+lead, "</p><p>A boat costs a million.</p>2:I[5]\n"),
		"a stream of elements":     `<div id=app></div><p class=byline>By Ada Lee</p><time datetime=2024-03-05T09:00:00Z></time>` + pushed(`0:["$","div",null,{"children":[["$","nav",null,{"children":["$","p",null,{"children":"`+lead+`"}]}],["$","main",null,{"children":[["$","h1",null,{"children":"Boats for pilots"}],["$","p",null,{"children":["`+lead[:20]+`",["$","a",null,{"href":"/","children":"`+lead[20:]+`"}]]}],["$","p",null,{"children":"A boat costs a million."}]]}]]}]`),
		"a declared inside":        `<story-page><template shadowrootmode=open><article><h1>Boats for pilots</h1><p class=byline>By Ada Lee</p><time datetime=2024-03-05T09:00:00Z></time><p>` + lead + `</p><p>A boat costs a million.</p></article></template></story-page>`,
	} {
		a := parse(t, page("<title>Boats for pilots - Harbour Times</title>", body))
		if a.Headline != "Boats for pilots" || a.Body != lead+"\n\nA boat costs a million." || a.Published.Format("2006-01-02 15:04") != "2024-03-05 09:00" || strings.Join(a.Authors, "|") != "Ada Lee" {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// A short page gives each of its paragraphs once, also where no spaces part words.
func TestNothingComesTwice(t *testing.T) {
	for _, paragraphs := range [][]string{
		{"港務局は月曜日、北埠頭を春まで閉鎖すると発表した。", "杭が三本腐っていたためで、修理には半年かかる見込みだ。"},
		{"港口管理局周一表示，北码头将关闭至春季。", "三根木桩已经腐烂。"},
		{"ท่าเรือเหนือปิดจนถึงฤดูใบไม้ผลิ", "เสาเข็มสามต้นผุพัง"},
		{"The north quay is shut.", "Three piles have rotted."},
	} {
		a := parse(t, page("<title>Quay</title>", "<h1>Quay</h1><p>"+strings.Join(paragraphs, "</p><p>")+"</p>"))
		if want := strings.Join(paragraphs, "\n\n"); a.Body != want {
			t.Errorf("%q, want %q", a.Body, want)
		}
	}
}

func TestALiveBlogIsItsEntries(t *testing.T) {
	entry := `{"@type":"BlogPosting","headline":"%s","datePublished":"2025-02-03T09:00:00Z","articleBody":"%s"}`
	script := `<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Boats","datePublished":"2025-02-03T08:00:00Z","liveBlogUpdate":[` +
		fmt.Sprintf(entry, "Pilots speak", "The pilots asked for a second boat.") + "," + fmt.Sprintf(entry, "Board answers", "&lt;p&gt;There is no money, the board said.&lt;/p&gt;") + `]}</script>`
	a := parse(t, page("<title>Boats</title>"+script, "<div id=root></div><p>Please enable JavaScript.</p>"))
	if want := "Pilots speak\n\nThe pilots asked for a second boat.\n\nBoard answers\n\nThere is no money, the board said."; a.Body != want {
		t.Errorf("%q, want %q", a.Body, want)
	}
}

// letters makes n paragraphs of text, each in an element of its own.
func letters(n int, opening, closing string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s<p>Letter %d: the harbour board of Lindholm should pay for a second pilot boat before the ice comes, as it has promised for years.</p>%s\n", opening, i+1, closing)
	}
	return b.String()
}

// The text of an article is whole, and nothing beside it belongs to it.
func TestTheTextOfAnArticleIsWhole(t *testing.T) {
	const bio = "Ada Lee is a reporter who has written about the harbours of the coast for twenty years, and lives in Lindholm with two dogs."
	for _, c := range []struct{ name, page, has, hasNot string }{
		{"each paragraph says that it is behind a wall", "<article><h1>Boats</h1><div class=body>" + more + "<p class=paywall>The last word is for the town, which will vote on the boat in May, the mayor said.</p></div></article>", "vote on the boat in May", ""},
		{"parts in elements of the same class", "<main><article class=story>" + letters(24, `<div class=item><div class="rich text">`, "</div></div>") + "</article></main>", "Letter 24", ""},
		{"a box on the writer", "<article><h1>Boats</h1><div class=entry-content>" + more + more + "<div class=box-author-bio><p>" + bio + "</p></div></div></article>", "Captain", "two dogs"},
		{"a box on the writer, by capitals", "<article><h1>Boats</h1>" + more + more + "<div class=PostAuthorInfo_x1y2><p>" + bio + "</p></div></article>", "Captain", "two dogs"},
		{"an invitation, by capitals", "<article><h1>Boats</h1>" + more + "<div class=InlineNewsletterForm><p>The best of the harbour comes to your letter box each morning at seven o'clock.</p></div>" + more + "</article>", "Captain", "letter box"},
		{"what is only read out", "<article><h1>Boats</h1><p>The pilots asked <a href=/town>the town<span style='position:absolute;clip-path:inset(50%);height:1px'>, opens in a new tab</span></a> for a second boat on Monday.</p>" + more + "</article>", "asked the town for", "new tab"},
	} {
		a := parse(t, page("<title>Boats</title>", c.page))
		if !strings.Contains(a.Body, c.has) || c.hasNot != "" && strings.Contains(a.Body, c.hasNot) {
			t.Errorf("%s: %q", c.name, a.Body)
		}
	}
}

// Tags that stand in one are parted, and what is too long to be the name of anything is left out.
func TestLabelsAreShort(t *testing.T) {
	long := strings.Repeat("everything that was ever said of the harbour ", 10)
	a := parse(t, page(`<title>Boats</title><meta property="article:tag" content="HARBOURS,ICE,RULES:`+long+`"><meta property="article:section" content="`+long+`">`,
		"<article><h1>Boats</h1>"+more+"</article>"))
	if strings.Join(a.Subjects, "|") != "HARBOURS|ICE" || a.Section != "" {
		t.Errorf("subjects %q, section %q", a.Subjects, a.Section)
	}
	a = parse(t, page(`<title>Boats</title><meta property="article:tag" content="Lindholm, the old town"><meta property="article:tag" content="Ice">`, "<article><h1>Boats</h1>"+more+"</article>"))
	if strings.Join(a.Subjects, "|") != "Lindholm, the old town|Ice" {
		t.Errorf("subjects %q", a.Subjects)
	}
}
