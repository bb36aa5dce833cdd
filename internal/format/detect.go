package format

import (
	"bytes"
	"mime"
	"path"
	"regexp"
	"slices"
	"strings"

	"byline/internal/format/agency"
	"byline/internal/format/feed"
	"byline/internal/format/field"
	"byline/internal/format/jsonl"
	"byline/internal/format/mail"
	"byline/internal/format/movabletype"
	"byline/internal/format/office"
	"byline/internal/format/pdf"
	"byline/internal/format/pravdatext"
	"byline/internal/format/pressdb"
	"byline/internal/format/references"
	"byline/internal/format/table"
	"byline/internal/format/teletype"
	"byline/internal/news"
)

// sample is the beginning of an input, to tell its format from.
type sample struct {
	head  []byte
	whole bool   // the input ends where head does
	body  []byte // head without the white space that it begins with
	root  string // the first element, if body is markup
	hints
}

// hints are what is known of an input beside its bytes.
type hints struct {
	name, contentType string
	document          string // what a zip archive is, see container.Origin
}

func newSample(head []byte, whole bool, h hints) *sample {
	body := bytes.TrimLeft(head, " \t\r\n")
	return &sample{head: head, whole: whole, body: body, root: xmlRoot(body), hints: h}
}

// detectRaw finds the format of an input that is no text, nil if it may be text.
// The error tells what kind of thing one is that cannot be read.
func detectRaw(head []byte, h hints) (*format, error) {
	s := &sample{head: head, hints: h}
	for i := range formats {
		if f := &formats[i]; f.raw && f.detect(s) {
			return f, nil
		}
	}
	if kind := binaryKind(head, h.name); kind != "" {
		return nil, refused(kind)
	}
	return nil, unknownMedia(h.contentType)
}

// detect finds the format of a text that begins with head and, if whole, ends
// there. The media type and the name of the input decide only where the content
// does not. The error tells what is wrong with an input that is no article.
func detect(head []byte, whole bool, h hints) (*format, error) {
	s := newSample(head, whole, h)
	if len(s.body) == 0 && whole {
		return nil, errEmpty
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, refused("binary data")
	}
	suspect := noArticle(s)
	for i := range formats {
		f := &formats[i]
		if f.raw || f.detect == nil || suspect != "" && f.name != "html" && f.name != "feed" {
			continue
		}
		if f.detect(s) {
			return f, nil
		}
	}
	if suspect != "" {
		return nil, refused(suspect)
	}
	if what := knownXML[strings.ToLower(s.root[strings.LastIndexByte(s.root, ':')+1:])]; what != "" {
		return nil, refused(what + " (its root is <" + s.root + ">)")
	}
	if s.root != "" {
		return nil, news.Errorf(news.KindInvalid, "the input is XML of a kind that cannot be read (its root is <%s>); give --format html or feed to try all the same", s.root)
	}
	if f := hinted(h.name, h.contentType); f != nil {
		return f, nil
	}
	return byName(plainText), nil
}

// knownXML says of elements at the root of XML what such a file is, and what to do with it.
var knownXML = map[string]string{
	"urlset": "a sitemap, which lists addresses: follow it with 'byline feeds add ADDRESS'", "sitemapindex": "a list of sitemaps: follow it with 'byline feeds add ADDRESS'",
	"opml": "a list of feeds: take them over with 'byline feeds import FILE'",
	"svg":  "a picture",
}

// isText reports whether what begins so may be text without markup.
func (s *sample) isText() bool { return s.root == "" }

func isPDF(s *sample) bool { return pdf.Detect(s.head) }

// isDocument tells documents that are zip archives by what lies in them.
func isDocument(kinds ...string) func(*sample) bool {
	return func(s *sample) bool { return slices.Contains(kinds, s.document) }
}

func isWorkbook(s *sample) bool {
	return isDocument("xlsx", "ods")(s) || table.IsFlat(s.head)
}

func isRichText(s *sample) bool { return office.IsRichText(s.head) }

// isMail tells messages by their header.
func isMail(s *sample) bool { return mail.Detect(s.head) }

// isFeed tells feeds by their first element, also behind the warnings of a
// server, or by the version that JSON Feed asks for.
func isFeed(s *sample) bool {
	switch strings.ToLower(s.root[strings.LastIndexByte(s.root, ':')+1:]) {
	case "rss", "feed", "rdf":
		return !isDoctypeHTML(s.body)
	}
	return isJSON(s) && bytes.Contains(s.body, []byte("jsonfeed.org/version")) || feed.Find(s.body) > 0
}

