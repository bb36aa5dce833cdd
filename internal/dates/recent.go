package dates

// recent tells whether the question asks for the newest there is: "latest",
// "most recent", "now", "so far", "breaking news".
func (p *parser) recent() bool {
	for i, t := range p.tokens {
		if words().Recency[t.word] {
			return true
		}
		switch t.word {
		case "latest":
			if p.word(i-1) != "the" || p.word(i-2) != "at" { // "at the latest"
				return true
			}
		case "now":
			if !p.isTitle(i) && p.word(i-1) != "until" && p.word(i+1) != "-" && p.word(i+1) != "on" {
				return true
			}
		case "far":
			if p.word(i-1) == "so" {
				return true
			}
		case "breaking":
			if p.word(i+1) == "news" || len(p.tokens) == 1 {
				return true
			}
		case "moment":
			if p.word(i-1) == "the" && p.word(i-2) == "at" {
				return true
			}
		}
	}
	return false
}
