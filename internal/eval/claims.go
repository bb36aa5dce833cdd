package eval

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/verify"
)

// Claim is a statement with what it cites, in the form of WiCE (Kamoi et al.,
// WiCE: Real-World Entailment for Claims in Wikipedia, 2023).
type Claim struct {
	Claim    string   `json:"claim"`
	Evidence []string `json:"evidence"` // sentences
	Label    string   `json:"label"`    // "supported" or anything else
	Kind     string   `json:"kind"`     // of an edit; may be empty
	Meta     struct {
		ID       string `json:"id"`
		Headline string `json:"headline"`
		Outlet   string `json:"outlet"`
		Date     string `json:"date"` // YYYY-MM-DD, on which the source came out
	} `json:"meta"`
}

// supportedLabel is the label of claims that are supported.
const supportedLabel = "supported"

// JudgedClaim is what a verifier made of a claim.
type JudgedClaim struct {
	ID        string          `json:"id"`
	Claim     string          `json:"claim"`
	Label     string          `json:"label"`
	Kind      string          `json:"kind,omitempty"`
	Supported bool            `json:"supported"`
	Score     float64         `json:"score"`
	Conflict  verify.Conflict `json:"conflict,omitempty"`
	Features  verify.Features `json:"features"`
	ByWords   bool            `json:"by_words"` // supported, as words alone have it
	Heard     bool            `json:"heard"`    // a reader had its say
}

// Claims judges each claim of a file of JSON lines, which may be compressed by gzip. The reader may be nil.
func Claims(ctx context.Context, path string, reader verify.Reader) ([]JudgedClaim, error) {
	v := verify.New(lexical.New(), reader)
	var judged []JudgedClaim
	err := eachLine(path, func(n int, line string) error {
		var c Claim
		if err := json.Unmarshal([]byte(line), &c); err != nil || c.Claim == "" || len(c.Evidence) == 0 {
			return news.InvalidField(fmt.Sprintf("%s, line %d", path, n), "is no claim with its evidence")
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		published, err := time.Parse(time.DateOnly, cmp.Or(c.Meta.Date, time.Time{}.Format(time.DateOnly)))
		if err != nil {
			return news.InvalidField(fmt.Sprintf("%s, line %d: meta.date", path, n), "is no day such as 2026-05-12")
		}
		source := v.Source(strings.Join(c.Evidence, "\n\n"), verify.About{Headline: c.Meta.Headline, Outlet: c.Meta.Outlet, Published: published, Language: "en"})
		byWords := v.Judge(c.Claim, source)
		w := v.Entail(ctx, byWords)
		judged = append(judged, JudgedClaim{
			ID: c.Meta.ID, Claim: c.Claim, Label: c.Label, Kind: c.Kind, Supported: w.Supported, Score: w.Score, Conflict: w.Conflict, Features: w.Features, ByWords: byWords.Supported, Heard: w.Heard,
		})
		return nil
	})
	return judged, err
}

// ClaimScores are how well claims were judged.
type ClaimScores struct {
	Claims    int     `json:"claims"`
	Supported int     `json:"supported"` // by label
	F1        float64 `json:"f1"`        // of supported, at the threshold of the score that is best for it
	Threshold float64 `json:"threshold"`
	AUC       float64 `json:"auc"`
	// Accepted is the share of the supported claims that would be released in
	// an answer, Rejected that of the others that would not.
	Accepted float64            `json:"accepted"`
	Rejected float64            `json:"rejected"`
	Kinds    map[string]float64 `json:"kinds,omitempty"` // share that is judged as labelled, by label and kind
}

// ScoreClaims measures what a verifier made of claims.
func ScoreClaims(judged []JudgedClaim) ClaimScores {
	s := ClaimScores{Claims: len(judged), Kinds: map[string]float64{}}
	right, all := map[string]float64{}, map[string]float64{}
	var accepted, rejected float64
	for _, j := range judged {
		isSupported := j.Label == supportedLabel
		key := strings.TrimSpace(j.Label + " " + j.Kind)
		all[key]++
		if j.Supported == isSupported {
			right[key]++
		}
		switch {
		case isSupported:
			s.Supported++
			accepted += oneIf(j.Supported)
		default:
			rejected += oneIf(!j.Supported)
		}
	}
	for k := range all {
		s.Kinds[k] = right[k] / all[k]
	}
	s.Accepted, s.Rejected = accepted/float64(max(1, s.Supported)), rejected/float64(max(1, len(judged)-s.Supported))
	s.F1, s.Threshold, s.AUC = curve(judged, s.Supported)
	return s
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// curve finds the threshold with the best F1, and the area under the curve of
// true by false positives.
func curve(judged []JudgedClaim, positives int) (f1, threshold, auc float64) {
	sorted := slices.SortedFunc(slices.Values(judged), func(a, b JudgedClaim) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	negatives := len(judged) - positives
	hits, area := 0, 0.
	for i := 0; i < len(sorted); {
		k, h := i, 0 // those with one score count together
		for ; k < len(sorted) && sorted[k].Score == sorted[i].Score; k++ {
			if sorted[k].Label == supportedLabel {
				h++
			}
		}
		area += float64(k-i-h) * (float64(hits) + float64(h)/2)
		hits += h
		if f := 2 * float64(hits) / float64(k+positives); f > f1 {
			f1, threshold = f, sorted[i].Score
		}
		i = k
	}
	return f1, threshold, area / max(1, float64(positives*negatives))
}

// Write writes the scores as a table.
func (s *ClaimScores) Write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%d claims, %d supported\nF1 %.3f at a score of %.2f, AUC %.3f\nsupported accepted %.3f, others rejected %.3f\n",
		s.Claims, s.Supported, s.F1, s.Threshold, s.AUC, s.Accepted, s.Rejected)
	for _, k := range slices.Sorted(maps.Keys(s.Kinds)) {
		if err == nil {
			_, err = fmt.Fprintf(w, "%7.3f  %s\n", s.Kinds[k], k)
		}
	}
	return err
}
