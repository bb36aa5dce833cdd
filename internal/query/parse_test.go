package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/entities"
	"byline/internal/query"
)

// interval reads a day.
func interval(date string) (after, before time.Time, err error) {
	after, err = time.Parse(time.DateOnly, date)
	if err != nil {
		return after, before, fmt.Errorf("want a day as 2025-02-03")
	}
	return after, after.AddDate(0, 0, 1), nil
}

func TestHowQueriesAreRead(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{`"exact phrase"`, `"exact phrase"`},
		{`“white house” budget`, `("white house" AND budget)`},
		{`„Weißes Haus“ «Maison Blanche» »Haus« 「東京」 ”Vita huset” ‘quiet quitting’`, `("Weißes Haus" AND "Maison Blanche" AND "Haus" AND "東京" AND "Vita huset" AND "quiet quitting")`},
		{`ferry AND fire OR flood`, `((ferry AND fire) OR flood)`},
		{`ferry AND (fire OR flood)`, `(ferry AND (fire OR flood))`},
		{`ferry NOT fire`, `(ferry AND (NOT fire))`},
		{`ferry AND NOT fire`, `(ferry AND (NOT fire))`},
		{`ferry -fire -"oil spill" -(a OR b)`, `(ferry AND (NOT fire) AND (NOT "oil spill") AND (NOT (a OR b)))`},
		{`-ferry`, `(NOT ferry)`},
		{`NOT drill AND ferry`, `((NOT drill) AND ferry)`},
		{`NOT "fire drill" ferry`, `((NOT "fire drill") AND ferry)`},
		{`NOT (drill OR test) ferry`, `((NOT (drill OR test)) AND ferry)`},
		{`ferry NEAR/5 fire`, `(ferry NEAR/5 fire)`},
		{`ferry NEAR/5 "broke out" NEAR/2 fire`, `((ferry NEAR/5 "broke out") NEAR/2 fire)`},
		{`(ferry OR boat) SAME fire`, `((ferry OR boat) SAME fire)`},
		{`ATLEAST/3 ferry fire`, `((ATLEAST/3 ferry) AND fire)`},
		{`ferr* harbour`, `(ferr* AND harbour)`},
		{`東京* harbour`, `("東京" AND harbour)`}, // each of its characters is a word
		{`"who pays"`, `"who pays"`},
		{`"what it was" ferry`, `("what it was" AND ferry)`},
		{`=Polish -=polish`, `(=Polish AND (NOT =polish))`},
		{`="The Who"`, `="The Who"`},
		{`headline:ferry`, `headline:ferry`},
		{`headline:"on fire" source:(BBC OR "New York Times")`, `(headline:"on fire" AND (source:"BBC" OR source:"New York Times"))`},
		{`headline:(ferry NEAR/3 fire)`, `headline:(ferry NEAR/3 fire)`},
		{`source:BBC -author:"Jane Doe"`, `(source:"BBC" AND (NOT author:"Jane Doe"))`},
		{`Subject:health language:en section:Sport`, `(subject:"health" AND language:"en" AND section:"Sport")`},
		{`url:https://a.example/x?y=1 id:4711-a`, `(url:"https://a.example/x?y=1" AND id:"4711-a")`},
		{`file:*.html file:reports/2025`, `(file:"*.html" AND file:"reports/2025")`},
		{`after:2025-02-03 before:2025-02-04`, `(after:"2025-02-03" AND before:"2025-02-04")`},
		{`date:2025-02-03..2025-02-09 ferry`, `(date:"2025-02-03..2025-02-09" AND ferry)`},
		{`NATO AND EU`, `(NATO AND EU)`},
		{`"5 o'clock" & tea`, `("5 o'clock" AND tea)`},
		{`a AND b c OR d`, `((a AND b AND c) OR d)`},
		{`ferry w/5 fire`, `(ferry NEAR/5 fire)`},
		{`"oil spill" W/10 (court OR judge)`, `("oil spill" NEAR/10 (court OR judge))`},
		{`ferry near5 fire near/2 dead`, `((ferry NEAR/5 fire) NEAR/2 dead)`},
		{`(ferry /5 fire) /s dead`, `((ferry NEAR/5 fire) SAME dead)`},
		{`"ferry fire"~5 harbour`, `((ferry NEAR/5 fire) AND harbour)`},
		{`"ferry fire in"~8`, `((ferry NEAR/8 fire) NEAR/8 in)`},
		{`atleast3 strike AND atl2(pay OR wages)`, `((ATLEAST/3 strike) AND (ATLEAST/2 (pay OR wages)))`},
		{`ferry && (fire || flood) && !drill`, `(ferry AND (fire OR flood) AND (NOT drill))`},
		{`(ferry w/6 fire) or (boat w/6 fire)`, `((ferry NEAR/6 fire) OR (boat NEAR/6 fire))`},
		{`title:ferry intitle:fire lang:de outlet:nordwire`, `(headline:ferry AND headline:fire AND language:"de" AND source:"nordwire")`},
		{`HEADLINE(ferry OR boat) AND fire`, `(headline:(ferry OR boat) AND fire)`},
		{`site:nordwire.example ferry`, `(url:"nordwire.example" AND ferry)`},
		{`since:2025-02-03 until:2025-02-04`, `(after:"2025-02-03" AND before:"2025-02-04")`},
		{`publish_date:[2025-02-03 TO 2025-02-09] ferry`, `(date:"2025-02-03..2025-02-09" AND ferry)`},
	} {
		tree, err := query.Parse(c.query, interval)
		if err != nil || tree == nil {
			t.Errorf("%s: tree %v, error %v", c.query, tree, err)
			continue
		}
		if got := query.Format(tree); got != c.want {
			t.Errorf("%s: read as %s, want %s", c.query, got, c.want)
		}
	}
}

