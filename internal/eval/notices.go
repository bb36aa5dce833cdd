package eval

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/notices"
)

// noticeLabels say which notices articles of known sets have, by their places: the
// texts are not ours to print.
//
//go:embed notices/*.tsv
var noticeLabels embed.FS

// noticeLabel is a notice at a place in the text of an article.
type noticeLabel struct {
	kind news.NoticeKind
	news.Span
	headline bool
}

func (l noticeLabel) covers(f notices.Found) bool {
	if l.headline || f.Headline {
		return l.headline && f.Headline
	}
	return f.Start < l.End && l.Start < f.End
}

// labelledNotices reads the labels of a set, by article; one that has none is there.
func labelledNotices(set string) (map[string][]noticeLabel, error) {
	text, err := noticeLabels.ReadFile("notices/" + set + ".tsv")
	if err != nil {
		return nil, news.Errorf(news.KindInvalid, "eval: no notices are labelled in a set %q", set)
	}
	out := map[string][]noticeLabel{}
	for line := range strings.Lines(string(text)) {
		parts := strings.Split(strings.TrimSpace(line), "\t")
		if len(parts) != 4 {
			continue
		}
		id, kind := parts[0], news.NoticeKind(parts[3])
		start, errStart := strconv.Atoi(parts[1])
		end, errEnd := strconv.Atoi(parts[2])
		switch {
		case errStart != nil || errEnd != nil:
			return nil, fmt.Errorf("eval: the labels of %s: %q is no place", set, line)
		case kind == "none":
			out[id] = nil
		default:
			out[id] = append(out[id], noticeLabel{kind, news.Span{Start: start, End: end}, start < 0})
		}
	}
	return out, nil
}

// NoticeScores tells how notices are found.
type NoticeScores struct {
	Articles  int              `json:"articles"` // that were read by the labeller
	Notices   int              `json:"notices"`
	Found     int              `json:"found"`
	Recall    float64          `json:"recall"`
	Precision float64          `json:"precision"`
	Kinds     float64          `json:"kinds"` // share of those found that are of the kind that they are told to be
	Wrong     []NoticeMistaken `json:"wrong"`
}

// NoticeMistaken is where a notice was missed, or found where there is none.
type NoticeMistaken struct {
	Article string          `json:"article"`
	Start   int             `json:"start"` // in its text; -1: in the headline
	Kind    news.NoticeKind `json:"kind"`
	Missed  bool            `json:"missed"`
}

// MeasureNotices looks for notices in the articles of a set that are labelled.
func MeasureNotices(dir string) (NoticeScores, error) {
	d, err := OpenCorpus(dir)
	if err != nil {
		return NoticeScores{}, err
	}
	labels, err := labelledNotices(d.Name)
	if err != nil {
		return NoticeScores{}, err
	}
	var s NoticeScores
	right, found := 0, 0
	err = eachLine(d.Corpus, func(_ int, line string) error {
		var a struct {
			ID    string `json:"_id"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return err
		}
		if want, labelled := labels[a.ID]; labelled {
			s.Articles++
			got := notices.Find(&news.Article{ID: a.ID, Headline: a.Title, Body: a.Text}, chunk.Sentences)
			found += len(got)
			right += s.compare(a.ID, want, got)
		}
		return nil
	})
	s.Recall, s.Precision = float64(s.Found)/float64(max(s.Notices, 1)), float64(right)/float64(max(found, 1))
	s.Kinds /= float64(max(s.Found, 1))
	return s, err
}

// compare counts the notices of an article, and returns how many of those found are some.
func (s *NoticeScores) compare(id string, want []noticeLabel, got []notices.Found) (right int) {
	hit := make([]bool, len(got))
	for _, l := range want {
		s.Notices++
		seen, kind := false, false
		for i, f := range got {
			if l.covers(f) {
				hit[i], seen, kind = true, true, kind || f.Kind == l.kind
			}
		}
		s.Kinds += oneIf(kind)
		if seen {
			s.Found++
		} else {
			s.Wrong = append(s.Wrong, NoticeMistaken{id, l.Start, l.kind, true})
		}
	}
	for i, f := range got {
		switch {
		case hit[i]:
			right++
		case f.Headline:
			s.Wrong = append(s.Wrong, NoticeMistaken{id, -1, f.Kind, false})
		default:
			s.Wrong = append(s.Wrong, NoticeMistaken{id, f.Start, f.Kind, false})
		}
	}
	return right
}

// WriteNotices writes scores for people.
func WriteNotices(w io.Writer, s NoticeScores) error {
	_, err := fmt.Fprintf(w, "%d notices in %d articles: recall %.4f, precision %.4f, kind right %.4f\n", s.Notices, s.Articles, s.Recall, s.Precision, s.Kinds)
	for _, m := range s.Wrong {
		what := "found where there is none"
		if m.Missed {
			what = "missed"
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "  %s at %d: %s %s\n", m.Article, m.Start, m.Kind, what)
		}
	}
	return err
}
