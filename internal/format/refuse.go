package format

import (
	"bytes"
	"mime"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"byline/internal/format/jsonl"
	"byline/internal/format/references"
	"byline/internal/news"
)

// refused is the error of an input that is no article.
func refused(what string) error {
	return news.Errorf(news.KindInvalid, "the input is %s, no article", what)
}

// readable says what can be read, for people.
const readable = "web pages, feeds, JSON, CSV and Excel tables, e-mail, PDF, Word, OpenDocument and RTF texts, plain text and Markdown, and archives of them"

// binaries are the beginnings of files that hold no text.
var binaries = []struct{ magic, kind string }{
	{"\x28\xb5\x2f\xfd", "compressed with zstd (unpack it first)"},
	{"BZh", "compressed with bzip2 (unpack it first)"},
	{"\xfd7zXZ\x00", "compressed with xz (unpack it first)"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it first)"},
	{"Rar!\x1a\x07", "a RAR archive (unpack it first)"},
	{"SQLite format 3\x00", "an SQLite database (export the table of articles as CSV or JSON)"},
	{"ARROW1", "an Arrow file (export it as CSV or JSON)"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"BM\x00", "a picture"},
	{"II*\x00", "a picture"},
	{"MM\x00*", "a picture"},
	{"\x00\x00\x01\x00", "a picture"},
	{"8BPS", "a picture"},
	{"\x7fELF", "a program"},
	{"MZ", "a program"},
	{"\xfe\xed\xfa", "a program"},
	{"\xcf\xfa\xed\xfe", "a program"},
	{"\x00asm", "a program"},
	{"\xca\xfe\xba\xbe", "a program"},
	{"wOFF", "a font"},
	{"wOF2", "a font"},
	{"OTTO", "a font"},
	{"\x00\x01\x00\x00\x00", "a font"},
	{"ID3", "sound"},
	{"OggS", "sound"},
	{"fLaC", "sound"},
	{"\x1aE\xdf\xa3", "a film"},
	{"AT&TFORM", "a DjVu file (export its text)"},
	{"ITSF", "a help file"},
	{"%!PS", "a PostScript file (make a PDF of it)"},
	{"!BDN", "an Outlook mailbox (export it as mbox)"},
	{"bplist", "settings of a program"},
}

// oldOffice begins the files of Office before 2007, and what Windows keeps of pictures.
const oldOffice = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// outlookStream is how the parts of a message of Outlook are called, in UTF-16.
const outlookStream = "_\x00_\x00s\x00u\x00b\x00s\x00t\x00g\x00"

// binaryKind says what a file that is no text is; empty if it may be text.
func binaryKind(head []byte, name string) string {
	for _, b := range binaries {
		if bytes.HasPrefix(head, []byte(b.magic)) && (len(b.magic) > 3 || bytes.IndexByte(head, 0) >= 0 || !isPlain(head)) {
			return b.kind
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte(oldOffice)):
		if strings.EqualFold(path.Ext(name), ".db") {
			return "a store of small pictures"
		}
		if bytes.Contains(head, []byte(outlookStream)) || strings.EqualFold(path.Ext(name), ".msg") {
			return "a message of Outlook (save it as .eml)"
		}
		return "a file of an old Office (save it as .docx or .xlsx)"
	case len(head) > 12 && string(head[:4]) == "RIFF":
		return "sound, a film or a picture"
	case len(head) > 12 && string(head[4:8]) == "ftyp":
		return "a film or a picture"
	}
	return ""
}

