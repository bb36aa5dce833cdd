package index

import (
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"sync"
	"time"

	"byline/internal/news"
)

// MarshalFields returns, as JSON, all fields of an article but ID, Revision and
// Body, which whoever stores it keeps in columns of their own. What is empty is
// left out.
func MarshalFields(a *news.Article) ([]byte, error) {
	rest := *a
	rest.ID, rest.Revision, rest.Body = "", 0, ""
	return json.Marshal(&rest)
}

// UnmarshalFields sets the fields of an article that MarshalFields wrote.
func UnmarshalFields(text []byte, a *news.Article) error { return json.Unmarshal(text, a) }

// Fields yields the fields that MarshalFields writes, and Body, each by the name
// under which it is stored, with a pointer to its value in the article: a
// *string, a *[]string, a *time.Time or a *[]news.Notice. It is for what stores fields one by one.
func Fields(a *news.Article) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		v := reflect.ValueOf(a).Elem()
		for i, name := range fieldNames() {
			if value := v.Field(i).Addr().Interface(); name != "id" && name != "revision" && !yield(name, value) {
				return
			}
		}
	}
}

// fieldNames are the names under which all fields of an article are stored, in order.
var fieldNames = sync.OnceValue(func() (names []string) {
	for field := range reflect.TypeFor[news.Article]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
})

// FormatTime writes a time of an article for what stores it as text, "" if it is zero.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// ParseTime reads what FormatTime wrote.
func ParseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, fmt.Errorf("a stored time: %w", err)
	}
	return t, nil
}
