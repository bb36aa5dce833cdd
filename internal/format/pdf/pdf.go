// Package pdf reads a PDF file with a text layer as one article. PDF knows where
// letters stand and not what is a word, a line or a paragraph; these are told
// from the distances between them.
package pdf

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/ledongthuc/pdf"

	"byline/internal/format/field"
	"byline/internal/news"
	"byline/internal/panics"
)

// maxPages bounds how many pages are read: a book is no article.
const maxPages = 1000

// Detect reports whether a file that begins with head is a PDF.
func Detect(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head[:min(len(head), 1024)], "\ufeff \t\r\n\x00"), []byte("%PDF-"))
}

// Parse reads one file. The headline is what stands in the largest letters at its
// beginning, or the title of the file; author and dates are those of the file.
// One without a text layer, such as a scan, and one that is locked or damaged are
// errors.
func Parse(data []byte, loc *time.Location) (a news.Article, err error) {
	err = panics.Catch(func() error { a, err = parse(data, loc); return err })
	if panics.In(err) {
		err = news.Errorf(news.KindInvalid, "the PDF file is damaged; open it and save it anew")
	}
	return a, err
}

func parse(data []byte, loc *time.Location) (news.Article, error) {
	data = repaired(data)
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case err != nil && strings.Contains(err.Error(), "password"), err != nil && strings.Contains(err.Error(), "encrypt"):
		return news.Article{}, news.Errorf(news.KindInvalid, "the PDF file is locked with a password; save it without one")
	case err != nil:
		return news.Article{}, news.Errorf(news.KindInvalid, "the PDF file is damaged; open it and save it anew: %w", err)
	case r.NumPage() > maxPages:
		return news.Article{}, news.Errorf(news.KindTooLarge, "the PDF file has %d pages, more than %d", r.NumPage(), maxPages)
	}
	budget := maxOperations
	var pages [][]line
	letters, strange := 0, 0
	for i := 1; i <= r.NumPage(); i++ {
		lines := linesOf(r.Page(i), &budget)
		for _, l := range lines {
			for _, c := range l.text {
				switch {
				case unicode.IsLetter(c):
					letters++
				case c == unicode.ReplacementChar || unicode.In(c, unicode.Co) || unicode.IsControl(c):
					strange++
				}
			}
		}
		pages = append(pages, lines)
	}
	switch {
	case letters+strange < enoughLetters:
		return news.Article{}, news.Errorf(news.KindInvalid, "the PDF file has no text layer, so it is a scan or a picture; run it through text recognition (OCR) first")
	case strange > letters/2:
		return news.Article{}, news.Errorf(news.KindInvalid, "the PDF file does not say which letters its signs stand for; run it through text recognition (OCR) first")
	}
	address, pages := cutPrinted(pages)
	a := article(withoutFurniture(pages), r.Trailer().Key("Info"), loc)
	a.URL = address
	return a, nil
}

// enoughLetters is how many letters a text layer has.
const enoughLetters = 10

// repaired drops what stands before and behind a file, as mail and web servers
// add it, and lets a file of version 2 pass for one of version 1.
func repaired(data []byte) []byte {
	if i := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); i > 0 {
		data = data[i:]
	}
	const end = "%%EOF"
	if i := bytes.LastIndex(data, []byte(end)); i >= 0 {
		data = data[:i+len(end)]
	}
	if bytes.HasPrefix(data, []byte("%PDF-2.")) {
		data = append([]byte("%PDF-1.7"), data[len("%PDF-1.7"):]...)
	}
	if len(data) > 8 && data[8] != '\n' && data[8] != '\r' {
		data = bytes.Clone(data)
		data[8] = '\n' // what follows on the version is a comment
	}
	return data
}

// article puts an article together of the lines of all pages.
func article(pages [][]line, info pdf.Value, loc *time.Location) news.Article {
	a := news.Article{
		Authors:   field.Authors(info.Key("Author").Text()),
		Published: moment(info.Key("CreationDate").Text()),
		Updated:   moment(info.Key("ModDate").Text()),
		Subjects:  field.Subjects(info.Key("Keywords").Text()),
	}
	if a.Published.IsZero() {
		a.Published, a.Updated = a.Updated, time.Time{}
	}
	if !a.Updated.After(a.Published) {
		a.Updated = time.Time{}
	}
	headline, pages := cutHeadline(pages)
	paragraphs := paragraphsOf(pages)
	a.Headline = headline
	if a.Headline == "" {
		a.Headline = field.DocumentTitle(info.Key("Title").Text())
	}
	if len(paragraphs) > 1 && (strings.EqualFold(paragraphs[0], a.Headline) || a.Headline == "" && len(paragraphs[0]) < longestHeadline) {
		a.Headline, paragraphs = paragraphs[0], paragraphs[1:]
	}
	var said news.Article
	paragraphs = field.CutLead(&said, paragraphs, loc)
	field.TakeLead(&a, &said)
	a.Body = strings.Join(paragraphs, "\n\n")
	return a
}

// longestHeadline bounds a headline, in bytes.
const longestHeadline = 250

// stamp is a time as PDF writes it: D:20250204093000+02'00'.
var stamp = regexp.MustCompile(`^(?:D:)?(\d{4})(\d\d)(\d\d)(\d{6})?(?:([+-]\d\d)'?(\d\d)?|Z)?`)

func moment(text string) time.Time {
	m := stamp.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}
	}
	clock, zone := m[4], "+0000"
	if clock == "" {
		clock = "000000"
	}
	if m[5] != "" {
		zone = m[5] + (m[6] + "00")[:2]
	}
	at, err := time.Parse("20060102150405-0700", m[1]+m[2]+m[3]+clock+zone)
	if err != nil || at.Year() < 1980 {
		return time.Time{}
	}
	return at
}