// isAgency tells the XML of agencies and archives by its elements.
func isAgency(s *sample) bool {
	isXML := bytes.HasPrefix(s.body, []byte("<?xml")) && !strings.EqualFold(s.root, "html") && !bytes.Contains(s.body, []byte("http://www.w3.org/1999/xhtml"))
	return !isDoctypeHTML(s.body) && (isXML || !pageTags.MatchString(s.root)) && agency.Detect(s.body, s.root)
}

// isPage tells pages by their first element.
func isPage(s *sample) bool { return isDoctypeHTML(s.body) || pageTags.MatchString(s.root) }

func isJSON(s *sample) bool {
	return s.isText() && (looksLikeJSON(s.body) && !s.isMarkdown() || jsonl.InScript(s.body))
}

// isMarkdown reports whether a file that is called so opens with front matter in JSON.
func (s *sample) isMarkdown() bool {
	switch path.Ext(unpackedName(s.name)) {
	case ".md", ".mdx", ".markdown":
		_, _, ok := field.CutJSON(string(s.body))
		return ok
	}
	return false
}

// isTable tells tables by the names of their columns, or by their shape.
func isTable(s *sample) bool { return s.isText() && table.Detect(s.head, s.whole) }

func isReferences(s *sample) bool { return references.Detect(s.body) }

func isBlog(s *sample) bool { return s.isText() && movabletype.Detect(s.body) }

// isTeletype tells what agencies send over lines by the signs that part it.
func isTeletype(s *sample) bool { return teletype.Detect(s.head) }

func isPressDB(s *sample) bool { return s.isText() && pressdb.Detect(s.head) }

func isPravdaText(s *sample) bool { return s.isText() && pravdatext.Detect(s.head, s.whole) }

// looksLikeJSON reports whether body begins with a JSON object or an array of
// objects; "[link](…)" and "{note}" do not.
func looksLikeJSON(body []byte) bool {
	if len(body) == 0 {
		return false
	}
	next := bytes.TrimLeft(body[1:], " \t\r\n")
	switch body[0] {
	case '{':
		return len(next) == 0 || next[0] == '"' || next[0] == '}' || field.LooksLikePython(body)
	case '[':
		return len(next) == 0 || next[0] == '{' || next[0] == ']' || bytes.HasPrefix(next, []byte("[\"")) || field.LooksLikePython(body)
	}
	return false
}

var (
	prolog = regexp.MustCompile(`(?is)^(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s[^>\[]*(?:\[.*?\])?[^>]*>)+`)
	opens  = regexp.MustCompile(`^<([A-Za-z][\w:.-]*)[\s/>]`)
	// pageTags are tags that a page, or a piece of one, may begin with.
	pageTags = regexp.MustCompile(`(?i)^(?:html|head|body|title|meta|link|script|style|base|div|article|main|section|header|nav|p|h[1-6]|span|a|b|i|em|strong|ul|ol|table|figure|img|br|blockquote|center|font)$`)
)

func isDoctypeHTML(body []byte) bool {
	rest := body
	for bytes.HasPrefix(rest, []byte("<!--")) || bytes.HasPrefix(rest, []byte("<?")) {
		end := bytes.IndexByte(rest, '>')
		if bytes.HasPrefix(rest, []byte("<!--")) {
			if end = bytes.Index(rest, []byte("-->")); end >= 0 {
				end += 2
			}
		}
		if end < 0 {
			return false
		}
		rest = bytes.TrimLeft(rest[end+1:], " \t\r\n")
	}
	return len(rest) >= 14 && strings.EqualFold(string(rest[:14]), "<!doctype html")
}

// xmlRoot returns the name of the first element if body begins with markup.
func xmlRoot(body []byte) string {
	body = body[len(prolog.Find(body)):]
	if m := opens.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

// unpackedName is what a file is called in small letters, without the ending of what it is compressed with.
func unpackedName(name string) string {
	name = strings.ToLower(name)
	for _, ending := range []string{".gz", ".zst", ".bz2"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// hinted returns what the media type or else the extension suggests, nil if nothing.
func hinted(name, contentType string) *format {
	if media, _, err := mime.ParseMediaType(contentType); err == nil {
		for i := range formats {
			if f := &formats[i]; slices.Contains(f.mediaTypes, media) {
				return f
			}
		}
	}
	extension := path.Ext(unpackedName(name))
	for i := range formats {
		if f := &formats[i]; slices.Contains(f.extensions, extension) {
			return f
		}
	}
	return nil
}
