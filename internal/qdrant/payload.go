package qdrant

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/index"
	"byline/internal/news"
)

// payload is what a point carries beside its vectors.
type payload map[string]*api.Value

func (p payload) string(field string) string { return p[field].GetStringValue() }
func (p payload) int(field string) int       { return int(p[field].GetIntegerValue()) }
func (p payload) flag(field string) bool     { return p.int(field) != 0 }

func (p payload) strings(field string) []string {
	var out []string
	for _, v := range p[field].GetListValue().GetValues() {
		out = append(out, v.GetStringValue())
	}
	return out
}

// setString leaves out what is empty.
func (p payload) setString(field, s string) {
	if s != "" {
		p[field] = api.NewValueString(strings.ToValidUTF8(s, "\uFFFD"))
	}
}

func (p payload) setStrings(field string, list []string) {
	if len(list) == 0 {
		return
	}
	values := make([]*api.Value, len(list))
	for i, s := range list {
		values[i] = api.NewValueString(strings.ToValidUTF8(s, "\uFFFD"))
	}
	p[field] = api.NewValueFromList(values...)
}

// ofArticle stands before the article that a notice is on; no text has it.
const ofArticle = "\x1f"

// setNotices keeps each as its kind, a colon and its text, and what other article it is on.
func (p payload) setNotices(field string, list []news.Notice) {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = string(n.Kind) + ":" + n.Text
		if n.Of != "" {
			texts[i] += ofArticle + n.Of
		}
	}
	p.setStrings(field, texts)
}

// notices are what setNotices was given.
func (p payload) notices(field string) (out []news.Notice) {
	for _, text := range p.strings(field) {
		kind, words, _ := strings.Cut(text, ":")
		words, of, _ := strings.Cut(words, ofArticle)
		out = append(out, news.Notice{Kind: news.NoticeKind(kind), Text: words, Of: of})
	}
	return out
}

func (p payload) setInt(field string, n int64) { p[field] = api.NewValueInt(n) }
func (p payload) setFlag(field string, b bool) { p[field] = flagValue(b) }

// flagValue is 1 or 0: numbers can be matched by every version of the engine.
func flagValue(b bool) *api.Value {
	if b {
		return api.NewValueInt(1)
	}
	return api.NewValueInt(0)
}

func (p payload) version() news.Version {
	return news.Version{ArticleID: p.string(fieldArticle), Revision: p.int(fieldRevision)}
}

// hash returns that of the article; a damaged one equals no other.
func (p payload) hash() (hash [16]byte) {
	if b, err := hex.DecodeString(p.string(fieldHash)); err == nil && len(b) == len(hash) {
		copy(hash[:], b)
	}
	return hash
}

// published is as precise as filters are: to the second.
func (p payload) published() time.Time {
	if p[fieldPublished] == nil {
		return time.Time{}
	}
	return time.Unix(p[fieldPublished].GetIntegerValue(), 0).UTC()
}

func (p payload) stored() time.Time { return time.UnixMicro(int64(p.int(fieldStored))).UTC() }

// versionPayload holds all of an article, under names that read well in Qdrant's own dashboard.
func versionPayload(a *news.Article, hash [16]byte, stored time.Time) payload {
	p := payload{}
	p.setString(fieldArticle, a.ID)
	p.setInt(fieldRevision, int64(a.Revision))
	p.setString(fieldHash, hex.EncodeToString(hash[:]))
	p.setInt(fieldStored, stored.UnixMicro())
	for name, value := range index.Fields(a) {
		switch v := value.(type) {
		case *string:
			p.setString(name, *v)
		case *[]string:
			p.setStrings(name, *v)
		case *time.Time:
			p.setString(name, index.FormatTime(*v))
		case *[]news.Notice:
			p.setNotices(name, *v)
		}
	}
	return p
}

// article is what versionPayload was given.
func (p payload) article() (news.Article, error) {
	a := news.Article{ID: p.string(fieldArticle), Revision: p.int(fieldRevision)}
	for name, value := range index.Fields(&a) {
		switch v := value.(type) {
		case *string:
			*v = p.string(name)
		case *[]string:
			*v = p.strings(name)
		case *time.Time:
			var err error
			if *v, err = index.ParseTime(p.string(name)); err != nil {
				return a, fmt.Errorf("article %q, revision %d: %s: %w", a.ID, a.Revision, name, err)
			}
		case *[]news.Notice:
			*v = p.notices(name)
		}
	}
	return a, nil
}

