package jsonl

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// rows are those of a table of a database, in an export.
type rows []map[string]any

// withNames returns a list of articles in which each names its authors and tags, where an
// object, as Ghost exports it, holds these in tables beside the list, and which of
// them belong to which article in others: "posts_authors": [{"post_id": "a1", "author_id": "u1"}].
func withNames(object, list []byte) []byte {
	if bytes.Contains(object, []byte(`"included"`)) && bytes.Contains(list, []byte(`"relationships"`)) {
		return withIncluded(object, list)
	}
	if !bytes.Contains(object, []byte(`_id"`)) {
		return list
	}
	tables, of := map[string]rows{}, ""
	for _, m := range membersOf(object) {
		switch table, ok := rowsOf(m.value); {
		case m.value.Kind() == '{' && bytes.Contains(m.value, list):
			return withNames(m.value, list)
		case bytes.Equal(m.value, list):
			of = strings.TrimSuffix(m.name, "s") + "_id"
		case ok:
			tables[m.name] = table
		}
	}
	named := map[string]map[string]string{} // by table and ID
	for name, table := range tables {
		named[name] = namesByID(table)
	}
	names := map[string]map[string][]string{} // by the ID of an article and what they are
	for _, links := range tables {
		for _, link := range links {
			id := said(link, of)
			for member := range link {
				kind, ok := strings.CutSuffix(member, "_id")
				name := ""
				if ok && id != "" && member != of {
					name = nameIn(named, kind+"s", said(link, member))
				}
				if name == "" {
					continue
				}
				if names[id] == nil {
					names[id] = map[string][]string{}
				}
				names[id][kind+"s"] = append(names[id][kind+"s"], name)
			}
		}
	}
	articles, ok := rowsOf(list)
	if len(names) == 0 || !ok {
		return list
	}
	for _, article := range articles {
		for kind, found := range names[said(article, "id")] {
			if article[kind] == nil {
				article[kind] = found
			}
		}
	}
	out, err := json.Marshal(articles)
	if err != nil {
		return list
	}
	return out
}

// rowsOf reads an array of objects; numbers stay as they are written.
func rowsOf(array []byte) (table rows, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(array))
	dec.UseNumber()
	return table, dec.Decode(&table) == nil
}

// namesByID are the names in a table.
func namesByID(table rows) map[string]string {
	names := make(map[string]string, len(table))
	for _, row := range table {
		id := said(row, "id")
		if _, known := names[id]; !known {
			names[id] = said(row, "name")
		}
	}
	return names
}

// nameIn returns the name that something of a kind has under an ID: in the table that is
// called so, else, as authors are, among the users.
func nameIn(named map[string]map[string]string, kind, id string) string {
	if table, ok := named[kind]; ok {
		return table[id]
	}
	return named["users"][id]
}

// said is what a row has in a column, as text.
func said(row map[string]any, column string) string {
	if value := row[column]; value != nil && column != "" {
		return fmt.Sprint(value)
	}
	return ""
}

// resource is an object of JSON:API.
type resource struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Attributes map[string]any `json:"attributes"`
}

// withIncluded returns a list of articles in which each names what it is related to, as
// JSON:API has that beside the list: persons are its authors, terms its tags.
func withIncluded(object, list []byte) []byte {
	var envelope struct {
		Included []resource `json:"included"`
	}
	articles, ok := rowsOf(list)
	if !ok || json.Unmarshal(object, &envelope) != nil {
		return list
	}
	names := map[[2]string]string{}
	for _, r := range envelope.Included {
		names[[2]string{r.Type, r.ID}] = cmp.Or(said(r.Attributes, "display_name"), said(r.Attributes, "name"), said(r.Attributes, "title"))
	}
	for _, article := range articles {
		relations, _ := article["relationships"].(map[string]any)
		for of, relation := range relations {
			kind := ""
			switch {
			case of == "uid" || strings.Contains(of, "author"):
				kind = "authors"
			case strings.Contains(of, "tag"):
				kind = "tags"
			}
			if kind == "" || article[kind] != nil {
				continue
			}
			var found []string
			for _, r := range relatedIn(relation) {
				if name := names[[2]string{said(r, "type"), said(r, "id")}]; name != "" {
					found = append(found, name)
				}
			}
			if found != nil {
				article[kind] = found
			}
		}
	}
	out, err := json.Marshal(articles)
	if err != nil {
		return list
	}
	return out
}

// relatedIn returns what a relation names: one thing or several.
func relatedIn(relation any) (related rows) {
	inside, _ := relation.(map[string]any)
	switch data := inside["data"].(type) {
	case map[string]any:
		return rows{data}
	case []any:
		for _, e := range data {
			if r, ok := e.(map[string]any); ok {
				related = append(related, r)
			}
		}
	}
	return related
}
