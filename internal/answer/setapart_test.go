package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

func TestWhatNoPassageSaysIsSetApartWhereThatIsWanted(t *testing.T) {
	reply := says(t, "Six people were hurt on the Merle, the hospital said [{Six people}]. The captain fled to Drummel [{Six people}].")
	a := newDeskWith(t, answer.Config{Chat: reply, SetApart: true}).question(hurt)
	head, tail, apart := strings.Cut(a.Text, "\n\nNot in the sources: ")
	if !apart || !strings.Contains(tail, "fled to Drummel") || strings.Contains(tail, "[") || strings.Contains(head, "Drummel") || a.Status != news.StatusPartial {
		t.Errorf("status %s: %q", a.Status, a.Text)
	}
}

// What no passage carries is asked for once more, and only once.
func TestAModelMayPutRightWhatNoPassageSays(t *testing.T) {
	asked := 0
	first := says(t, "Six people were hurt on the Merle, the hospital said [{Six people}]. In all 977 people were on board [{Four of them}].")
	second := says(t, "In all 214 people were on board the ferry [{Four of them}].")
	a := newDesk(t, chatFunc(func(m []news.Message) (string, error) {
		asked++
		if asked == 1 {
			return first(m)
		}
		if !strings.Contains(m[len(m)-1].Content, "977") {
			t.Errorf("asked once more for %q", m[len(m)-1].Content)
		}
		return second(m)
	})).question(hurt)
	if asked != 2 || !strings.Contains(a.Text, "214 people were on board the ferry. [2]") || strings.Contains(a.Text, "977") || a.Status != news.StatusAnswered {
		t.Errorf("asked %d times, status %s: %q %q", asked, a.Status, a.Text, a.Warnings)
	}
}
