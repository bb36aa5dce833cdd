package eval

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTablesShowSetsBySystems(t *testing.T) {
	other := ferries()
	other.Name = "trams"
	tables := Tables([]Found{
		{Dataset: ferries(), Base: older(), Others: []System{newer()}},
		{Dataset: other, Base: older()},
	}, []string{"mrr@10", "answer@5", "ndcg@1"})
	if len(tables) != 2 {
		t.Fatalf("%d tables, want none of what is not measured", len(tables))
	}
	for name, test := range map[string]struct {
		differences bool
		want        string
	}{
		"values": {false, "" +
			"| mrr@10 | ferries (2) | trams (2) |\n|---|---|---|\n" +
			"| older | .750 | .750 |\n| newer | .500 | – |\n\n"},
		"differences": {true, "" +
			"| mrr@10 | ferries (2) | trams (2) |\n|---|---|---|\n" +
			"| older | .750 | .750 |\n| newer | −.250 | – |\n\n"},
	} {
		var b bytes.Buffer
		if err := tables[0].WriteMarkdown(&b, test.differences); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, b.String()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCellsAreShort(t *testing.T) {
	for want, c := range map[string]Compared{
		"+.012*": {Value: .5, Difference: .0123, Clear: true},
		"−.100":  {Difference: -.1},
		"0":      {Difference: -.0001},
	} {
		table := Table{}
		if got := table.cell(Row{Cells: map[int]Compared{0: c}}, 0, true); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
}
