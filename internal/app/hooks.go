package app

import (
	"fmt"

	"byline/internal/config"
	"byline/internal/httpapi"
)

// hooks are the webhooks of a server, as the settings have them.
func hooks(settings config.Hooks) (map[string]httpapi.Hook, error) {
	all := map[string]httpapi.Hook{}
	for name, h := range settings {
		secret, err := h.Key()
		if err != nil {
			return nil, fmt.Errorf("app: webhook %s: %w", name, err)
		}
		all[name] = httpapi.Hook{Secret: secret, Hub: h.Signature == config.SignedHub, Timed: h.Signature == config.SignedTimed, Header: h.Header, Source: h.Source, Map: h.Map}
	}
	return all, nil
}
