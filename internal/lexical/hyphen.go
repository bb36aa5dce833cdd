package lexical

import "strings"

// Words of two parts that are written with a hyphen or as one (co-operation,
// cooperation) begin with one of these or end with one of those. Nine in ten
// words with a hyphen do neither (far-right), and nobody writes them as one.
var (
	joinedBeginnings = WordSet(`anti auto back cease co counter cross cyber de e eco extra front health home hyper in infra inter intra
		kick life line macro mega micro mid mini multi neo non off on over para photo post pre pro proto pseudo quarter re semi socio
		stand sub super tele trans ultra under up web week well wi`)
	joinedEndings = WordSet(`back bound down fold free goer hand less like line long maker making man off out over proof run time up ups
		ward wide woman work worker`)
)

// joinedEnd returns where the word ends that the word text[start:end] and the
// one behind the hyphen at end are together, or start if they are not written
// as one. Words of three parts (state-of-the-art) never are.
func joinedEnd(text string, start, end int) int {
	if end+1 >= len(text) || !isWordByte[text[end+1]] || start > 0 && text[start-1] == '-' {
		return start
	}
	stop := wordEnd(text, end+1)
	if stop < len(text) && text[stop] == '-' {
		return start
	}
	if joinedBeginnings[strings.ToLower(text[start:end])] || joinedEndings[strings.ToLower(text[end+1:stop])] {
		return stop
	}
	return start
}
