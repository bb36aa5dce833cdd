package format

import (
	"bufio"
	"errors"
	"io"
	"regexp"

	"byline/internal/format/charset"
	"byline/internal/format/container"
	"byline/internal/news"
)

// peekSize is how much of an input the detection of its format looks at.
const peekSize = container.PeekSize

var errEmpty = news.Errorf(news.KindInvalid, "the input is empty")

// tweets begins the file of what somebody wrote in their archive of Twitter: a script
// that holds nothing but a list in JSON. Others there are likes, letters, adverts.
var tweets = regexp.MustCompile(`^\s*window\.YTD\.(?:tweets?|community_tweet|note_tweet)\.part\d+\s*=\s*`)

// opened is an input whose format is known, ready to be cut into records.
type opened struct {
	r      *bufio.Reader
	format *format
}

// prepare finds the format of an input, unless it is asked for, and makes UTF-8 of a text.
func prepare(in *container.Input, asked string, contentType string) (opened, error) {
	head, _, err := peek(in.Reader)
	if err != nil {
		return opened{}, err
	}
	hints := hints{name: in.Name, contentType: contentType, document: in.Document}
	f := byName(asked)
	if f == nil {
		if f, err = detectRaw(head, hints); err != nil {
			return opened{}, err
		}
	}
	if f != nil && f.raw {
		return opened{in.Reader, f}, nil
	}
	r, err := charset.Reader(in.Reader, contentType)
	if err != nil || f != nil {
		return opened{r, f}, err
	}
	head, whole, err := peek(r)
	if err != nil {
		return opened{}, err
	}
	if begin := tweets.Find(head); begin != nil {
		_, err = r.Discard(len(begin))
		return opened{r, byName("jsonl")}, err
	}
	f, err = detect(head, whole, hints)
	return opened{r, f}, err
}

// peek returns what is to be seen of an input, and whether that is all of it.
func peek(in *bufio.Reader) (head []byte, whole bool, err error) {
	head, err = in.Peek(peekSize)
	if whole = errors.Is(err, io.EOF); len(head) > 0 {
		return head, whole, nil
	}
	if whole {
		err = errEmpty
	}
	return nil, whole, err
}
