package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var nearly = cmpopts.EquateApprox(0, 1e-4)

// Values worked out by hand: 1/log2(2) = 1, 1/log2(3) = .63093, 1/log2(4) = .5, 1/log2(12) = .27894.
func TestScoreRanking(t *testing.T) {
	for _, test := range []struct {
		name    string
		ranking []string
		rel     map[string]int
		want    Scores
	}{
		{"the one relevant article first", []string{"a", "b"}, map[string]int{"a": 1},
			Scores{"ndcg@10": 1, "recall@10": 1, "recall@100": 1, "mrr@10": 1, "hits@4": 1, "hits@10": 1}},
		{"two relevant, at ranks 2 and 3", []string{"x", "a", "b"}, map[string]int{"a": 1, "b": 1},
			Scores{"ndcg@10": (.63093 + .5) / (1 + .63093), "recall@10": 1, "recall@100": 1, "mrr@10": .5, "hits@4": 1, "hits@10": 1}},
		{"gain is linear: the better article second", []string{"b", "a"}, map[string]int{"a": 2, "b": 1},
			Scores{"ndcg@10": (1 + 2*.63093) / (2 + .63093), "recall@10": 1, "recall@100": 1, "mrr@10": 1, "hits@4": 1, "hits@10": 1}},
		{"one found at rank 5, one not at all", []string{"w", "x", "y", "z", "a"}, map[string]int{"a": 1, "b": 1},
			Scores{"ndcg@10": .38685 / 1.63093, "recall@10": .5, "recall@100": .5, "mrr@10": .2, "hits@4": 0, "hits@10": 1}},
		{"beyond ten counts for recall@100 only", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "a"}, map[string]int{"a": 1},
			Scores{"ndcg@10": 0, "recall@10": 0, "recall@100": 1, "mrr@10": 0, "hits@4": 0, "hits@10": 0}},
		{"judged as not relevant gains nothing", []string{"n", "a"}, map[string]int{"a": 1, "n": 0, "m": -1},
			Scores{"ndcg@10": .63093, "recall@10": 1, "recall@100": 1, "mrr@10": .5, "hits@4": 1, "hits@10": 1}},
		{"nothing found", nil, map[string]int{"a": 1},
			Scores{"ndcg@10": 0, "recall@10": 0, "recall@100": 0, "mrr@10": 0, "hits@4": 0, "hits@10": 0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, scoreRanking(test.ranking, test.rel), nearly); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMean(t *testing.T) {
	got := mean([]Scores{{"a": 1, "b": 0}, {"a": .5, "b": 0}})
	if diff := cmp.Diff(Scores{"a": .75, "b": 0}, got, nearly); diff != "" {
		t.Error(diff)
	}
	if got := mean(nil); len(got) != 0 {
		t.Errorf("mean of nothing = %v", got)
	}
}
