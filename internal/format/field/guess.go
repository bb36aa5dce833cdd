package field

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Column is what stands under one name in one record or in several.
type Column struct {
	Name   string
	Values []string
}

// sentenceText is the mean length, in bytes, of texts that consist of sentences and stand
// beside a headline and a date.
const sentenceText = 100

// longText is the mean length, in bytes, that only texts of articles have.
const longText = 200

// Guess names columns whose names are not known by what is in them, where no other has
// that: the one with the longest values is the text if they are long, one of lines of
// several words the headline, the only one of dates the date, and so on. It returns the
// names by the number of the column. Without a text nothing else than a date is told.
func Guess(columns []Column) map[int]string {
	found := map[int]string{}
	named := namedOf(columns)
	known, guessed, fullText := &named.known, named.others, named.fullText
	only := func(is func(*contents) bool) int {
		at := -1
		for i, c := range guessed {
			if c == nil || !is(c) {
				continue
			}
			if at >= 0 {
				return -1
			}
			at = i
		}
		return at
	}
	take := func(t target, name string, at int) {
		if at >= 0 && !known[t] {
			found[at], guessed[at], known[t] = name, nil, true
		}
	}
	least := longText
	if known[headline] && known[published] {
		least = sentenceText
	}
	if longest := longestOf(guessed, least); longest >= 0 && !fullText {
		found[longest], guessed[longest], fullText = "body", nil, true
		for _, i := range named.numbers {
			found[i] = "docno"
		}
	}
	take(published, "date", only((*contents).isDates))
	if !fullText {
		return found
	}
	take(headline, "headline", slices.IndexFunc(guessed, (*contents).isHeadlines))
	take(address, "url", only(func(c *contents) bool { return c.isAddresses() && !c.aside }))
	take(authors, "author", slices.IndexFunc(guessed, (*contents).isPeople))
	take(source, "source", slices.IndexFunc(guessed, func(c *contents) bool { return c.isOutlets() && (!named.sites || c.wordy == c.filled) }))
	return found
}

// namedColumns is what columns say by their names, and what the others hold.
type namedColumns struct {
	known           [targets]bool
	fullText, sites bool        // that there is a text which is no summary, and names of sites
	others          []*contents // nil for those that are known
	numbers         []int       // of columns that are called texts and hold numbers of documents
}

func namedOf(columns []Column) *namedColumns {
	n := &namedColumns{others: make([]*contents, len(columns))}
	hosts := hostsIn(columns)
	for i, c := range columns {
		name := strings.TrimSpace(c.Name)
		s := spellingOf(name)
		switch {
		case s.target != unknown && IsFullText(name) && isOfNumbers(c.Values):
			n.numbers = append(n.numbers, i)
		case s.target != unknown:
			ofSites := s.target == source && isOfSites(c.Values)
			n.known[s.target], n.sites = n.known[s.target] || !ofSites, n.sites || ofSites
			n.fullText = n.fullText || IsFullText(name)
		case name != "" && !TellsThing(name):
			n.others[i] = contentsOf(c.Values, hosts)
			n.others[i].aside = notLinks.Match(plainName(nil, []byte(name)))
		}
	}
	return n
}

// longestOf returns which column has the longest texts, negative if none has such as articles have.
// It takes a mean of least bytes, and sentences where that is less than others than articles have.
func longestOf(columns []*contents, least int) int {
	longest, most := -1, least
	for i, c := range columns {
		if c != nil && c.filled > 0 && c.size/c.filled >= most && (c.size/c.filled >= longText || c.sentences == c.filled) {
			longest, most = i, c.size/c.filled
		}
	}
	return longest
}

// isOfSites reports whether all values are names of sites, beside which an outlet may have one of its own.
func isOfSites(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		return strings.Contains(strings.TrimSpace(v), " ") || v != "" && !strings.Contains(v, ".")
	})
}

// isOfNumbers reports whether all values are a word of letters and digits each, as the
// numbers of documents are.
func isOfNumbers(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool {
		return len(v) > 40 || strings.ContainsAny(v, " \t\n") || !strings.ContainsAny(v, "0123456789")
	})
}