// isPlain reports whether head begins as text does.
func isPlain(head []byte) bool {
	for _, c := range head[:min(len(head), 256)] {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	return true
}

// dump is what databases write to be made again from.
const dump = "a dump of a database in SQL (export the table of articles as CSV or JSON)"

// literature is what other programs for literature export, mostly without texts.
const literature = "a list of references (export it as RIS or BibTeX, which is read with the abstracts)"

// kinds are what files are that hold no article, by their extensions.
var kinds = map[string][]string{
	"a style sheet":         {".css", ".scss", ".sass", ".less"},
	"a script":              {".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".map", ".wasm"},
	"settings of a program": {".ini", ".cfg", ".conf", ".inf", ".reg", ".plist", ".toml", ".yaml", ".yml", ".lock", ".properties", ".env", ".webmanifest", ".desktop"},
	"a shortcut":            {".url", ".webloc", ".lnk"},
	"a log":                 {".log", ".out", ".err", ".trace"},
	"source code": {
		".go", ".py", ".pyc", ".ipynb", ".java", ".class", ".c", ".cc", ".cpp", ".h", ".hpp", ".rs", ".rb", ".pl", ".sh", ".bash", ".bat", ".cmd",
		".ps1", ".swift", ".kt", ".scala", ".cs", ".vb", ".lua", ".r", ".proto", ".tex", ".diff", ".patch",
	},
	"a picture":                  {".svg", ".ico", ".cur", ".eps", ".ai"},
	literature:                   {".nbib"},
	"a font":                     {".woff", ".woff2", ".ttf", ".otf", ".eot"},
	"a store of small pictures":  {".db"},
	"subtitles of a film":        {".srt", ".vtt", ".sub", ".ass", ".sbv", ".ttml", ".lrc"},
	"an address book":            {".vcf"},
	"a calendar":                 {".ics"},
	"a list of songs":            {".m3u", ".m3u8", ".pls"},
	"a key or a certificate":     {".pem", ".crt", ".key", ".asc", ".sig"},
	dump:                         {".sql"},
	"a list of sums of files":    {".md5", ".sha1", ".sha256", ".sha512"},
	"a part of a download":       {".part", ".crdownload", ".tmp"},
	"a template of a style file": {".xsl", ".xslt", ".dtd", ".xsd"},
}

// siteFiles are files for programs that visit a site, or that a browser or a
// system leaves behind.
var siteFiles = map[string]bool{
	"robots.txt": true, "humans.txt": true, "ads.txt": true, "app-ads.txt": true, "security.txt": true, "llms.txt": true,
	"dockerfile": true, "makefile": true, "gemfile": true, "jenkinsfile": true, "cmakelists.txt": true,
	"thumbs.db": true, "desktop.ini": true, "ehthumbs.db": true, "cookies.txt": true, "requirements.txt": true,
	"package.json": true, "package-lock.json": true, "composer.json": true, "manifest.json": true, "tsconfig.json": true, "bower.json": true,
}

// aboutFiles are what files are called, but for the ending, that tell of the files beside them.
var aboutFiles = map[string]bool{"readme": true, "license": true, "licence": true, "copying": true, "changelog": true}

// draftFolders are what programs call the folders of what is not published, or no longer.
var draftFolders = map[string]bool{"_drafts": true, "drafts": true, "draft": true, "_draft": true, "trash": true, "_trash": true}

// inDrafts is the error of an input that lies in a folder of drafts, by its path from the
// folder that was asked for.
func inDrafts(name string) error {
	for folder := range strings.SplitSeq(path.Dir(name), "/") {
		if draftFolders[strings.ToLower(folder)] {
			return refused("in a folder of drafts (" + folder + "; load that folder by itself if they are to be read)")
		}
	}
	return nil
}

// noArticle says what a text is that is no article, empty if it may be one. A
// page or a feed is one whatever it is called.
func noArticle(s *sample) string {
	name := path.Base(unpackedName(s.name))
	if siteFiles[name] {
		return "a file for programs (" + name + ")"
	}
	if aboutFiles[strings.TrimSuffix(name, path.Ext(name))] {
		return "a file about other files (" + name + ")"
	}
	if jsonl.InScript(s.body) {
		return ""
	}
	if extension := path.Ext(name); extension != "" {
		for kind, extensions := range kinds {
			for _, e := range extensions {
				if e == extension {
					return kind
				}
			}
		}
	}
	if s.root != "" || looksLikeJSON(s.body) || references.Detect(s.body) {
		return ""
	}
	return machineText(s.body)
}

// machineLines are lines of texts that programs read, and how many of them show it.
var machineLines = []struct {
	kind   string
	enough int
	line   *regexp.Regexp
}{
	{"rules for programs that visit a site", 2, regexp.MustCompile(`(?i)^(?:user-agent|disallow|allow|sitemap|crawl-delay)\s*:`)},
	{"settings of a program", 2, regexp.MustCompile(`^\[[^\]]+\]$|^[\w.-]+\s*=\s*\S*`)},
	{"a list of addresses (load the pages themselves)", 1, regexp.MustCompile(`^https?://\S+$`)},
	{"a chat", 3, regexp.MustCompile(`^\x{200e}?\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \x{202f}]?[AaPp]\.?[Mm]\.?)?(?:\]| -) \S.*|^\[?\d\d:\d\d(?::\d\d)?\]? <[^<>]{1,40}> `)},
	{"a list of notes", 3, regexp.MustCompile(`^[-*•–] \S.{0,60}[^.!?:;…]$`)},
	{"a chat", 3, regexp.MustCompile(`^[\[(]?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?[\])]?\s+\pL[^:.!?]{1,60}:\s+\S`)},
	{"a log", 3, regexp.MustCompile(`^\[?(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \[|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )`)},
	{"source code", 3, regexp.MustCompile(`[{}][;,)]*$|[=(].*;$|^[a-z-]+:\s*\S[^;]{0,80};$|` +
		`^(?://|/\*|#include|def \w+\(|func [\w(]|function\s*\w*\(|import [\w{"'*.]+;?$|from \S+ import |package \w+;?$|class \w+\b.{0,40}[:{]$|(?:const|let|var) \w+ =|return\b)`)},
}

// machineBeginnings are how texts begin that only programs read.
var machineBeginnings = []struct {
	kind   string
	begins *regexp.Regexp
}{
	{"subtitles of a film", regexp.MustCompile(`^(?:WEBVTT\b|\d+\s+\d\d:\d\d:\d\d[,.]\d{3} --> )`)},
	{dump, regexp.MustCompile(`(?i)^(?:(?:--[^\n]*|/\*(?s:.*?)\*/;?|SET\s[^;\n]*;)\s*)*(?:(?:DROP|CREATE)\s+TABLE|INSERT\s+INTO)\s`)},
	{"encrypted, or a key", regexp.MustCompile(`^-{5}BEGIN [A-Z0-9 ]+-{5}`)},
	{"JSON within a call of a script, without articles", regexp.MustCompile(`^[\w$.]+\(\s*(?:\{\s*"|\[\s*\{)`)},
}

// machineText says what a text is if nearly all of its first lines, comments
// aside, are such as only programs read.
func machineText(body []byte) string {
	for _, b := range machineBeginnings {
		if b.begins.Match(body) {
			return b.kind
		}
	}
	lines := 0
	counts := make([]int, len(machineLines))
	for line := range bytes.Lines(body[:min(len(body), 16<<10)]) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' && !bytes.HasPrefix(line, []byte("#include")) || line[0] == ';' {
			continue
		}
		lines++
		for i := range machineLines {
			if len(line) < 2000 && machineLines[i].line.Match(line) {
				counts[i]++
			}
		}
	}
	for i, n := range counts {
		if n >= machineLines[i].enough && n*10 >= lines*8 {
			return machineLines[i].kind
		}
	}
	if lines > 0 && isFewWords(body) {
		return "a few words"
	}
	return ""
}

