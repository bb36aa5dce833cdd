package slackbot

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/slack-go/slack"

	"byline/internal/news"
)

// scopes are what the app needs a bot token for, each with its use.
var scopes = [][2]string{
	{"app_mentions:read", "to be mentioned"},
	{"assistant:write", "suggested prompts and titles in the assistant pane"},
	{"channels:history", "follow-ups in threads of public channels"},
	{"chat:write", "to answer"},
	{"commands", "/byline and the message shortcut"},
	{"groups:history", "follow-ups in threads of private channels"},
	{"im:history", "direct messages"},
	{"mpim:history", "follow-ups in group messages"},
	{"users:read", "to know members from guests and other workspaces"},
}

// Scopes are the scopes that the bot token needs, sorted.
func Scopes() []string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = s[0]
	}
	return names
}

func tokenError(setting string, err error) error {
	return news.Errorf(news.KindUnauthorized, "slackbot: Slack refuses %s (%w): install the app again and set the new token", setting, err)
}

// Check asks Slack whether the tokens are right and have every scope. It
// returns what it found; the error says what is missing.
func Check(ctx context.Context, cfg Config) (string, error) {
	cfg = cfg.withDefaults()
	var mu sync.Mutex
	granted := ""
	api := slack.New(cfg.BotToken, slack.OptionAPIURL(cfg.APIURL), slack.OptionAppLevelToken(cfg.AppToken),
		slack.OptionOnResponseHeaders(func(path string, h http.Header) {
			mu.Lock()
			defer mu.Unlock()
			if strings.Contains(path, "auth.test") {
				granted = h.Get("X-OAuth-Scopes")
			}
		}))
	who, err := api.AuthTestContext(ctx)
	if err != nil {
		if hopeless(err) {
			err = tokenError("slack.bot_token", err)
		}
		return "", err
	}
	if missing := missingScopes(granted); missing != "" {
		return "", news.Errorf(news.KindUnauthorized, "the bot token lacks %s: add the scopes under OAuth & Permissions, install the app again and set the new token", missing)
	}
	found := fmt.Sprintf("%s in %s, all %d scopes", who.User, who.Team, len(scopes))
	if cfg.AppToken != "" {
		if _, _, err := api.StartSocketModeContext(ctx); err != nil {
			if hopeless(err) || slackError(err) == "missing_scope" || slackError(err) == "not_allowed_token_type" {
				err = news.Errorf(news.KindUnauthorized, "Slack refuses slack.app_token (%w): make an app-level token with the scope connections:write under Basic Information", err)
			}
			return "", err
		}
		found += ", Socket Mode"
	}
	if cfg.SigningSecret != "" {
		found += ", HTTP"
	}
	return found, nil
}

// missingScopes names the scopes that are not among those granted, with their use.
func missingScopes(granted string) string {
	have := strings.FieldsFunc(granted, func(r rune) bool { return r == ',' || r == ' ' })
	var missing []string
	for _, s := range scopes {
		if !slices.Contains(have, s[0]) {
			missing = append(missing, s[0]+" ("+s[1]+")")
		}
	}
	return strings.Join(missing, ", ")
}
