package format

import (
	"bufio"
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"byline/internal/dates"
	"byline/internal/format/agency"
	"byline/internal/format/charset"
	"byline/internal/format/container"
	"byline/internal/format/feed"
	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/format/jsonl"
	"byline/internal/format/mail"
	"byline/internal/format/movabletype"
	"byline/internal/format/office"
	"byline/internal/format/pdf"
	"byline/internal/format/plaintext"
	"byline/internal/format/pravdatext"
	"byline/internal/format/pressdb"
	"byline/internal/format/references"
	"byline/internal/format/table"
	"byline/internal/format/teletype"
	"byline/internal/news"
)

// format is a kind of input that articles are read from.
type format struct {
	name       string
	aliases    []string // further names under which it may be asked for
	extensions []string // and media types: they decide where the content leaves doubt
	mediaTypes []string
	detect     func(*sample) bool                                    // nil: it is never told from the content
	split      func(*bufio.Reader, int) iter.Seq[field.Record]       // nil: an input is one record
	parse      func([]byte, *Options) iter.Seq2[news.Article, error] // at least one, but for an empty list
	raw        bool                                                  // it is not text, and reads the bytes as they come
	// numbered: a record is a list, and the place of an article its number there.
	numbered bool
}

// formats is every format, in the order in which the content is compared with
// them. A new one is a line here, and a package that reads it.
var formats = []format{
	{
		name: "pdf", extensions: []string{".pdf"}, mediaTypes: []string{"application/pdf", "application/x-pdf"},
		detect: isPDF, parse: parsePDF, raw: true, numbered: true,
	},
	{
		name: "word", aliases: []string{"docx"}, extensions: []string{".docx", ".docm"},
		mediaTypes: []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		detect:     isDocument("docx"), parse: document(office.ReadWord), raw: true, numbered: true,
	},
	{
		name: "opendocument", aliases: []string{"odt"}, extensions: []string{".odt"},
		mediaTypes: []string{"application/vnd.oasis.opendocument.text"},
		detect:     isDocument("odt"), parse: document(office.ReadOpenDocument), raw: true, numbered: true,
	},
	{
		name: "richtext", aliases: []string{"rtf"}, extensions: []string{".rtf"}, mediaTypes: []string{"application/rtf", "text/rtf"},
		detect: isRichText, parse: document(office.ReadRichText), raw: true, numbered: true,
	},
	{
		name: "workbook", aliases: []string{"xlsx", "excel", "ods"}, extensions: []string{".xlsx", ".xlsm", ".ods", ".fods"},
		mediaTypes: []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.spreadsheet"},
		detect:     isWorkbook, split: table.SplitWorkbook, parse: parseJSON, raw: true,
	},
	{
		name: "mail", aliases: []string{"eml", "mhtml", "mht"}, extensions: []string{".eml", ".emlx", ".mhtml", ".mht"},
		mediaTypes: []string{"message/rfc822", "multipart/related", "application/x-mimearchive"},
		detect:     isMail, parse: parseMail, raw: true, numbered: true,
	},
	{
		name: "references", aliases: []string{"ris", "bibtex", "endnote", "zotero"}, extensions: []string{".ris", ".bib", ".enw"},
		mediaTypes: []string{"application/x-research-info-systems", "application/x-bibtex"},
		detect:     isReferences, split: references.Split, parse: parseJSON,
	},
	{
		name: "feed", aliases: []string{"rss", "atom", "jsonfeed"}, extensions: []string{".rss", ".atom"},
		mediaTypes: []string{"application/rss+xml", "application/atom+xml", "application/feed+json"},
		detect:     isFeed, parse: parseFeed, numbered: true,
	},
	{
		name: "agency", aliases: []string{"nitf", "newsml", "xml"}, extensions: []string{".nitf"},
		mediaTypes: []string{"application/vnd.nitf", "application/nitf+xml", "application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.newsmessage+xml"},
		detect:     isAgency, split: agency.Split, parse: parseAgency, numbered: true,
	},
	{
		name: "html", aliases: []string{"htm"}, extensions: []string{".html", ".htm", ".xhtml"},
		mediaTypes: []string{"text/html", "application/xhtml+xml"},
		detect:     isPage, parse: parsePage, numbered: true,
	},
	{
		name: "jsonl", aliases: []string{"json", "ndjson", "beir"}, extensions: []string{".jsonl", ".ndjson", ".json"},
		mediaTypes: []string{"application/json", "application/x-ndjson", "application/jsonl", "application/ndjson", "application/x-jsonlines"},
		detect:     isJSON, split: jsonl.Split, parse: parseJSON,
	},
	{
		name: "table", aliases: []string{"csv", "tsv"}, extensions: []string{".csv", ".tsv", ".tab"},
		mediaTypes: []string{"text/csv", "text/tab-separated-values", "application/csv"},
		detect:     isTable, split: table.Split, parse: parseJSON,
	},
	{
		name: "teletype", aliases: []string{"iptc7901", "anpa"}, extensions: []string{".iptc", ".anpa"},
		detect: isTeletype, parse: parseTeletype, numbered: true,
	},
	{
		name: "blog", aliases: []string{"movabletype", "typepad"},
		detect: isBlog, split: movabletype.Split, parse: parseJSON,
	},
	{
		name: "pressdb", aliases: []string{"nexis", "factiva", "proquest"},
		detect: isPressDB, split: pressdb.Split, parse: one(parsePressDB),
	},
	{
		name: "pravdatext", aliases: []string{"export", "exportlayout"},
		detect: isPravdaText, parse: one(parsePravdaText),
	},
	{
		name: plainText, aliases: []string{"text", "txt", "plain", "markdown", "md"}, extensions: []string{".md", ".txt"},
		mediaTypes: []string{"text/plain", "text/markdown"},
		parse:      parsePlainTexts,
	},
}

