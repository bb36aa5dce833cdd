package config

import "github.com/agnivade/levenshtein"

// suggestion is "; did you mean X?" where a known name is close to the given one, else empty.
func suggestion(name string, known []string) string {
	best, distance := "", 1+len(name)/4
	for _, k := range known {
		if d := levenshtein.ComputeDistance(name, k); d <= distance && (best == "" || d < distance) {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}
