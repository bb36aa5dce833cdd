package slackbot_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// method is a method of the Web API as Slack's reference has it.
type method struct {
	arguments string // names with spaces between; those with an exclamation mark are required
	token     string // how the token that it takes begins
	perMinute int    // calls that its tier allows an app in a workspace
}

// The tiers, in calls a minute. Slack tolerates small bursts above the single call of tier 1, as for a reconnection.
const (
	tier1   = 4
	tier2   = 20
	tier3   = 50
	tier4   = 100
	special = 300 // "hundreds"
	status  = 600
)

const (
	botToken = "xoxb-"
	appToken = "xapp-"
	unsent   = "-" // the address of a response is its own token

	// What every message may be posted with. Text is required beside blocks, as it is what notifications and screen readers have.
	posting = "channel! text! blocks! thread_ts unfurl_links! unfurl_media! parse! link_names! mrkdwn metadata attachments "
)

// methods are the methods that the bot may call.
var methods = map[string]method{
	"apps.connections.open": {"", appToken, tier1},
	"auth.test":             {"", botToken, special},
	"users.info":            {"user! include_locale", botToken, tier4},
	"conversations.info":    {"channel! include_locale include_num_members", botToken, tier3},
	"conversations.replies": {"channel! ts! cursor inclusive include_all_metadata latest limit oldest", botToken, tier3},
	"chat.postMessage":      {posting + "reply_broadcast", botToken, special},
	"chat.postEphemeral":    {posting + "user!", botToken, tier4},
	"chat.update":           {"channel! ts! text! blocks! parse link_names unfurl_links unfurl_media metadata attachments", botToken, tier3},
	"chat.delete":           {"channel! ts!", botToken, tier3},
	"chat.getPermalink":     {"channel! message_ts!", botToken, special},
	"chat.startStream":      {"channel! thread_ts! markdown_text recipient_user_id recipient_team_id task_display_mode", botToken, tier2},
	"chat.appendStream":     {"channel! ts! markdown_text!", botToken, tier4},
	"chat.stopStream":       {"channel! ts! markdown_text blocks metadata", botToken, tier2},
	"reactions.add":         {"channel! name! timestamp!", botToken, tier3},
	"reactions.remove":      {"channel! name! timestamp!", botToken, tier2},
	"views.open":            {"view! trigger_id!", botToken, tier4},
	"views.update":          {"view! view_id hash external_id", botToken, tier4},
	"views.push":            {"view! trigger_id!", botToken, tier4},

	"assistant.threads.setStatus":           {"channel_id! thread_ts! status loading_messages", botToken, status},
	"assistant.threads.setTitle":            {"channel_id! thread_ts! title!", botToken, tier4},
	"assistant.threads.setSuggestedPrompts": {"channel_id! prompts! thread_ts title", botToken, tier4},

	"respond": {"text! blocks response_type! replace_original! delete_original! unfurl_links! unfurl_media! parse! thread_ts", unsent, special},
}

// callFaults says what is wrong with a call, by the documentation of the method.
func callFaults(name, token string, args url.Values) []string {
	m, known := methods[name]
	if !known {
		return []string{name + " is no method that the bot should call"}
	}
	var faults []string
	if !strings.HasPrefix(token, m.token) && m.token != unsent {
		faults = append(faults, fmt.Sprintf("takes a token %s…, not %q", m.token, token))
	}
	faults = append(faults, namesFaults(m.arguments, func(name string) bool { return args.Get(name) != "" }, slices.Collect(keysOf(args)))...)
	for argument, values := range args {
		if len(values) > 1 {
			faults = append(faults, argument+" is given more than once")
		}
		faults = append(faults, argumentFaults(argument, values[0])...)
	}
	if name == "chat.startStream" && !strings.HasPrefix(args.Get("channel"), "D") && (args.Get("recipient_user_id") == "" || args.Get("recipient_team_id") == "") {
		faults = append(faults, "a stream in a channel needs to know for whom it is")
	}
	for _, unfurls := range []string{"unfurl_links", "unfurl_media"} {
		if v := args.Get(unfurls); v != "" && v != "false" {
			faults = append(faults, unfurls+" is "+v)
		}
	}
	return faults
}

