// Package mail reads messages: e-mail as programs save it (.eml), alerts and
// newsletters among them, and web pages that a browser has saved as one file
// (.mhtml), which are messages as well.
package mail

import (
	"bytes"
	"cmp"
	"iter"
	netmail "net/mail"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"byline/internal/format/field"
	"byline/internal/lang"
	"byline/internal/news"
)

// header is a line of a header.
var header = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)

// counted is the line with which Apple's Mail begins a file: the length of the message
// below it, behind which stands what the program knows of that.
var counted = regexp.MustCompile(`^(\d{1,9}) *\r?\n`)

// withoutCount returns the message in a file of Apple's Mail, any other as it is.
func withoutCount(data []byte) []byte {
	m := counted.FindSubmatch(data)
	if m == nil {
		return data
	}
	data = data[len(m[0]):]
	if n, err := strconv.Atoi(string(m[1])); err == nil && n < len(data) {
		return data[:n]
	}
	return data
}

// Detect reports whether a file that begins with head is a message.
func Detect(head []byte) bool {
	head = withoutCount(head)
	if !header.Match(head) {
		return false
	}
	fields, _ := splitHeader(head[:min(len(head), 32<<10)])
	has := func(names ...string) bool {
		for _, name := range names {
			if fields.Get(name) == "" {
				return false
			}
		}
		return true
	}
	return has("Mime-Version", "Content-Type") || has("Message-Id", "From") || has("Received", "From") || has("From", "Date", "Subject") || has("From", "To", "Subject")
}

// Readers read what messages hold.
type Readers struct {
	Page   func(page []byte) (news.Article, error) // a page in UTF-8
	Digest func(page []byte) []news.Article        // what a page of teasers leads to; nil: it is no such page
	Export func(text []byte) []news.Article        // the articles that a press database has sent as a text; nil: it is none
	File   func(data []byte) []news.Article        // the articles in an attached document; nil: it is none
}

// Parse reads a message: an alert, a newsletter of teasers, the digest of a mailing list or the
// export of a press database is the articles in it, a note with documents these, every other
// message one article.
func Parse(data []byte, loc *time.Location, read Readers) iter.Seq2[news.Article, error] {
	return parse(data, loc, read, 0)
}

// parse is Parse for a message that lies in others, that many.
func parse(data []byte, loc *time.Location, read Readers, depth int) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		m := readMessage(withoutCount(data))
		if digest := m.messages(); len(digest) > 0 && depth < maxDepth {
			for _, inner := range digest {
				for a, err := range parse(inner, loc, read, depth+1) {
					if !yield(a, err) {
						return
					}
				}
			}
			return
		}
		if what := m.byProgram(); what != "" {
			yield(news.Article{}, news.InvalidField("body", "the message is %s, no article", what))
			return
		}
		items := m.items(loc, read)
		for _, a := range items {
			if !yield(a, nil) {
				return
			}
		}
		if len(items) > 0 {
			return
		}
		a, err := m.article(loc, read.Page)
		documents := m.documents(&a, read)
		for _, document := range documents {
			if !yield(document, nil) {
				return
			}
		}
		if len(documents) == 0 || err == nil && len(a.Body) > longestNote {
			yield(a, err)
		}
	}
}

// longestNote bounds the text of a message that only goes with the documents that are
// attached to it, in bytes: a press release with a greeting.
const longestNote = 600

// documents returns the articles that are attached to a message. They are of who sent it,
// and of when, unless they say more.
func (m *message) documents(note *news.Article, read Readers) (found []news.Article) {
	if read.File == nil {
		return nil
	}
	for _, data := range m.attached {
		for _, a := range read.File(data) {
			if a.Source == "" {
				a.Source = note.Source
			}
			if len(a.Authors) == 0 {
				a.Authors = note.Authors
			}
			if at := note.Published; !at.IsZero() && (a.Published.IsZero() || a.Published.After(at)) {
				a.Published = at
			}
			found = append(found, a)
		}
	}
	return found
}

// article reads a message as one article. The subject is the headline, the date
// that of publication; who sent it is the author or, of what goes to a list of
// readers, the outlet. Of a message that is sent on, date and author are those of the first one. A saved page is read as a page is, and has its address and,
// if the page tells no date, that of the file. A message without a text is an error.
func (m *message) article(loc *time.Location, page func(page []byte) (news.Article, error)) (news.Article, error) {
	var a news.Article
	if len(bytes.TrimSpace(m.page)) > 0 {
		read, err := page(m.page)
		if err != nil && m.plain == "" {
			return news.Article{}, err
		}
		if err == nil {
			a = read
		}
	}
	if m.isSavedPage() {
		m.fillPage(&a, loc)
	} else {
		m.fillMail(&a, loc)
	}
	if a.Body == "" && a.Headline == "" || len(m.page) == 0 && strings.TrimSpace(m.plain) == "" {
		return news.Article{}, news.InvalidField("body", "no text: the message has neither a text nor a page")
	}
	return a, nil
}

// byProgram says what a message is that a mail program wrote by itself in answer
// to another, empty if it is none.
func (m *message) byProgram() string {
	media := strings.ToLower(m.header.Get("Content-Type"))
	switch {
	case strings.HasPrefix(media, "multipart/report"), strings.Contains(strings.ToUpper(m.header.Get("From")), "MAILER-DAEMON@"):
		return "a report of a mail program on another one"
	case strings.HasPrefix(strings.ToLower(m.header.Get("Auto-Submitted")), "auto-replied"), m.header.Get("X-Autoreply") != "", m.header.Get("X-Autorespond") != "":
		return "an automatic reply"
	}
	return ""
}

