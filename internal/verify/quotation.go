package verify

import (
	"regexp"
	"strings"
)

// quoted matches what stands in quotation marks of every kind.
var quoted = regexp.MustCompile(`“([^”“]{2,})”|"([^"]{2,})"|«([^»]{2,})»|„([^“”]{2,})[“”]|(?:^|[\s(])[‘']([^‘’'\s][^‘]*?[^\s])[’'](?:$|[\s).,;:!?])`)

// gaps are where a quotation leaves something out or puts something in.
var gaps = regexp.MustCompile(`\.{3}|\[[^\]]*\]|\([^)]*\)`)

// quotations looks for each quotation, word for word.
func (j *judgement) quotations() (Conflict, string) {
	for _, m := range quoted.FindAllStringSubmatch(j.text, -1) {
		text := strings.Join(m[1:], "")
		for part := range strings.SplitSeq(gaps.ReplaceAllString(level(text), "\x00"), "\x00") {
			part = strings.Trim(part, " .,;:!?-'")
			if part != "" && !hasWords(j.lower, part) {
				return Quotation, text
			}
		}
	}
	return NoConflict, ""
}

// hasWords reports whether part stands in text as whole words.
func hasWords(text, part string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], part)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(part)
		if (at == 0 || !isLetterOrDigit(text[at-1])) && (end == len(text) || !isLetterOrDigit(text[end])) {
			return true
		}
		from = at + 1
	}
}

func isLetterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80
}
