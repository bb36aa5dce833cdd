package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/format/mail"
	"byline/internal/news"
)

// readers read pages as package format does.
var readers = mail.Readers{
	Page: func(page []byte) (news.Article, error) {
		return html.Parse(page, "text/html; charset=utf-8", field.Clock{})
	},
	Digest: html.Digest,
}

// parse reads a message that is one article.
func parse(message string) (got news.Article, err error) {
	n := 0
	for got, err = range mail.Parse([]byte(strings.ReplaceAll(message, "\n", "\r\n")), nil, readers) {
		n++
	}
	if n != 1 {
		return got, fmt.Errorf("the message is %d articles", n)
	}
	return got, err
}

const letter = `From: Ada Lee <ada@lindholm.example>
To: desk@harbour.example
Subject: =?UTF-8?Q?Fwd:_Caf=C3=A9?= =?ISO-8859-1?B?IGZlcm3p?=
Date: Tue, 4 Feb 2025 09:30:00 +0200
Message-ID: <17.4@lindholm.example>
MIME-Version: 1.0
`

var at = time.Date(2025, 2, 4, 9, 30, 0, 0, time.FixedZone("", 2*3600))

func TestAMessageIsReadInEveryEncoding(t *testing.T) {
	want := news.Article{
		ID: "17.4@lindholm.example", Headline: "Café fermé", Authors: []string{"Ada Lee"}, Source: "lindholm.example", Published: at,
		Body: "The café is closed.\n\nIt opens in “spring”.",
	}
	for name, rest := range map[string]string{
		"plain": "Content-Type: text/plain; charset=utf-8\n\nThe café is closed.\n\nIt opens in “spring”.",
		"quoted-printable": "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n" +
			"The caf=E9 is =\nclosed.\n\nIt opens in =93spring=94.\n",
		"base64":                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: BASE64\n\nVGhlIGNhZsOpIGlzIGNsb3NlZC4KCkl0IG9wZW5zIGluIOKAnHNwcmluZ+KA\nnS4=\n",
		"8 bits, charset wrong": "Content-Type: text/plain; charset=us-ascii\n\nThe caf\xe9 is closed.\n\nIt opens in \x93spring\x94.",
		"flowed":                "Content-Type: text/plain; charset=utf-8; format=flowed\n\nThe café is \nclosed.\nIt opens in \n“spring”.",
		"alternative": "Content-Type: multipart/alternative; boundary=b\n\nno MIME\n--b\nContent-Type: text/plain\n\nThe caf?\n--b\n" +
			"Content-Type: text/html; charset=utf-8\n\n<body><p>The café is closed.<p>It opens in “spring”.</body>\n--b--\n",
		"mixed, with an attachment": "Content-Type: multipart/mixed; boundary=\"b b\"\n\n--b b\nContent-Type: text/plain; charset=utf-8\n\nThe café is closed.\n\nIt opens in “spring”.\n" +
			"--b b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n\nNotes.\n--b b--\n",
		"cut short":                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nThe café is closed.\n\nIt opens in “spring”.\n",
		"a line that is no header": "X-Broken\nContent-Type: text/plain; charset=utf-8\n\nThe café is closed.\n\nIt opens in “spring”.",
	} {
		got, err := parse(letter + rest)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestANewsletterHasAnOutlet(t *testing.T) {
	got, err := parse(strings.Replace(letter, "Ada Lee <ada@", "\"Harbour Times\" <news@", 1) + "List-Unsubscribe: <https://harbour.example/u>\nArchived-At: <https://harbour.example/letters/4>\n" +
		"Content-Type: text/html; charset=utf-8\n\n<html><body><h1>Morning</h1><p>The old bridge of Lindholm is closed to lorries until the spring.</p></body></html>")
	if err != nil || got.Source != "Harbour Times" || got.Authors != nil || got.Headline != "Café fermé" || got.URL != "https://harbour.example/letters/4" || !strings.Contains(got.Body, "closed to lorries") {
		t.Errorf("%+v, error %v", got, err)
	}
}

// A message that is sent on as it is, is that message.
func TestAnAttachedMessageIsSentOn(t *testing.T) {
	inner := strings.NewReplacer("Fwd:_Caf", "Caf", "17.4@", "18.4@").Replace(letter) + "Content-Type: text/plain; charset=utf-8\n\nThe café of Lindholm is closed.\n"
	for _, disposition := range []string{"inline", "attachment; filename=a.eml"} {
		got, err := parse("From: Desk <desk@lindholm.example>\nTo: ada@lindholm.example\nSubject: Fwd: Café\nDate: Wed, 5 Feb 2025 09:30:00 +0200\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n" +
			"--m\nContent-Type: text/plain\n\nsee below\n--m\nContent-Type: message/rfc822\nContent-Disposition: " + disposition + "\n\n" + inner + "\n--m--\n")
		if err != nil || got.ID != "18.4@lindholm.example" || strings.Join(got.Authors, "|") != "Ada Lee" || got.Body != "The café of Lindholm is closed." || !got.Published.Equal(at) {
			t.Errorf("%s: %+v, %v", disposition, got, err)
		}
	}
}

// What leads out of a subscription is none of a newsletter, and what is said of that within stays.
func TestTheEndOfASubscriptionIsLeftOut(t *testing.T) {
	const text = "The café of Lindholm is closed.\n\nNobody can unsubscribe from its letters, the town said.\n\nIt opens in spring.\n\nThe mill is for sale.\n\nThe bridge is shut.\n\nThe council meets.\n\nThe ferry sails."
	for _, end := range []string{"Unsubscribe: https://harbour.example/u", "Harbourbrief abbestellen: https://harbour.example/u\n\nQuay 1, Lindholm", "Pour vous désabonner, cliquez ici", "Отписаться от рассылки"} {
		got, err := parse(letter + "List-Id: <a.harbour.example>\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n\n" + end + "\n")
		if err != nil || got.Body != text {
			t.Errorf("%s: %q, %v", end, got.Body, err)
		}
	}
}

// Who writes a newsletter may stand in the name of the sender beside it.
func TestANewsletterHasAWriter(t *testing.T) {
	for from, want := range map[string]string{
		"Ada Lee from Harbour Notes":       "Ada Lee of Harbour Notes",
		"Ada van Lee at The Harbour Times": "Ada van Lee of The Harbour Times",
		"Good News from Oster":             " of Good News from Oster",
		"Letters from Ada Lee":             " of Letters from Ada Lee",
	} {
		got, err := parse(strings.Replace(letter, "Ada Lee <ada@", from+" <news@", 1) + "List-Unsubscribe: <https://harbour.example/u>\nContent-Type: text/plain\n\nThe old bridge is closed.\n")
		if was := strings.Join(got.Authors, ", ") + " of " + got.Source; err != nil || was != want {
			t.Errorf("%s: %q, %v", from, was, err)
		}
	}
}

func TestAPageSavedAsOneFileIsAPage(t *testing.T) {
	for name, header := range map[string]string{
		"Chrome":            "From: <Saved by Blink>\nSnapshot-Content-Location: https://harbour.example/bridge\nSubject: Saved\n",
		"Internet Explorer": "From: <Saved by Microsoft Internet Explorer 11>\nSubject: Saved\n",
		"another":           "Subject: Saved\n",
	} {
		got, err := parse(header + "Date: Tue, 4 Feb 2025 09:30:00 +0200\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"--b\"\n\n" +
			"----b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-Location: https://harbour.example/bridge\n\n" +
			"<html><head><meta charset=3D\"utf-8\"><title>Old bridge closed</title></head><body><article><h1>Old bridge closed</h1><p>The caf=C3=A9 stays open.</p></article></body></html>\n" +
			"----b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: https://harbour.example/a.png\n\niVBORw0KGgo=\n----b--\n")
		if err != nil || got.URL != "https://harbour.example/bridge" || got.Headline != "Old bridge closed" || got.Body != "The café stays open." || !got.Published.Equal(at) || got.ID != "" {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
}

func TestAMessageWithoutATextIsRefused(t *testing.T) {
	for _, rest := range []string{"", "Content-Type: image/png\n\nPNG", "Content-Type: multipart/mixed; boundary=b\n\n--b--"} {
		if got, err := parse(letter + rest); err == nil || news.KindOf(err) != news.KindInvalid {
			t.Errorf("%q: %+v, error %v", rest, got, err)
		}
	}
}

func TestWhatMailProgramsAnswerIsRefused(t *testing.T) {
	for name, test := range map[string]struct{ message, want string }{
		"away":        {"Auto-Submitted: auto-replied (vacation)\nContent-Type: text/plain\n\nI am away until Monday.\n", "an automatic reply"},
		"by the book": {"X-Autoreply: yes\n\nI am away until Monday.\n", "an automatic reply"},
		"undelivered": {"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n--b--\n", "a report of a mail program"},
	} {
		if a, err := parse(letter + test.message); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %+v, error %v", name, a, err)
		}
	}
	if _, err := parse(letter + "Auto-Submitted: auto-generated\n\nThe ferry sails again.\n"); err != nil {
		t.Errorf("a newsletter that a program sends: %v", err)
	}
}

// Apple's Mail keeps a message with its length before it and what the program knows of it behind.
func TestAMessageOfAppleMailEndsWhereItSays(t *testing.T) {
	message := letter + "Content-Type: text/plain; charset=utf-8\n\nThe café is closed.\n"
	got, err := parse(fmt.Sprintf("%-10d\n%s<?xml version=\"1.0\"?><plist><dict><key>flags</key></dict></plist>", len(message)+strings.Count(message, "\n"), message))
	if err != nil || got.Body != "The café is closed." || got.Headline != "Café fermé" {
		t.Errorf("%+v, %v", got, err)
	}
}

// A note that goes with documents is none of the articles; a text that has one beside it is.
func TestDocumentsThatAreAttachedAreRead(t *testing.T) {
	const parts = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nTEXT\n" +
		"--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF\n--b\nContent-Type: application/zip\n\nPK\n--b--\n"
	with := readers
	with.File = func(file []byte) []news.Article {
		if !strings.HasPrefix(string(file), "%PDF") {
			return nil
		}
		return []news.Article{{Headline: "Café fermé", Body: "The café is closed."}}
	}
	for text, want := range map[string]int{"Please find it attached.": 1, strings.Repeat("The café is closed. ", 40): 2} {
		var got []news.Article
		for a, err := range mail.Parse([]byte(letter+strings.Replace(parts, "TEXT", text, 1)), nil, with) {
			if err != nil {
				t.Error(err)
			}
			got = append(got, a)
		}
		if len(got) != want || got[0].Body != "The café is closed." || !got[0].Published.Equal(at) || got[0].Source != "lindholm.example" {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestAMessageThatOutlookHasPrintedIsDated(t *testing.T) {
	got, err := parse("From: Ada Lee <ada@lindholm.example>\nSent: Tuesday, 4 February 2025 09:30\nTo: Kim Ask\nSubject: Bridge\n\nIt is closed.\n")
	if err != nil || got.Published.Format("2006-01-02 15:04") != "2025-02-04 09:30" || got.Headline != "Bridge" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnArchiveOfAListNamesWhoWrote(t *testing.T) {
	got, err := parse("From: ada at lindholm.example (Ada Lee)\nDate: Tue, 4 Feb 2025 09:30:00 +0200\nSubject: Bridge\nMessage-ID: <1@l>\n\nIt is closed.\n")
	if err != nil || strings.Join(got.Authors, "|") != "Ada Lee" || got.Source != "lindholm.example" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]bool{
		letter + "\nText":                  true,
		"1042      \n" + letter + "\nText": true,
		"1042\n\nThe bridge is closed.":    false,
		"Return-Path: <a@b.example>\r\nReceived: from x\r\nFrom: a@b.example\r\n\r\nText": true,
		"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b":           true,
		"Subject: the old bridge\n\nIt is closed.":                                        false,
		"Update: the old bridge\n\nFrom: nobody. Date: none. Subject: none.":              false,
		"The bridge is closed.": false,
	} {
		if got := mail.Detect([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(letter + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>A</p>\n--b--"))
	f.Add([]byte("Content-Transfer-Encoding: base64\n\nQUJD"))
	f.Add([]byte("Content-Type: message/rfc822\n\nSubject: A\n\nB"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for a, err := range mail.Parse(data, nil, readers) {
			if err == nil && a.Body == "" && a.Headline == "" || !utf8.ValidString(a.Headline+a.Body+a.Source) {
				t.Errorf("%+v", a)
			}
		}
	})
}

// A message that is sent on is that of whom it is from first, without what mail programs write around it.
func TestAMessageIsSentOn(t *testing.T) {
	const text = "The café of Lindholm is closed until spring, the town said."
	for name, test := range map[string]struct{ plain, author, body, sent string }{
		"Gmail":          {"FYI\n\n---------- Forwarded message ---------\nFrom: Town of Lindholm <info@lindholm.example>\nDate: Mon, 3 Feb 2025 at 09:41\nSubject: Café fermé\nTo: <desk@harbour.example>\n\n" + text, "Town of Lindholm", text, "2025-02-03 09:41"},
		"Apple":          {"Begin forwarded message:\n\nFrom: Town of Lindholm <info@lindholm.example>\nSubject: Café fermé\nDate: 3 February 2025 at 09:41:00 CET\nTo: desk@harbour.example\n\n" + text, "Town of Lindholm", text, "2025-02-03 09:41"},
		"Outlook":        {"________________________________\nVon: Town of Lindholm <info@lindholm.example>\nGesendet: Montag, 3. Februar 2025 09:41\nAn: Desk\nBetreff: Café fermé\n\n" + text, "Town of Lindholm", text, "2025-02-03 09:41"},
		"without a mark": {"Please read this.\n\nVon: Town of Lindholm <info@lindholm.example>\nGesendet: Montag, 3. Februar 2025 09:41\nAn: Desk <desk@harbour.example>\nBetreff: Café fermé\n\n" + text, "Town of Lindholm", text, "2025-02-03 09:41"},
		"a signature":    {text + "\n\n-- \nAda Lee\nTel. 555 0100", "Ada Lee", text, "2025-02-04 09:30"},
		"an answer":      {strings.Repeat("We will print that. ", 60) + "\n\n-----Original Message-----\nFrom: Town <info@lindholm.example>\nSent: Mon, 3 Feb 2025 09:41:00 +0000\nTo: Desk\n\n" + text, "Ada Lee", "", "2025-02-04 09:30"},
		"no header":      {"Note: the town says so.\nPlace: Lindholm\nFrom: Monday\n\n" + text, "Ada Lee", "Note: the town says so.\n\nPlace: Lindholm\n\nFrom: Monday\n\n" + text, "2025-02-04 09:30"},
	} {
		a, err := parse(letter + "Content-Type: text/plain; charset=utf-8\n\n" + test.plain + "\n")
		if err != nil || strings.Join(a.Authors, ", ") != test.author || test.body != "" && a.Body != test.body || !strings.Contains(a.Body, text) || a.Published.Format("2006-01-02 15:04") != test.sent {
			t.Errorf("%s: %q of %v, %v, %v", name, a.Body, a.Authors, a.Published, err)
		}
	}
}
