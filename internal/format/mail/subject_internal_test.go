package mail

import (
	"net/textproto"
	"testing"
)

// A list puts its name before a subject; other brackets are of the headline.
func TestTheSubjectLosesTheNameOfTheLetterOfItsWriter(t *testing.T) {
	m := readMessage([]byte("From: Ada Lee at The Valley <ada@valley.example>\n\n"))
	for subject, want := range map[string]string{"[The Valley] Mole closed": "Mole closed", "[Update] Mole closed": "[Update] Mole closed"} {
		if got := m.withoutList(subject); got != want {
			t.Errorf("%q: %q", subject, got)
		}
	}
}

func TestTheSubjectOfAPressReleaseIsItsHeadline(t *testing.T) {
	for subject, want := range map[string]string{
		"PRESS RELEASE: Mole closed": "Mole closed", "Press release - Mole closed": "Mole closed", "Pressemitteilung: Mole gesperrt": "Mole gesperrt",
		"Press release on the mole is late": "Press release on the mole is late",
	} {
		if got := releaseMark().ReplaceAllString(subject, ""); got != want {
			t.Errorf("%q: %q", subject, got)
		}
	}
}

func TestTheSubjectLosesTheNameOfItsList(t *testing.T) {
	m := &message{header: textproto.MIMEHeader{"From": {"Harbour Times <news@harbour.example>"}}}
	for subject, want := range map[string]string{"[Harbour Times] Mole shut": "Mole shut", "[Live] Mole shut": "[Live] Mole shut", "[Harbour Times]": "[Harbour Times]"} {
		if got := m.withoutList(subject); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}
