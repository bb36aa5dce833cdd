package office

import (
	"encoding/xml"
	"strings"

	"byline/internal/format/container"
)

// ReadWord reads a document of Word (.docx). What was deleted in it, notes and
// headers are left out.
func ReadWord(data []byte) (*Document, error) {
	parts, err := container.OpenParts(data)
	if err != nil {
		return nil, err
	}
	doc, err := properties(parts, "docProps/core.xml")
	if err != nil {
		doc = about{} // a text can do without
	}
	styles := map[string]string{} // names by IDs, which are of the language of Word
	var id string
	_ = parts.Elements("word/styles.xml", func(_ *xml.Decoder, token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "style":
				id = container.Attribute(e, "styleId")
			case "name":
				styles[id] = strings.ToLower(container.Attribute(e, "val"))
			}
		}
		return nil
	})
	w := &words{styles: styles}
	if err := parts.Elements("word/document.xml", w.visit); err != nil {
		return nil, err
	}
	return &Document{w.paragraphs, doc}, nil
}

// words collects the paragraphs of a document of Word.
type words struct {
	styles     map[string]string
	paragraphs []paragraph
	text       strings.Builder
	style      string
	inText     bool
}

func (w *words) visit(d *xml.Decoder, token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "del", "moveFrom", "instrText", "Fallback":
			return d.Skip()
		case "pStyle":
			if w.style = w.styles[container.Attribute(t, "val")]; w.style == "" {
				w.style = strings.ToLower(container.Attribute(t, "val"))
			}
		case "t":
			w.inText = true
		case "tab":
			w.text.WriteByte(' ')
		case "br", "cr":
			w.end()
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "t":
			w.inText = false
		case "p":
			w.end()
			w.style = ""
		}
	case xml.CharData:
		if w.inText {
			w.text.Write(t)
		}
	}
	return nil
}

func (w *words) end() {
	w.paragraphs = append(w.paragraphs, paragraph{w.text.String(), w.style})
	w.text.Reset()
}
