package export

import (
	"fmt"
	"io"
	"strings"

	"byline/internal/terminal"
)

// ris writes records of reference managers: lines of a tag of two characters, two
// spaces, a dash and a space, each ended by CR LF. A value is on one line, so that
// none can begin another.
type ris struct{ w io.Writer }

func (ris) begin(*Document) error { return nil }
func (ris) end() error            { return nil }

func (r ris) item(_ int, it *Item) error {
	a := &it.Article
	var b strings.Builder
	add := func(tag, value string) {
		if value = terminal.OneLine(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, value)
		}
	}
	add("TY", "NEWS")
	add("TI", a.Headline)
	for _, author := range a.Authors {
		add("AU", author)
	}
	add("T2", a.Source)
	if !a.Published.IsZero() {
		add("PY", a.Published.Format("2006"))
		add("DA", a.Published.Format("2006/01/02/"))
	}
	add("SE", a.Section)
	add("LA", a.Language)
	for _, subject := range a.Subjects {
		add("KW", subject)
	}
	add("AB", it.Quote)
	add("N1", a.Mark())
	add("UR", it.Link)
	add("AN", a.ID)
	b.WriteString("ER  - \r\n\r\n")
	_, err := io.WriteString(r.w, b.String())
	return err
}

// bibTeX writes entries for LaTeX.
type bibTeX struct{ w io.Writer }

func (bibTeX) begin(*Document) error { return nil }
func (bibTeX) end() error            { return nil }

func (t bibTeX) item(n int, it *Item) error {
	a := &it.Article
	var b strings.Builder
	year := ""
	if !a.Published.IsZero() {
		year = a.Published.Format("2006")
	}
	fmt.Fprintf(&b, "@article{%s%s-%d", keyPart(a.Source), year, n)
	add := func(field, value string) {
		if value = texEscaper.Replace(terminal.OneLine(value)); value != "" {
			fmt.Fprintf(&b, ",\n  %s = {%s}", field, value)
		}
	}
	add("title", a.Headline)
	if len(a.Authors) > 0 {
		authors := make([]string, len(a.Authors))
		for i, author := range a.Authors { // braces keep a name whole, whatever words are in it
			authors[i] = "{" + texEscaper.Replace(terminal.OneLine(author)) + "}"
		}
		fmt.Fprintf(&b, ",\n  author = {%s}", strings.Join(authors, " and "))
	}
	add("journal", a.Source)
	add("year", year)
	if year != "" {
		fmt.Fprintf(&b, ",\n  month = %s", strings.ToLower(a.Published.Format("Jan")))
		add("day", a.Published.Format("2"))
	}
	add("url", it.Link)
	add("note", a.Mark())
	add("abstract", it.Quote)
	add("keywords", strings.Join(a.Subjects, ", "))
	b.WriteString("\n}\n\n")
	_, err := io.WriteString(t.w, b.String())
	return err
}

// texEscaper writes the characters that mean something to LaTeX.
var texEscaper = strings.NewReplacer( // that is never changed
	`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

// keyPart is what of a name can stand in the key of an entry.
func keyPart(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}
