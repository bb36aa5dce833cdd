package config

import (
	"fmt"
	"slices"
	"strings"
)

// configEnv names the file of settings.
const configEnv = "BYLINE_CONFIG"

// environment makes a map of "NAME=value" lines. A variable that is set to
// nothing counts as not set, as it does in container set-ups that pass all
// variables on.
func environment(environ []string) map[string]string {
	env := map[string]string{}
	for _, line := range environ {
		if name, text, ok := strings.Cut(line, "="); ok && text != "" {
			env[name] = text
		}
	}
	return env
}

func (l *loader) readEnvironment(env map[string]string) {
	known := []string{configEnv}
	l.layer(func(s Setting) (value, bool) {
		known = append(known, s.Env())
		text, given := env[s.Env()]
		return value{text: text, from: s.Env()}, given
	})
	for _, s := range Settings() {
		if text, given := env[s.Also]; given && l.values[s.Key].from == "" {
			l.values[s.Key] = value{text: text, from: s.Also}
		}
	}
	// Unknown variables are no fault: Kubernetes sets BYLINE_PORT and the like
	// for a service of that name.
	for name := range env {
		if strings.HasPrefix(name, "BYLINE_") && !slices.Contains(known, name) {
			l.warnings = append(l.warnings, fmt.Sprintf("%s: no such setting%s", name, suggestion(name, known)))
		}
	}
	slices.Sort(l.warnings)
}
