package web

import (
	"html/template"
	"strings"
)

// Reference is the page that describes the API, made from its OpenAPI document by ReadReference.
type Reference struct {
	Name    string
	Summary string
	Intro   template.HTML
	Access  []Access
	Groups  []OperationGroup
	Faults  []Response // of all operations, by status
	Schemas []Schema
}

// Access is a way of proving who one is.
type Access struct {
	Name        string
	Description template.HTML
}

// OperationGroup is a group of operations, in the order of the document.
type OperationGroup struct {
	Name        string
	Description template.HTML
	Operations  []Operation
}

// Operation is what a method does at a path.
type Operation struct {
	ID          string // also its anchor
	Method      string // upper case
	Path        string
	Summary     string
	Description template.HTML
	Access      string // what it takes to be let in; empty: nothing
	Parameters  []Field
	Body        []Media
	Responses   []Response
	Faults      []Response
}

// Field is a parameter or a field of an object.
type Field struct {
	Name        string // with its path, as "messages[].role"
	Place       string // of a parameter: path, query or header
	Required    bool
	Type        Type
	Description template.HTML
}

// Type describes a value in words. Where Schema is not empty, it is that schema, or a list of it.
type Type struct {
	Text   string
	Schema string
}

// Media is a body of one content type.
type Media struct {
	ContentType string
	Type        Type
	Description template.HTML
	Fields      []Field
	Example     string
	Events      []Event
}

// Event is a kind of event in a stream.
type Event struct {
	Name string
	Type Type
}

// Response is what comes back with one status.
type Response struct {
	Status      string
	Description template.HTML
	Headers     []string
	Media       []Media
}

// Schema is a named type.
type Schema struct {
	Name        string
	Type        Type
	Description template.HTML
	Fields      []Field
}

func (v Reference) title() string { return "API reference" }

func (Reference) section() string { return "docs" }

// prose turns the text of a description into HTML: paragraphs, `code` and
// **strong**. Everything else is text.
func prose(text string) template.HTML {
	var b strings.Builder
	paragraphs := strings.Split(strings.TrimSpace(text), "\n\n")
	for _, p := range paragraphs {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		b.WriteString("<p>" + inline(p) + "</p>")
	}
	return template.HTML(b.String()) //nolint:gosec // every piece of text was escaped
}

// phrase is prose of one paragraph, without the paragraph.
func phrase(text string) template.HTML {
	return template.HTML(inline(strings.TrimSpace(text))) //nolint:gosec // every piece of text was escaped
}

func inline(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			b.WriteString("<code>" + template.HTMLEscapeString(part) + "</code>")
			continue
		}
		for j, words := range strings.Split(part, "**") {
			if j%2 == 1 {
				b.WriteString("<strong>" + template.HTMLEscapeString(words) + "</strong>")
			} else {
				b.WriteString(template.HTMLEscapeString(words))
			}
		}
	}
	return b.String()
}