// isFewWords reports whether a text is a word, or a short list of lines of which
// none is as long as a headline: things to buy. Letters of scripts that part no
// words are counted as words are.
func isFewWords(body []byte) bool {
	const short, words, list = 200, 3, 3
	if len(body) > short || bytes.ContainsAny(body, ".,;|\t!?。！？।؟۔…") {
		return false
	}
	lines := 0
	for line := range bytes.Lines(body) {
		if len(bytes.TrimSpace(line)) > 0 {
			lines++
		}
		if len(bytes.Fields(line)) >= words || utf8.RuneCount(line)+4 < len(line) {
			return false
		}
	}
	return lines >= list || len(bytes.Fields(body)) == 1
}

// vague are media types that say nothing, or that an archive or a text of any kind comes under.
var vague = map[string]bool{
	"": true, "application/octet-stream": true, "binary/octet-stream": true, "application/x-www-form-urlencoded": true, "application/unknown": true,
	"multipart/form-data": true, "application/zip": true, "application/x-zip-compressed": true, "application/gzip": true, "application/x-gzip": true,
	"application/x-tar": true, "application/x-gtar": true, "application/tar": true, "application/warc": true, "application/mbox": true,
	"application/xml": true, "text/xml": true, "application/force-download": true, "application/x-download": true, "text/x-markdown": true,
}

// unknownMedia is the error of a media type that nothing can be read of, nil for others.
func unknownMedia(contentType string) error {
	media, _, _ := mime.ParseMediaType(contentType) // empty if it is none
	if vague[media] || hinted("", media) != nil || strings.HasSuffix(media, "+xml") && media != "image/svg+xml" || strings.HasSuffix(media, "+json") {
		return nil
	}
	return news.Errorf(news.KindUnsupported, "nothing can be read of %s; what can be: %s", media, readable)
}