func TestPeriodsMayBeOpen(t *testing.T) {
	day := func(n int) string { return time.Date(2025, 2, n, 0, 0, 0, 0, time.UTC).Format(time.RFC3339) }
	for text, want := range map[string]string{
		`date:2025-02-03..`:      "from " + day(3) + " on",
		`date:..2025-02-03`:      "before " + day(4),
		`date:[2025-02-03 TO *]`: "from " + day(3) + " on",
		`date:{* TO 2025-02-03}`: "before " + day(4),
		`date:>=2025-02-03`:      "from " + day(3) + " on",
		`date:>2025-02-03`:       "from " + day(4) + " on",
		`date:<2025-02-03`:       "before " + day(3),
		`date:<=2025-02-03`:      "before " + day(4),
		`published:"2025-02-03"`: "from " + day(3) + " to before " + day(4),
		`since:2025-02-03`:       "from " + day(3) + " on",
	} {
		tree, err := query.Parse(text, interval)
		if err != nil || tree == nil || query.Explain(tree) != "published "+want+"\n" {
			t.Errorf("%s: %v, %v, want %s", text, tree, err, want)
		}
	}
}

// What people write for each other is searched for as it stands.
func TestPlainQueriesAreLeftAlone(t *testing.T) {
	for _, text := range strings.Split(strings.TrimSpace(plain), "\n") {
		if tree, err := query.Parse(text, interval); tree != nil || err != nil {
			t.Errorf("%s: tree %v, error %v", text, tree, err)
		}
	}
}

const plain = `
AT&T
C++
24/7
-5 degrees
5" gun
What does "quiet quitting" mean?
what does "quiet quitting" mean
Who said "I have a dream"?
"Who pays?" and why
f(x)=y
Which drink was recalled after cans had been labelled as "zero sugar?”
A man claimed the record for the "longest journey by boat" by paddling down the river:
The mayor announced plans to reopen a prison to “house violent offenders.”
A 15" laptop and a 27" screen
55 " television
6'2" tall
ferry fire in Velmoor
Biden - Trump debate
COVID-19
state-of-the-art
and or not
war and peace
to be or not to be
near the harbour
the same day
Mission:Impossible
Note: the ferry is late
Source: Reuters
10:30 train to Quarne
https://example.com/a?b=c
R&D spending
Q&A with the minister
f***
M*A*S*H
Sgr A*
5*3
2+2=4
E=mc2
= 5
1/2 price
AC/DC tour
9/11
50/50
$5 -10% discount
+1 for the mayor
#metoo
@byline
Ukraine (war)
President (Biden) speech :)
:-)
St. John's
O'Neil's boat
’90s music
‘90s music
the workers’ rights
rock ’n’ roll
TRUMP AND BIDEN MEET IN THE OVAL OFFICE
MAYOR SAYS SHE WILL NOT RESIGN OVER BUDGET
NOT GUILTY verdict
NOT GUILTY
NOT in our harbour, say fishermen
Do NOT swim in the bay
Mayor: tram will NOT raise taxes
Is it true OR false?
who came w/5 children
w/5 children
ferries near 5 harbours
W5
ATL3 delayed
the title(s) of champions
Title: the ferry
a / b
NEAR THE HARBOUR
ferry !
Did NATO AND the EU agree?
¿Qué dijo «El País» ayer?
他说了什么？
-
--help
...
`

