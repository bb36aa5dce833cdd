package format

import (
	"bytes"
	"mime"
	"path"
	"regexp"
	"slices"
	"strings"

	"byline/internal/format/pravdatext"
	"byline/internal/news"
)

// sample is the beginning of an input, to tell its format from.
type sample struct {
	head   []byte
	whole  bool   // the input ends where head does
	body   []byte // head without the white space that it begins with
	root   string // the first element, if body is markup
	binary string // what a file is that is no text
}

func newSample(head []byte, whole bool) *sample {
	body := bytes.TrimLeft(head, " \t\r\n")
	return &sample{head: head, whole: whole, body: body, root: xmlRoot(body), binary: binaryKind(head)}
}

// detect finds the format of a text that begins with head and, if whole, ends
// there. The media type and the name of the input decide only where the content
// does not. The error tells what kind of thing an input is that is no text.
func detect(head []byte, whole bool, name, contentType string) (string, error) {
	s := newSample(head, whole)
	if len(s.body) == 0 && whole {
		return "", errEmpty
	}
	for _, f := range formats {
		if f.detect != nil && f.detect(s) {
			return f.name, nil
		}
	}
	if s.binary != "" {
		return "", news.Errorf(news.KindInvalid, "the input is %s, not text; formats that can be read: %s", s.binary, strings.Join(Names(), ", "))
	}
	if s.root != "" {
		return "", news.Errorf(news.KindInvalid, "the input is XML of a kind that cannot be read (its root is <%s>); give --format html or feed to try all the same", s.root)
	}
	if format := hinted(name, contentType); format != "" {
		return format, nil
	}
	return plainText, nil
}

// isText reports whether what begins so may be text without markup.
func (s *sample) isText() bool { return s.binary == "" && s.root == "" }

// isFeed tells feeds by their first element, or by the version that JSON Feed asks for.
func isFeed(s *sample) bool {
	switch strings.ToLower(s.root[strings.LastIndexByte(s.root, ':')+1:]) {
	case "rss", "feed", "rdf":
		return !isDoctypeHTML(s.body)
	}
	return isJSON(s) && bytes.Contains(s.body[:min(len(s.body), 2048)], []byte("jsonfeed.org/version"))
}

// isPage tells pages by their first element.
func isPage(s *sample) bool { return isDoctypeHTML(s.body) || pageTags.MatchString(s.root) }

func isJSON(s *sample) bool { return s.isText() && looksLikeJSON(s.body) }

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
		return len(next) == 0 || next[0] == '"' || next[0] == '}'
	case '[':
		return len(next) == 0 || next[0] == '{' || next[0] == ']'
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

// binaries are the beginnings of files that people mistake for text.
var binaries = []struct{ magic, kind string }{
	{"%PDF-", "a PDF file"},
	{"\x28\xb5\x2f\xfd", "compressed with zstd (unpack it first)"},
	{"BZh", "compressed with bzip2 (unpack it first)"},
	{"\xfd7zXZ\x00", "compressed with xz (unpack it first)"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"PAR1", "a Parquet file"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"\x7fELF", "a program"},
	{"{\\rtf", "a rich text (RTF) file"},
}

// binaryKind says what a file that is no text is; empty if it may be text.
func binaryKind(head []byte) string {
	for _, b := range binaries {
		if bytes.HasPrefix(head, []byte(b.magic)) {
			return b.kind
		}
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return "binary data (or UTF-16 without a byte order mark)"
	}
	return ""
}

// hinted returns what the media type or else the extension suggests, empty if nothing.
func hinted(name, contentType string) string {
	if media, _, err := mime.ParseMediaType(contentType); err == nil {
		for _, f := range formats {
			if slices.Contains(f.mediaTypes, media) {
				return f.name
			}
		}
	}
	extension := path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))
	for _, f := range formats {
		if slices.Contains(f.extensions, extension) {
			return f.name
		}
	}
	return ""
}
