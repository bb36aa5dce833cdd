package eval_test

import (
	"strings"
	"testing"

	"byline/internal/eval"
)

// Whatever a model replies, nothing false is shown under a citation.
func TestHabitsOfModelsComeToNoHarm(t *testing.T) {
	outcomes, err := eval.Hostile(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(outcomes) < 78 {
		t.Errorf("only %d habits", len(outcomes))
	}
	for _, o := range outcomes {
		if len(o.Faults) > 0 {
			t.Errorf("%s: %s: %q", o.Habit, strings.Join(o.Faults, "; "), o.Answer)
		}
	}
}
