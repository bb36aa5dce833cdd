package answer

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// enveloped is what a reply that comes in pieces of some bytes is without its envelope.
func enveloped(reply string, size int) string {
	var e envelope
	var out strings.Builder
	for len(reply) > 0 {
		n := min(size, len(reply))
		for n < len(reply) && !utf8.RuneStart(reply[n]) {
			n++
		}
		out.WriteString(e.push(reply[:n]))
		reply = reply[n:]
	}
	return out.String() + e.rest()
}

func TestRepliesAreTakenOutOfTheirEnvelopes(t *testing.T) {
	for name, test := range map[string]struct{ reply, want string }{
		"none":                    {"It rained [1]. {So} it was [2].\nAnd [3].", "It rained [1]. {So} it was [2]. And [3]."},
		"one member":              {`{"answer": "It rained [1]."}`, "It rained [1]."},
		"in a fence, with talk":   {"Here it is:\n```json\n{\n  \"answer\": \"It rained [1].\",\n  \"confidence\": 0.9\n}\n```", "Here it is: It rained [1]."},
		"sources behind":          {`{"answer":"It rained.","sources":[1,"2"]}`, "It rained. [1] [2]"},
		"statements":              {`{"statements":[{"text":"It rained.","passageIds":[1]},{"citation":2,"text":"It snowed."}]}`, "It rained. [1] [2] It snowed."},
		"a list of texts":         {`["It rained [1].", "It snowed [2]."]`, "It rained [1]. It snowed [2]."},
		"thoughts and quotations": {`{"reasoning":"Passage 1 fits.","question":"Did it rain?","answer":"It rained.","citations":[{"id":1,"quote":"Rain fell."}]}`, "It rained. [1]"},
		"line ends as they are":   {"{\"answer\": \"It rained [1].\n\nIt snowed [2].\"}", "It rained [1]. It snowed [2]."},
		"cut off":                 {`{"answer": "It rained [1]. It sno`, "It rained [1]. It sno"},
		"words behind":            {"{\"answer\": \"It rained [1].\"}\nI hope this helps.", "It rained [1]. I hope this helps."},
		"one a line":              {`{"text":"It rained.","source":1}` + "\n" + `{"text":"It snowed.","source":2}`, "It rained. [1] It snowed. [2]"},
		"as Python writes it":     {`{'answer': 'It rained [1].', 'found': True}`, "It rained [1]."},
		"no JSON at all":          {`{"So," she said, it rained [1].`, `{"So," she said, it rained [1].`},
		"in quotation marks":      {`"It rained [1]. It snowed [2]."`, "It rained [1]. It snowed [2]."},
		"a quotation":             {`"It rained," she said [1].`, `"It rained," she said [1].`},
		"escaped line ends":       {`It rained [1].\n\nIt snowed [2].`, "It rained [1]. It snowed [2]."},
	} {
		for _, size := range []int{1, 3, 1000} {
			if got := oneLine(enveloped(test.reply, size)); got != test.want {
				t.Errorf("%s, %d bytes at a time: got %q, want %q", name, size, got, test.want)
			}
		}
	}
}