// searchPayload holds what searches filter by.
func searchPayload(a *news.Article) payload {
	p := payload{}
	p.setString(fieldArticle, a.ID)
	p.setInt(fieldRevision, int64(a.Revision))
	p.setString(fieldSource, index.Fold(a.Source))
	p.setStrings(fieldSubjects, index.FoldAll(a.Subjects))
	p.setString(fieldLanguage, index.Fold(a.Language))
	p.setStrings(fieldFiles, index.FileKeys(a.File))
	p.setStrings(fieldAuthors, index.FoldAll(a.Authors))
	if changed := index.Changed(a); changed != index.UnknownDate {
		p.setInt(fieldChanged, changed)
	}
	p.setString(fieldSection, index.Fold(a.Section))
	if !a.Published.IsZero() {
		p.setInt(fieldPublished, a.Published.Unix())
	}
	return p
}

func passagePayload(a *news.Article, passage *news.EncodedPassage) payload {
	p := searchPayload(a)
	p.setInt(fieldOrdinal, int64(passage.Ordinal))
	p.setPlace(passage)
	return p
}

func articlePayload(r *news.Record, stored time.Time) payload {
	p := searchPayload(&r.Article)
	for _, kind := range news.EntityKinds() {
		p.setStrings(labelField(news.Label(kind)), index.EntityKeys(r.Entities, kind))
	}
	p.setStrings(fieldOn, r.NoticeOn)
	p.setString(fieldHash, hex.EncodeToString(r.Hash[:]))
	p.setString(fieldURL, r.Article.URL)
	p.setInt(fieldStored, stored.UnixMicro())
	p.setInt(fieldPassages, int64(len(r.Passages)))
	p.setStrings(fieldEdited, r.Article.Edited)
	p.setFlag(fieldPending, r.Pending)
	p.setFlag(fieldStale, r.Article.Revision > 1)
	p.setSignature(fieldWhole, r.ArticleEncoding.Signature)
	if len(r.Passages) > 0 {
		p.setPlace(&r.Passages[0])
	}
	return p
}

// setPlace says where a passage is, and what its words and copies of it are known by.
func (p payload) setPlace(passage *news.EncodedPassage) {
	p.setInt(fieldStart, int64(passage.Start))
	p.setInt(fieldEnd, int64(passage.End))
	p.setInt(fieldSum, int64(news.Sum(passage.Text)))
	p.setSignature(fieldSignature, passage.Signature)
}

// setSignature keeps bytes as text, which is all that a payload can hold.
func (p payload) setSignature(field string, s news.Signature) {
	p.setString(field, base64.RawStdEncoding.EncodeToString([]byte(s)))
}

// signature is what setSignature was given; none where it is damaged or absent.
func (p payload) signature(field string) news.Signature {
	b, err := base64.RawStdEncoding.DecodeString(p.string(field))
	if err != nil {
		return ""
	}
	return news.Signature(b)
}

func (p payload) span() news.Span { return news.Span{Start: p.int(fieldStart), End: p.int(fieldEnd)} }
func (p payload) sum() uint32     { return uint32(p.int(fieldSum)) }

// vectorsOf turns an encoding into the vectors of a point. What is empty has none.
func vectorsOf(e *news.Encoding) *api.Vectors {
	m := make(map[string]*api.Vector, 2)
	if d := components(e.Vector); d != nil {
		m[denseVector] = api.NewVectorDense(d)
	}
	if len(e.Terms.IDs) > 0 {
		weights := make([]float32, len(e.Terms.Weights))
		for i, w := range e.Terms.Weights {
			weights[i] = float32(w) / news.WeightUnit
		}
		m[sparseVector] = api.NewVectorSparse(e.Terms.IDs, weights)
	}
	return api.NewVectorsMap(m)
}

// components returns those of a vector, nil for one that is empty.
func components(v news.Vector) []float32 {
	if len(v.Codes) == 0 {
		return nil
	}
	out := make([]float32, len(v.Codes))
	for i, c := range v.Codes {
		out[i] = v.Scale * float32(c)
	}
	return out
}
