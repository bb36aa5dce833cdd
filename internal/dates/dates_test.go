package dates

import (
	"strings"
	"testing"
	"time"

	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// asOf is a Wednesday afternoon.
var asOf = time.Date(2024, 5, 15, 14, 30, 0, 0, time.UTC)

// In the questions brackets mark the expression. An interval is written
// "after..before" where either may be missing; a day stands for its midnight.
var findTests = []struct{ question, want string }{
	// days
	{"What happened [yesterday]?", "2024-05-14..2024-05-15"},
	{"Who resigned [today]?", "2024-05-15..2024-05-16"},
	{"[Today], who resigned?", "2024-05-15..2024-05-16"},
	{"What did the mayor say [this morning]?", "2024-05-15..2024-05-16"},
	{"Who won [tonight]?", "2024-05-15..2024-05-16"},
	{"Who won [last night]?", "2024-05-14..2024-05-16"},
	{"Who spoke [the day before yesterday]?", "2024-05-13..2024-05-14"},
	{"Who spoke [earlier today]?", "2024-05-15..2024-05-16"},
	{"What did the court decide [on Tuesday]?", "2024-05-14..2024-05-15"},
	{"What did the court decide [on Wednesday]?", "2024-05-15..2024-05-16"},
	{"What did the court decide [last Wednesday]?", "2024-05-08..2024-05-09"},
	{"What did the court decide [this Monday]?", "2024-05-13..2024-05-14"},
	{"What did the court decide [on Friday night]?", "2024-05-10..2024-05-11"},
	{"What happened [Monday]?", "2024-05-13..2024-05-14"},
	{"what happened [tuesday evening]", "2024-05-14..2024-05-15"},
	{"[Tuesday's] news", "2024-05-14..2024-05-15"},
	{"What happened [on Friday last week]?", "2024-05-10..2024-05-11"},
	{"What happened [last week on Friday]?", "2024-05-10..2024-05-11"},
	{"what happened [on friday a week ago]", "2024-05-10..2024-05-11"},
	{"what happened [the week of 6 May]", "2024-05-06..2024-05-13"},
	{"What happened [over the weekend of 4-5 May]?", "2024-05-04..2024-05-06"},
	{"what happened [mid april]", "2024-04-11..2024-04-21"},
	{"[end of april] news", "2024-04-21..2024-05-01"},
	{"headlines [for 3 May]", "2024-05-03..2024-05-04"},
	{"news [24.4.2024]", "2024-04-24..2024-04-25"},
	{"Who was hurt [on Monday, 6 May 2024]?", "2024-05-06..2024-05-07"},
	{"Who was hurt [on 3 May]?", "2024-05-03..2024-05-04"},
	{"Who was hurt [on 3 June]?", "2023-06-03..2023-06-04"},
	{"Who was hurt [on the 3rd of May]?", "2024-05-03..2024-05-04"},
	{"Who was hurt [on May 3rd, 2023], in Oslo?", "2023-05-03..2023-05-04"},
	{"Who was hurt [on Jan. 5, 2024]?", "2024-01-05..2024-01-06"},
	{"Who was hurt [on Wed 8 May]?", "2024-05-08..2024-05-09"},
	{"Who was hurt [on Sat., 4 May 2024], in Oslo?", "2024-05-04..2024-05-05"},
	{"Who was hurt [on the 3rd]?", "2024-05-03..2024-05-04"},
	{"Who was hurt [on the 31st]?", "2024-03-31..2024-04-01"},
	{"Who was hurt [on 29 February]?", "2024-02-29..2024-03-01"},
	{"Who was hurt [3 May 2024]?", "2024-05-03..2024-05-04"},
	{"Who was hurt [on July 4, 1776]?", "1776-07-04..1776-07-05"},
	{"Who was hurt [on 2022-11-08]?", "2022-11-08..2022-11-09"},
	{"Who was hurt [on 2022/11/08]?", "2022-11-08..2022-11-09"},
	{"What became of the ferry fire [of 3 February 2024]?", "2024-02-03.."},

	// weeks and weekends
	{"What happened [this week]?", "2024-05-13..2024-05-20"},
	{"What happened [last week]?", "2024-05-06..2024-05-13"},
	{"What happened [the previous week]?", "2024-05-06..2024-05-13"},
	{"What happened [in the past week]?", "2024-05-08.."},
	{"What happened [in the last week]?", "2024-05-08.."},
	{"What happened [over the past few days]?", "2024-05-10.."},
	{"What happened [late last week]?", "2024-05-06..2024-05-13"},
	{"What happened [in the last week of April]?", "2024-04-24..2024-05-01"},
	{"What happened [in the second week of April]?", "2024-04-08..2024-04-15"},
	{"What happened [in the third week of November 2023]?", "2023-11-15..2023-11-22"},
	{"What happened [in the week of 3 May 2023]?", "2023-05-01..2023-05-08"},
	{"Who played [over the weekend]?", "2024-05-11..2024-05-13"},
	{"Who played [at the weekend]?", "2024-05-11..2024-05-13"},
	{"Who played [last weekend]?", "2024-05-11..2024-05-13"},

	// distances
	{"What happened [in the past 3 days]?", "2024-05-12.."},
	{"What happened [in the last 24 hours]?", "2024-05-14T14:30.."},
	{"What happened [within the last two months]?", "2024-03-15.."},
	{"What happened [3 days ago]?", "2024-05-12..2024-05-13"},
	{"What happened [two weeks ago]?", "2024-04-29..2024-05-06"},
	{"What happened [a year ago]?", "2023-01-01..2024-01-01"},
	{"What happened [a couple of months ago]?", "2024-03-01..2024-04-01"},
	{"What happened [20 hours ago]?", "2024-05-14..2024-05-15"},
	{"What has changed [since two weeks ago]?", "2024-04-29.."},

	// months
	{"What did the bank say [this month]?", "2024-05-01..2024-06-01"},
	{"What did the bank say [last month]?", "2024-04-01..2024-05-01"},
	{"What did the bank say [in the past month]?", "2024-04-15.."},
	{"What did the bank say [in March]?", "2024-03-01..2024-04-01"},
	{"What did the bank say [in may]?", "2024-05-01..2024-06-01"},
	{"What did the bank say [in June]?", "2023-06-01..2023-07-01"},
	{"What did the bank say [last March]?", "2024-03-01..2024-04-01"},
	{"What did the bank say [last May]?", "2023-05-01..2023-06-01"},
	{"What did the bank say [in March 2023]?", "2023-03-01..2023-04-01"},
	{"What did the bank say [in Sept. 2023]?", "2023-09-01..2023-10-01"},
	{"What did the bank say [in March of 2023]?", "2023-03-01..2023-04-01"},
	{"What did the bank say [in 2023-03]?", "2023-03-01..2023-04-01"},
	{"Bank failures [March 2023]", "2023-03-01..2023-04-01"},
	{"What did the bank say [in early March 2023]?", "2023-03-01..2023-03-11"},
	{"What did the bank say [in mid-March]?", "2024-03-11..2024-03-21"},
	{"What did the bank say [in late February 2023]?", "2023-02-21..2023-03-01"},
	{"What did the bank say [at the end of March]?", "2024-03-21..2024-04-01"},
	{"What did the bank say [early last month]?", "2024-04-01..2024-04-11"},
	{"What did the bank say [in March and April]?", "2024-03-01..2024-05-01"},
	{"What did the bank say [in January, February and March 2023]?", "2023-01-01..2023-04-01"},

	// quarters, seasons, years, decades
	{"How did sales do [in Q3 2023]?", "2023-07-01..2023-10-01"},
	{"How did sales do [in the third quarter of 2023]?", "2023-07-01..2023-10-01"},
	{"How did sales do [in the first quarter]?", "2024-01-01..2024-04-01"},
	{"How did sales do [last quarter]?", "2024-01-01..2024-04-01"},
	{"Who was on strike [in spring 2023]?", "2023-03-01..2023-06-01"},
	{"Who was on strike [in the summer of 2023]?", "2023-06-01..2023-09-01"},
	{"Who was on strike [last winter]?", "2023-12-01..2024-03-01"},
	{"Who was on strike [last summer]?", "2023-06-01..2023-09-01"},
	{"Who was on strike [in 2023]?", "2023-01-01..2024-01-01"},
	{"Who was on strike [in 2022 and 2023]?", "2022-01-01..2024-01-01"},
	{"Who was on strike [in 2022-23]?", "2022-01-01..2024-01-01"},
	{"Who was on strike [in early 2023]?", "2023-01-01..2023-05-01"},
	{"Who was on strike [in the second half of 2023]?", "2023-07-01..2024-01-01"},
	{"Who was on strike [this year]?", "2024-01-01..2025-01-01"},
	{"Who was on strike [earlier this year]?", "2024-01-01..2025-01-01"},
	{"Who has been on strike [so far this year]?", "2024-01-01..2025-01-01"},
	{"Who was on strike [last year]?", "2023-01-01..2024-01-01"},
	{"Who was on strike [in the 1990s]?", "1990-01-01..2000-01-01"},
	{"Who was on strike [in the last ten years]?", "2014-05-15.."},

	// since, after, before, until, by
	{"What has he said [since March 2023]?", "2023-03-01.."},
	{"What has he said [since last week]?", "2024-05-06.."},
	{"What has he said [since Monday]?", "2024-05-13.."},
	{"What has he said [since 2022]?", "2022-01-01.."},
	{"What has he said since the election [of 2022-11-08]?", "2022-11-08.."},
	{"What has he said since the war began [in February 2022]?", "2022-02-01.."},
	{"What has he said since the summit [last week]?", "2024-05-06.."},
	{"What did he say [after 3 May]?", "2024-05-04.."},
	{"What did he say after the vote [on 3 May]?", "2024-05-03.."},
	{"What did he say [before 2023]?", "..2023-01-01"},
	{"What did he say before the vote [on 3 May]?", "..2024-05-04"},
	{"What did he say [prior to March 2023]?", "..2023-03-01"},
	{"What did he say [until March 2023]?", "..2023-04-01"},
	{"What did he say [up to yesterday]?", "..2024-05-15"},
	{"What was known [by 3 May 2024]?", "..2024-05-04"},
	{"What was known [as of 3 May 2024]?", "..2024-05-04"},
	{"What has he said [from 2023 onwards]?", "2023-01-01.."},
	{"Articles [from March 2023]", "2023-03-01..2023-04-01"},
	{"Articles [from 2023]", "2023-01-01..2024-01-01"},
	{"Articles [from last week]", "2024-05-06..2024-05-13"},

	// between two
	{"What happened [between March and May 2023]?", "2023-03-01..2023-06-01"},
	{"What happened [between 3 and 9 May]?", "2024-05-03..2024-05-10"},
	{"What happened [from 3 to 9 May]?", "2024-05-03..2024-05-10"},
	{"What happened [from May 3 to 9, 2023]?", "2023-05-03..2023-05-10"},
	{"What happened [on 3-9 May 2023]?", "2023-05-03..2023-05-10"},
	{"What happened [between 2020 and 2022]?", "2020-01-01..2023-01-01"},
	{"What happened [from 2020 to 2022]?", "2020-01-01..2023-01-01"},
	{"What happened [from November to January]?", "2023-11-01..2024-02-01"},
	{"What happened [November 2023 to January 2024]?", "2023-11-01..2024-02-01"},
	{"What happened [from November 2023 to January]?", "2023-11-01..2024-02-01"},
	{"What happened [between 2023-11-08 and 2023-11-20]?", "2023-11-08..2023-11-21"},
	{"What happened [from last Friday to Monday]?", "2024-05-10..2024-05-14"},
	{"What happened [from Friday to Sunday]?", "2024-05-10..2024-05-13"},
	{"What happened [since March 2023] and [until May 2023]?", "2023-03-01.. ..2023-06-01"},
	{"What did he say [in 2022] that he denied [last week]?", "2022-01-01..2023-01-01 2024-05-06..2024-05-13"},

	// what belongs to a time is reported from then on
	{"Who won [last week's] vote?", "2024-05-06.."},
	{"Who won [yesterday’s] vote?", "2024-05-14.."},
	{"Who won [Tuesday's] vote?", "2024-05-14.."},

	// numbers, halves, holidays and the like
	{"What was seen [on 24/11/2022]?", "2022-11-24..2022-11-25"},
	{"What was seen [on 11/24/2022]?", "2022-11-24..2022-11-25"},
	{"What was seen [on 24.11.2022]?", "2022-11-24..2022-11-25"},
	{"What was seen [on 24-11-2022]?", "2022-11-24..2022-11-25"},
	{"What happened [on 3/5/2024]?", "2024-05-03..2024-05-04"},
	{"What was seen [between 1/2/2023 and 3/2/2023]?", "2023-02-01..2023-02-04"},
	{"What happened [in H1 2023]?", "2023-01-01..2023-07-01"},
	{"What happened [in H2]?", "2023-07-01..2024-01-01"},
	{"Sales [H2 2022]", "2022-07-01..2023-01-01"},
	{"Sales [Q3 2022]", "2022-07-01..2022-10-01"},
	{"Sales [H2/2022]", "2022-07-01..2023-01-01"},
	{"What happened [in summer '23]?", "2023-06-01..2023-09-01"},
	{"What happened [in week 18]?", "2024-04-29..2024-05-06"},
	{"What happened [in week 50]?", "2023-12-11..2023-12-18"},
	{"What happened [in week 1 of 2021]?", "2021-01-04..2021-01-11"},
	{"What happened [the Sunday before last]?", "2024-05-05..2024-05-06"},
	{"What happened [two Fridays ago]?", "2024-05-03..2024-05-04"},
	{"What happened [on Monday]?", "2024-05-13..2024-05-14"},
	{"The biggest stories [of the week]", "2024-05-13..2024-05-20"},
	{"News [of the day]", "2024-05-15..2024-05-16"},
	{"A roundup [of the month]?", "2024-05-01..2024-06-01"},
	{"A recap [of 3 May]", "2024-05-03..2024-05-04"},
	{"A round-up [of 3 May]", "2024-05-03..2024-05-04"},
	{"What happened [for 3 May]?", "2024-05-03..2024-05-04"},
	{"Wrap-up [for 3 May]", "2024-05-03..2024-05-04"},
	{"The pick-up of 3 May", ""},
	{"[The month in review]", "2024-05-01..2024-06-01"},
	{"Who is the artist of the month?", ""},
	{"The news of the week long strike", ""},
	{"What happened [the week before last]?", "2024-04-29..2024-05-06"},
	{"What happened [in the first half of the month]?", "2024-05-01..2024-05-16"},
	{"What happened [between 24/4 and 26/4]?", "2024-04-24..2024-04-27"},
	{"The port is open 24/7", ""},
	{"What happened [on the 14th of this month]?", "2024-05-14..2024-05-15"},
	{"What happened [on the 14th of last month]?", "2024-04-14..2024-04-15"},
	{"What happened [between 04/12/2024 and 04/14/2024]?", "2024-04-12..2024-04-15"},
	{"news [27/4/24]", "2024-04-27..2024-04-28"},
	{"the score of 3.5.24", ""},
	{"what happend [yesturday]", "2024-05-14..2024-05-15"},
	{"what happened [on wednsday]", "2024-05-15..2024-05-16"},
	{"what happened [in febuary]", "2024-02-01..2024-03-01"},
	{"What happened [a fortnight ago]?", "2024-04-29..2024-05-06"},
	{"What happened [in the past fortnight]?", "2024-05-01.."},
	{"What happened [in the last two fortnights]?", "2024-04-17.."},
	{"What happened [one year ago today]?", "2023-05-15..2023-05-16"},
	{"What happened [two weeks ago today]?", "2024-05-01..2024-05-02"},
	{"What happened [at Christmas]?", "2023-12-24..2023-12-27"},
	{"What happened [over Christmas 2021]?", "2021-12-24..2021-12-27"},
	{"What happened [last Christmas]?", "2023-12-24..2023-12-27"},
	{"What happened [at Easter]?", "2024-03-29..2024-04-02"},
	{"What happened [on Good Friday]?", "2024-03-29..2024-03-30"},
	{"What happened [on New Year’s Eve]?", "2023-12-31..2024-01-02"},
	{"What happened [on Christmas Day 2022]?", "2022-12-25..2022-12-26"},
	{"What happened [on Thanksgiving]?", "2023-11-23..2023-11-24"},
	{"What has happened [since Christmas]?", "2023-12-24.."},
	{"What happened [before Halloween 2022]?", "..2022-10-31"},
	{"Who won [on Friday the 10th]?", "2024-05-10..2024-05-11"},
	{"What happened [on Friday, the 19th]?", "2024-04-19..2024-04-20"},
	{"What happened [in the past 10 days]?", "2024-05-05.."},
	{"What happened [in mid-October]?", "2023-10-11..2023-10-21"},
	{"Who was on strike [in the winter of 2021 to 2022]?", "2020-12-01..2023-01-01"},
	{"Was the oak felled [in the winter of 1381] to build it?", "1380-12-01..1381-03-01"},
	{"Was geschah [gestern] in Brask?", "2024-05-14..2024-05-15"},
	{"چه خبر [۱۰ مارس ۲۰۲۴]؟", "2024-03-10..2024-03-11"},
	{"Що сталося [вчора]?", "2024-05-14..2024-05-15"},
}

// None of these says when the articles were published.
var findNothing = []string{
	"",
	"Who won the 2024 election?",
	"Who won Euro 2024?",
	"What is in Budget 2025?",
	"Who won the 2022 World Cup?",
	"Who played at Super Bowl 2024?",
	"Where is the class of 2023 now?",
	"How many voted in the 2023 vote?",
	"Did at least 1984 votes count?",
	"Were more than 2000 people hurt?",
	"What happened after 2000 people died?",
	"Is it in 2000 homes?",
	"Did it cost $2000 or 2,000 euros?",
	"Did the Boeing 2023 fly?",
	"May the court rule on it?",
	"What may 2023 bring?",
	"Who may march on the capital?",
	"Who took part in the march?",
	"What did May say after May resigned?",
	"Who was second?",
	"Is this the last second chance?",
	"What happened on 31/31/2024?",
	"What is version 1.2.20245 of it?",
	"What is on 192.168.1.2024?",
	"Who won the 24/11/2026x race?",
	"Who sang All I Want for Christmas Is You?",
	"Which Christmas tree fell?",
	"Is there a Christmas market?",
	"Who owns Easter Island?",
	"What has changed since the election?",
	"Who is in Friday the 13th?",
	"What changed after 9/11?",
	"What is COVID-19?",
	"Will they vote on Tuesday?",
	"What will happen in March?",
	"Who will be president next year?",
	"How many cars will be electric by 2030?",
	"What must be done by 2050?",
	"What opens in 2026?",
	"What happened on Black Friday?",
	"Who hosted Saturday Night Live?",
	"What was on Last Week Tonight?",
	"What did USA Today report?",
	"What happened in the last week of the war?",
	"Who lives on the 4th floor?",
	"What happened in the second week of the war?",
	"What caused the fall of the government?",
	"Who scored in the last 3 matches?",
	"What is the music of the 1990s?",
	"How much is a stamp from 1952?",
	"How much dearer is bread compared to a year ago?",
	"Are there more ferries than last year?",
	"What opens in June?",
	"Which service could end in June?",
	"Who lost before last week's vote?",
	"What will gas cost this winter?",
	"Who spoke at the 3 May vote?",
	"Who led the March 2023 talks?",
	"Who spoke in the March 2023 talks?",
	"Who spoke in the March talks?",
	"Who ran in the 2023 marathon?",
	"Who spoke after the 3 May debate?",
	"Is it on the 3rd floor?",
	"On 31 February?",
	"What happened in 10000?",
	"Who is Jan in March Madness?",
	"Is it ten times as large as a year before?",
}

func find(question string, asOf time.Time) []news.DateExpression {
	found, _ := Find(question, asOf)
	return found
}

func recent(question string) bool {
	_, recent := Find(question, time.Time{})
	return recent
}

func TestFind(t *testing.T) {
	for _, tt := range findTests {
		question := strings.NewReplacer("[", "", "]", "").Replace(tt.question)
		var texts, intervals []string
		for _, d := range find(question, asOf) {
			texts = append(texts, d.Text)
			intervals = append(intervals, written(d.After)+".."+written(d.Before))
		}
		var want []string
		for _, s := range strings.Split(tt.question, "[")[1:] {
			text, _, _ := strings.Cut(s, "]")
			want = append(want, text)
		}
		if diff := cmp.Diff(want, texts); diff != "" {
			t.Errorf("Find(%q) texts: -want +got\n%s", question, diff)
		} else if got := strings.Join(intervals, " "); got != tt.want {
			t.Errorf("Find(%q) = %s, want %s", question, got, tt.want)
		}
	}
}

func TestFindLeavesAlone(t *testing.T) {
	for _, question := range findNothing {
		for _, d := range find(question, asOf) {
			t.Errorf("Find(%q) = %q %s..%s, want nothing", question, d.Text, written(d.After), written(d.Before))
		}
	}
}

// written is a time as the tests write it.
func written(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Equal(date(t.Year(), int(t.Month()), t.Day(), t.Location())):
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02T15:04")
}

// The day is that of the reader, and the edges of the calendar hold.
func TestFindAsOf(t *testing.T) {
	kyiv := time.FixedZone("EEST", 3*60*60)
	tests := []struct {
		asOf     time.Time
		question string
		want     string
	}{
		{time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), "yesterday", "2023-12-31..2024-01-01"},
		{time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), "last quarter", "2023-10-01..2024-01-01"},
		{time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), "this winter", "2023-12-01..2024-03-01"},
		{time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), "last winter", "2022-12-01..2023-03-01"},
		{time.Date(2024, 3, 31, 12, 0, 0, 0, time.UTC), "in the past month", "2024-02-29.."},
		{time.Date(2024, 5, 19, 12, 0, 0, 0, time.UTC), "this week", "2024-05-13..2024-05-20"},
		{time.Date(2024, 5, 19, 12, 0, 0, 0, time.UTC), "over the weekend", "2024-05-18..2024-05-20"},
		{time.Date(2024, 5, 19, 12, 0, 0, 0, time.UTC), "last weekend", "2024-05-11..2024-05-13"},
		{time.Date(2023, 2, 1, 12, 0, 0, 0, time.UTC), "on 29 February", "2020-02-29..2020-03-01"},
		{time.Date(2024, 5, 15, 23, 30, 0, 0, time.UTC).In(kyiv), "today", "2024-05-16..2024-05-17"},
	}
	for _, tt := range tests {
		found := find(tt.question, tt.asOf)
		if len(found) != 1 {
			t.Errorf("Find(%q, %s) found %v", tt.question, tt.asOf, found)
			continue
		}
		if got := written(found[0].After) + ".." + written(found[0].Before); got != tt.want {
			t.Errorf("Find(%q, %s) = %s, want %s", tt.question, tt.asOf, got, tt.want)
		}
	}
	if found := find("today", time.Date(2024, 5, 15, 23, 30, 0, 0, time.UTC).In(kyiv)); found[0].After.Location() != kyiv {
		t.Errorf("the interval is in %s, want the zone of as-of", found[0].After.Location())
	}
}

