package mail

import (
	"net/textproto"
	"testing"
)

// A list puts its name before a subject; other brackets are of the headline.
func TestTheSubjectLosesTheNameOfItsList(t *testing.T) {
	m := &message{header: textproto.MIMEHeader{"From": {"Harbour Times <news@harbour.example>"}}}
	for subject, want := range map[string]string{"[Harbour Times] Mole shut": "Mole shut", "[Live] Mole shut": "[Live] Mole shut", "[Harbour Times]": "[Harbour Times]"} {
		if got := m.withoutList(subject); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}
