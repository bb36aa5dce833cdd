package references

import (
	"iter"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"byline/internal/format/field"
)

// bibNames are the fields of BibTeX that say something of an article.
var bibNames = map[string]string{
	"title": "title", "author": "authors", "abstract": "text", "url": "url", "keywords": "keywords", "langid": "language", "language": "language",
	"date": "date", "year": "year", "month": "month", "day": "day", "journal": "publication", "journaltitle": "publication", "booktitle": "publication",
	"publisher": "publisher", "organization": "publisher",
}

var (
	bibEntry = regexp.MustCompile(`@([A-Za-z]+)\s*\{\s*([^\s,{}"]*)\s*,`)
	bibField = regexp.MustCompile(`^[\s,]*([\w-]+)\s*=\s*`)
	bibWord  = regexp.MustCompile(`^[\w-]+`)
	bibAnd   = regexp.MustCompile(`\s+and\s+`)
)

// bibTeX yields the entries of a list in BibTeX.
func bibTeX(text string) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		for {
			at := bibEntry.FindStringSubmatchIndex(text)
			if at == nil {
				return
			}
			kind := strings.ToLower(text[at[2]:at[3]])
			text = text[at[1]:]
			e := entry{}
			for {
				m := bibField.FindStringSubmatchIndex(text)
				if m == nil {
					break
				}
				name := bibNames[strings.ToLower(text[m[2]:m[3]])]
				var value string
				value, text = bibValue(text[m[1]:])
				e.fill(name, value)
			}
			if kind != "comment" && kind != "preamble" && kind != "string" && !yield(e) {
				return
			}
		}
	}
}

// fill adds the value of a field.
func (e entry) fill(name, value string) {
	switch name {
	case "authors":
		for _, author := range bibAnd.Split(value, -1) {
			e.add(name, strings.Join(field.Authors(plain(author)+";"), ", "))
		}
	case "keywords":
		for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' }) {
			e.add(name, plain(word))
		}
	case "url":
		e.add(name, strings.ReplaceAll(value, `\`, ""))
	default:
		e.add(name, plain(value))
	}
}

// bibValue reads a value in braces, in quotes or bare off the beginning of a text.
func bibValue(text string) (value, rest string) {
	if text == "" || text[0] != '{' && text[0] != '"' {
		word := bibWord.FindString(text)
		return word, text[len(word):]
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
			continue
		case '{':
			depth++
		case '}':
			depth--
		}
		if ends := text[0] == '{' || text[i] == '"'; ends && depth == 0 && i > 0 {
			return text[1:i], text[i+1:]
		}
	}
	return text[1:], ""
}

// accents are the commands of TeX for them, with what Unicode has for each.
var (
	accents = map[string]string{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", `"`: "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328"}
	letters = strings.NewReplacer(`\ss`, "ß", `\o`, "ø", `\O`, "Ø", `\l`, "ł", `\L`, "Ł", `\ae`, "æ", `\AE`, "Æ", `\aa`, "å", `\AA`, "Å", `\i`, "i", `\&`, "&", `\%`, "%", `\$`, "$", `\_`, "_", `\#`, "#", "---", "—", "--", "–", "``", "“", "''", "”", "~", " ")
	accent  = regexp.MustCompile(`\\(?:([` + "`" + `'^"~=.])\s*\{?\\?(\pL)\}?|([uvHckr])(?:\s+(\pL)|\{(\pL)\}))`)
	command = regexp.MustCompile(`\\[a-zA-Z]+\s*`)
)

// plain makes a plain text of one with the commands of TeX.
func plain(s string) string {
	s = accent.ReplaceAllStringFunc(s, func(found string) string {
		m := accent.FindStringSubmatch(found)
		return m[2] + m[4] + m[5] + accents[m[1]+m[3]]
	})
	s = command.ReplaceAllString(letters.Replace(s), "")
	return norm.NFC.String(strings.NewReplacer("{", "", "}", "").Replace(s))
}
