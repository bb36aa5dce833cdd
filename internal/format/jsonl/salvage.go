package jsonl

import (
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
)

// salvage reads the articles of an envelope that is cut short, as far as it goes.
func (p *parser) salvage(data []byte) {
	dec := newDecoder(data)
	for !p.done {
		var err error
		switch dec.PeekKind() {
		case '{', '}':
			_, err = dec.ReadToken()
		case '[':
			err = p.salvageList(dec)
		default:
			err = dec.SkipValue()
		}
		if err != nil {
			return
		}
	}
}

// salvageList reads the objects of the array that begins next as far as they are whole.
func (p *parser) salvageList(dec *jsontext.Decoder) error {
	_, err := dec.ReadToken()
	for err == nil && !p.done {
		switch dec.PeekKind() {
		case ']':
			_, err = dec.ReadToken()
			return err
		case '{':
			var value jsontext.Value
			if value, err = dec.ReadValue(); err != nil {
				return err
			}
			value = value.Clone()
			if o, err := field.ReadObject(newDecoder(value), value, p.opts.Zone); err == nil && o.IsArticle() {
				p.article(o, "")
			}
		default:
			err = dec.SkipValue()
		}
	}
	return err
}
