package eval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/eval"
	"byline/internal/news"
)

func claimsFile(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "claims.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestClaimsAreJudgedByTheirEvidence(t *testing.T) {
	judged, err := eval.Claims(t.Context(), claimsFile(t,
		`{"claim":"The ferry Merle had 214 people on board.","evidence":["The ferry Merle ran aground.","It had 214 people on board."],"label":"supported","meta":{"id":"a"}}`,
		`{"claim":"The ferry Merle had 412 people on board.","evidence":["The ferry Merle ran aground.","It had 214 people on board."],"label":"not_supported","kind":"number"}`,
	), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := eval.ScoreClaims(judged)
	if s.Claims != 2 || s.Supported != 1 || s.Accepted != 1 || s.Rejected != 1 || s.AUC != 1 || s.F1 != 1 || s.Kinds["not_supported number"] != 1 {
		t.Errorf("scores %+v", s)
	}
	var table strings.Builder
	if err := s.Write(&table); err != nil || !strings.Contains(table.String(), "F1 1.000") {
		t.Errorf("table %q, error %v", table.String(), err)
	}
}

func TestALineThatIsNoClaimIsNamed(t *testing.T) {
	for _, line := range []string{`{"claim":"x"}`, `[]`, `{`} {
		if _, err := eval.Claims(t.Context(), claimsFile(t, line), nil); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%s: error %v", line, err)
		}
	}
}