func TestADateInDoubtSaysWhatElseItMayBe(t *testing.T) {
	for question, want := range map[string]string{
		"on 10/03/2024": "2024-10-03", "on 24/11/2022": "", "on 3 May": "", "on 3/3/2024": "",
	} {
		if got := written(find(question, asOf)[0].Other); got != want {
			t.Errorf("%q may also be %q, want %q", question, got, want)
		}
	}
}

func TestInterval(t *testing.T) {
	tests := []struct{ question, want string }{
		{"What happened?", ".."},
		{"What happened last week?", "2024-05-06..2024-05-13"},
		{"What happened since March 2023 and until May 2023?", "2023-03-01..2023-06-01"},
		{"Compare what he said in 2021 with what he said in 2023.", "2021-01-01..2024-01-01"},
		{"What did he say in 2023, since March 2023?", "2023-03-01..2024-01-01"},
		{"What did he say since March 2024 and before January 2024?", ".."}, // nothing can be both
	}
	for _, tt := range tests {
		after, before := Interval(find(tt.question, asOf))
		if got := written(after) + ".." + written(before); got != tt.want {
			t.Errorf("Interval of %q = %s, want %s", tt.question, got, tt.want)
		}
	}
}

func TestReported(t *testing.T) {
	for question, want := range map[string]string{
		"yesterday":     "2024-05-11..2024-05-18",
		"last week":     "2024-05-03..2024-05-16",
		"last month":    "2024-04-01..2024-05-01",
		"since Monday":  "2024-05-13..",
		"until 3 May":   "..2024-05-04",
		"what happened": "..",
	} {
		after, before := Reported(Interval(find(question, asOf)))
		if got := written(after) + ".." + written(before); got != want {
			t.Errorf("Reported for %q = %s, want %s", question, got, want)
		}
	}
}

