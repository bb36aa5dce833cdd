// Package teletype reads what agencies send over lines, as IPTC 7901 and ANPA 1312 lay it
// out: a header behind SOH, a text between STX and ETX, a date behind it.
package teletype

import (
	"bytes"
	"iter"
	"regexp"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// The signs that part a message.
const (
	startOfHeader = '\x01'
	startOfText   = '\x02'
	endOfText     = '\x03'
	endOfMessage  = '\x04'
)

// Detect reports whether what begins so is a message of an agency.
func Detect(head []byte) bool {
	const longestLead, longestHeader = 64, 400
	soh := bytes.IndexByte(head[:min(len(head), longestLead)], startOfHeader)
	if soh < 0 {
		return false
	}
	stx := bytes.IndexByte(head[soh:min(len(head), soh+longestHeader)], startOfText)
	return stx > 0 && bytes.IndexByte(head[:soh], '\n') < 0
}

// Parse yields the article of each message. Times without a zone are in loc; nil means UTC.
func Parse(data []byte, loc *time.Location) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for _, message := range bytes.Split(data, []byte{endOfMessage}) {
			at := bytes.IndexByte(message, startOfHeader)
			if at < 0 {
				continue // what fills the line between two
			}
			header, rest, ok := bytes.Cut(message[at+1:], []byte{startOfText})
			if !ok {
				if !yield(news.Article{}, news.Errorf(news.KindInvalid, "no text: the message of an agency has no start of text")) {
					return
				}
				continue
			}
			text, trailer, _ := bytes.Cut(rest, []byte{endOfText})
			a := read(string(text))
			a.Published = date(string(trailer)+"\n"+string(header), loc)
			var err error
			if a.Body == "" {
				err = news.InvalidField("body", "no text: the message of an agency is empty")
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

var (
	controls  = regexp.MustCompile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
	endOfLine = regexp.MustCompile(`\s*(?:\r\n|\n\r|\r|\n)`)
	// flush is a line that is set to a side or the middle by the sign at its end, in ANPA's
	// layout with a caret before it: a headline, a byline.
	flush = regexp.MustCompile(`^(\^?)\s*(.*?)\s*([<=]?)$`)
	// slug is a line of keywords: "BC-Oster-Ferry", "Traffic/Oster/".
	slug = regexp.MustCompile(`^(?:[\pL\d.&]{1,20}(?:-[\pL\d.&]{1,20}){1,6}|[\pL\d.& -]{1,40}(?:/[\pL\d.& -]{0,40}){1,6}|\(.*\))$`)
	// german are the letters that stand in the place of brackets in seven bits.
	german   = strings.NewReplacer("[", "Ä", "\\", "Ö", "]", "Ü", "{", "ä", "|", "ö", "}", "ü", "~", "ß")
	inLetter = regexp.MustCompile(`\pL[{|}~]\pL`)
)

// read reads the lines of a text. The headline is the first that is set apart; before
// it are keywords and remarks. A paragraph begins with an indent, or behind a blank line.
func read(text string) (a news.Article) {
	if inLetter.MatchString(text) {
		text = german.Replace(text)
	}
	var paragraphs []string
	begins := true
	for _, line := range endOfLine.Split(controls.ReplaceAllString(text, ""), -1) {
		m := flush.FindStringSubmatch(line)
		said := field.Line(m[2])
		switch indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); {
		case said == "":
			begins = true
		case len(paragraphs) == 0 && (m[1] != "" || m[3] != ""):
			head(&a, said)
		case len(paragraphs) == 0 && !indented && slug.MatchString(said):
		case begins || indented:
			paragraphs, begins = append(paragraphs, said), false
		default:
			paragraphs[len(paragraphs)-1] += " " + said
		}
	}
	a.Body = field.Body(strings.Join(paragraphs, "\n\n"))
	return a
}

// head takes in a line above the text that is set apart.
func head(a *news.Article, line string) {
	names, _ := field.CutByline([]string{line, ""})
	switch {
	case names != nil:
		a.Authors = names
	case a.Headline == "" && !slug.MatchString(line):
		a.Headline = line
	}
}

var (
	monthFirst = regexp.MustCompile(`\b(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)GMT`)              // 03-04-26 0815GMT
	dayFirst   = regexp.MustCompile(`\b(\d\d)(\d\d)(\d\d) ?(\pL{3})\pL* ?(?:20)?(\d\d)\b`) // 040815 Mar 26
)

// date reads when a message was sent, zero where it does not say.
func date(text string, loc *time.Location) time.Time {
	if m := monthFirst.FindStringSubmatch(text); m != nil {
		at, _ := field.Time("20"+m[3]+"-"+m[1]+"-"+m[2]+"T"+m[4]+":"+m[5]+":00Z", loc)
		return at
	}
	if m := dayFirst.FindStringSubmatch(text); m != nil {
		at, _ := field.Time(m[1]+" "+m[4]+" 20"+m[5]+" "+m[2]+":"+m[3], loc)
		return at
	}
	return time.Time{}
}