func keysOf(args url.Values) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for name := range args {
			if !yield(name) {
				return
			}
		}
	}
}

// namesFaults holds names that are present to a list of those allowed, in which those with "!" are required.
func namesFaults(allowed string, has func(name string) bool, present []string) []string {
	var faults []string
	var known []string
	for _, name := range strings.Fields(allowed) {
		name, required := strings.CutSuffix(name, "!")
		known = append(known, name)
		if required && !has(name) {
			faults = append(faults, name+" is missing")
		}
	}
	for _, name := range present {
		if !slices.Contains(known, name) {
			faults = append(faults, name+" is unknown")
		}
	}
	return faults
}

// The forms of IDs. Those of Slack are longer; the tests' are short for the reader.
var (
	channelID = regexp.MustCompile(`^[CDG][A-Z0-9]+$`)
	userID    = regexp.MustCompile(`^[UW][A-Z0-9]+$`)
	teamID    = regexp.MustCompile(`^[TE][A-Z0-9]+$`)
	timestamp = regexp.MustCompile(`^\d+\.\d+$`)
	boolean   = regexp.MustCompile(`^(true|false|0|1)$`)
	parse     = regexp.MustCompile(`^none$`) // "full" would make links of words
	response  = regexp.MustCompile(`^(ephemeral|in_channel)$`)
)

// forms are the forms of arguments, which have the same name for the same thing in every method.
var forms = map[string]*regexp.Regexp{
	"channel": channelID, "channel_id": channelID, "user": userID, "recipient_user_id": userID, "recipient_team_id": teamID,
	"ts": timestamp, "thread_ts": timestamp, "timestamp": timestamp, "message_ts": timestamp, "oldest": timestamp, "latest": timestamp,
	"unfurl_links": boolean, "unfurl_media": boolean, "link_names": boolean, "mrkdwn": boolean, "inclusive": boolean, "include_locale": boolean,
	"include_all_metadata": boolean, "include_num_members": boolean, "reply_broadcast": boolean, "replace_original": boolean, "delete_original": boolean,
	"parse": parse, "response_type": response,
}

// lengths are the most characters that arguments may have.
var lengths = map[string]int{"text": 4000, "markdown_text": 12000, "status": 100, "title": 255, "trigger_id": 255}

func argumentFaults(name, value string) []string {
	var faults []string
	if form := forms[name]; form != nil && !form.MatchString(value) {
		faults = append(faults, fmt.Sprintf("%s is %q", name, value))
	}
	if most, limited := lengths[name]; limited && characters(value) > most {
		faults = append(faults, fmt.Sprintf("%s has %d characters, more than %d", name, characters(value), most))
	}
	switch name {
	case "limit":
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 999 {
			faults = append(faults, "limit is "+value)
		}
	case "blocks":
		faults = append(faults, blockFaults(value, 50)...)
	case "view":
		faults = append(faults, viewFaults(value)...)
	case "prompts":
		faults = append(faults, promptFaults(value)...)
	case "text", "status", "title":
		faults = append(faults, mentionFaults(value)...)
	case "markdown_text":
		faults = append(faults, markdownFaults(value)...)
	}
	return faults
}

func promptFaults(raw string) []string {
	var prompts []map[string]string
	if err := json.Unmarshal([]byte(raw), &prompts); err != nil {
		return []string{"prompts: " + err.Error()}
	}
	if len(prompts) < 1 || len(prompts) > 4 {
		return []string{fmt.Sprintf("%d prompts, not 1 to 4", len(prompts))}
	}
	for _, p := range prompts {
		if p["title"] == "" || p["message"] == "" || len(p) != 2 {
			return []string{fmt.Sprintf("a prompt has a title and a message, not %v", p)}
		}
	}
	return nil
}
