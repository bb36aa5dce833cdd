package jsonl

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Options say how a record is to be read. The zero value will do.
type Options struct {
	field.Clock
	Map  news.Mapping                            // where fields stand; nil: under the names that are known
	Page func(page []byte) (news.Article, error) // reads a page as it was fetched; nil: as any HTML
}

// Parse yields the articles of a record, each with the reason if it is no
// article. A record is one object; several that follow one another, an array of
// them, an envelope such as {"status": "ok", "articles": [ … ]}, a table by
// columns or rows and a dictionary of articles by their IDs do as well, and so
// does what Python writes: NaN, None, and strings in single quotes.
//
// Field names are compared without regard to case and separators. A value of
// the wrong type, a time that field.TimeIn cannot read and an address that is
// not http or https are errors that name the field as the record spells it.
// Text in another encoding than UTF-8 is decoded, and halves of surrogate pairs
// become U+FFFD. Of an envelope that is cut short, what came
// before the cut is yielded, and then the error.
func Parse(data []byte, opts Options) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		p := &parser{opts: opts, yield: yield}
		p.values(field.WithoutTypes(validUTF8(data)))
	}
}

func validUTF8(data []byte) []byte {
	if utf8.Valid(data) {
		return data
	}
	return []byte(field.UTF8(data))
}

type parser struct {
	opts    Options
	yield   func(news.Article, error) bool
	done    bool
	depth   int    // of envelopes
	outlet  string // of the envelope, for articles that name none
	place   string // in a list, for faults
	thing   string // what a list holds in which there is no article
	relaxed bool   // what is read has been put into strict form already
}

// maxEnvelopes bounds how deep articles may be wrapped.
const maxEnvelopes = 4

// emit yields one result and notes if no more are wanted.
func (p *parser) emit(a news.Article, err error) {
	switch {
	case err != nil && p.place != "":
		err = fmt.Errorf("%s%w", p.place, err)
	case err == nil && a.Source == "":
		a.Source = p.outlet
	}
	p.done = p.done || !p.yield(a, err)
}

// values reads all the JSON values in data.
func (p *parser) values(data []byte) {
	dec := newDecoder(data)
	for !p.done {
		start := dec.InputOffset()
		var err error
		switch kind := dec.PeekKind(); kind {
		case '{':
			err = p.object(dec, data)
		case '[':
			err = p.array(dec, data)
		default:
			var value jsontext.Value
			if value, err = dec.ReadValue(); err == nil {
				p.emit(news.Article{}, news.Errorf(news.KindInvalid, "must be a JSON object, not %s", field.KindName(value.Kind())))
			}
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			p.damaged(data[start:], err)
			return
		}
	}
}

// damaged reads what is no JSON, if it is what Python writes or an envelope that is cut short.
func (p *parser) damaged(data []byte, err error) {
	if !p.relaxed {
		if strict, ok := field.Relax(data); ok && newDecoder(strict).SkipValue() == nil {
			p.relaxed = true
			p.values(strict)
			p.relaxed = false
			return
		}
	}
	if isCutShort(err) {
		p.salvage(data)
	}
	if !p.done {
		p.emit(news.Article{}, syntaxError(err))
	}
}

func newDecoder(data []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}

// array reads an array of articles. The error is one of syntax.
func (p *parser) array(dec *jsontext.Decoder, data []byte) error {
	value, err := dec.ReadValue()
	if err != nil {
		return wrapEOF(err)
	}
	end := dec.InputOffset()
	p.elements(data[end-int64(len(value)) : end])
	return nil
}