// splitFor is how an input is cut into records; nil: it is one.
func (f *format) splitFor(opts *Options) func(*bufio.Reader, int) iter.Seq[field.Record] {
	if f.name == "table" && opts.Map != nil {
		return table.SplitMapped(opts.Map)
	}
	return f.split
}

// takesMapping reports whether the fields of a format stand under names.
func (f *format) takesMapping() bool {
	return f.name == "jsonl" || f.name == "table" || f.name == "workbook"
}

// plainText is the format of an input that is nothing else.
const plainText = "plaintext"

// Names returns the names of the formats, sorted.
func Names() []string {
	names := make([]string, len(formats))
	for i := range formats {
		names[i] = formats[i].name
	}
	slices.Sort(names)
	return names
}

// byName returns the format of that name or alias, nil if there is none.
func byName(name string) *format {
	for i := range formats {
		if f := &formats[i]; f.name == name || slices.Contains(f.aliases, name) {
			return f
		}
	}
	return nil
}

// ByName returns the name of the format that a name or an alias stands for,
// empty for "auto" and "". The error lists the names that there are.
func ByName(name string) (string, error) {
	name = strings.ToLower(name)
	if name == "" || name == "auto" {
		return "", nil
	}
	if f := byName(name); f != nil {
		return f.name, nil
	}
	return "", news.InvalidField("format", "there is no format %q; there are auto, %s", name, known())
}

// known lists the formats, each with the aliases that it has.
func known() string {
	names := Names()
	for i, name := range names {
		if also := slices.Sorted(slices.Values(byName(name).aliases)); len(also) > 0 {
			names[i] += " (" + strings.Join(also, ", ") + ")"
		}
	}
	return strings.Join(names, ", ")
}

// one makes the reader of a format whose records are one article each.
func one(parse func([]byte, *Options) (news.Article, error)) func([]byte, *Options) iter.Seq2[news.Article, error] {
	return func(data []byte, opts *Options) iter.Seq2[news.Article, error] {
		return func(yield func(news.Article, error) bool) { yield(parse(data, opts)) }
	}
}

func clockOf(opts *Options) field.Clock {
	return field.Clock{Zone: opts.Location, Order: opts.Order, AsOf: opts.AsOf, Words: dates.Read}
}

func parseJSON(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	return jsonl.Parse(data, jsonl.Options{
		Clock: clockOf(opts), Map: opts.Map,
		Page: func(page []byte) (news.Article, error) {
			return html.Parse(page, "text/html; charset=utf-8", clockOf(opts))
		},
	})
}

func parseFeed(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		if isJSON(newSample(data, true, hints{})) {
			for a, err := range parseJSON(data, opts) {
				a.ID = "" // of the entry within the feed
				if !yield(a, err) {
					return
				}
			}
			return
		}
		entries, err := feed.Parse(charset.WithoutDeclaration(charset.UTF8(data, opts.ContentType)), opts.Location)
		if err != nil {
			yield(news.Article{}, err)
			return
		}
		if len(entries) == 0 {
			yield(news.Article{}, news.Errorf(news.KindInvalid, "the feed has no entries"))
		}
		for _, e := range entries {
			if !yield(e.Article, e.Err) {
				return
			}
		}
	}
}

func parseAgency(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	return agency.Parse(data, opts.Location)
}

func parseTeletype(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	return teletype.Parse(data, opts.Location)
}

