package slackbot_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// The fake is worth what it refuses.
func TestTheFakeOfSlackRefusesWhatSlackWould(t *testing.T) {
	section := func(text string) string {
		return `[{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"` + text + `"}}]`
	}
	long := strings.Repeat("a", 3001)
	post := []string{"channel", "C1", "text", "x", "blocks", section("x"), "unfurl_links", "false", "unfurl_media", "false", "parse", "none", "link_names", "false"}
	for name, c := range map[string]struct {
		method string
		args   []string // those that are changed, or all if there is no post to change
		want   string
	}{
		"a method that nobody documents":   {"chat.shout", nil, "no method"},
		"an argument that nobody takes":    {"chat.postMessage", []string{"chanel", "C1"}, "chanel is unknown"},
		"a missing argument":               {"chat.update", []string{"ts", ""}, "ts is missing"},
		"a name where an ID belongs":       {"chat.postMessage", []string{"channel", "#desk"}, `channel is "#desk"`},
		"a timestamp without a fraction":   {"chat.postMessage", []string{"thread_ts", "1000"}, `thread_ts is "1000"`},
		"the token of the app":             {"chat.postMessage", []string{"token", "xapp-1"}, "takes a token xoxb-"},
		"links that unfurl":                {"chat.postMessage", []string{"unfurl_links", "true"}, "unfurl_links is true"},
		"a long text":                      {"chat.postMessage", []string{"text", long + long}, "text has 6002 characters"},
		"a mention in the text":            {"chat.postMessage", []string{"text", "<!here>"}, "a mention"},
		"a long section":                   {"chat.postMessage", []string{"blocks", section(long)}, "section.text has 3001 characters"},
		"an empty section":                 {"chat.postMessage", []string{"blocks", section("")}, "text is missing"},
		"a mention in a block":             {"chat.postMessage", []string{"blocks", section("<@U1>")}, "a mention"},
		"an ampersand":                     {"chat.postMessage", []string{"blocks", section("a & b")}, "not escaped"},
		"a pointed bracket":                {"chat.postMessage", []string{"blocks", section("1 > 0")}, "not escaped"},
		"a block that is none":             {"chat.postMessage", []string{"blocks", `[{"type":"poem"}]`}, `type "poem" is unknown`},
		"a field that a block lacks":       {"chat.postMessage", []string{"blocks", `[{"type":"divider","text":"x"}]`}, "text is unknown"},
		"a header in mrkdwn":               {"chat.postMessage", []string{"blocks", strings.Replace(section("x"), "section", "header", 1)}, "header.text is plain text"},
		"text that makes links of words":   {"chat.postMessage", []string{"blocks", strings.Replace(section("x"), "true", "false", 1)}, "verbatim is missing"},
		"too many blocks":                  {"chat.postMessage", []string{"blocks", "[" + strings.Repeat(`{"type":"divider"},`, 50) + `{"type":"divider"}]`}, "51 blocks"},
		"a button that says too much":      {"chat.postMessage", []string{"blocks", button(strings.Repeat("a", 76), "v")}, "button.text has 76"},
		"a button that holds too much":     {"chat.postMessage", []string{"blocks", button("a", long[:2001])}, "button.value has 2001"},
		"a stream in a channel for nobody": {"chat.startStream", []string{"channel", "C1", "thread_ts", "1.1", "text", "", "blocks", "", "unfurl_links", "", "unfurl_media", "", "parse", "", "link_names", ""}, "for whom"},
	} {
		t.Run(name, func(t *testing.T) {
			args, token := url.Values{}, "xoxb-1"
			for _, list := range [][]string{post, c.args} {
				for i := 0; i+1 < len(list); i += 2 {
					if list[i] == "token" {
						token = list[i+1]
						continue
					}
					args.Set(list[i], list[i+1])
					if list[i+1] == "" {
						args.Del(list[i])
					}
				}
			}
			if got := strings.Join(callFaults(c.method, token, args), "; "); !strings.Contains(got, c.want) {
				t.Errorf("found %q, not %q", got, c.want)
			}
		})
	}
}

func button(text, value string) string {
	return `[{"type":"actions","elements":[{"type":"button","action_id":"a","value":"` + value + `","text":{"type":"plain_text","text":"` + text + `"}}]}]`
}

func TestTheFakeOfSlackRefusesModalsThatSlackWould(t *testing.T) {
	for want, view := range map[string]string{
		"modal.title has 25":    `{"type":"modal","title":{"type":"plain_text","text":"` + strings.Repeat("a", 25) + `"},"blocks":[{"type":"divider"}]}`,
		"101 blocks":            `{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[` + strings.Repeat(`{"type":"divider"},`, 100) + `{"type":"divider"}]}`,
		"button to send it off": `{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"datepicker","action_id":"a"}}]}`,
		"parsing time":          `{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"datepicker","action_id":"a","initial_date":"tomorrow"}}]}`,
	} {
		if got := strings.Join(viewFaults(view), "; "); !strings.Contains(got, want) {
			t.Errorf("found %q, not %q", got, want)
		}
	}
}

// A method takes as many calls a minute as its tier has, a channel a message a
// second after a burst, and the address of a response five.
func TestTheFakeOfSlackKeepsToItsRates(t *testing.T) {
	l, now := newRateLimits(), time.Now()
	for range tier2 {
		if wait := l.wait("chat.startStream", "", "C1", now); wait != 0 {
			t.Fatalf("told to wait %d s within the tier", wait)
		}
	}
	if wait := l.wait("chat.startStream", "", "C1", now.Add(10*time.Second)); wait != 50 {
		t.Errorf("told to wait %d s above the tier, not 50", wait)
	}
	l.wait("chat.startStream", "", "C1", now.Add(59*time.Second))
	if l.early["chat.startStream"] != 1 {
		t.Error("a call within the wait is not noticed")
	}
	if wait := l.wait("chat.startStream", "", "C1", now.Add(time.Minute)); wait != 0 {
		t.Errorf("told to wait %d s after a minute", wait)
	}
	for range burst {
		l.wait("chat.postMessage", "", "C1", now)
	}
	if l.wait("chat.postMessage", "", "C1", now) == 0 || l.wait("chat.postMessage", "", "C2", now) != 0 {
		t.Error("the rate of a channel is not its own")
	}
	for range 5 {
		l.wait("respond", "/respond/1", "", now)
	}
	if l.wait("respond", "/respond/1", "", now) == 0 || l.wait("respond", "/respond/2", "", now) != 0 {
		t.Error("the address of a response takes more than five messages")
	}
}
