package format

import (
	"bytes"
	"mime"
	"path"
	"regexp"
	"slices"
	"strings"

	"byline/internal/format/exportlayout"
	"byline/internal/news"
)

// The names of the formats.
const (
	exportLayout = "exportlayout"
	feedFile     = "feed"
	htmlPage     = "html"
	jsonLines    = "jsonl"
	plainText    = "plaintext"
)

// Names returns the names of the formats, sorted.
func Names() []string { return []string{exportLayout, feedFile, htmlPage, jsonLines, plainText} }

// aliases are further names under which a format may be asked for.
var aliases = map[string]string{
	"export": exportLayout, "rss": feedFile, "atom": feedFile, "jsonfeed": feedFile, "htm": htmlPage, "json": jsonLines, "ndjson": jsonLines, "beir": jsonLines,
	"text": plainText, "txt": plainText, "plain": plainText, "markdown": plainText, "md": plainText,
}

// ByName returns the format that a name or an alias stands for, empty for
// "auto" and "". The error lists the names that there are.
func ByName(name string) (string, error) {
	name = strings.ToLower(name)
	if name == "" || name == "auto" {
		return "", nil
	}
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	if !slices.Contains(Names(), name) {
		return "", news.InvalidField("format", "there is no format %q; there are auto, %s", name, known())
	}
	return name, nil
}

// known lists the formats, each with its aliases.
func known() string {
	names := Names()
	for i, name := range names {
		var also []string
		for alias, of := range aliases {
			if of == name {
				also = append(also, alias)
			}
		}
		slices.Sort(also)
		names[i] += " (" + strings.Join(also, ", ") + ")"
	}
	return strings.Join(names, ", ")
}

// detect finds the format of a text that begins with head and, if whole, ends
// there. The media type and the name of the input decide only where the content
// does not. The error tells what kind of thing an input is that is no text.
func detect(head []byte, whole bool, name, contentType string) (string, error) {
	body := bytes.TrimLeft(head, " \t\r\n")
	if len(body) == 0 && whole {
		return "", errEmpty
	}
	if format := detectMarkup(body); format != "" {
		return format, nil
	}
	if kind := binaryKind(head); kind != "" {
		return "", news.Errorf(news.KindInvalid, "the input is %s, not text; formats that can be read: %s", kind, strings.Join(Names(), ", "))
	}
	if root := xmlRoot(body); root != "" {
		return "", news.Errorf(news.KindInvalid, "the input is XML of a kind that cannot be read (its root is <%s>); give --format html or feed to try all the same", root)
	}
	switch {
	case looksLikeJSON(body):
		if bytes.Contains(body[:min(len(body), 2048)], []byte("jsonfeed.org/version")) {
			return feedFile, nil
		}
		return jsonLines, nil
	case exportlayout.Detect(head, whole):
		return exportLayout, nil
	}
	if format := hinted(name, contentType); format != "" {
		return format, nil
	}
	return plainText, nil
}

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

// detectMarkup tells pages and feeds by their first element.
func detectMarkup(body []byte) string {
	if !bytes.HasPrefix(body, []byte("<")) {
		return ""
	}
	if isDoctypeHTML(body) {
		return htmlPage
	}
	root := xmlRoot(body)
	switch local := strings.ToLower(root[strings.LastIndexByte(root, ':')+1:]); {
	case local == "rss" || local == "feed" || local == "rdf":
		return feedFile
	case pageTags.MatchString(root):
		return htmlPage
	}
	return ""
}

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
	{"PK\x03\x04", "a ZIP archive (or an Office or EPUB file)"},
	{"\x28\xb5\x2f\xfd", "compressed with zstd (unpack it first)"},
	{"BZh", "compressed with bzip2 (unpack it first)"},
	{"\xfd7zXZ\x00", "compressed with xz (unpack it first)"},
	{"\x1f\x8b", "gzip within gzip (unpack it first)"},
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

var (
	byExtension = map[string]string{
		".jsonl": jsonLines, ".ndjson": jsonLines, ".json": jsonLines, ".html": htmlPage, ".htm": htmlPage, ".xhtml": htmlPage,
		".rss": feedFile, ".atom": feedFile, ".md": plainText, ".txt": plainText,
	}
	byMediaType = map[string]string{
		"application/json": jsonLines, "application/x-ndjson": jsonLines, "application/jsonl": jsonLines, "application/ndjson": jsonLines,
		"application/x-jsonlines": jsonLines, "text/html": htmlPage, "application/xhtml+xml": htmlPage, "application/rss+xml": feedFile,
		"application/atom+xml": feedFile, "application/feed+json": feedFile, "text/plain": plainText, "text/markdown": plainText,
	}
)

// hinted returns what the media type or else the extension suggests, empty if nothing.
func hinted(name, contentType string) string {
	media, _, err := mime.ParseMediaType(contentType)
	if err == nil && byMediaType[media] != "" {
		return byMediaType[media]
	}
	return byExtension[path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))]
}
