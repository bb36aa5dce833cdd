package format_test

import (
	"strings"
	"testing"

	"byline/internal/format"
	"byline/internal/news"
)

// readAs reads a file of that name and media type, and says what it is refused as.
func readAs(t *testing.T, name, contentType, data string) (reason string) {
	t.Helper()
	for item := range format.Read(t.Context(), name, strings.NewReader(data), format.Options{ContentType: contentType}) {
		if item.Err != nil {
			reason += item.Err.Error()
		}
	}
	return reason
}

func TestWhatIsNoArticleIsRefusedAsWhatItIs(t *testing.T) {
	for name, test := range map[string]struct{ data, want string }{
		"style.css":     {"p { color: red }", "a style sheet"},
		"style":         {"body {\n  margin: 0;\n}\np {\n  color: red;\n}\n", "source code"},
		"script.js":     {"const a = 1", "a script"},
		"tsconfig.map":  {`{"title":"A","text":"B"}`, "a script"},
		"script":        {"import os\n\ndef f():\n    return 1\n\nclass A:\n    import re\n", "source code"},
		"settings.ini":  {"[a]\nb=c", "settings of a program"},
		"settings":      {"; made by hand\n[a]\nb=c\nd = e\n", "settings of a program"},
		"robots.txt":    {"A text that claims to be one.", "robots.txt"},
		"for robots":    {"# all\nUser-agent: *\nDisallow: /x\nSitemap: https://a.example\n", "rules for programs"},
		"server.log":    {"started", "a log"},
		"chat":          {"18/11/2026, 09:14 - Messages are encrypted.\n18/11/2026, 09:15 - Ada: anyone at the mole?\n18/11/2026, 09:17 - Kim: yes\n", "a chat"},
		"chat on iOS":   {"[18.11.26, 09:14:05] Ada: anyone at the mole?\n\u200e[18.11.26, 09:15:05] Kim: picture omitted\n[18.11.26, 09:16:00] Kim: yes\n", "a chat"},
		"chat of IRC":   {"[09:14] <ada> anyone at the mole?\n[09:15] <kim> yes\n[09:15] <ada> ok\n", "a chat"},
		"urls":          {"https://a.example/1\nhttps://a.example/2\n", "a list of addresses"},
		"Dockerfile":    {"FROM alpine:3\nRUN apk add curl\n", "a file for programs"},
		"server":        {"2025-02-04 09:30:00 started\n2025-02-04 09:30:01 ready\n2025-02-04 09:30:02 stopped\n", "a log"},
		"access":        {"10.0.0.1 - - [04/Feb/2025] \"GET /\" 200\n10.0.0.2 - - [04/Feb/2025] \"GET /a\" 200\n10.0.0.1 - - [04/Feb/2025] \"GET /b\" 404\n", "a log"},
		"Thumbs.db":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "a store of small pictures"},
		"letter.msg":    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "a message of Outlook (save it as .eml)"},
		"text.doc":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "an old Office"},
		"font.woff2":    {"wOF2\x00\x01", "a font"},
		"picture.webp":  {"RIFF\x10\x00\x00\x00WEBPVP8 ", "a picture"},
		"film.mp4":      {"\x00\x00\x00\x20ftypisom\x00\x00", "a film"},
		"drawing.svg":   {`<svg xmlns="x"><path d="M0"/></svg>`, "a picture"},
		"program.exe":   {"MZ\x90\x00\x03\x00\x00\x00", "a program"},
		"bytes":         {"AB\x00\x01\x02\x03\x00\x00\x07\x00", "binary data"},
		"film":          {"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "subtitles"},
		"dump":          {"-- MySQL dump 10.13\n--\n\nDROP TABLE IF EXISTS `posts`;\n", "a dump of a database in SQL"},
		"letter":        {"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "encrypted"},
		"answer":        {`callback({"user":"A","age":3});`, "JSON within a call"},
		"shopping":      {"milk\nbread\n\nbrown eggs\n", "a few words"},
		"draft.docx~":   {"x", "a few words"},
		"README.md":     {"# Clips\n\nThis archive was made by ClipTool.", "a file about other files"},
		"package.json":  {`{"name":"site","version":"1.0.0","description":"The site of the Harbour Times"}`, "a file for programs"},
		"subtitles.srt": {"1\n00:00:01 --> 00:00:02\nHello", "subtitles"},
	} {
		if got := readAs(t, name, "", test.data); !strings.Contains(got, test.want) || !strings.Contains(got, "no article") {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestAnArticleIsTakenWhateverItIsCalled(t *testing.T) {
	page := "<!doctype html><html><head><title>Bridge closed</title></head><body><article><p>The old bridge is closed.</p></article></body></html>"
	for name, data := range map[string]string{
		"article.php": page, "index.aspx": page, "story.js": page, "BMW.txt": "BMW builds a bridge\n\nMZ is a maker of motorcycles.",
		"short.txt": "Bridge closed\n\nRead on", "橋.txt": "橋が閉鎖\n\n町は発表した\n\n以上", "license-fee-rises.txt": "Fee rises\n\nThe fee rises by two crowns.",
		"note.txt": "Bridge closed;\n\nthe town of Lindholm has said so.\n\nMembers: Ada, Oleh.", "verse": "# Bridge\n\nThe bridge is closed, and the river runs;\nno lorry crosses now.",
		"diary.md": "**Day 1.** Wind four.\n\n**Day 4.** Ash.\n\n**Day 9.** No diving.\n\n* One.\n* Two.", "decision.txt": "The council decides:\n(a) to close the bridge;\n(b) to build another;\n(c) to ask the state;\n(d) to meet again.",
		"talk.txt": "Host: welcome to the harbour.\nHost: what of the bridge?\nHost: and the ferry?", "post.txt": "@ada the bridge is closed\n@oleh since Friday\n@ada import duties rise\n",
		"list.md": "# Bridges\n\n# Closed\n\nThe old one.", "question.txt": "ID3 tags and PAR1 files: what are they?\n\nNobody knows.",
	} {
		if got := readAs(t, name, "", data); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAMediaTypeOfWhichNothingCanBeReadIsRefusedWithWhatCanBe(t *testing.T) {
	for media, refused := range map[string]bool{
		"text/css": true, "application/javascript": true, "image/png": true, "image/svg+xml": true, "video/mp4": true, "font/woff2": true,
		"": false, "application/octet-stream": false, "application/x-www-form-urlencoded": false, "text/plain; charset=utf-8": false, "application/ld+json": false, "nonsense": true,
	} {
		var err error
		for item := range format.Read(t.Context(), "", strings.NewReader("Bridge closed\n\nIt is."), format.Options{ContentType: media}) {
			err = item.Err
		}
		if refused != (news.KindOf(err) == news.KindUnsupported) && (refused || err != nil) {
			t.Errorf("%s: %v", media, err)
		}
		if refused && !strings.Contains(err.Error(), "web pages, feeds") {
			t.Errorf("%s: %v", media, err)
		}
	}
}

// A form that is sent as curl -F sends it is not an article; the files in it are.
func TestTheFilesOfAFormAreReadEachAsAFile(t *testing.T) {
	form := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"feed.xml\"\r\nContent-Type: application/xml\r\n\r\n" +
		"<rss><channel><title>Lind</title><item><title>Bridge closed</title></item></channel></rss>\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"style.css\"\r\nContent-Type: text/css\r\n\r\np{}\r\n--b--\r\n"
	var got []string
	for item := range format.Read(t.Context(), "", strings.NewReader(form), format.Options{ContentType: "multipart/form-data; boundary=b"}) {
		if item.Err != nil {
			got = append(got, "! "+item.Err.Error()[:30])
			continue
		}
		got = append(got, item.Article.Source+": "+item.Article.Headline)
	}
	if want := "Lind: Bridge closed, ! nothing can be read of text/cs"; strings.Join(got, ", ") != want {
		t.Errorf("%q", got)
	}
}

func TestTextIsStoredComposed(t *testing.T) {
	for item := range format.Read(t.Context(), "", strings.NewReader("Cafe\u0301\n\nMu\u0308nster"), format.Options{}) {
		if item.Article.Headline != "Café" || item.Article.Body != "Münster" {
			t.Errorf("%+q, %+q", item.Article.Headline, item.Article.Body)
		}
	}
}
