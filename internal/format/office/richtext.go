package office

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"byline/internal/news"
)

// ReadRichText reads a document in Rich Text Format (.rtf). What was deleted in it
// or is hidden, notes and headers are left out. A document that ends too early is
// read as far as it goes.
func ReadRichText(data []byte) (*Document, error) {
	if !IsRichText(data) {
		return nil, news.Errorf(news.KindInvalid, `the input is no RTF file: it does not begin with {\rtf`)
	}
	r := &richText{left: data, ansi: charmap.Windows1252, fonts: map[int]encoding.Encoding{}, styles: map[int]string{}, groups: []richGroup{{standIns: 1}}}
	for len(r.left) > 0 {
		r.step()
	}
	r.endParagraph()
	return &Document{r.paragraphs, r.about}, nil
}

// IsRichText reports whether a file that begins with head is in Rich Text Format.
func IsRichText(head []byte) bool { return bytes.HasPrefix(head, []byte(`{\rtf`)) }

// richText reads the groups, control words and characters of a document.
type richText struct {
	left   []byte
	groups []richGroup               // that are open, the innermost last; never empty
	ansi   encoding.Encoding         // of characters in a font that has none of its own
	fonts  map[int]encoding.Encoding // that have one, by number
	styles map[int]string            // names by number
	about  about
	moment [5]int // of the information: year, month, day, hour, minute

	paragraphs []paragraph
	text       strings.Builder // of a paragraph
	field      strings.Builder // of what the document says of itself
	coded      []byte          // that come next and are still to be decoded, since several may be one character
	high       rune            // first half of a character that comes as two
	passOver   int             // characters that stand in for one that was read
}

// richGroup is what holds up to the end of a group, in the groups within it too.
type richGroup struct {
	into            string // what the text is for: empty for the article, else a control word, or intoNothing
	optional        bool   // what the next control word begins may be left out by those who do not know it
	standIns        int    // characters that stand in for each one that is told by its number
	font, style     int
	hidden, deleted bool
}

// intoNothing is that of text that is left out.
const intoNothing = "*"

func (r *richText) group() *richGroup { return &r.groups[len(r.groups)-1] }

// step reads a character, a control word, or where a group begins or ends.
func (r *richText) step() {
	c := r.left[0]
	r.left = r.left[1:]
	switch c {
	case '{':
		r.decode()
		r.passOver = 0
		inner := *r.group()
		inner.optional = false
		r.groups = append(r.groups, inner)
	case '}':
		r.decode()
		r.passOver = 0
		r.leave()
	case '\\':
		r.control()
	case '\r', '\n', 0:
	default:
		r.character(c)
	}
}

// leave ends a group. What it says of the document is taken.
func (r *richText) leave() {
	if len(r.groups) == 1 {
		return
	}
	g := *r.group()
	r.groups = r.groups[:len(r.groups)-1]
	if g.into == "stylesheet" {
		name, _, _ := strings.Cut(r.field.String(), ";")
		r.styles[g.style] = strings.ToLower(strings.TrimSpace(name))
		r.field.Reset()
	}
	if g.into == r.group().into {
		return
	}
	switch g.into {
	case "title", "keywords":
		r.about.note(g.into, r.field.String())
	case "author":
		r.about.note("creator", r.field.String())
	case "creatim":
		r.about.created = r.time()
	case "revtim":
		r.about.modified = r.time()
	}
}

// time is the moment that was told, zero if none was.
func (r *richText) time() time.Time {
	m := r.moment
	if m[0] == 0 {
		return time.Time{}
	}
	return time.Date(m[0], time.Month(m[1]), m[2], m[3], m[4], 0, 0, time.UTC)
}

// controlWord is a word, its number, and the space that may end it.
var controlWord = regexp.MustCompile(`^([A-Za-z]{1,32})(-?\d{1,9})? ?`)

// control reads what follows a backslash.
func (r *richText) control() {
	if m := controlWord.FindSubmatch(r.left); m != nil {
		r.left = r.left[len(m[0]):]
		number, err := strconv.Atoi(string(m[2]))
		if err != nil {
			number = 1 // a word without a number turns something on
		}
		r.decode()
		r.word(string(m[1]), number)
		return
	}
	if len(r.left) == 0 {
		return
	}
	c := r.left[0]
	r.left = r.left[1:]
	switch c {
	case '\'':
		digits := r.left[:min(2, len(r.left))]
		if code, err := strconv.ParseUint(string(digits), 16, 8); err == nil {
			r.left = r.left[len(digits):]
			r.character(byte(code))
		}
	case '*':
		r.group().optional = true
	case '~':
		r.say(" ")
	case '_':
		r.say("-")
	case '\\', '{', '}':
		r.say(string(rune(c)))
	case '\r', '\n':
		r.decode()
		r.endParagraph()
	}
}

