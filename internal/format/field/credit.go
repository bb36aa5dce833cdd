package field

import (
	"regexp"
	"strings"
)

// creditMark finds where the credit of a picture begins: "Photo: Reuters",
// "Stock photo: Getty Images", "Screenshot: …", "Photo by …", at the beginning
// of a line or after the end of a sentence.
var creditMark = regexp.MustCompile(`(?:^|[.!?…"”»’)\]] |[|—–] )((?:(?:Stock|File|Archive|Archived|Archival|Illustrative|Illustration|Press|Source|Handout|Aerial|Satellite|Official|Collage|Lead|Main) )?` +
	`(?i:photos?|photographs?|images?|pictures?|screenshots?|screengrab|infographics?|graphics?|illustrations?|collage|videos?|stills?|maps?|(?:photo |image |picture )?credits?|courtesy))` +
	`(?:( (?:by|from|via|credit|of|taken|provided|courtesy|illustrative)(?: \pL+){0,3})?\s*:\s*| (?:by|courtesy of|via) )(\S.*)$`)

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
	m := creditMark.FindStringSubmatchIndex(text)
	if m == nil {
		return "", "", false
	}
	mark, credit := text[m[2]:m[3]], strings.TrimSpace(text[m[6]:m[7]])
	if first := mark[0]; first < 'A' || first > 'Z' || len(credit) > maxCredit || isSentence(credit) {
		return "", "", false
	}
	caption = strings.TrimRight(text[:m[2]], " |—–")
	if caption == "" && !plainMark.MatchString(mark) {
		caption = mark // that it is a stock photo or a screenshot is all that is said of it
	}
	return caption, strings.TrimSuffix(credit, "."), true
}

var plainMark = regexp.MustCompile(`(?i)^(?:photos?|photographs?|images?|pictures?|courtesy|.*credits?)$`)

// isSentence reports whether what follows a mark reads on as prose: "Video: police said the man had fled."
func isSentence(credit string) bool {
	words := len(strings.Fields(credit))
	return words > 14 || words > 5 && strings.HasSuffix(credit, ".") || strings.Contains(credit, ". ") && words > 8
}