// elements reads the members of an array that is known to be sound.
func (p *parser) elements(array []byte) {
	if p.depth == maxEnvelopes {
		p.emit(news.Article{}, news.Errorf(news.KindInvalid, "articles are wrapped in more than %d levels", maxEnvelopes))
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.headedRows(array) {
		return
	}
	dec := newDecoder(array)
	if _, err := dec.ReadToken(); err != nil {
		return
	}
	outer := p.place
	defer func() { p.place = outer }()
	for n := 1; !p.done && dec.PeekKind() != ']'; n++ {
		value, err := dec.ReadValue()
		if err != nil {
			p.emit(news.Article{}, syntaxError(err))
			return
		}
		value = value.Clone()
		if n > 1 || dec.PeekKind() != ']' {
			p.place = fmt.Sprintf("%sarticle %d: ", outer, n)
		}
		p.values(value)
	}
}

// object reads one object: an article, an envelope of articles or a table of them. The error is one of syntax.
func (p *parser) object(dec *jsontext.Decoder, data []byte) error {
	if p.opts.Map != nil {
		return p.mapped(dec)
	}
	o, err := field.ReadObject(dec, data, p.opts.Zone)
	if err != nil {
		return wrapEOF(err)
	}
	if list := o.Envelope(); list != nil {
		if o.HoldsChat() {
			p.emit(news.Article{}, news.InvalidField("messages", "no article: the record is a chat"))
			return nil
		}
		leave := p.within(o)
		p.elements(withNames(data[:dec.InputOffset()], list))
		leave()
		return nil
	}
	if o.IsDoubtful() && !o.IsNone() {
		end := dec.InputOffset()
		p.thing = ""
		leave := p.within(o)
		found := p.otherLayout(data[:end])
		leave()
		if found {
			return nil
		}
		if p.thing != "" && !o.HasHeadline() {
			p.emit(news.Article{}, news.InvalidField("body", "no article: what the record holds is %s", p.thing))
			return nil
		}
	}
	if !o.HasText() && !o.IsNone() {
		if named := p.guessed(data[:dec.InputOffset()]); named != nil {
			o = named
		}
	}
	p.article(o, "")
	return nil
}

// within has the articles of an envelope be of its outlet until leave is called.
func (p *parser) within(o *field.Object) (leave func()) {
	outer := p.outlet
	if outlet := o.Outlet(); outlet != "" {
		p.outlet = outlet
	}
	return func() { p.outlet = outer }
}

// article emits what an object describes, under the ID given if it has none of its own.
func (p *parser) article(o *field.Object, id string) {
	o.Clock(p.opts.Clock)
	a, err := o.Article()
	if page := o.Page(); err == nil && page != "" && p.opts.Page != nil {
		a, err = p.completed(a, page)
	}
	if u, ok := field.URL(id); ok && a.URL == "" {
		a.URL = u
	} else if a.ID == "" {
		a.ID = id
	}
	p.emit(a, err)
}

// completed fills in what a page says, as it was fetched, of an article that has no other text.
func (p *parser) completed(a news.Article, page string) (news.Article, error) {
	found, err := p.opts.Page([]byte(page))
	if err != nil {
		return news.Article{}, err
	}
	a.Body = found.Body
	a.Headline, a.Source, a.URL = cmp.Or(a.Headline, found.Headline), cmp.Or(a.Source, found.Source), cmp.Or(a.URL, found.URL)
	a.Section, a.Language, a.Caption = cmp.Or(a.Section, found.Section), cmp.Or(a.Language, found.Language), cmp.Or(a.Caption, found.Caption)
	if len(a.Authors) == 0 {
		a.Authors = found.Authors
	}
	if len(a.Subjects) == 0 {
		a.Subjects = found.Subjects
	}
	if !found.Published.IsZero() { // which stands above the time when it was fetched
		a.Published, a.Updated = found.Published, found.Updated
	}
	return a, nil
}

// wrapEOF tells the end of the input within a value from that between two.
func wrapEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func isCutShort(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

// syntaxError rephrases an error of the decoder: where it is, and what it is.
func syntaxError(err error) error {
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return news.Errorf(news.KindInvalid, "not valid JSON: %w", err)
	}
	reason := syntax.Err
	if errors.Is(reason, io.ErrUnexpectedEOF) {
		reason = errors.New("it is cut short")
	}
	place := ""
	if name := syntax.JSONPointer.LastToken(); name != "" {
		place = fmt.Sprintf(" near %q", field.Abbreviate(name, 40))
	}
	return news.Errorf(news.KindInvalid, "not valid JSON: at byte %d%s: %w", syntax.ByteOffset+1, place, reason)
}