// contents is what the values of a column look like that are not empty.
type contents struct {
	sentences                                    int  // that end as sentences do
	wordy                                        int  // of several words
	aside                                        bool // by its name it holds no addresses of articles
	filled, size                                 int
	dates, headlines, addresses, people, outlets int
}

func contentsOf(values, hosts []string) *contents {
	c := &contents{}
	for i, v := range values {
		v = strings.TrimSpace(v)
		if v == "" {
			continue
		}
		c.filled++
		c.size += len(v)
		if strings.Contains(v, " ") {
			c.wordy++
		}
		if last, _ := utf8.DecodeLastRuneInString(v); strings.ContainsRune(".!?…”»。", last) {
			c.sentences++
		}
		if family, given, ok := strings.Cut(v, ", "); ok && IsPerson(strings.Fields(given+" "+family)) {
			c.people++
			continue
		}
		switch words := strings.Fields(v); {
		case isDate(v):
			c.dates++
		case pageAddress.MatchString(v) && !mediaAddress.MatchString(v):
			c.addresses++
		case len(words) > 1 && len(words) <= 4 && IsPerson(words):
			c.people++
		case len(words) <= 5 && unicode.IsLetter(firstRune(v)) && startsWithCapital(v) && isCapitalized(v) && (IsOutlet(v) || i < len(hosts) && IsNamedFor(hosts[i], v)):
			c.outlets++
		case len(v) <= longText && !strings.ContainsAny(v, "\n{}<>=") && !strings.Contains(v, "://") && lineOfWords(v) >= 3 && startsWithCapital(v):
			c.headlines++
		}
	}
	return c
}

// hostsIn are the sites of the first addresses in each row of columns.
func hostsIn(columns []Column) (hosts []string) {
	for _, c := range columns {
		for i, v := range c.Values {
			if v = strings.TrimSpace(v); !pageAddress.MatchString(v) || mediaAddress.MatchString(v) {
				continue
			}
			for len(hosts) <= i {
				hosts = append(hosts, "")
			}
			if hosts[i] == "" {
				hosts[i] = Host(v)
			}
		}
	}
	return hosts
}

// IsNamedFor reports whether a site is called as an outlet is: lindtimes.example as The Lind Times.
func IsNamedFor(host, outlet string) bool {
	const shortest = 4
	name := Letters(outlet)
	return len(name) >= shortest && slices.ContainsFunc(strings.Split(host, "."), func(label string) bool {
		label = Letters(label)
		return len(label) >= shortest && (strings.Contains(name, label) || strings.Contains(label, name))
	})
}

// lineOfWords counts the words of a line; letters of scripts that part none count as three do in others.
func lineOfWords(line string) int {
	n := len(strings.Fields(line))
	for _, r := range line {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			n += utf8.RuneCountInString(line) / 3
			break
		}
	}
	return n
}

// pageAddress is an address that may be that of an article: with a path, and no picture.
var pageAddress = regexp.MustCompile(`(?i)^https?://[^/\s]+/[^\s]*[^\s/.](?:/|\.(?:html?|php|aspx?|jsp))?$`)

var mediaAddress = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|webp|avif|svg|ico|mp[34]|m4a|webm|pdf|css|js)(?:[?#].*)?$`)

func (c *contents) all(n int) bool { return c.filled > 0 && n == c.filled }

func (c *contents) isDates() bool     { return c != nil && c.all(c.dates) }
func (c *contents) isAddresses() bool { return c != nil && c.all(c.addresses) }
func (c *contents) isPeople() bool    { return c != nil && c.filled > 0 && c.people*2 > c.filled }
func (c *contents) isOutlets() bool   { return c != nil && c.all(c.outlets) }
func (c *contents) isHeadlines() bool { return c != nil && c.filled > 0 && c.headlines*5 >= c.filled*4 }

// isDate reports whether a value is a date; a number alone may be anything.
func isDate(text string) bool {
	const longest = 40
	if len(text) > longest || strings.Trim(text, "0123456789.,-") == "" && strings.Count(text, "-")+strings.Count(text, ".") < 2 {
		return false
	}
	_, err := TimeIn(text, time.UTC, DayFirst)
	return err == nil
}
