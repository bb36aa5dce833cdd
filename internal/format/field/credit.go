package field

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"byline/internal/lang"
)

// pictureMarks find what is said of a picture in its caption, in any language.
type pictureMarks struct {
	// credit is where a credit begins: "Photo: Reuters", "Stock photo: Getty
	// Images", "Screenshot: …", "Photo by …", at the beginning of a line or
	// after the end of a sentence.
	credit *regexp.Regexp
	bare   *regexp.Regexp // a mark that says nothing of its picture: "Photo", but not "Screenshot"
}

var marks = sync.OnceValue(func() pictureMarks {
	c := &lang.Any().Credits
	return pictureMarks{
		credit: regexp.MustCompile(`(?:^|[.!?…"”»’)\]] |[|—–] )((?:` + lang.Pattern(c.PictureAdjectives) + ` )?(?i:` + lang.Pattern(c.PictureWords) + `))` +
			`(?:( ` + lang.Pattern(c.PictureOrigins) + `(?: \pL+){0,3})?\s*:\s*| ` + lang.Pattern(c.PictureMakers) + ` )(\S.*)$`),
		bare: regexp.MustCompile(`(?i)^` + lang.Pattern(c.BarePictureWords) + `$`),
	}
})

const (
	maxCredit  = 120 // bytes
	maxCaption = 600 // bytes, credit included
)

// CutCredit splits a line that ends with the credit of a picture into caption
// and credit: "The bridge. Photo: Reuters" into "The bridge." and "Reuters". It is
// strict, for a paragraph must never be taken for a caption; ok is false for one.
func CutCredit(text string) (caption, credit string, ok bool) {
	if len(text) > maxCaption {
		return "", "", false
	}
	m := marks().credit.FindStringSubmatchIndex(text)
	if m == nil {
		return "", "", false
	}
	mark, credit := text[m[2]:m[3]], strings.TrimSpace(text[m[6]:m[7]])
	if !strings.ContainsFunc(credit, unicode.IsLetter) && !strings.ContainsFunc(credit, unicode.IsDigit) {
		return "", "", false // nobody is named, and the line would be lost
	}
	if first := mark[0]; first < 'A' || first > 'Z' || len(credit) > maxCredit || isSentence(credit) {
		return "", "", false
	}
	caption = strings.TrimRight(text[:m[2]], " |—–")
	if caption == "" && !marks().bare.MatchString(mark) {
		caption = mark // that it is a stock photo or a screenshot is all that is said of it
	}
	return caption, strings.TrimSuffix(credit, "."), true
}

// isSentence reports whether what follows a mark reads on as prose: "Video: police said the man had fled."
func isSentence(credit string) bool {
	words := len(strings.Fields(credit))
	return words > 14 || words > 5 && strings.HasSuffix(credit, ".") || strings.Contains(credit, ". ") && words > 8
}
