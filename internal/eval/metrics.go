package eval

import (
	"math"
	"slices"
)

// Scores are measures by name, as "ndcg@10".
type Scores map[string]float64

// scoreRanking measures one ranking of article IDs, best first, against
// judgements with at least one relevant article.
func scoreRanking(ranking []string, rel map[string]int) Scores {
	return Scores{
		"ndcg@10":    ndcg(ranking, rel, 10),
		"recall@10":  recall(ranking, rel, 10),
		"recall@100": recall(ranking, rel, 100),
		"mrr@10":     reciprocalRank(ranking, rel, 10),
		"hits@4":     hit(ranking, rel, 4),
		"hits@10":    hit(ranking, rel, 10),
	}
}

func ndcg(ranking []string, rel map[string]int, k int) float64 {
	var gain, best float64
	for i, id := range ranking[:min(k, len(ranking))] {
		gain += float64(max(rel[id], 0)) / math.Log2(float64(i+2))
	}
	ideal := make([]int, 0, len(rel))
	for _, r := range rel {
		ideal = append(ideal, max(r, 0))
	}
	slices.SortFunc(ideal, func(a, b int) int { return b - a })
	for i, r := range ideal[:min(k, len(ideal))] {
		best += float64(r) / math.Log2(float64(i+2))
	}
	return gain / best
}

func recall(ranking []string, rel map[string]int, k int) float64 {
	found := 0
	for _, id := range ranking[:min(k, len(ranking))] {
		if rel[id] > 0 {
			found++
		}
	}
	return float64(found) / float64(relevant(rel))
}

func reciprocalRank(ranking []string, rel map[string]int, k int) float64 {
	for i, id := range ranking[:min(k, len(ranking))] {
		if rel[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

func hit(ranking []string, rel map[string]int, k int) float64 {
	if reciprocalRank(ranking, rel, k) > 0 {
		return 1
	}
	return 0
}

// relevant counts the relevant articles.
func relevant(rel map[string]int) int {
	n := 0
	for _, r := range rel {
		if r > 0 {
			n++
		}
	}
	return n
}

// mean averages each score over those that have it.
func mean(all []Scores) Scores {
	m, n := Scores{}, map[string]int{}
	for _, scores := range all {
		for name, value := range scores {
			m[name] += value
			n[name]++
		}
	}
	for name := range m {
		m[name] /= float64(n[name])
	}
	return m
}
