package jsonl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Parse yields the articles of a record, each with the reason if it is no
// article. A record is one object; several that follow one another, an array of
// them, and an envelope such as {"status": "ok", "articles": [ … ]} do as well.
// Times without a zone are in loc; nil means UTC.
//
// Field names are compared without regard to case and separators. A value of
// the wrong type, a time that field.Time cannot read and an address that is
// not http or https are errors that name the field as the record spells it.
// Text in another encoding than UTF-8 is decoded, and halves of surrogate pairs
// become U+FFFD.
func Parse(data []byte, loc *time.Location) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		p := &parser{loc: loc, yield: yield}
		p.values(validUTF8(data))
	}
}

func validUTF8(data []byte) []byte {
	if isASCII(data) {
		return data
	}
	return []byte(field.UTF8(data))
}

func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

type parser struct {
	loc   *time.Location
	yield func(news.Article, error) bool
	done  bool
	depth int // of envelopes
}

// maxEnvelopes bounds how deep articles may be wrapped.
const maxEnvelopes = 4

// emit yields one result and notes if no more are wanted.
func (p *parser) emit(a news.Article, err error) {
	p.done = p.done || !p.yield(a, err)
}

// values reads all the JSON values in data.
func (p *parser) values(data []byte) {
	dec := newDecoder(data)
	for !p.done {
		switch kind := dec.PeekKind(); kind {
		case '{':
			if !p.object(dec, data) {
				return
			}
		case '[':
			if !p.array(dec, data) {
				return
			}
		default:
			value, err := dec.ReadValue()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				p.emit(news.Article{}, syntaxError(err))
				return
			}
			p.emit(news.Article{}, news.Errorf(news.KindInvalid, "must be a JSON object, not %s", field.KindName(value.Kind())))
		}
	}
}

func newDecoder(data []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}

// array reads an array of articles and reports whether it is sound JSON.
func (p *parser) array(dec *jsontext.Decoder, data []byte) bool {
	value, err := dec.ReadValue()
	if err != nil {
		p.emit(news.Article{}, syntaxError(err))
		return false
	}
	end := dec.InputOffset()
	p.elements(data[end-int64(len(value)) : end])
	return true
}

// elements reads the members of an array that is known to be sound.
func (p *parser) elements(array []byte) {
	if p.depth == maxEnvelopes {
		p.emit(news.Article{}, news.Errorf(news.KindInvalid, "articles are wrapped in more than %d levels", maxEnvelopes))
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	dec := newDecoder(array)
	if _, err := dec.ReadToken(); err != nil {
		return
	}
	for !p.done && dec.PeekKind() != ']' {
		value, err := dec.ReadValue()
		if err != nil {
			p.emit(news.Article{}, syntaxError(err))
			return
		}
		p.values(bytes.Clone(value))
	}
}

// object reads one object, an article or an envelope of articles, and reports whether it is sound JSON.
func (p *parser) object(dec *jsontext.Decoder, data []byte) bool {
	o, err := field.ReadObject(dec, data, p.loc)
	if err != nil {
		p.emit(news.Article{}, syntaxError(err))
		return false
	}
	if list := o.Envelope(); list != nil {
		p.elements(list)
	} else {
		p.emit(o.Article())
	}
	return true
}

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