// isSavedPage reports whether the message is a page that a browser has saved.
func (m *message) isSavedPage() bool {
	if m.header.Get("Snapshot-Content-Location") != "" || strings.Contains(strings.ToLower(m.header.Get("From")), "<saved by") {
		return true
	}
	_, isAddress := field.URL(m.from)
	return isAddress && m.header.Get("Message-Id") == "" && m.header.Get("Received") == "" && m.header.Get("To") == ""
}

func (m *message) fillPage(a *news.Article, loc *time.Location) {
	if a.Headline == "" {
		a.Headline = m.text("Subject")
	}
	if a.Published.IsZero() {
		a.Published = m.date(loc)
	}
	for _, address := range []string{m.header.Get("Snapshot-Content-Location"), m.from} {
		if u, ok := field.URL(address); ok && a.URL == "" {
			a.URL = u
		}
	}
}

func (m *message) fillMail(a *news.Article, loc *time.Location) {
	if text := field.Body(field.Plain(withoutSignature(m.plain))); len(text) > 2*len(a.Body) {
		a.Body = text // the page held it as what surrounds a text
	}
	at := m.date(loc)
	if !at.IsZero() {
		loc = at.Location() // in which the program that sends it on writes times
	}
	inner := forward(a.Body, m.text("Subject"), loc)
	if inner != nil {
		a.Body = field.Body(inner.text)
	}
	if inner != nil || m.isNewsletter() {
		a.Body = withoutLeave(a.Body)
	}
	if subject := releaseMark().ReplaceAllString(m.withoutList(withoutMarks(m.text("Subject"))), ""); subject != "" {
		a.Headline = subject
	}
	if !at.IsZero() {
		a.Published = at
	}
	if id := strings.Trim(m.header.Get("Message-Id"), "<> "); len(id) <= news.MaxID {
		a.ID = id
	}
	if u, ok := field.URL(strings.Trim(m.header.Get("Archived-At"), "<> ")); ok {
		a.URL = u
	}
	if a.Language == "" {
		a.Language = field.Language(m.header.Get("Content-Language"))
	}
	name, address := m.sender()
	if inner != nil {
		name, address, a.Published = inner.from, inner.address, inner.at
	}
	_, domain, _ := strings.Cut(address, "@")
	domain = strings.ToLower(domain)
	switch {
	case m.isNewsletter(), field.IsSiteOf(domain, name):
		a.Authors, a.Source = nil, field.Line(name)
		if writer, letter, ok := parted(a.Source); ok {
			a.Authors, a.Source = field.AuthorList([]string{writer}), letter
		}
	case name != "":
		a.Authors, a.Source = field.AuthorList([]string{name}), ""
	}
	if a.Source == "" {
		a.Source = domain
	}
}

// parted parts the name of who sent a newsletter: "Ada Lee from Harbour Notes".
func parted(sender string) (writer, letter string, ok bool) {
	words := strings.Fields(sender)
	for i := 2; i < len(words)-1 && i < 5; i++ {
		if lang.OnPages().OutletJoins[words[i]] && field.IsPerson(words[:i]) {
			return strings.Join(words[:i], " "), strings.Join(words[i+1:], " "), true
		}
	}
	return "", "", false
}

// isNewsletter reports whether a message went to a list of readers.
func (m *message) isNewsletter() bool {
	return m.header.Get("List-Unsubscribe") != "" || m.header.Get("List-Id") != "" || strings.EqualFold(m.header.Get("Precedence"), "bulk")
}

// sender returns who sent a message, and the address.
func (m *message) sender() (name, address string) {
	text := m.text("From")
	if parsed, err := netmail.ParseAddress(text); err == nil {
		return parsed.Name, parsed.Address
	}
	if m := archived.FindStringSubmatch(text); m != nil {
		return field.Line(m[2]), strings.Replace(m[1], " at ", "@", 1)
	}
	name, rest, _ := strings.Cut(text, "<")
	address, _, _ = strings.Cut(rest, ">")
	return strings.Trim(field.Line(name), `"' `), address
}

// archived is how archives of lists of readers name who wrote: "ada at lindholm.example (Ada Lee)".
var archived = regexp.MustCompile(`^(\S+(?:@| at )\S+) \(([^()]+)\)$`)

// date returns when a message was sent, zero if it does not say.
func (m *message) date(loc *time.Location) time.Time {
	text := cmp.Or(m.header.Get("Date"), m.header.Get("Sent")) // as Outlook prints it
	if at, err := netmail.ParseDate(text); err == nil {
		return at
	}
	at, _ := field.Time(text, loc)
	return at
}

// listMark is what lists of readers put before a subject: "[Harbour Times] Mole shut".
var listMark = regexp.MustCompile(`^\[([^\[\]]{1,60})\]\s+(\S.*)$`)

// withoutList takes the name of who sent a message off its subject.
func (m *message) withoutList(subject string) string {
	if mark := listMark.FindStringSubmatch(subject); mark != nil {
		name, _ := m.sender()
		_, letter, _ := parted(name)
		if field.Letters(mark[1]) == field.Letters(name) || field.Letters(mark[1]) == field.Letters(letter) {
			return mark[2]
		}
	}
	return subject
}

// answered is what programs put before the subject of what is answered or sent on.
var answered = sync.OnceValue(func() *regexp.Regexp {
	p := lang.OnPages()
	return regexp.MustCompile(`(?i)^(?:(?:` + lang.Pattern(p.AnswerMarks) + `|` + lang.Pattern(p.ForwardMarks) + `)(?:\[\d+\])?:\s*)+`)
})

// releaseMark is what a press release has before its headline: "PRESS RELEASE: ".
var releaseMark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(lang.OnPages().Releases) + `\s*(?::|\s[–—-])\s+`)
})

func withoutMarks(subject string) string { return answered().ReplaceAllString(subject, "") }
