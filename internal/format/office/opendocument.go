package office

import (
	"encoding/xml"
	"strings"

	"byline/internal/format/container"
)

// ReadOpenDocument reads a text in OpenDocument (.odt). What was deleted in it,
// notes and comments are left out.
func ReadOpenDocument(data []byte) (*Document, error) {
	parts, err := container.OpenParts(data)
	if err != nil {
		return nil, err
	}
	doc, err := properties(parts, "meta.xml")
	if err != nil {
		doc = about{} // a text can do without
	}
	var paragraphs []paragraph
	var text strings.Builder
	depth := 0 // of paragraphs
	style := ""
	err = parts.Elements("content.xml", func(d *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "tracked-changes", "annotation", "note", "automatic-styles", "font-face-decls":
				return d.Skip()
			case "p", "h":
				depth++
				if depth == 1 {
					style = strings.ToLower(container.Attribute(t, "style-name"))
				}
				if t.Name.Local == "h" {
					style = "heading"
				}
			case "s", "tab":
				text.WriteByte(' ')
			case "line-break":
				paragraphs = append(paragraphs, paragraph{text.String(), style})
				text.Reset()
			}
		case xml.EndElement:
			if t.Name.Local == "p" || t.Name.Local == "h" {
				depth--
				paragraphs = append(paragraphs, paragraph{text.String(), style})
				text.Reset()
			}
		case xml.CharData:
			if depth > 0 {
				text.Write(t)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Document{paragraphs, doc}, nil
}
