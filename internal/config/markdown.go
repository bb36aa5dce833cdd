package config

import (
	"fmt"
	"strings"
)

// Markdown returns the settings as a Markdown table, for the documentation.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| byline.yaml | environment | flag | default | what |\n|---|---|---|---|---|\n")
	for _, s := range Settings() {
		def := ""
		if s.Default != "" {
			def = "`" + s.Default + "`"
		}
		help := s.Help
		if s.Also != "" {
			help += "; `" + s.Also + "` is honoured too"
		}
		if s.Secret {
			help += "; a secret, so it can be kept in a file: `" + s.Env() + "_FILE`"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | `--%s` | %s | %s |\n", s.Key, s.Env(), s.Flag(), def, help)
	}
	return b.String()
}
