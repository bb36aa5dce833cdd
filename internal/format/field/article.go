package field

import (
	"hash/fnv"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// Article builds the article that the object describes. An object with neither a
// text nor a headline, one that is no published article, a value of the wrong
// type, a time that TimeIn cannot read and an address that is not http or https
// are errors that name the field as the object spells it.
func (o *Object) Article() (news.Article, error) {
	if err := o.isPublished(); err != nil {
		return news.Article{}, err
	}
	if what := o.Thing(); what != "" && !o.textless {
		return news.Article{}, news.InvalidField("body", "no article: the record is %s", what)
	}
	a := news.Article{Notices: Retraction(o.status(state))}
	for _, fill := range []func(*news.Article) error{o.texts, o.times, o.lists, o.place} {
		if err := fill(&a); err != nil {
			return news.Article{}, err
		}
	}
	if at, ok := DateOfAddress(a.URL, o.clock.Zone); ok && o.values[published].kind == 0 && o.values[year].kind == 0 && o.values[clock].kind == 0 {
		a.Published = at // when it was fetched says less
	}
	o.opening(&a)
	o.headlineBySubject(&a)
	o.headlineAbove(&a)
	o.headlineOfBookmark(&a)
	o.numberHighlight(&a)
	if IsRemoved(a.Headline) {
		return news.Article{}, news.InvalidField(o.values[headline].name, "the news service has removed the article")
	}
	if a.Headline == "" && a.Body == "" || o.isReply(&a) {
		return news.Article{}, news.InvalidField("body", `no text: the record has no "body" (or "text", "content", "article") and no "headline" (or "title")`)
	}
	if what := o.isOtherThing(&a); what != "" {
		return news.Article{}, news.InvalidField("body", "no article: the record is %s", what)
	}
	if a.Body == "" && o.isActivity() {
		return news.Article{}, news.InvalidField("body", "no text: the record says that something was done, and no more")
	}
	if a.Body == "" && o.isReference() {
		return news.Article{}, news.InvalidField("abstract", "no text: the reference %q has no abstract", Abbreviate(a.Headline, 60))
	}
	if a.Body == "" && o.isBookmark() {
		return news.Article{}, news.InvalidField("body", "no text: the record is a bookmark, with a headline but neither a text nor a date of publication; load the page itself")
	}
	if o.isMarkedUp() {
		a.Body = CutEnding(withoutShortcodes(a.Body), a.Headline, a.Source)
	}
	o.withoutHead(&a)
	a.Headline = CutOutlet(a.Headline, append(a.Authors[:len(a.Authors):len(a.Authors)], a.Source, Host(a.URL))...)
	return a, nil
}

// withoutHead takes the headline off a text that begins with it, as texts of whole pages
// do, and the byline and date behind it.
func (o *Object) withoutHead(a *news.Article) {
	first, rest, more := strings.Cut(a.Body, "\n\n")
	if more {
		cutSite(a, first)
	}
	if !more || a.Headline == "" || !strings.EqualFold(first, a.Headline) && !strings.EqualFold(first, CutOutlet(a.Headline, a.Source, Host(a.URL))) {
		return
	}
	said := news.Article{}
	a.Body = strings.Join(CutLead(&said, strings.Split(rest, "\n\n"), o.clock.Zone), "\n\n")
	if a.Published.IsZero() {
		a.Published = said.Published
	}
	if a.Authors == nil {
		a.Authors = said.Authors
	}
}

// cutSite takes the name of a site off a headline that is the title of a page, where
// the text of that begins with the headline alone, and takes it for the outlet if
// nothing but an address is known.
func cutSite(a *news.Article, first string) {
	cut, ok := strings.CutPrefix(a.Headline, first)
	if !ok || cut == "" {
		return
	}
	m := siteBehind.FindStringSubmatch(cut)
	if m == nil {
		return
	}
	a.Headline = first
	if a.Source == "" || a.Source == Host(a.URL) {
		a.Source = m[1]
	}
}

// siteBehind is a name of a site that stands behind a headline.
var siteBehind = regexp.MustCompile(`^ (?:[|–—·»-]|::) (\S.{0,60})$`)

// opening gives a topic of a forum the text of the first message in its list, which has
// no headline of its own.
func (o *Object) opening(a *news.Article) {
	if a.Headline == "" || a.Body != "" || o.list == nil || isEmptyArray(o.list) {
		return
	}
	first, err := ReadObject(newDecoder(o.list[1:]), o.list[1:], o.clock.Zone)
	if err != nil || first.HasHeadline() || !first.hasFullText() {
		return
	}
	first.Clock(o.clock)
	if said, err := first.Article(); err == nil {
		a.Body = said.Body
		if o.listName == activity {
			a.Headline = "" // "Harbour Times shared a link."
		}
		if a.Authors == nil {
			a.Authors = said.Authors
		}
	}
}

// made are names of times that say when a record was made, which of a bookmark is when somebody kept it.
var made = set("timestamp", "timestampms", "unixtime", "createdat", "created", "createddate", "createdutc", "datecreated", "creationdate", "epoch",
	"unixtimestamp", "ts", "time", "createdtime")

// isBookmark reports whether an object that has no text tells nothing but that there is
// an article at an address. A headline with its date is news by itself: a flash.
func (o *Object) isBookmark() bool {
	if o.values[address].kind == 0 {
		return false
	}
	when := o.values[published]
	return (when.kind == 0 || made[string(plainName(nil, []byte(when.name)))]) && o.values[year].kind == 0
}

// isReference reports whether an object is an entry of a list of literature in CSL, the
// JSON of Zotero and Mendeley, in which a date is in parts.
func (o *Object) isReference() bool {
	issued := o.values[published]
	return issued.name == "issued" && issued.kind == '{'
}

// isActivity reports whether an object that has no text notes that something was done:
// an entry of Facebook's archive, whose text stands in a list, or of another log, which
// tells neither where nor by whom.
func (o *Object) isActivity() bool {
	when := o.values[published]
	isMade := made[string(plainName(nil, []byte(when.name)))]
	return o.listName == activity && isMade || o.isBare() && when.kind == 0 && o.values[clock].kind == '"'
}

// isBare reports whether nothing tells where something appeared, or who wrote it.
func (o *Object) isBare() bool {
	return o.values[address].kind == 0 && o.values[source].kind == 0 && o.values[authors].kind == 0
}

// isOtherThing says what an object is that has the words of an article for other things:
// goods and payments have descriptions, the pieces of what was said in a film and the words
// of a page a text. Empty: it may be an article.
func (o *Object) isOtherThing(a *news.Article) string {
	const few = 3
	isDated := o.values[published].kind != 0
	switch {
	case o.textless || !o.isBare():
		return ""
	case o.values[price].kind != 0 && !o.hasFullText() && (a.Headline == "" || !isDated):
		return "of goods or a payment"
	case a.Headline != "" && o.values[begun].kind != 0 && !o.hasFullText() && !isDated:
		return "an entry of a calendar"
	case a.Headline == "" && !isDated && !o.hasFullText() && o.values[seen].kind == 0 && o.values[state].kind == 0 && !o.isHighlight():
		return "a description of something, without a headline"
	case a.Headline != "" || isDated || o.values[id].kind != 0:
		return ""
	case o.values[begun].kind != 0:
		return "a piece of subtitles; keep the whole text as a file"
	case len(a.Body) < longestNothing && len(strings.Fields(a.Body)) < few && utf8.RuneCountInString(a.Body) == len(a.Body):
		return "a word or two"
	}
	return ""
}

// activity is the list that it stands in there.
const activity = "data"

// isReply reports whether an object holds nothing but a message, as what a service says
// of an error does. A post of Facebook has an ID and a time as well.
func (o *Object) isReply(a *news.Article) bool {
	alone := len(o.bodies) > 0 && a.Headline == "" && !slices.ContainsFunc(o.bodies, func(b value) bool { return !strings.EqualFold(b.name, "message") })
	return alone && (o.values[id].kind == 0 || o.values[published].kind == 0)
}

// headlineOfBookmark makes a headline of the description of a bookmark, beside which its
// text is called extended.
func (o *Object) headlineOfBookmark(a *news.Article) {
	if a.Headline != "" || a.URL == "" || !slices.ContainsFunc(o.bodies, func(b value) bool { return b.name == "extended" }) {
		return
	}
	for _, b := range o.bodies {
		if b.name == "description" && b.kind == '"' {
			a.Headline = Line(Plain(b.text))
		}
	}
}

// isHighlight reports whether a text is what a reader has marked.
func (o *Object) isHighlight() bool {
	return len(o.bodies) > 0 && (strings.EqualFold(o.bodies[0].name, "highlight") || strings.EqualFold(o.bodies[0].name, "selection"))
}

// numberHighlight gives a passage that a reader has marked an ID of its own, for
// others of the same text have the same headline.
func (o *Object) numberHighlight(a *news.Article) {
	if len(o.bodies) == 0 || a.ID != "" || !strings.EqualFold(o.bodies[0].name, "highlight") {
		return
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(a.Headline + "\n" + a.Body))
	a.ID = "highlight-" + strconv.FormatUint(sum.Sum64(), 36)
}

// headlineBySubject makes a headline of the subject of a text that has none, as
// mail has it.
func (o *Object) headlineBySubject(a *news.Article) {
	if v := o.values[subjects]; a.Headline == "" && a.Body != "" && v.kind == '"' && strings.EqualFold(v.name, "subject") {
		a.Headline = Line(Plain(v.text))
		a.Subjects = List(o.more)
	}
}

// headlineAbove takes the first line of a text for the headline of a record that has none,
// as those have it that write into channels: it is short, no sentence, and above a text.
func (o *Object) headlineAbove(a *news.Article) {
	const longest, fewest = 120, 3 // bytes; words
	first, rest, _ := strings.Cut(a.Body, "\n\n")
	next, _, _ := strings.Cut(rest, "\n\n")
	if o.values[headline].kind != 0 || a.Headline != "" || len(next) < longest || len(next) < len(first) || len(first) > longest || lineOfWords(first) < fewest ||
		strings.ContainsAny(first[len(first)-1:], ".!:,;?") || strings.Contains(first, "://") || !startsWithCapital(first) || strings.HasSuffix(first, "…") {
		return
	}
	if _, by := cutBy(first); !by && !hasDayAndYear(first) {
		a.Headline, a.Body = first, rest
	}
}

// shortcode is a paragraph that a program of the site was to put something in the place of: [gallery ids="1,2"].
var shortcode = regexp.MustCompile(`^\[/?[a-z][a-z0-9_-]*(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|“[^”]*”|[^\s\]]+))+\s*/?\]$`)

// withoutShortcodes leaves out the paragraphs of a text that are shortcodes.
func withoutShortcodes(body string) string {
	if !strings.Contains(body, "=") {
		return body
	}
	return strings.Join(slices.DeleteFunc(strings.Split(body, "\n\n"), shortcode.MatchString), "\n\n")
}

// isMarkedUp reports whether a text is HTML, as those are that come from feeds.
func (o *Object) isMarkedUp() bool {
	for _, b := range o.bodies {
		if strings.HasSuffix(strings.TrimSpace(b.text), ">") {
			return true
		}
	}
	return false
}

// unpublished are the states and kinds of what a content management system exports beside its articles.
var (
	unpublished = set(
		"draft", "auto-draft", "pending", "private", "trash", "trashed", "future", "scheduled", "inherit", "unpublished", "deleted",
		"withheld", "embargoed", "spiked",
	)
	noArticles = set("attachment", "comment", "nav_menu_item", "revision", "service", "wp_block", "wp_template", "wp_navigation", "customize_changeset",
		"jobposting", "recipe", "product", "person", "organization", "place", "offer", "feature", "event", "faqpage", "author", "user", "contact",
		"channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "bot_add", "group_join", "group_leave")
)

// IsUnpublished reports whether something of that kind and in that state is no
// published article: a draft, an attachment, the entry of a menu.
func IsUnpublished(kind, state string) bool {
	return noArticles[strings.ToLower(kind)] || unpublished[strings.ToLower(state)]
}

// Retraction is the notice of an article in that state, if its outlet takes it back by
// that: agencies send it again as canceled.
func Retraction(state string) []news.Notice {
	if state = strings.ToLower(state); state == "canceled" || state == "cancelled" {
		return []news.Notice{{Kind: news.NoticeRetraction}}
	}
	return nil
}

// status is the value of a member that says what an object is, or in which state.
func (o *Object) status(t target) string {
	v := o.values[t]
	if v.kind == '[' && len(v.items) > 0 { // the first of several types
		v.kind, v.text = '"', v.items[0]
	}
	if v.kind == '"' {
		return strings.TrimPrefix(strings.ToLower(v.text), "stat:") // of ninjs
	}
	return ""
}

// isOff reports whether the state of an object is the number by which Joomla says that it is
// not published; a status of 0 is what services say of themselves.
func (o *Object) isOff() bool {
	v := o.values[state]
	return strings.EqualFold(v.name, "state") && (v.text == "0" || v.text == "-2")
}

func (o *Object) isPublished() error {
	if strings.HasPrefix(o.values[id].text, "drafts.") { // of Sanity
		return news.InvalidField(o.values[id].name, "the article is not published: %q", o.values[id].text)
	}
	if text := o.status(state); IsUnpublished("", text) || o.isOff() {
		return news.InvalidField(o.values[state].name, "the article is not published: %q", o.values[state].text)
	}
	kind := o.status(sort)
	if kind == "page" && o.values[state].kind != 0 { // of a content management system, which has articles too
		return news.InvalidField(o.values[sort].name, "no article, but of the kind %q", kind)
	}
	if IsUnpublished(kind, "") {
		return news.InvalidField(o.values[sort].name, "no article, but of the kind %q", kind)
	}
	return nil
}

func (o *Object) texts(a *news.Article) error {
	for _, l := range oneLines(a) {
		text, err := o.single(l.target)
		if err != nil {
			return err
		}
		*l.of = Line(Plain(text))
	}
	var err error
	if a.Body, err = o.body(); err != nil {
		return err
	}
	if o.values[headline].name == "name" && a.Body == "" {
		a.Headline = "" // of whatever it may be
	}
	language, err := o.single(inLanguage)
	a.Language = Language(language)
	return err
}

// body returns the text of the article: the best by its name that is whole. One
// that is cut short, as news services do, gives way to a longer one.
func (o *Object) body() (string, error) {
	var best text
	for i, v := range o.bodies {
		t, err := textOf(v)
		if err != nil {
			return "", err
		}
		if IsRemoved(t.raw) {
			continue
		}
		if i == 0 || best.raw == "" || t.beats(&best) {
			best = t
		}
	}
	for i := range o.bodies {
		if b := &o.bodies[i]; b.name == "introtext" && best.name == "fulltext" { // Joomla parts a text at “Read more”
			return (&text{value: *b, raw: b.text}).plain() + "\n\n" + best.plain(), nil
		}
	}
	return best.plain(), nil
}

// text is one of the texts that a record has.
type text struct {
	value
	raw   string
	short bool // cut by the service
	clean string
}

func textOf(v value) (text, error) {
	t := text{value: v}
	switch v.kind {
	case '"', '{':
		t.raw = v.text
	case '[':
		items := make([]string, len(v.items))
		for i, item := range v.items {
			if items[i] = item; IsHTML(item) {
				items[i] = ArticleText(item) // one by one, for others may be plain
			}
		}
		t.raw = strings.Join(items, "\n\n")
	default:
		return t, news.InvalidField(v.name, "must be a string, not %s", KindName(v.kind))
	}
	t.raw, t.short = CutTruncation(spelledOut(t.raw))
	return t, nil
}

// lineEndSigns are line ends as databases and programs spell them within a line.
var lineEndSigns = strings.NewReplacer(`\r\n`, "\n", `\n`, "\n", `\t`, " ", `\"`, `"`)

// spelledOut returns a text with its line ends, where they were spelled as signs and it
// has no others.
func spelledOut(text string) string {
	if !strings.Contains(text, `\n\n`) && !strings.Contains(text, `.\n`) && !strings.Contains(text, `\r\n`) || strings.Contains(strings.TrimSpace(text), "\n") {
		return text
	}
	return lineEndSigns.Replace(text)
}

func (t *text) plain() string {
	if t.clean == "" {
		switch {
		case IsMarkdown(t.raw) && !strings.HasPrefix(strings.TrimSpace(t.raw), "<"):
			t.clean = TypedText(Unmark(lineEnds.Replace(t.raw)))
		case IsHTML(t.raw):
			t.clean = ArticleText(t.raw)
		default:
			t.clean = Body(Unescape(t.raw))
		}
	}
	return t.clean
}

// wholePage is how a text begins that is a page as it was fetched.
var wholePage = regexp.MustCompile(`(?i)^\s*(?:<!doctype html|<html)\b`)

// Page returns the text of an object if that is a page as it was fetched; else nothing.
func (o *Object) Page() string {
	page := ""
	for _, b := range o.bodies {
		switch {
		case b.kind == '"' && wholePage.MatchString(b.text):
			page = b.text
		case !b.weak():
			return ""
		}
	}
	return page
}

// muchLonger is how many times as long a text must be that takes the place of one with a better name.
const muchLonger = 2

// beats reports whether t should be taken rather than the one known.
func (t *text) beats(known *text) bool {
	if page := wholePage.MatchString(t.raw); page != wholePage.MatchString(known.raw) {
		return !page // which has menus
	}
	if t.rank < known.rank {
		return !known.outdoes(t)
	}
	return t.outdoes(known)
}

// outdoes reports whether t should be taken though the other one has the better
// name: it is longer, where that is cut short or both are summaries, else much longer.
func (t *text) outdoes(other *text) bool {
	times := muchLonger
	if other.short || other.weak() {
		times = 1
	}
	// Markup makes a text longer, so what is longer must be so without.
	return len(t.raw) > times*len(other.raw) && len(t.plain()) > times*len(other.plain())
}

func (o *Object) times(a *news.Article) (err error) {
	if a.Published, err = o.momentOf(published, a); err != nil {
		return err
	}
	o.inParts(a)
	if o.values[published].kind == 0 && a.Published.IsZero() {
		a.Published = o.fetched() // it was published by then
	}
	o.atClock(a)
	if a.Updated, err = o.momentOf(updated, a); a.Published.IsZero() && o.values[clock].kind == 0 {
		a.Published = a.Updated // as feeds have it
	}
	return err
}

// inParts takes a date that stands in several fields: its year, month and day.
func (o *Object) inParts(a *news.Article) {
	if o.values[published].kind != 0 || o.values[year].kind == 0 {
		return
	}
	text := o.values[year].text
	if m := o.values[month].text; m != "" {
		text = m + " " + text
		if isNumber(m) {
			text = o.values[year].text + "-" + m
		}
		if d := o.values[day].text; d != "" && isNumber(m) {
			text += "-" + d
		} else if d != "" {
			text = d + " " + text
		}
	}
	at, err := TimeIn(text, o.clock.Zone, o.clock.Order)
	if err != nil {
		at, _ = o.clock.Vague(text) // what is no date only stands in for one
	}
	a.Published = at
}

// momentOf returns the time in a field. What can be read either way is read as in
// the language of the article.
func (o *Object) momentOf(t target, a *news.Article) (time.Time, error) {
	at, err := o.moment(t)
	if err == nil || o.clock.Order != UnknownOrder {
		return at, err
	}
	if o.clock.Order = o.orderByLanguage(a); o.clock.Order == UnknownOrder {
		return at, err
	}
	return o.moment(t)
}

// orderByLanguage tells the order of day and month from the language that a date is called
// in, or from that of an article, as it is named, with its region, or as its text is.
func (o *Object) orderByLanguage(a *news.Article) DateOrder {
	if isForeignName(o.values[published].name) {
		return DayFirst
	}
	if a.Language == "" {
		return OrderIn(lang.Detect(a.Headline + "\n" + a.Body))
	}
	named, _ := o.single(inLanguage) // texts has met the error
	if order := OrderIn(named); order != UnknownOrder {
		return order
	}
	return OrderIn(a.Language) // which may be named by its word
}

// atClock adds the time of day where it stands apart from the date.
func (o *Object) atClock(a *news.Article) {
	day, at := o.values[published].text, o.values[clock].text
	if at == "" || o.values[clock].kind != '"' {
		return
	}
	if day != "" {
		if a.Published.Hour() != 0 || a.Published.Minute() != 0 || strings.ContainsAny(day, ":") || !strings.Contains(at, ":") || len(at) > len("15:04:05 a.m. GMT") {
			return
		}
		at = a.Published.Format(time.DateOnly) + " " + at
	}
	t, err := TimeIn(at, o.clock.Zone, o.clock.Order)
	if err != nil && day == "" {
		t, _ = o.clock.Vague(at)
	}
	if !t.IsZero() {
		a.Published = t
	}
}

func (o *Object) lists(a *news.Article) error {
	names, err := o.many(authors, Authors)
	if err != nil {
		return err
	}
	if o.values[authors].kind == '[' {
		names = inOrder(names)
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
	kept := about[:0]
	for _, s := range about {
		if s = labelOf(Unescape(s)); s != "" {
			kept = append(kept, s)
		}
	}
	a.Subjects = List(kept)
	credited, err := o.many(attribution, Subjects)
	a.Attribution = List(credited)
	return err
}

// inOrder writes the names of a list that have the family name first, behind which there
// is a comma, as people say them.
func inOrder(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		family, given, ok := strings.Cut(name, ",")
		family, given = Line(family), Line(given)
		words := strings.Fields(given)
		if !ok || len(words) == 0 || len(words) > 2 || strings.Contains(family, " ") || strings.Contains(given, ",") || lang.IsNameSuffix(given) ||
			IsOutlet(given) || !startsWithCapital(given) || len(names) == 1 && !lang.Any().Entities.GivenNames[words[0]] {
			continue
		}
		out[i] = given + " " + family
	}
	return out
}

// labelOf returns the subject that a category of a feed reader stands for:
// "Harbour" of "user/-/label/Harbour", none of "user/-/state/com.google/read".
func labelOf(s string) string {
	if !strings.HasPrefix(s, "user/") {
		return s
	}
	_, label, _ := strings.Cut(s, "/label/")
	return label
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
