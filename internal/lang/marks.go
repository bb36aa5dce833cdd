package lang

// closers holds, for each mark that opens a quotation, those that close it, the most
// likely first: what typographers of any language use, and what keyboards and
// phones make of it.
var closers = map[rune]string{
	'"': `"”`, '＂': "＂", '“': "”“\"", '”': "”", '„': "“”\"", '‟': "”",
	'«': "»", '»': "«", '‹': "›", '›': "‹", '「': "」", '『': "』", '《': "》", '〝': "〞〟",
	'‘': "’", '‚': "‘’",
}

// ClosingMarks returns the marks that close a quotation which a mark opens, the most
// likely first; "" if it opens none. ‘ and ‚ may be apostrophes, too.
func ClosingMarks(mark rune) string { return closers[mark] }
