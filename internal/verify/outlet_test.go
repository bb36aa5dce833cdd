package verify_test

import (
	"testing"
	"time"

	"byline/internal/verify"
)

func TestWhoPrintedItAndWhenIsNoDoubtOfIt(t *testing.T) {
	v := newVerifier(t)
	source := v.Source("The bridge at Lunn will open on 9 June, its builder Halden Rail said on Saturday. Faulty bolts were to blame for the delay.",
		verify.About{Headline: "Bridge at Lunn delayed", Outlet: "Oster Courier", Published: time.Date(2026, 4, 18, 9, 0, 0, 0, time.UTC), Language: "en"})
	for statement, want := range map[string]bool{
		"On 18 April 2026, the Oster Courier reported that the bridge at Lunn will open on 9 June.":      true,
		"The Oster Courier reported on Saturday, 18 April, that the bridge at Lunn will open on 9 June.": true,
		"According to the Oster Courier of April 18, 2026, the bridge at Lunn will open on 9 June.":      true,
		"As reported by the Oster Courier (2026-04-18), the bridge at Lunn will open on 9 June.":         true,
		"The bridge at Lunn will open on 9 June, the Oster Courier reported on 18 April.":                true,
		"The bridge at Lunn will open on 9 June, according to the Oster Courier.":                        true,
		"On 17 April 2026, the Oster Courier reported that the bridge at Lunn will open on 9 June.":      false,
		"The Velmark Post reported on 18 April that the bridge at Lunn will open on 9 June.":             false,
		"The Oster Courier reported on 18 April that the bridge at Lunn will open on 8 June.":            false,
		"The bridge at Lunn will open on 18 April, the Oster Courier reported.":                          false,
	} {
		if got := v.Judge(statement, source); got.Supported != want {
			t.Errorf("%q: %v (%s %s)", statement, got.Supported, got.Conflict, got.Detail)
		}
	}
}