// orExport yields the articles of a text that is an export of a press database,
// else the article that parse makes of what the text is of.
func orExport(text string, opts *Options, parse func() (news.Article, error)) iter.Seq2[news.Article, error] {
	if pressdb.Detect([]byte(text)) {
		return exported([]byte(text), opts)
	}
	return func(yield func(news.Article, error) bool) { yield(parse()) }
}

func parsePage(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	if rows := table.InPage(data); rows != nil {
		return parseRows(rows, ordered(opts, data))
	}
	articles := html.Export(data, opts.ContentType, clockOf(opts))
	if articles == nil {
		articles = html.Clippings(data, opts.ContentType, clockOf(opts))
	}
	if articles != nil {
		return func(yield func(news.Article, error) bool) {
			for _, a := range articles {
				if !yield(a, nil) {
					return
				}
			}
		}
	}
	text := ""
	if pressdb.MayHold(data) {
		text = field.HTMLText(string(data))
	}
	return orExport(text, opts, func() (news.Article, error) { return html.Parse(data, opts.ContentType, clockOf(opts)) })
}

// parseRows reads the rows of a table that a file of another format holds.
func parseRows(rows iter.Seq[field.Record], opts *Options) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for row := range rows {
			if row.Err != nil {
				if !yield(news.Article{}, fmt.Errorf("row %d: %w", row.Number, row.Err)) {
					return
				}
				continue
			}
			for a, err := range parseJSON(row.Data, opts) {
				if err != nil {
					err = fmt.Errorf("row %d: %w", row.Number, err)
				}
				if !yield(a, err) {
					return
				}
			}
		}
	}
}

func parsePDF(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	a, err := pdf.Parse(data, opts.Location)
	return orExport(a.Headline+"\n\n"+a.Body, opts, func() (news.Article, error) { return a, err })
}

// document makes the reader of a format of word processors.
func document(read func([]byte) (*office.Document, error)) func([]byte, *Options) iter.Seq2[news.Article, error] {
	return func(data []byte, opts *Options) iter.Seq2[news.Article, error] {
		doc, err := read(data)
		if err != nil {
			return func(yield func(news.Article, error) bool) { yield(news.Article{}, err) }
		}
		return orExport(doc.Text(), opts, func() (news.Article, error) { return doc.Article(opts.Location) })
	}
}

func parseMail(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	return mail.Parse(data, opts.Location, mail.Readers{
		Page: func(page []byte) (news.Article, error) {
			return html.Parse(page, "text/html; charset=utf-8", clockOf(opts))
		},
		Digest: html.Digest,
		File:   func(file []byte) []news.Article { return attached(file, opts) },
		Export: func(text []byte) (found []news.Article) {
			if !pressdb.Detect(text) {
				return nil
			}
			for a, err := range exported(text, opts) {
				if err == nil {
					found = append(found, a)
				}
			}
			return found
		},
	})
}

// attached returns the articles of a file that is attached to a message, if it is a PDF or
// of a word processor.
func attached(file []byte, opts *Options) (found []news.Article) {
	kind := ""
	if parts, err := container.OpenParts(file); err == nil {
		kind = parts.Kind()
	}
	var parse func([]byte, *Options) iter.Seq2[news.Article, error]
	switch {
	case pdf.Detect(file):
		parse = parsePDF
	case office.IsRichText(file):
		parse = document(office.ReadRichText)
	case kind == "docx":
		parse = document(office.ReadWord)
	case kind == "odt":
		parse = document(office.ReadOpenDocument)
	default:
		return nil
	}
	for a, err := range parse(file, opts) {
		if err == nil && a.Body != "" {
			found = append(found, a)
		}
	}
	return found
}

// exported yields the articles of an export of a press database.
func exported(text []byte, opts *Options) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for record := range pressdb.Split(bufio.NewReader(bytes.NewReader(text)), len(text)) {
			a, err := news.Article{}, record.Err
			if err == nil {
				a, err = pressdb.Parse(record.Data, opts.Location)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func parsePressDB(data []byte, opts *Options) (news.Article, error) {
	return pressdb.Parse(data, opts.Location)
}

func parsePravdaText(data []byte, opts *Options) (news.Article, error) {
	a, err := pravdatext.Parse(data, pravdatext.Options{Location: opts.Location, Subjects: opts.Subjects})
	if opts.Source != "" {
		a.Source = opts.Source // the layout does not name it, so what is said outright holds
	}
	return a, err
}

func parsePlainTexts(data []byte, opts *Options) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for _, part := range plaintext.Split(data) {
			if !yield(parsePlainText(part, opts)) {
				return
			}
		}
	}
}

func parsePlainText(data []byte, opts *Options) (news.Article, error) {
	return plaintext.Parse(data, clockOf(opts))
}
