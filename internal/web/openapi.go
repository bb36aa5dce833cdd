package web

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document is what the reference needs of an OpenAPI document.
type document struct {
	Info struct {
		Title, Summary, Description string
	}
	Tags []struct {
		Name, Description string
	}
	Security   []map[string][]string
	Paths      ordered[pathItem]
	Components struct {
		Parameters      map[string]parameter
		Responses       map[string]response
		Schemas         ordered[schema]
		SecuritySchemes ordered[struct{ Description string }] `yaml:"securitySchemes"`
	}
}

type pathItem struct {
	Parameters                    []parameter
	Get, Post, Put, Patch, Delete *operation
}

type operation struct {
	OperationID          string `yaml:"operationId"`
	Tags                 []string
	Summary, Description string
	Security             *[]map[string][]string
	Parameters           []parameter
	RequestBody          struct {
		Content ordered[media]
	} `yaml:"requestBody"`
	Responses ordered[response]
}

type parameter struct {
	Ref                   string `yaml:"$ref"`
	Name, In, Description string
	Required              bool
	Schema                schema
}

type response struct {
	Ref         string `yaml:"$ref"`
	Description string
	Headers     ordered[yaml.Node]
	Content     ordered[media]
}

type media struct {
	Schema  schema
	Example yaml.Node
	Events  ordered[schema] `yaml:"x-events"`
}

type schema struct {
	Ref              string `yaml:"$ref"`
	Type             oneOrMore
	Format           string
	Description      string
	Properties       ordered[schema]
	Required         []string
	Items            *schema
	AllOf            []schema `yaml:"allOf"`
	AnyOf            []schema `yaml:"anyOf"`
	OneOf            []schema `yaml:"oneOf"`
	Enum             []*string
	Const, Default   yaml.Node
	Minimum, Maximum *int
	MaxLength        *int `yaml:"maxLength"`
	MaxItems         *int `yaml:"maxItems"`
}

// oneOrMore reads a string as a list of one.
type oneOrMore []string

// UnmarshalYAML implements yaml.Unmarshaler.
func (l *oneOrMore) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = oneOrMore{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

// ordered is a map that keeps the order in which it was written.
type ordered[T any] []entry[T]

type entry[T any] struct {
	Key   string
	Value T
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (o *ordered[T]) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a map", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		e := entry[T]{Key: n.Content[i].Value}
		if err := n.Content[i+1].Decode(&e.Value); err != nil {
			return err
		}
		*o = append(*o, e)
	}
	return nil
}

// ReadReference reads an OpenAPI document.
func ReadReference(openAPI []byte) (Reference, error) {
	var d document
	if err := yaml.Unmarshal(openAPI, &d); err != nil {
		return Reference{}, fmt.Errorf("web: reading the OpenAPI document: %w", err)
	}
	r := Reference{Name: d.Info.Title, Summary: d.Info.Summary, Intro: prose(d.Info.Description)}
	for _, e := range d.Components.SecuritySchemes {
		r.Access = append(r.Access, Access{Name: e.Key, Description: prose(e.Value.Description)})
	}
	for _, tag := range d.Tags {
		group := OperationGroup{Name: tag.Name, Description: phrase(tag.Description)}
		for _, path := range d.Paths {
			group.Operations = append(group.Operations, d.operations(path, tag.Name)...)
		}
		r.Groups = append(r.Groups, group)
	}
	r.Faults = faultsOf(r.Groups)
	for _, e := range d.Components.Schemas {
		r.Schemas = append(r.Schemas, Schema{Name: e.Key, Type: typeOf(e.Value), Description: phrase(e.Value.Description), Fields: fieldsOf("", e.Value)})
	}
	return r, nil
}

// operations returns those at a path that have a tag.
func (d *document) operations(path entry[pathItem], tag string) []Operation {
	var out []Operation
	for _, m := range []struct {
		method string
		op     *operation
	}{{"GET", path.Value.Get}, {"POST", path.Value.Post}, {"PUT", path.Value.Put}, {"PATCH", path.Value.Patch}, {"DELETE", path.Value.Delete}} {
		if m.op == nil || len(m.op.Tags) == 0 || m.op.Tags[0] != tag {
			continue
		}
		out = append(out, Operation{
			ID: m.op.OperationID, Method: m.method, Path: path.Key, Summary: m.op.Summary, Description: prose(m.op.Description),
			Access: d.access(m.op), Parameters: d.parameters(path.Value.Parameters, m.op.Parameters),
			Body: mediaOf(m.op.RequestBody.Content),
		})
		o := &out[len(out)-1]
		for _, r := range d.responses(m.op.Responses) {
			if r.Status < "400" {
				o.Responses = append(o.Responses, r)
			} else {
				o.Faults = append(o.Faults, r)
			}
		}
	}
	return out
}

// faultsOf lists the faults of all operations, each status as it is first described.
func faultsOf(groups []OperationGroup) []Response {
	var out []Response
	for _, g := range groups {
		for _, o := range g.Operations {
			for _, f := range o.Faults {
				if !slices.ContainsFunc(out, func(r Response) bool { return r.Status == f.Status }) {
					out = append(out, f)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Response) int { return strings.Compare(a.Status, b.Status) })
	return out
}

// access words what it takes to be let in.
func (d *document) access(op *operation) string {
	required := d.Security
	if op.Security != nil {
		required = *op.Security
	}
	var ways []string
	for _, way := range required {
		for name, scopes := range way {
			ways = append(ways, strings.TrimSpace(name+" "+strings.Join(scopes, " ")))
		}
	}
	return strings.Join(ways, " or ")
}

func (d *document) parameters(lists ...[]parameter) []Field {
	var out []Field
	for _, list := range lists {
		for _, p := range list {
			if p.Ref != "" {
				p = d.Components.Parameters[lastOf(p.Ref)]
			}
			f := fieldOf(p.Name, p.Schema, p.Required)
			f.Place = p.In
			if p.Description != "" {
				f.Description = phrase(p.Description)
			}
			out = append(out, f)
		}
	}
	return out
}

func (d *document) responses(list ordered[response]) []Response {
	var out []Response
	for _, e := range list {
		r := e.Value
		if r.Ref != "" {
			r = d.Components.Responses[lastOf(r.Ref)]
		}
		o := Response{Status: e.Key, Description: phrase(r.Description), Media: mediaOf(r.Content)}
		for _, h := range r.Headers {
			if h.Key != "X-Request-ID" { // the introduction speaks of it
				o.Headers = append(o.Headers, h.Key)
			}
		}
		out = append(out, o)
	}
	return out
}

func mediaOf(content ordered[media]) []Media {
	var out []Media
	for _, e := range content {
		m := Media{
			ContentType: e.Key, Type: typeOf(e.Value.Schema), Description: phrase(e.Value.Schema.Description),
			Fields: fieldsOf("", e.Value.Schema), Example: example(&e.Value.Example),
		}
		for _, event := range e.Value.Events {
			m.Events = append(m.Events, Event{Name: event.Key, Type: typeOf(event.Value)})
		}
		out = append(out, m)
	}
	return out
}

// lastOf is the name at the end of a reference.
func lastOf(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }
