package index

import (
	"cmp"
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
)

// UnknownDate stands for a date of publication that is not known. It is before
// every date, so that listings end with these articles.
const UnknownDate = math.MinInt64

// Seconds is a date of publication as indexes compare them: Unix seconds, or UnknownDate.
func Seconds(t time.Time) int64 {
	if t.IsZero() {
		return UnknownDate
	}
	return t.Unix()
}

// Cursor is the place of an article in a listing: the newest come first, those
// without a date last, and those of one second by rising ID.
type Cursor struct {
	Published int64 // as Seconds returns it
	ID        string
}

// Compare is negative if c comes before d in a listing, and positive if after.
func (c Cursor) Compare(d Cursor) int {
	return cmp.Or(cmp.Compare(d.Published, c.Published), cmp.Compare(c.ID, d.ID))
}

// CompareOldest is Compare for a listing in which the oldest come first; those
// without a date are last again.
func (c Cursor) CompareOldest(d Cursor) int {
	if (c.Published == UnknownDate) != (d.Published == UnknownDate) {
		return cmp.Compare(d.Published, c.Published)
	}
	return cmp.Or(cmp.Compare(c.Published, d.Published), cmp.Compare(c.ID, d.ID))
}

// String is the cursor as a caller gets it and gives it back.
func (c Cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.Published, 10) + " " + c.ID))
}

// ParseCursor reads what String wrote. The error is of kind invalid, for the
// field "cursor".
func ParseCursor(s string) (Cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	date, id, ok := strings.Cut(string(b), " ")
	published := int64(0)
	if err == nil && ok {
		published, err = strconv.ParseInt(date, 10, 64)
	}
	if err != nil || !ok {
		return Cursor{}, news.InvalidField("cursor", "is not a cursor that a listing returned")
	}
	return Cursor{published, id}, nil
}
