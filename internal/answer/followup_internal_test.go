package answer

import (
	"slices"
	"testing"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
)

// A follow-up is completed by rule from what was asked and said before it. Replies
// that only refused are passed over, and so is the line that an answer comes to.
func TestFollowUpsAreCompletedByRule(t *testing.T) {
	asOf := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	const refused = "The articles do not answer this question. None of the 12 passages that come closest mentions “heron”."
	for _, test := range []struct {
		before   []string // questions and replies in turn
		question string
		want     string
	}{
		{[]string{"what happened yesterday", "A kiln burst. [1]"}, "and the day before?", "what happened on 26 November 2026?"},
		{[]string{"what happened yesterday", "A kiln burst. [1]"}, "and the week before?", "what happened from 16 November 2026 to 22 November 2026?"},
		{[]string{"what happened yesterday", "A kiln burst. [1]"}, "and the month before?", "what happened from 1 October 2026 to 31 October 2026?"},
		{[]string{"what happened yesterday", "A kiln burst. [1]", "and the day before?", "A quay sank. [1]"}, "and before that?", "what happened on 25 November 2026?"},
		{[]string{"What happened in Tolm last month?", "A quay sank. [1]"}, "and the month before", "What happened in Tolm from 1 September 2026 to 30 September 2026?"},
		{[]string{"What happened on 3 November?", "A quay sank. [1]"}, "what happened the day after?", "What happened on 4 November 2026?"},
		{[]string{"What happened in Tolm this week?", "A quay sank. [1]"}, "last month?", "What happened in Tolm last month?"},
		{[]string{"What happened in Tolm this week?", "A quay sank. [1]"}, "in Averny?", "What happened in Averny this week?"},
		{[]string{"Tell me about the kiln", "It burst. [1]"}, "and herons?", "about herons?"},
		{[]string{"Who saw the heron?", refused}, "when was that?", "when was saw heron?"},
		{[]string{"How many people heard the organ?", "3,000 – Tolm Post, 25 December 2025 [1] The organ played. (Tolm Post, 25 December 2025) [1]"}, "where was that?", "where was people heard organ?"},
		{[]string{"what happened on 3 November 2026", "A kiln burst. [1]"}, "and two days later?", "what happened on 5 November 2026?"},
		{[]string{"How many people saw the heron in Tolm?", "Forty people saw it in Tolm. [1]", "who fed it?", "The reeve fed it. [1]"}, "any update?", "What is the latest on people heron Tolm?"},
		{[]string{"Why do the smiths of Tolm strike?", "They want more pay. [1]"}, "is it over yet?", "What is the latest on smiths Tolm strike?"},
		{[]string{"Since when did the reeve of Tolm know?", "The reeve of Tolm knew since May. [1]"}, "who told her?", "who told her (reeve Tolm)?"},
		{[]string{"Why didn't the bell of Tolm ring?", "The rope had torn. [1]"}, "any update?", "What is the latest on bell Tolm ring?"},
		{[]string{"How many people saw the heron in Tolm?", "Forty people saw it in Tolm. [1]"}, "and the cause?", "what was the cause (people heron Tolm)?"},
		{[]string{"What did Mara Olm steal?", "She stole a bell, judge Ole Tarn said. [1]"}, "why did she do that?", "why did Mara Olm do that?"},
		{[]string{"What did the kiln cost?", "It cost 40 crowns. [1]"}, "And who is the reeve of Averny?", "And who is the reeve of Averny"},
		// Who is meant by a pronoun, whom the conversation met, and what was refused.
		{[]string{"Who is the mayor of Tolm?", "Mara Olm – Tolm Post, 2 November 2026 [1] Mara Olm is the mayor of Tolm. (Tolm Post, 2 November 2026) [1]", "and of Averny?", "Peter Tarn – Tolm Post, 2 November 2026 [1] Peter Tarn, 50, is the mayor of Averny. (Tolm Post, 2 November 2026) [1]", "what was he before?", "Peter Tarn was a baker. [1]"}, "and she?", "what was Mara Olm before?"},
		{[]string{"Who follows Peter Tarn?", "Peter Tarn resigned. He will be followed by the smith Mara Olm. [1]", "is he ill?", refused}, "how old is she?", "how old is Mara Olm?"},
		{[]string{"What burst in Tolm?", "kiln – Tolm Post, 2 November 2026 [1] A kiln burst in Tolm. (Tolm Post, 2 November 2026) [1]"}, "has it been mended?", "has kiln been mended (burst Tolm)?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it in Tolm. [1]", "can people pay with shells?", refused}, "tell me more", "Who fed the heron in Tolm?"},
		// What a conversation goes back to, what stands first, what was not meant.
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]", "When does the ferry to Averny sail?", "The ferry sails at six. [1]"}, "back to the heron: how tall is it?", "how tall is the heron (Tolm)?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "and the fire in Averny, was anybody hurt?", "was anybody hurt (fire Averny)?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "and the reeve, what did she say?", "what did the reeve say (heron Tolm)?"},
		{[]string{"How deep is the Tolm harbour?", "It is five metres deep. [1]"}, "I meant the river, not the harbour", "How deep is the Tolm river?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it in Tolm. [1]", "How tall is the kiln?", refused}, "what did [1] say?", "The reeve fed it in Tolm?"},
		// What is of the article that was quoted, of another place, or only of another time.
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. (Tolm Post, 2 November 2026) [1]", "how many fish were there last year?", "Forty fish were there. (Tolm Post, 2 November 2026) [1]"}, "who supports that?", "who supports that (heron Tolm)?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "and the one in Averny, was it fed?", "was the one in Averny fed (heron)?"},
		// What takes no place of a name, and what "it" is not.
		{[]string{"How many herons are there in Tolm?", "Forty herons live in Tolm. [1]"}, "and now?", "How many herons are there in Tolm now?"},
		{[]string{"Why is the kiln of Tolm closed?", "It burst. [1]", "when was it built?", "In 1850. [1]"}, "same question for the quay in Averny", "when was the quay in Averny built?"},
		{[]string{"What does the reeve say about the heron?", "She is against it. [1]"}, "who fed it?", "who fed the heron (reeve)?"},
		{[]string{"Which kiln burst in Tolm?", "The old one burst in Tolm. [1]"}, "how long will it take to mend it?", "how long will it take to mend it (Tolm)?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "which outlet says so?", "Who fed the heron in Tolm?"},
		// The same once more: with a link, in another form, from others, in the very words, against what somebody read.
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "link?", "Who fed the heron in Tolm?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "as bullet points please", "Who fed the heron in Tolm?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "is that confirmed by anyone else?", "Who fed the heron in Tolm?"},
		{[]string{"How many herons live in Tolm?", "Forty herons live in Tolm. [1]"}, "are you sure? I read 60", "How many herons live in Tolm, 60?"},
		{[]string{"How many herons live in Tolm?", "Forty herons live in Tolm. [1]"}, "I thought it was only 60", "How many herons live in Tolm, 60?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "quote me the exact words of the reeve", "What did the reeve say (heron Tolm)?"},
		{[]string{"How many herons live in Tolm?", "Forty herons live in Tolm by day. [1] Sixty herons live there, the smith said. [2]"}, "where does the second figure come from?", "Sixty herons live there, the smith said?"},
		{[]string{"What burst in Tolm?", "A kiln burst. (Tolm Post, 2 November 2026) [1] It was old. (Averny Echo, 2 November 2026) [2]"}, "only from the Echo", "What burst in Tolm according to Averny Echo?"},
		{[]string{"Which kiln burst in Tolm?", "The old one burst in Tolm. [1]"}, "make that a timeline", "A timeline of Tolm?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]", "When does the ferry to Averny sail?", "The ferry sails at six. [1]"}, "earlier you mentioned the heron, how tall is it?", "how tall is the heron (Tolm)?"},
		// Another part of a period, another weekend.
		{[]string{"what was reported in the first half of October?", "A kiln burst. [1]"}, "and in the second half?", "what was reported in the second half of October?"},
		{[]string{"what happened over the weekend?", "A kiln burst. [1]"}, "and the weekend before?", "what happened from 21 November 2026 to 22 November 2026?"},
		{[]string{"what happened on 17 November?", "A kiln burst. [1]"}, "and the weekend before that?", "what happened from 14 November 2026 to 15 November 2026?"},
		{[]string{"what was reported in the first half of October?", "A kiln burst. [1]"}, "and in the second half of that month?", "what was reported in the second half of October?"},
		{[]string{"what was reported in mid October?", "A kiln burst. [1]"}, "and in the second half of that month?", "what was reported in the second half of October 2026?"},
		// Whom and what words stand for that a reply does not name.
		{[]string{"Who found the bell?", "The smith Mara Olm found it. (Tolm Post, 2 November 2026) [1]", "Who was arrested for stealing the bell?", "Police have arrested a night guard of the museum. (Tolm Post, 3 November 2026) [1]"}, "how old is he?", "how old is he (night guard museum arrested stealing bell)?"},
		{[]string{"What do the bakers say about the old mill?", "They want to keep it. [1]"}, "who leads them?", "who leads the bakers (mill)?"},
		{[]string{"What does Mara Olm say about the old mill?", "She wants to keep it. [1]"}, "how many people work there?", "how many people work there (mill Mara Olm)?"},
		{[]string{"How many people died in the fire in Tolm?", "Five people died in Tolm. [1]"}, "and injured?", "How many were injured (people fire Tolm)?"},
		{[]string{"Who fed the heron in Tolm?", "The reeve fed it. [1]"}, "who was the director of the company?", "who was the director of the company (Tolm)?"},
		// Whom and what words stand for: a surname, somebody who is described, nobody.
		{[]string{"what happened to Tarn", "The reeve Mara Olm overtook him: Peter Tarn lost. [1]"}, "why did he lose", "why did Peter Tarn lose?"},
		{[]string{"what did the widow say", "A widow told the court how her kiln burst. [1]"}, "how old is she", "how old is the widow?"},
		{[]string{"who follows Peter Tarn", "The smiths of Tolm want Mara Olm. [1]"}, "is that permanent", "is that permanent (follows Peter Tarn Mara Olm)?"},
		{[]string{"Where are the herons now?", "The herons are in Averny. [1]"}, "who feeds it?", "who feeds it (herons)?"},
		{[]string{"does the reeve of Tolm resign?", "The smiths want her to. [1]"}, "who wants that", "who wants that (reeve Tolm resign)?"},
		// What a digest was of; what was asked before who said so; names in small letters.
		{[]string{"summarize storm hedda", "Storm Hedda flooded Tolm. [1]"}, "any deaths", "any deaths (storm hedda Tolm)?"},
		{[]string{"How many people died in the fire in Tolm?", "Five people died in Tolm, the reeve said. [1]", "who said so?", "Five people died in Tolm, the reeve said. [1]"}, "and injured?", "How many were injured (people fire Tolm)?"},
		{[]string{"which kilns are closed", "The kilns of Tolm and Averny are closed. [1] In Averny one burns. [2]"}, "what about averny", "which kilns are closed Averny?"},
		{[]string{"How much did rents rise in Tolm?", "They rose by 8 per cent in Tolm, and by 3 in Averny. [1]"}, "compare that with Averny", "Compare rents rise Tolm and rents rise Averny?"},
		// What somebody has in mind instead.
		{[]string{"How many herons live in Tolm?", "Forty herons live in Tolm. [1]"}, "wasn't it 60?", "How many herons live in Tolm, 60?"},
		{[]string{"How many herons live in Tolm?", "Forty herons live in Tolm. [1]"}, "the first report said 60, no?", "How many herons live in Tolm, 60?"},
		{[]string{"How many herons live in Tolm?", "Forty herons live in Tolm. [1]"}, "first they said 60 didnt they", "How many herons live in Tolm, 60?"},
		{[]string{"What do Tolm Post and Averny Echo say about the heron?", "It is ill. (Tolm Post, 2 November 2026) [1] It is well. (Averny Echo, 2 November 2026) [2]"}, "and the cause?", "what was the cause (heron)?"},
	} {
		var messages []news.Message
		for i, text := range test.before {
			role := news.RoleUser
			if i%2 == 1 {
				role = news.RoleAssistant
			}
			messages = append(messages, news.Message{Role: role, Content: text})
		}
		got := test.question
		if thread := threadOf(messages, asOf); thread.leans(asked(test.question)) {
			got = completed(test.question, messages, asOf)
		} else {
			got = asked(got)
		}
		if got != test.want {
			t.Errorf("%q after %q became %q, want %q", test.question, test.before[0], got, test.want)
		}
	}
}

