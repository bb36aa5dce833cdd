package news

import "strings"

// Story is an article with the others that carry its text.
type Story struct {
	Article
	Copies []Article // the next newest first
}

// AlsoIn counts the other outlets that carry the story.
func (s *Story) AlsoIn() int {
	outlets := map[string]bool{strings.ToLower(s.Source): true}
	for _, c := range s.Copies {
		outlets[strings.ToLower(c.Source)] = true
	}
	return len(outlets) - 1
}
