package answer

import "testing"

func TestEachSideOfAComparisonIsWhole(t *testing.T) {
	for _, c := range [][4]string{
		{"growth in Italy", "Spain", "growth in Italy", "growth in Spain"},
		{"the war in Halvia", "the Ostrand Islands", "the war in Halvia", "the war in the Ostrand Islands"},
		{"the growth of Italy", "that of Spain", "the growth of Italy", "the growth of Spain"},
		{"Italian", "Spanish growth", "Italian growth", "Spanish growth"},
		{"Labour", "the Greens on tax", "Labour on tax", "the Greens on tax"},
		{"the plans of Labour", "the Greens on tax", "the plans of Labour on tax", "the plans of the Greens on tax"},
		{`"Merle"`, `"Skua" in winter`, `"Merle" in winter`, `"Skua" in winter`},
		{"growth in Italy", "unemployment in Spain", "growth in Italy", "unemployment in Spain"},
		{"the ferry", "the train", "the ferry", "the train"},
		{"Velmoor", "Ostrand", "Velmoor", "Ostrand"},
		{"bread", "Ostrand", "bread", "Ostrand"},
		{"Nordwire", "the Coastal Post say about the strike", "Nordwire say about the strike", "the Coastal Post say about the strike"},
	} {
		if got, want := eachWhole([2]string{c[0], c[1]}), [2]string{c[2], c[3]}; got != want {
			t.Errorf("%q and %q: %q, want %q", c[0], c[1], got, want)
		}
	}
}