func TestRecent(t *testing.T) {
	for question, want := range map[string]bool{
		"What is the latest on the ferry?":         true,
		"What are the newest figures?":             true,
		"What is the most recent poll?":            true,
		"Who is leading now?":                      true,
		"Who is currently leading?":                true,
		"What is happening right now?":             true,
		"How many have died so far?":               true,
		"Breaking news":                            true,
		"What is closed at the moment?":            true,
		"Must it be paid by Friday at the latest?": false,
		"Who directed Apocalypse Now?":             false,
		"Who is accused of breaking the law?":      false,
		"What did the now-closed bank say?":        false,
		"How far is it from Visby?":                false,
		"What happened in March 2023?":             false,
		"Did anyone know until now?":               false,
	} {
		if got := recent(question); got != want {
			t.Errorf("Recent(%q) = %v, want %v", question, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, tt := range findTests {
		f.Add(tt.question, asOf.Unix())
	}
	for _, question := range findNothing {
		f.Add(question, asOf.Unix())
	}
	f.Add("in 1900 to early the last 1000 years of mid-\xff 9999-12-31", int64(0))
	f.Fuzz(func(t *testing.T, question string, unix int64) {
		asOf := time.Unix(unix%4e9, 0).UTC()
		end := 0
		found := find(question, asOf)
		for _, d := range found {
			if d.Start < end || d.End <= d.Start || d.End > len(question) || d.Text != question[d.Start:d.End] {
				t.Fatalf("Find(%q): span %v, text %q", question, d.Span, d.Text)
			}
			if d.After.IsZero() && d.Before.IsZero() || !d.Before.IsZero() && !d.After.Before(d.Before) || d.After.After(asOf) {
				t.Fatalf("Find(%q): %q is %s..%s", question, d.Text, d.After, d.Before)
			}
			end = d.End
		}
		if after, before := Interval(found); !before.IsZero() && !after.Before(before) {
			t.Fatalf("Interval of %q: %s..%s", question, after, before)
		}
		recent(question)
	})
}

// A question as long as a book is read in a time that grows no faster than it.
func TestFindLongQuestion(t *testing.T) {
	for _, w := range []string{"since ", "the ", "early ", "in March, ", "from 3 to ", "last ", "1 ", ". ", "\xff", "2024-", "between May and "} {
		find(strings.Repeat(w, 100_000/len(w)), asOf)
	}
}

func BenchmarkFind(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		find("What did the minister of transport say about the cancelled ferries since the fire of 3 February 2024?", asOf)
	}
}

func BenchmarkFindNothing(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		find("Which company has cancelled all of its winter sailings between the island and the mainland?", asOf)
	}
}
