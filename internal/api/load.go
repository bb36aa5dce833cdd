package api

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// The events of an upload, one a line.
const (
	LoadProgress = "progress" // Records and Summary are set
	LoadArticle  = "article"  // in a dry run: what would become of a record
	LoadRejected = "rejected" // File, Line, Part and Error are set
	LoadDone     = "done"     // the last one: Summary is set
	LoadError    = "error"    // the last one: Problem is set
)

// LoadEvent is a line of the response of POST /v1/uploads.
type LoadEvent struct {
	Event    string         `json:"event"`
	Records  int            `json:"records,omitzero"` // dealt with so far
	Part     int            `json:"part,omitzero"`    // number of the file in the body, from 1
	File     string         `json:"file,omitzero"`    // and, where that is an archive, the file within
	Line     int            `json:"line,omitzero"`    // or number of the record; absent: the file as a whole
	ID       string         `json:"id,omitzero"`
	Status   news.PutStatus `json:"status,omitzero"`
	Headline string         `json:"headline,omitzero"`
	Error    string         `json:"error,omitzero"`
	Summary  *LoadSummary   `json:"summary,omitzero"`
	Problem  *Problem       `json:"problem,omitzero"`
}

// LoadSummary counts what became of all records.
type LoadSummary struct {
	Created    int     `json:"created"`
	Updated    int     `json:"updated"`
	Unchanged  int     `json:"unchanged"`
	Deleted    int     `json:"deleted"`
	Rejected   int     `json:"rejected"`
	PassedOver int     `json:"passed_over"` // files that belong to saved pages
	Seconds    float64 `json:"seconds"`
}

// NewLoadSummary returns the document of counts.
func NewLoadSummary(s news.LoadSummary) *LoadSummary {
	return &LoadSummary{Created: s.Created, Updated: s.Updated, Unchanged: s.Unchanged, Deleted: s.Deleted, Rejected: s.Rejected,
		PassedOver: s.PassedOver, Seconds: s.Elapsed.Seconds()}
}

// summary reads the document back; rejects are events of their own.
func (s *LoadSummary) summary() news.LoadSummary {
	return news.LoadSummary{Created: s.Created, Updated: s.Updated, Unchanged: s.Unchanged, Deleted: s.Deleted, Rejected: s.Rejected,
		PassedOver: s.PassedOver, Elapsed: time.Duration(s.Seconds * float64(time.Second))}
}

// ReadLoad reads the events of an upload up to the last: report is told of each
// before that. The error is that of the server, or says that the events broke
// off; the summary then is the last one that was told.
func ReadLoad(r io.Reader, report func(LoadEvent)) (news.LoadSummary, error) {
	in := jsontext.NewDecoder(r)
	var soFar news.LoadSummary
	for {
		var e LoadEvent
		if err := json.UnmarshalDecode(in, &e); err != nil {
			return soFar, news.Errorf(news.KindUnavailable, "the upload broke off: %w", err)
		}
		switch {
		case e.Event == LoadDone && e.Summary != nil:
			return e.Summary.summary(), nil
		case e.Event == LoadError && e.Problem != nil:
			return soFar, e.Problem.err()
		case e.Summary != nil:
			soFar = e.Summary.summary()
		}
		report(e)
	}
}

// Result is what the event says of a record.
func (e LoadEvent) Result() news.LoadResult {
	r := news.LoadResult{PutResult: news.PutResult{ID: e.ID, Status: e.Status}, Path: e.File, Line: e.Line, Headline: e.Headline}
	if e.Event == LoadRejected {
		r.Status = news.PutRejected
	}
	if e.Error != "" {
		r.Err = errors.New(e.Error)
	}
	return r
}

// EditBody is the body of PATCH /v1/articles/{id}: a field that is not given
// stays as it is, and null gives up what was set.
type EditBody struct {
	Headline  jsontext.Value `json:"headline"`
	Source    jsontext.Value `json:"source"`
	Published jsontext.Value `json:"published"`
}

// maxHeadline is the longest headline, in characters.
const maxHeadline = 2000

// Edit checks the body. All faults come at once.
func (b EditBody) Edit() (news.Edit, error) {
	var e news.Edit
	headline, errHeadline := setText(&e, news.FieldHeadline, b.Headline, maxHeadline)
	source, errSource := setText(&e, news.FieldSource, b.Source, MaxName)
	day, errDay := setText(&e, news.FieldPublished, b.Published, MaxName)
	e.Headline, e.Source = headline, source
	if errDay == nil && day != nil {
		published, err := ParseTime(news.FieldPublished, *day, time.Now())
		e.Published, errDay = &published, err
	}
	if err := errors.Join(errHeadline, errSource, errDay); err != nil {
		return news.Edit{}, err
	}
	if e.IsZero() {
		return e, news.Errorf(news.KindInvalid, "nothing is to be changed; give headline, source or published")
	}
	return e, nil
}

// setText reads a field: nil if it is not given, or is given up, which the edit then notes.
func setText(e *news.Edit, field string, value jsontext.Value, most int) (*string, error) {
	if len(value) == 0 {
		return nil, nil //nolint:nilnil // not given
	}
	if value.Kind() == 'n' {
		e.Release = append(e.Release, field)
		return nil, nil //nolint:nilnil // given up
	}
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return nil, news.InvalidField(field, "must be text, or null to give up what was set")
	}
	if text = strings.TrimSpace(text); text == "" {
		return nil, news.InvalidField(field, "must not be empty; null gives up what was set")
	}
	return &text, CheckLength(field, text, most)
}

// WriteEdit writes the body of PATCH /v1/articles/{id}.
func WriteEdit(w io.Writer, e news.Edit) error {
	body := map[string]any{}
	if e.Headline != nil {
		body[news.FieldHeadline] = *e.Headline
	}
	if e.Source != nil {
		body[news.FieldSource] = *e.Source
	}
	if e.Published != nil {
		body[news.FieldPublished] = timeText(*e.Published)
	}
	for _, f := range e.Release {
		body[f] = nil
	}
	return writeDocument(w, body)
}

// Deleted is what DELETE /v1/articles did, or in a dry run would do.
type Deleted struct {
	Matched int `json:"matched"`
	Deleted int `json:"deleted"`
}

// ReadDeleted reads what DELETE /v1/articles sends.
func ReadDeleted(r io.Reader) (matched, deleted int, err error) {
	var doc Deleted
	err = readDocument(r, &doc)
	return doc.Matched, doc.Deleted, err
}
