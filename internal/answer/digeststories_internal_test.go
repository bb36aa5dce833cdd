package answer

import (
	"slices"
	"testing"
)

// The day after an election not all six lines are of it.
func TestADigestHasTwoStoriesOfAMatterBeforeOthers(t *testing.T) {
	of := func(name string, at int) story {
		vector := make([]float32, 2)
		vector[at] = 1
		return story{items: []item{{vector: vector, relevant: float64(len(name))}}}
	}
	stories := []story{of("a", 0), of("bb", 0), of("ccc", 0), of("dddd", 1), of("eeeee", 0), of("ffffff", 1)}
	var order []int
	for _, s := range ofSeveralMatters(stories) {
		order = append(order, int(s.first().relevant))
	}
	if want := []int{1, 2, 4, 6, 3, 5}; !slices.Equal(order, want) {
		t.Errorf("in the order %v, want %v", order, want)
	}
}
