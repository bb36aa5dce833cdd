package feeds

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"byline/internal/format/charset"
	"byline/internal/news"
)

// opml is a list of subscriptions as feed readers exchange it. What is
// Byline's own is in attributes of its namespace, which others pass over.
type opml struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Own     string   `xml:"xmlns:byline,attr,omitempty"`
	Title   string   `xml:"head>title"`
	Outline []line   `xml:"body>outline"`
}

type line struct {
	Type     string `xml:"type,attr,omitempty"`
	Text     string `xml:"text,attr"`
	Title    string `xml:"title,attr,omitempty"`
	URL      string `xml:"xmlUrl,attr,omitempty"`
	Source   string `xml:"byline:source,attr,omitempty"`
	Links    string `xml:"byline:links,attr,omitempty"`
	FullText string `xml:"byline:fullText,attr,omitempty"`
	Every    string `xml:"byline:every,attr,omitempty"`
	Zone     string `xml:"byline:zone,attr,omitempty"`

	Own     []xml.Attr `xml:",any,attr"`
	Outline []line     `xml:"outline"`
}

const namespace = "https://byline.example/opml"

// WriteOPML writes sources for another program, or another Byline.
func WriteOPML(w io.Writer, all []news.Feed) error {
	doc := opml{Version: "2.0", Own: namespace, Title: "Feeds of Byline"}
	for _, f := range all {
		l := line{Type: "rss", Text: f.Title, Title: f.Title, URL: f.URL, Source: f.Source, Links: f.Links, FullText: string(f.FullText), Zone: f.Zone}
		if l.Text == "" {
			l.Text = news.ShownURL(f.URL)
		}
		if f.Every > 0 {
			l.Every = f.Every.String()
		}
		doc.Outline = append(doc.Outline, l)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("feeds: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// maxOPML bounds a list, in bytes.
const maxOPML = 16 << 20

// ReadOPML reads the sources of a list, those in folders too.
func ReadOPML(r io.Reader) ([]news.Feed, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxOPML))
	if err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	d := xml.NewDecoder(strings.NewReader(string(charset.WithoutDeclaration(charset.UTF8(data, "")))))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var doc opml
	if err := d.Decode(&doc); err != nil {
		return nil, news.Errorf(news.KindInvalid, "it is no OPML: %w", err)
	}
	all := subscriptions(nil, doc.Outline)
	if len(all) == 0 {
		return nil, news.Errorf(news.KindInvalid, "the OPML lists no feed")
	}
	return all, nil
}

func subscriptions(all []news.Feed, lines []line) []news.Feed {
	for _, l := range lines {
		f := news.Feed{URL: strings.TrimSpace(l.URL), Title: l.Title}
		if f.Title == "" {
			f.Title = l.Text
		}
		for _, a := range l.Own {
			if strings.EqualFold(a.Name.Local, "xmlUrl") && f.URL == "" {
				f.URL = strings.TrimSpace(a.Value)
			}
			if a.Name.Space == namespace || a.Name.Space == "byline" {
				own(&f, a.Name.Local, a.Value)
			}
		}
		if f.URL != "" {
			all = append(all, f)
		}
		all = subscriptions(all, l.Outline)
	}
	return all
}

// own reads an attribute of Byline's own. One that cannot be read is left out.
func own(f *news.Feed, name, value string) {
	switch name {
	case "source":
		f.Source = value
	case "links":
		f.Links = value
	case "fullText":
		f.FullText = news.FullText(value)
	case "zone":
		f.Zone = value
	case "every":
		f.Every, _ = time.ParseDuration(value)
	}
}
