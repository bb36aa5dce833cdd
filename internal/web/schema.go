package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fieldsOf lists the fields of an object and of what is in it, down to named schemas.
func fieldsOf(prefix string, s schema) []Field {
	var out []Field
	for _, part := range s.AllOf {
		if part.Ref == "" {
			out = append(out, fieldsOf(prefix, part)...)
		}
	}
	for _, e := range s.Properties {
		name := prefix + e.Key
		out = append(out, fieldOf(name, e.Value, slices.Contains(s.Required, e.Key)))
		switch {
		case e.Value.Items != nil:
			out = append(out, fieldsOf(name+"[].", *e.Value.Items)...)
		default:
			out = append(out, fieldsOf(name+".", e.Value)...)
		}
	}
	if prefix == "" && s.Items != nil {
		out = append(out, fieldsOf("[].", *s.Items)...)
	}
	return out
}

func fieldOf(name string, s schema, required bool) Field {
	return Field{Name: name, Required: required, Type: typeOf(s), Description: phrase(s.Description)}
}

// typeOf words the type of a schema. That null is taken too is not worth the space.
func typeOf(s schema) Type {
	if s.Ref != "" {
		return Type{Text: lastOf(s.Ref), Schema: lastOf(s.Ref)}
	}
	if s.Items != nil {
		inner := typeOf(*s.Items)
		inner.Text = "list of " + inner.Text + upTo(s.MaxItems, "")
		return inner
	}
	if parts := slices.Concat(s.AllOf, s.AnyOf, s.OneOf); len(parts) > 0 {
		joint := " or "
		if len(s.AllOf) > 0 {
			joint = " and "
		}
		return union(parts, joint)
	}
	return Type{Text: scalar(s)}
}

func union(parts []schema, joint string) Type {
	var out Type
	var texts []string
	for _, p := range parts {
		t := typeOf(p)
		texts = append(texts, t.Text)
		if out.Schema == "" {
			out.Schema = t.Schema
		}
	}
	out.Text = strings.Join(texts, joint)
	return out
}

// scalar words the type of what is neither a list nor a named schema.
func scalar(s schema) string {
	var text string
	switch values := enumOf(s); {
	case s.Const.Value != "":
		return s.Const.Value
	case len(values) > 0:
		text = strings.Join(values, " | ")
	default:
		types := slices.DeleteFunc(slices.Clone(s.Type), func(t string) bool { return t == "null" })
		if len(types) == 0 {
			types = s.Type
		}
		text = strings.Join(types, " or ")
	}
	if s.Format != "" && s.Format != "int64" && s.Format != "double" { // which tell generators of clients how many bits to take
		text += " (" + s.Format + ")"
	}
	text += upTo(s.MaxLength, " characters")
	switch {
	case s.Minimum != nil && s.Maximum != nil:
		text += fmt.Sprintf(", %d to %d", *s.Minimum, *s.Maximum)
	case s.Minimum != nil && *s.Minimum != 0:
		text += fmt.Sprintf(", from %d", *s.Minimum)
	}
	if s.Default.Value != "" && s.Default.Value != "false" {
		text += ", default " + s.Default.Value
	}
	return text
}

func enumOf(s schema) []string {
	var out []string
	for _, v := range s.Enum {
		if v != nil && *v != "" {
			out = append(out, *v)
		}
	}
	return out
}

func upTo(most *int, unit string) string {
	if most == nil {
		return ""
	}
	return fmt.Sprintf(", at most %d%s", *most, unit)
}

// example writes a YAML value as JSON.
func example(n *yaml.Node) string {
	var b bytes.Buffer
	writeJSON(&b, n, "\n")
	return b.String()
}

// writeJSON keeps the order of fields, which a map would lose.
func writeJSON(b *bytes.Buffer, n *yaml.Node, line string) {
	switch n.Kind {
	case yaml.MappingNode:
		b.WriteString("{")
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(line + "  ")
			writeJSON(b, n.Content[i], line+"  ")
			b.WriteString(": ")
			writeJSON(b, n.Content[i+1], line+"  ")
		}
		b.WriteString(line + "}")
	case yaml.SequenceNode:
		b.WriteString("[")
		for i, item := range n.Content {
			if i > 0 {
				b.WriteString(", ")
			}
			writeJSON(b, item, line)
		}
		b.WriteString("]")
	case yaml.ScalarNode:
		if n.Tag != "!!str" {
			b.WriteString(n.Value)
			return
		}
		text, _ := json.Marshal(n.Value) // text always can be
		b.Write(text)
	}
}
