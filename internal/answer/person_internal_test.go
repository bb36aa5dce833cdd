package answer

import (
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// Whoever a question names only by a title is whom "she" or "he" stands for behind it, by
// the name that a reply gives; no outlet is, and nobody of whom nothing is said any more
// goes on with the conversation.
func TestWhomATitleStandsFor(t *testing.T) {
	asOf := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		said           []string
		question, want string
	}{
		{[]string{"What did the bakers ask the minister for?", "The bakers asked minister Mara Olm for flour. (Tolm Post, 3 November 2026) [1]"}, "how old is she?", "how old is Mara Olm?"},
		{[]string{"What did the bakers ask the minister for?", "The bakers asked for flour. (Tolm Post, 3 November 2026) [1]"}, "how old is she?", "how old is the minister (bakers ask)?"},
		{[]string{"What did Ida Lind ask the minister for?", "Lind asked minister Mara Olm for flour. (Tolm Post, 3 November 2026) [1]"}, "how old is she?", "how old is Ida Lind?"},
		{[]string{"Who was fined?", "Ida Lind was fined. (Tolm Post, 3 November 2026) [1]", "only Tolm Post", "Ida Lind was fined. (Tolm Post, 3 November 2026) [1]"}, "how old is she?", "how old is Ida Lind?"},
		{[]string{"Who filmed the heron in Tolm?", "Jogger Wendal Osk filmed it in Tolm. (Tolm Post, 3 November 2026) [1]"}, "how old is he?", "how old is Wendal Osk?"},
		// By what their given names are, where nothing else tells.
		{[]string{"Who saw the heron in Tolm?", "Hanna Bolt and Roland Vesper saw it in Tolm. (Tolm Post, 3 November 2026) [1]"}, "how old is he?", "how old is Roland Vesper?"},
	} {
		var messages []news.Message
		for i, s := range test.said {
			messages = append(messages, news.Message{Role: [...]news.Role{news.RoleUser, news.RoleAssistant}[i%2], Content: s})
		}
		if got := completed(test.question, messages, asOf); got != test.want {
			t.Errorf("%q behind %q is %q, want %q", test.question, test.said, got, test.want)
		}
	}
}

func TestPeopleOfWhomNothingIsSaidAnyMoreAreLeft(t *testing.T) {
	var messages []news.Message
	say := func(question, reply string) {
		messages = append(messages, news.Message{Role: news.RoleUser, Content: question}, news.Message{Role: news.RoleAssistant, Content: reply})
	}
	asOf := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	say("Why did the kiln of Tolm burst?", "Ida Lind had fired it too hot. (Tolm Post, 3 November 2026) [1]")
	say("what did Ida Lind say about it?", "Ida Lind said that she slept. (Tolm Post, 3 November 2026) [1]")
	if got := completed("any update?", messages, asOf); got != "What is the latest on kiln Tolm burst Ida Lind?" && got != "What is the latest on kiln Tolm Ida Lind?" {
		t.Errorf("while she is spoken of: %q", got)
	}
	say("and the carts?", "Thirty carts burned in Tolm. (Averny Echo, 3 November 2026) [1]")
	say("are they insured?", "The carts in Tolm were insured. (Averny Echo, 3 November 2026) [1]")
	if got := threadOf(messages, asOf).topic(""); slices.Contains(got, "Lind") {
		t.Errorf("long after: %q", got)
	}
}

// Whoever or whatever a question only describes is carried by the name that a reply has,
// and nobody else beside somebody.
func TestWhatIsDescribedIsNamed(t *testing.T) {
	said := thread{quoted: "Ida Lind asked reeve Mara Olm about the old Averny kiln.", met: []someone{{name: "Ida Lind"}, {name: "Mara Olm"}}}
	for question, want := range map[string]string{
		"does the reeve pay":         "Mara Olm carts",
		"who pays for the kiln":      "Averny Ida Lind carts",
		"who pays for the bell":      "Ida Lind carts",
		"does the reeve of Tolm pay": "Ida Lind carts",
	} {
		if got := strings.Join(said.withDescribed(question, []string{"Ida", "Lind", "carts"}), " "); got != want {
			t.Errorf("%q carries %q, want %q", question, got, want)
		}
	}
}
