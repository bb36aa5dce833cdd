package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/mail"
)

// listHeader is the header of what goes to a list of readers.
func listHeader(from, contentType string) string {
	return "From: " + from + "\nTo: desk@lindholm.example\nSubject: Your morning\nDate: Tue, 4 Feb 2025 09:30:00 +0200\n" +
		"List-Unsubscribe: <https://a.example/u>\nMIME-Version: 1.0\nContent-Type: " + contentType + "\n\n"
}

// told lists the articles of a message, a line each.
func told(t *testing.T, message string) []string {
	t.Helper()
	var out []string
	for a, err := range mail.Parse([]byte(message), nil, readers) {
		if err != nil {
			t.Fatal(err)
		}
		if !a.Published.Equal(at) {
			t.Errorf("%q has the date %v", a.Headline, a.Published)
		}
		out = append(out, fmt.Sprintf("%s | %s | %s | %s", a.Headline, a.Source, a.URL, a.Body))
	}
	return out
}

const teaser = "The town council of Lindholm has said what it will do about the %s, and what it will not pay for this year."

func TestAnAlertIsSplitIntoItsItems(t *testing.T) {
	var page, text strings.Builder
	var want []string
	text.WriteString("=== News - 3 new results for [Lindholm] ===\n\n")
	for i, what := range []string{"old bridge", "ferry to Vell", "empty mill"} {
		address := fmt.Sprintf("https://outlet-%d.example/a?id=%d", i, i)
		counted := fmt.Sprintf("https://alerts.example/url?rct=j&sa=t&url=https://outlet-%d.example/a%%3Fid%%3D%d&ct=ga", i, i)
		words := fmt.Sprintf(teaser, what)
		fmt.Fprintf(&page, `<tr itemscope itemtype="http://schema.org/Article"><td><div><a href="%s"><span>What becomes of the %s now</span></a></div>
			<div><div><span>Outlet %d</span></div><div>%s</div></div><a href="https://alerts.example/share"><img src=x alt=""></a> <a href="https://alerts.example/flag">Flag as irrelevant</a></td></tr>`, counted, what, i, words)
		fmt.Fprintf(&text, "What becomes of the %s now\nOutlet %d\n%s\n<%s>\n\n", what, i, words, counted)
		want = append(want, fmt.Sprintf("What becomes of the %s now | Outlet %d | %s | %s", what, i, address, words))
	}
	text.WriteString("- - - - -\nUnsubscribe from this alert:\n<https://alerts.example/remove>\n")
	from := "Harbour Alerts <noreply@alerts.example>"
	for name, message := range map[string]string{
		"page": listHeader(from, "text/html; charset=utf-8") + "<html><body><div><span>Lindholm</span> <span>Daily update</span></div><table>" + page.String() +
			`</table><div><a href="https://alerts.example/more">See more results</a> | <a href="https://alerts.example/edit">Edit this alert</a></div>
			<div>You have received this email because you have subscribed to Harbour Alerts. <a href="https://alerts.example/u">Unsubscribe</a></div></body></html>`,
		"text": listHeader(from, "text/plain; charset=utf-8") + text.String(),
	} {
		if diff := cmp.Diff(want, told(t, message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestANewsletterOfTeasersIsSplitIntoThem(t *testing.T) {
	for name, item := range map[string]string{
		"headings that lead there": `<h2><a href="https://www.harbour.example/%[1]d">The %[2]s, and who pays</a></h2><p>%[3]s</p>`,
		"buttons that lead there":  `<td><h3>The %[2]s, and who pays</h3><p>%[3]s</p><p><a href="https://www.harbour.example/%[1]d">Read more</a></p></td>`,
		"cards":                    `<a href="https://www.harbour.example/%[1]d"><div><h3>The %[2]s, and who pays</h3><p>%[3]s</p></div></a>`,
		"the headline in bold":     `<div><a href="https://www.harbour.example/%[1]d"><b>The %[2]s, and who pays</b></a></div><div>%[3]s</div>`,
	} {
		var page strings.Builder
		var want []string
		for i, what := range []string{"old bridge", "ferry to Vell", "empty mill", "lorry park"} {
			words := fmt.Sprintf(teaser, what)
			fmt.Fprintf(&page, item, i, what, words)
			want = append(want, fmt.Sprintf("The %s, and who pays | Harbour Times | https://www.harbour.example/%d | %s", what, i, words))
		}
		message := listHeader("Harbour Times <news@harbour.example>", "text/html; charset=utf-8") + "<html><head><title>Your morning</title></head><body><p>Good morning from the harbour.</p>" + page.String() +
			"<footer><p>Harbour Times, Quay 1, Lindholm</p><p><a href='https://harbour.example/u'>Unsubscribe</a></p></footer></body></html>"
		if diff := cmp.Diff(want, told(t, message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Texts part their items by rules or numbers, and have the address below an empty line.
func TestItemsOfATextAreParted(t *testing.T) {
	for name, form := range map[string]string{
		"rules":           "==========\n\n%[1]d. The %[2]s, and who pays\n\n%[3]s\n\nhttps://www.harbour.example/%[1]d\n\n",
		"numbers":         "%[1]d) The %[2]s, and who pays\n\n   %[3]s\n\n   Read more: https://www.harbour.example/%[1]d\n\n\n",
		"bullets":         "* The %[2]s, and who pays\n%[3]s\nRead on: https://www.harbour.example/%[1]d\n\n",
		"rules of dashes": "- - -\n-----\nThe %[2]s, and who pays\nhttps://www.harbour.example/%[1]d\n\n%[3]s\n\n",
	} {
		text, want := "HARBOUR TIMES, Tuesday\n\n", []string(nil)
		for i, what := range []string{"old bridge", "ferry to Vell", "empty mill"} {
			words := fmt.Sprintf(teaser, what)
			text += fmt.Sprintf(form, i+1, what, strings.Replace(words, " what it will", "\nwhat it will", 1))
			want = append(want, fmt.Sprintf("The %s, and who pays | Harbour Times | https://www.harbour.example/%d | %s", what, i+1, words))
		}
		got := told(t, listHeader("Harbour Times <news@harbour.example>", "text/plain; charset=utf-8")+text+"==========\nUnsubscribe: https://harbour.example/u\n")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Items may tell their outlet and day below the headline, and lead to one address that counts readers.
func TestItemsTellWhoseTheyAre(t *testing.T) {
	page, text := "", ""
	for i, what := range []string{"old bridge", "ferry to Vell", "empty mill"} {
		words := fmt.Sprintf(teaser, what)
		page += fmt.Sprintf(`<tr><td><a href="https://click.example/ls/c?upn=%d"><b>The %s, and who pays</b></a><p>%s</p></td></tr>`, i, what, words)
		text += fmt.Sprintf("The %s, and who pays\noutlet-%d.example - %d February 2025\n%s\nhttps://outlet-%d.example/a\n\n", what, i, i+1, words, i)
	}
	for a, err := range mail.Parse([]byte(listHeader("Harbour Times <news@harbour.example>", "text/html; charset=utf-8")+"<html><body><table>"+page+"</table></body></html>"), nil, readers) {
		if err != nil || a.Source != "Harbour Times" {
			t.Errorf("%q is of %q, %v", a.Headline, a.Source, err)
		}
	}
	day := 1
	for a, err := range mail.Parse([]byte(listHeader("Alerts <news@alerts.example>", "text/plain; charset=utf-8")+text), nil, readers) {
		if err != nil || a.Source != fmt.Sprintf("outlet-%d.example", day-1) || a.Published.Day() != day || strings.Contains(a.Body, "February") {
			t.Errorf("%q is of %q, %v: %q, %v", a.Headline, a.Source, a.Published, a.Body, err)
		}
		day++
	}
	if day != 4 {
		t.Errorf("%d articles", day-1)
	}
}

// The digest of a mailing list is its messages.
func TestADigestIsSplitIntoItsMessages(t *testing.T) {
	one := "From: Ada Lee <ada@harbour.example>\nSubject: Bridge shut\nDate: Tue, 4 Feb 2025 09:30:00 +0200\nMessage-ID: <1@harbour.example>\n" +
		"Content-Type: text/plain; charset=\"iso-8859-1\"\n\nThe café by the bridge is shut.\n"
	two := strings.NewReplacer("Ada Lee", "Ben Orr", "Bridge shut", "Mill for sale", "<1@", "<2@", "café by the bridge is shut", "mill is for sale").Replace(one)
	want := []string{"Bridge shut | harbour.example |  | The café by the bridge is shut.", "Mill for sale | harbour.example |  | The mill is for sale."}
	for name, message := range map[string]string{
		"MIME": listHeader("list@a.example", "multipart/mixed; boundary=a") + "--a\nContent-Type: text/plain\n\nToday's topics\n--a\nContent-Type: multipart/digest; boundary=b\n\n--b\n\n" +
			strings.Replace(one, "iso-8859-1", "utf-8", 1) + "--b\nContent-Type: message/rfc822\n\n" + strings.Replace(two, "iso-8859-1", "utf-8", 1) + "--b--\n--a--\n",
		"text": listHeader("list@a.example", "text/plain; charset=utf-8") + "Today's topics\n\n" + strings.Repeat("-", 70) + "\n\nMessage: 1\n" + one + "\n" + strings.Repeat("-", 30) +
			"\n\nMessage: 2\n" + two + "\n" + strings.Repeat("-", 30) + "\n\nSubject: Digest Footer\n\n____\nlist mailing list\n" + strings.Repeat("-", 30) + "\n\nEnd of list Digest\n",
	} {
		if diff := cmp.Diff(want, told(t, message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A letter that links to others is one article, and so is what one person sends another.
func TestALetterIsNotSplit(t *testing.T) {
	long := strings.Repeat("<p>The town of Lindholm closes its old bridge to lorries on Monday, and nobody has said what becomes of the mill behind it, where forty people work.</p>", 12)
	links := `<h4><a href="https://a.example/1">The ferry sails again to Vell</a></h4><h4><a href="https://a.example/2">The council meets on the mill</a></h4><h4><a href="https://a.example/3">Forty people wait for an answer</a></h4>`
	teasers := ""
	for i := range 4 {
		teasers += fmt.Sprintf(`<h2><a href="https://harbour.example/%d">The old bridge, part %d of four</a></h2><p>%s</p>`, i, i, fmt.Sprintf(teaser, "bridge"))
	}
	for name, message := range map[string]string{
		"an essay with links":  listHeader("Harbour Times <news@harbour.example>", "text/html") + "<html><body><h1>On bridges and mills</h1>" + long + links + "</body></html>",
		"sent to one person":   strings.Replace(listHeader("Ada <ada@harbour.example>", "text/html"), "List-Unsubscribe: <https://a.example/u>\n", "", 1) + "<html><body>" + teasers + "</body></html>",
		"chapters of one text": listHeader("Harbour Times <news@harbour.example>", "text/html") + "<html><body>" + strings.Repeat(`<h2>What becomes of the bridge</h2>`+long, 3) + "</body></html>",
	} {
		if got := told(t, message); len(got) != 1 || !strings.HasPrefix(got[0], "Your morning | ") {
			t.Errorf("%s: %d articles: %.300q", name, len(got), got)
		}
	}
}
