package ablation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/ablation"
	"byline/internal/news"
)

func TestPartsAreLeftOutByName(t *testing.T) {
	type settings struct{ wings, wheels int }
	parts := []ablation.Part[settings]{
		{Name: "wings", Disable: func(s *settings) { s.wings = 0 }},
		{Name: "wheels", Disable: func(s *settings) { s.wheels = 0 }},
	}
	if diff := cmp.Diff([]string{"wings", "wheels"}, ablation.Names(parts)); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		without []string
		want    settings
	}{
		{nil, settings{2, 3}},
		{[]string{"wings"}, settings{0, 3}},
		{[]string{"wheels", "wings"}, settings{0, 0}},
	} {
		plane := settings{2, 3}
		if err := ablation.Disable(&plane, "a plane", parts, c.without...); err != nil || plane != c.want {
			t.Errorf("without %v: %v, error %v", c.without, plane, err)
		}
	}
	err := ablation.Disable(&settings{}, "a plane", parts, "wings", "anchor")
	if news.KindOf(err) != news.KindInvalid || err.Error() != `a plane: there is no part "anchor" to leave out; there are wings, wheels` {
		t.Errorf("error %v", err)
	}
}