func TestFollowUpsInOtherLanguagesGoOn(t *testing.T) {
	for _, c := range [][3]string{
		{"Wie hoch wird der Deich in Hollin?", "Und was kostet er?", "Und was kostet er (Deich Hollin)?"},
		{"¿Quién es la alcaldesa de Hollin?", "¿Y desde cuándo?", "Y desde cuándo (alcaldesa Hollin)?"},
		{"Какой длины мост в Холлине?", "А сколько он стоил?", "А сколько он стоил (длины мост Холлине)?"},
		{"Wie hoch wird der Deich in Hollin?", "Wer leitet die Werft in Ostrand?", "Wer leitet die Werft in Ostrand?"},
	} {
		messages := []news.Message{{Role: news.RoleUser, Content: c[0]}, {Role: news.RoleAssistant, Content: "Ja. [1]"}}
		th, question := threadOf(messages, late), asked(c[1])
		got := question + "?"
		if th.leans(question) {
			got = completed(c[1], messages, late)
		}
		if got != c[2] {
			t.Errorf("%s %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// In other languages a time takes the place of the time, and a name that of the one behind
// the same small word.
func TestAFragmentInAnotherLanguageTakesThePlaceOfItsLike(t *testing.T) {
	asOf := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	for _, c := range [][3]string{
		{"Was ist gestern passiert?", "und heute?", "Was ist passiert heute?"},
		{"¿Qué pasó ayer?", "¿y hoy?", "Qué pasó hoy?"},
		{"Mitä Braskissa tapahtui eilen?", "entä tänään?", "Mitä Braskissa tapahtui tänään?"},
		{"Hoe hoog is het water in Brask?", "en in Oster?", "Hoe hoog is het water in Oster?"},
		{"Jak wysoki jest poziom w Brasku?", "a w Osterze?", "Jak wysoki jest poziom w Osterze?"},
	} {
		messages := []news.Message{{Role: news.RoleUser, Content: c[0]}, {Role: news.RoleAssistant, Content: "Olm Lind. [1]"}}
		if got := completed(c[1], messages, asOf); got != c[2] || !threadOf(messages, asOf).leans(asked(c[1])) {
			t.Errorf("%q behind %q is %q, not %q", c[1], c[0], got, c[2])
		}
	}
	for question, want := range map[string]bool{"Сколько ему лет и где он живёт?": true, "Kde teď její bratr pracuje?": true, "Wie heißt der Bürgermeister von Oster?": false} {
		of := threadOf([]news.Message{{Role: news.RoleUser, Content: "Кто новый тренер «Оски»?"}}, asOf)
		if got := of.leans(question); got != want {
			t.Errorf("%q leans: %t", question, got)
		}
	}
}

// What a refusal names as mentioned nowhere is read from its words: nothing else of it comes back.
func TestARefusalTellsTheNextQuestionWhatNothingMentions(t *testing.T) {
	for _, words := range [][]string{{"heron"}, {"heron", "3.5"}, {"heron", "Tolm", "kiln"}} {
		var terms []term
		for _, w := range words {
			terms = append(terms, term{text: w})
		}
		for i, in := range append(lang.Askers(), language(), language()) {
			reply := own(in, "refused", "WITHIN", "") + " " + noMention(in, 1+i%2, terms) + " " + own(in, "closest", "HEADLINE", "The reeve rests.", "BY", "")
			if !isRefusal(reply) {
				t.Errorf("%q is taken for an answer", reply)
			}
			if got := unmentioned(reply); !slices.Equal(got, words) {
				t.Errorf("%q names %q, read as %q", reply, words, got)
			}
		}
	}
	if got := unmentioned(own(language(), "refused", "WITHIN", "") + " Closest is “The reeve rests.”"); got != nil {
		t.Errorf("without a word that nothing mentions: %q", got)
	}
}

// A question for all the news of a time of its own leans on nothing that was said before;
// of a day that it names, it may.
func TestQuestionsForTheNewsLeanOnNothing(t *testing.T) {
	before := []news.Message{{Role: news.RoleUser, Content: "Who fed the heron in Tolm?"}, {Role: news.RoleAssistant, Content: "The reeve fed it. [1]"}}
	talk := threadOf(before, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
	for question, want := range map[string]bool{
		"what did I miss this week":         false,
		"top stories in the last 48 hours":  false,
		"what happened over the weekend":    false,
		"and what happened this week":       true,
		"what happened on Monday":           true,
		"what happened in Averny this week": false,
		"what happened then":                true,
		"what happened to it over the week": true,
	} {
		if got := talk.leans(question); got != want {
			t.Errorf("%q leans: %v, want %v", question, got, want)
		}
	}
}