func TestFaultsNameTheirPlace(t *testing.T) {
	for _, c := range []struct {
		query, want string
		character   int
	}{
		{`"quiet quitting`, "opens a phrase", 1},
		{`ferry “fire`, "opens a phrase", 7},
		{`Fähre "" x`, "without a word", 7},
		{`ferry OR`, "ends where a word is missing", 9},
		{`AND ferry`, "needs a word before and after it", 1},
		{`ferry AND OR fire`, "needs a word before and after it", 11},
		{`(ferry OR fire`, "opens a group", 1},
		{`ferry OR fire)`, "closes what nothing opens", 14},
		{`(ferry OR )`, "closes a group in which a word is missing", 11},
		{`ferry NEAR/x fire`, "needs a number from 1 to 100, as NEAR/5", 7},
		{`ferry NEAR/0 fire`, "needs a number", 7},
		{`ATLEAST/1000 fire`, "needs a number", 1},
		{`ferry AND a*`, "needs 2 letters before the *", 11},
		{`ferry NEAR/5 (a AND b)`, "cannot be an operand of NEAR/5", 15},
		{`ferry SAME source:BBC`, "cannot be an operand of SAME", 12},
		{`headline:(source:BBC)`, "stands within headline:", 11},
		{`after:soon ferry`, "is no date: want a day", 7},
		{`date:2025-02-09..2025-02-03 x`, "ends before it begins", 6},
		{`headline:-ferry x`, "needs a value", 1},
		{`before:2025-02-03..2025-02-09 x`, "only date: takes", 8},
		{`person:ol* x`, "person: takes whole ones", 8},
		{`language:"e*" x`, "takes whole ones", 10},
		{`headline:`, "right behind it", 1},
		{`fire source: BBC`, "right behind it", 6},
		{`language:German x`, "is no code of a language", 10},
		{`ferry pre/3 fire`, "is no operator here", 7},
		{`ferry ADJ3 fire`, "is no operator here", 7},
		{`ferry /p fire`, "is no operator here", 7},
		{`ferry NEAR fire`, "needs a number", 7},
		{`ferry w/500 fire`, "needs a number from 1 to 100", 7},
		{`"ferry fire"~500`, "needs a number from 0 to 100", 13},
		{`date:[2025-02-09 TO 2025-02-03] x`, "ends before it begins", 6},
		{strings.Repeat("(", 60) + "a OR b" + strings.Repeat(")", 60), "more than 50 groups", 51},
	} {
		_, err := query.Parse(c.query, interval)
		var fault *query.FaultError
		if !errors.As(err, &fault) || fault.Character != c.character || !strings.Contains(fault.Error(), c.want) {
			t.Errorf("%s: %+v, want %q at character %d", c.query, err, c.want, c.character)
		}
	}
}

// Any text is plain, read or faulty, and what is written of a tree is read as it again.
func FuzzParse(f *testing.F) {
	for _, s := range append(strings.Split(plain, "\n"), `a NEAR/5 (b OR "c d") -headline:(x* =y) date:2025-02-03`, `ATLEAST/3 (a OR b)`, `‘a’ „b“`, `(a -(b OR -c))`) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := query.Parse(text, interval)
		var fault *query.FaultError
		if err != nil && (!errors.As(err, &fault) || fault.Start < 0 || fault.End > len(text) || fault.Error() == "") {
			t.Fatalf("%q: %v", text, err)
		}
		if tree == nil {
			return
		}
		if query.Explain(tree) == "" {
			t.Errorf("%q is not explained", text)
		}
		q := query.Compile(tree, analysis, entities.Names{})
		if a := sample(); q.Holds(&a) && q.Key == "" {
			t.Errorf("%q has no key", text)
		}
	})
}
