package ingest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What an article may hold is refused beyond its bounds, under its name, and
// taken in whole up to them.
func TestFieldsThatAreTooLongAreRefusedAndNotCut(t *testing.T) {
	long := func(n int) string { return strings.Repeat("é", n) }
	names := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("Name%d", i)
		}
		return list
	}
	for _, c := range []struct {
		field string
		value func(n int) any
		most  int
		says  string
	}{
		{"id", func(n int) any { return strings.Repeat("x", n) }, 512, "id: has 513 bytes; at most 512 are taken"},
		{"url", func(n int) any { return "https://a.example/" + strings.Repeat("x", n-18) }, 4096, "url: has 4097 characters; at most 4096 are taken"},
		{"source", func(n int) any { return long(n) }, 300, "source: has 301 characters; at most 300 are taken"},
		{"headline", func(n int) any { return long(n) }, 2000, "headline: has 2001 characters; at most 2000 are taken"},
		{"section", func(n int) any { return long(n) }, 300, "section: has 301 characters; at most 300 are taken"},
		{"caption", func(n int) any { return long(n) }, 10000, "caption: has 10001 characters; at most 10000 are taken"},
		{"credit", func(n int) any { return long(n) }, 2000, "credit: has 2001 characters; at most 2000 are taken"},
		{"subjects", func(n int) any { return names(n) }, 1000, "subjects: has 1001 values; at most 1000 are taken"},
		{"authors", func(n int) any { return names(n) }, 1000, "authors: has 1001 values; at most 1000 are taken"},
		{"subjects", func(n int) any { return []string{"Ports", long(n)} }, 300, "subjects[1]: has 301 characters; at most 300 are taken"},
	} {
		d := newDesk(t)
		for n, want := range map[int]outcome{
			c.most:     {Created: 1},
			c.most + 1: {Rejects: []string{"standard input:1: " + c.says}},
		} {
			article, err := json.Marshal(map[string]any{"headline": "The ferry", "body": "It sailed.", c.field: c.value(n)})
			if err != nil {
				t.Fatal(err)
			}
			d.want(fmt.Sprintf("%s of %d", c.field, n), d.read(string(article)), want)
		}
	}
}

func TestIDsThatNoAddressCanNameAreRefused(t *testing.T) {
	for id, refused := range map[string]bool{
		".": true, "..": true,
		"...": false, "a/b": false, "../a": false, "ä ö": false, "%2e": false, "?#": false,
	} {
		article, err := json.Marshal(map[string]string{"id": id, "body": "It sailed."})
		if err != nil {
			t.Fatal(err)
		}
		got := newDesk(t).read(string(article))
		if (got.Created == 0) != refused || slices.ContainsFunc(got.Rejects, func(r string) bool { return !strings.Contains(r, "id: ") }) {
			t.Errorf("%q: %+v", id, got)
		}
	}
}
