package config

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// readYAML takes the settings of a YAML file: keys with dots, or nested maps, or a mix.
func (l *loader) readYAML(name string, text []byte) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		l.faults = append(l.faults, fmt.Sprintf("%s: %v", name, err))
		return
	}
	given := map[string]value{}
	if len(root.Content) > 0 { // an empty file has no document
		l.flatten(name, "", root.Content[0], given)
	}
	var known []string
	l.layer(func(s Setting) (value, bool) {
		known = append(known, s.Key)
		v, ok := given[s.Key]
		return v, ok
	})
	for _, key := range sortedKeys(given) {
		if !slices.Contains(known, key) {
			l.fault(given[key].from, key, "no such setting"+suggestion(key, known))
		}
	}
}

// flatten puts the scalars below node into given, by their keys joined with dots.
func (l *loader) flatten(file, prefix string, node *yaml.Node, given map[string]value) {
	from := fmt.Sprintf("%s:%d", file, node.Line)
	switch {
	case (prefix == "slack.channels" || prefix == "hooks") && node.Kind == yaml.MappingNode: // a value of its own, see SlackChannels and Hooks
		text, err := yaml.Marshal(node)
		if err != nil {
			l.faults = append(l.faults, fmt.Sprintf("%s: %s: %v", from, prefix, err))
			return
		}
		given[prefix] = value{text: string(text), from: from}
	case node.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i].Value
			if prefix != "" {
				key = prefix + "." + key
			}
			l.flatten(file, key, node.Content[i+1], given)
		}
	case node.Tag == "!!null": // "llm:" with everything below it commented out
	case node.Kind == yaml.ScalarNode && prefix != "":
		if earlier, twice := given[prefix]; twice {
			l.fault(from, prefix, "given twice, first in "+earlier.from)
			return
		}
		given[prefix] = value{text: node.Value, from: from}
	default:
		l.faults = append(l.faults, fmt.Sprintf("%s: %s: a setting is written as `key: value`", from, prefix))
	}
}

func sortedKeys(m map[string]value) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