// richWords are control words that stand for text.
var richWords = map[string]string{
	"tab": " ", "cell": " ", "nestcell": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "emdash": "—", "endash": "–", "bullet": "•",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}

// richAside are control words whose groups hold nothing of an article.
var richAside = strings.Fields(`colortbl filetbl revtbl listtable listoverridetable pict nonshppict object do shp shpinst
	header headerl headerr headerf footer footerl footerr footerf footnote annotation atnid atnauthor
	fldinst pntext listtext tc tcn xe bkmkstart bkmkend upr formfield template`)

// moments are the control words of a time.
var moments = []string{"yr", "mo", "dy", "hr", "min"}

// word does what a control word says.
func (r *richText) word(word string, number int) {
	g := r.group()
	optional := g.optional
	g.optional = false
	switch word {
	case "par", "line", "sect", "page", "row", "nestrow":
		r.endParagraph()
	case "u":
		r.unicode(rune(uint16(number))) // larger ones are written as negative numbers
	case "uc":
		g.standIns = max(0, number)
	case "bin":
		r.left = r.left[min(len(r.left), max(0, number)):]
	case "info", "fonttbl", "stylesheet":
		g.into = word
		r.field.Reset()
	case "title", "author", "keywords", "creatim", "revtim":
		if g.into == "info" {
			g.into, r.moment = word, [5]int{}
			r.field.Reset()
		}
	case "ansicpg":
		r.ansi = codePage(number)
	case "mac":
		r.ansi = charmap.Macintosh
	default:
		text, isText := richWords[word]
		at := slices.Index(moments, word)
		switch {
		case isText:
			r.say(text)
		case at >= 0:
			r.moment[at] = number
		case optional, slices.Contains(richAside, word):
			g.into = intoNothing
		default:
			r.property(g, word, number)
		}
	}
}

// property sets what a control word says of the text behind it.
func (r *richText) property(g *richGroup, word string, number int) {
	switch word {
	case "f":
		g.font = number
	case "fcharset":
		if page, ok := codePages[number]; ok && g.into == "fonttbl" {
			r.fonts[g.font] = codePage(page)
		}
	case "s":
		g.style = number
	case "pard":
		g.style = 0
	case "plain":
		g.hidden, g.deleted = false, false
	case "v":
		g.hidden = number != 0
	case "deleted":
		g.deleted = number != 0
	}
}

// codePages are those of the character sets of fonts.
var codePages = map[int]int{
	77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}

// codePage returns an encoding by its number in Windows; windows-1252 if it is another.
func codePage(number int) encoding.Encoding {
	names := map[int]string{932: "shift_jis", 936: "gb18030", 949: "euc-kr", 950: "big5", 10000: "macintosh", 866: "ibm866", 65001: "utf-8"}
	name := names[number]
	if name == "" {
		name = "windows-" + strconv.Itoa(number)
	}
	if e, _ := charset.Lookup(name); e != nil {
		return e
	}
	return charmap.Windows1252
}

// character reads a byte of text.
func (r *richText) character(c byte) {
	if r.passOver > 0 {
		r.passOver--
		return
	}
	r.coded = append(r.coded, c)
}

// say adds text that a control word stands for.
func (r *richText) say(text string) {
	if r.passOver > 0 {
		r.passOver--
		return
	}
	r.decode()
	r.add(text)
}

// unicode adds a character by its number. What stands in for it comes next.
func (r *richText) unicode(c rune) {
	r.passOver = r.group().standIns
	high := r.high
	r.high = 0
	switch {
	case utf16.IsSurrogate(c) && high == 0:
		r.high = c
	case utf16.IsSurrogate(c):
		r.add(string(utf16.DecodeRune(high, c)))
	case c == '\u2028' || c == '\u2029':
		r.endParagraph()
	case !unicode.Is(unicode.Co, c): // a mark of a font of symbols
		r.add(string(c))
	}
}

// decode adds the bytes that came, in the encoding of their font.
func (r *richText) decode() {
	if len(r.coded) == 0 {
		return
	}
	e := r.fonts[r.group().font]
	if e == nil {
		e = r.ansi
	}
	text, err := e.NewDecoder().Bytes(r.coded)
	if err != nil {
		text = bytes.ToValidUTF8(r.coded, []byte("\ufffd"))
	}
	r.coded = r.coded[:0]
	r.add(string(text))
}

// add adds text to what it is for.
func (r *richText) add(text string) {
	switch g := r.group(); {
	case g.into == "" && !g.hidden && !g.deleted:
		r.text.WriteString(text)
	case g.into != "" && g.into != intoNothing:
		r.field.WriteString(text)
	}
}

func (r *richText) endParagraph() {
	r.decode()
	if g := r.group(); g.into == "" {
		r.paragraphs = append(r.paragraphs, paragraph{r.text.String(), r.styles[g.style]})
		r.text.Reset()
	}
}
