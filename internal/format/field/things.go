package field

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// sign is what the name of a member says of what a record is that is no article.
type sign struct {
	thing  thing
	strong bool // no article has it; else articles may, and one more is needed
}

// thing is what a record may be that has a title and a text as articles have.
type thing uint8

const (
	review thing = iota
	task
	book
	job
	recipe
	chat
	contact
	repository
	quiz
	song
	place
	audience
	transcript
	goods
	things
)

// thingNames say what each is, in an error.
var thingNames = [things]string{
	review: "a review of goods", task: "an issue or a task of a plan", book: "an entry of a catalogue of books", job: "a job advertisement", recipe: "a recipe",
	chat: "a part of a chat", contact: "an entry of an address book", repository: "about a program", quiz: "a question with its answers", song: "about a song or a film",
	place: "a place on a map", audience: "about figures of readers", transcript: "the words of a recording; keep the text as a file",
	goods: "of goods",
}

// signs are the names of members that tell what a record is, as plainName writes them.
// They are what programs write, whatever language people speak.
var signs = signsOf(map[thing][2][]string{
	review:     {{"productid", "asin", "parentasin", "reviewerid", "reviewtext", "reviewbody", "reviewtitle", "helpfulnessnumerator", "verifiedpurchase", "starrating", "reviewrating"}, {"rating", "stars", "score", "overall", "userid"}},
	task:       {{"issuekey", "issuetype", "issueid", "ticketid", "storypoints", "sprint", "idlist", "idboard", "authorassociation", "pullrequest", "stateevent"}, {"assignee", "assignees", "assigneeid", "requesterid", "priority", "milestone", "due", "duedate", "deadline", "owner", "closedat", "resolution"}},
	book:       {{"isbn", "isbn10", "isbn13", "callnumber", "oclcnumber", "lccn", "shelfmark", "barcode"}, nil},
	job:        {{"salary", "salaryrange", "salarymin", "salarymax", "minsalary", "maxsalary", "employmenttype", "applyurl", "applicationurl", "hiringorganization", "jobtitle", "jobdescription", "joblocation"}, {"company", "location", "remote"}},
	recipe:     {{"recipeingredient", "recipeinstructions", "ingredients", "cooktime", "preptime"}, nil},
	chat:       {{"clientmsgid", "chatmessages", "threadts", "guild"}, {"user", "team", "sender", "recipient", "recipients", "conversationid", "to", "folder"}},
	contact:    {nil, {"phone", "phonenumber", "mobile", "email", "birthday"}},
	repository: {{"stargazerscount", "forkscount", "clonurl", "dependencies", "devdependencies"}, {"hash", "commit", "authoremail", "committeremail"}},
	goods:      {{"producttype", "variants"}, nil},
	quiz:       {{"correctanswer", "correctanswers", "correctoption"}, {"choices", "options", "answers"}},
	song:       {{"isrc", "imdbid", "tmdbid", "trackid"}, nil},
	audience:   {{"openrate", "clickrate", "uniqueopens", "uniqueclicks", "bouncerate", "deliveries", "successfuldeliveries"}, {"opens", "clicks", "impressions", "views", "pageviews", "sessions", "activeusers"}},
	transcript: {{"avglogprob", "nospeechprob"}, nil},
	place:      {{"geometry", "osmid", "placeid"}, nil},
})

func signsOf(names map[thing][2][]string) map[string]sign {
	out := map[string]sign{}
	for of, list := range names {
		for i := range list {
			for _, name := range list[i] {
				out[name] = sign{of, i == 0}
			}
		}
	}
	return out
}

// turns are who says something in a chat with a program, by how its interface calls them.
var turns = set("user", "assistant", "system", "tool", "human", "bot", "model", "ai", "gpt", "function", "developer")

// chats are the kinds of conversations that messengers export, whose messages are nobody's news.
var chats = set("personal_chat", "private_group", "private_supergroup", "saved_messages", "bot_chat", "group_chat", "direct_message", "dm", "groupdm", "chat")

// unknown reads a member that is no field of an article: what it says of the kind of the record.
func (o *Object) unknown(dec *jsontext.Decoder, m member) error {
	_, isSign := signs[string(m.plain)]
	name := string(m.plain)
	speaks := name == "role" || name == "sender" || name == "from"
	if dec.PeekKind() == '"' {
		switch {
		case isLinkName(name):
			return o.link(dec, m)
		case isDateName(name):
			return o.dated(dec, m)
		case isStateName(name):
			return o.stated(dec, m)
		}
	}
	if kind := dec.PeekKind(); !isSign && !speaks && (name != "mapping" || kind != '{') && (name != "segments" || kind != '[') {
		return dec.SkipValue()
	}
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	o.sign(m, raw, speaks)
	return nil
}

// sign notes what a member says of the kind of the record.
func (o *Object) sign(m member, raw []byte, speaks bool) {
	name := string(m.plain)
	s, isSign := signs[name]
	kind := jsontext.Value(raw).Kind()
	switch said := bytes.Trim(raw, `"`); {
	case len(said) == 0, kind == 'n', kind == 'f', len(raw) == len("[]") && kind != '0' && kind != '"': // nothing is said
	case name == "segments":
		if bytes.Contains(raw[:min(len(raw), maxSegment)], []byte(`"start"`)) {
			o.signs[transcript] += enoughSigns
		}
	case speaks && turns[strings.ToLower(string(said))], name == "mapping":
		o.signs[chat] += enoughSigns
	case isSign && s.strong:
		o.signs[s.thing] += enoughSigns
	case isSign:
		o.signs[s.thing]++
		o.weakly[s.thing]++
	}
}

// isStateName reports whether a member of unknown name may say in which state of publication
// an article is: "review_state", "wf_status".
func isStateName(name string) bool {
	return strings.HasSuffix(name, "state") || strings.HasSuffix(name, "status")
}

// notOut are states that nothing else than what is not published is in.
var notOut = set("draft", "private", "unpublished", "withheld", "embargoed", "spiked", "trash", "trashed", "scheduled")

// stated takes the state that a member of unknown name says, if it is one of what is not published.
func (o *Object) stated(dec *jsontext.Decoder, m member) error {
	v, err := readValue(dec, state)
	if v.name, v.rank = string(m.name), weakRank; err == nil && notOut[strings.ToLower(v.text)] {
		o.keep(state, v)
	}
	return err
}

// maxSegment is how far the time is looked for at which a piece of a recording begins, in bytes.
const maxSegment = 1 << 10

// enoughSigns is how many weak signs say what a record is.
const enoughSigns = 2

// Thing says what a record is that is no article; empty if it may be one. Weak signs are
// believed of what has neither an address nor an outlet.
func (o *Object) Thing() string {
	if kind := o.status(sort); chats[kind] || kind == "message" && o.weakly[chat] > 0 {
		return thingNames[chat]
	}
	for of, n := range o.signs {
		if weak := o.weakly[of]; n >= enoughSigns && (n > weak || o.isNowhere()) {
			return thingNames[of]
		}
	}
	return ""
}

// isNowhere reports whether nothing tells where a record appeared.
func (o *Object) isNowhere() bool {
	at, outlet := o.values[address], o.values[source]
	return (at.kind == 0 || at.rank >= ofProgram) && (outlet.kind == 0 || outlet.weak())
}

// HoldsChat reports whether the list of an object is of what was said in a chat.
func (o *Object) HoldsChat() bool {
	if o.Thing() == thingNames[chat] {
		return true
	}
	if o.list == nil || isEmptyArray(o.list) {
		return false
	}
	first, err := ReadObject(newDecoder(o.list[1:]), o.list[1:], o.clock.Zone)
	return err == nil && first.Thing() == thingNames[chat]
}

// TellsThing reports whether a column of this name says what a record is that is no article.
func TellsThing(name string) bool {
	_, ok := signs[string(plainName(nil, []byte(strings.TrimSpace(name))))]
	return ok
}

// IsNone reports whether an object says of itself that it is no published article.
func (o *Object) IsNone() bool { return o.Thing() != "" || o.isPublished() != nil }

// notLinks are in the names of addresses that are not those of an article.
var notLinks = regexp.MustCompile(`image|img|thumb|photo|picture|icon|logo|avatar|video|audio|media|api|feed|rss|author|profile|comment|edit|download|embed|share|facebook|twitter|next|prev|user|site|home|base|file|callback|outlet|source|publisher|title`)

// isLinkName reports whether a member is called an address, of whatever: "clipurl", "troveurl".
func isLinkName(name string) bool {
	return (strings.HasSuffix(name, "url") || strings.HasSuffix(name, "link") || strings.HasSuffix(name, "href")) && !notLinks.MatchString(name)
}

// link keeps the address in a member of a name that nobody foresaw, if there is no better one.
func (o *Object) link(dec *jsontext.Decoder, m member) error {
	v, err := readCompound(dec, address)
	if err != nil || !pageAddress.MatchString(v.text) || mediaAddress.MatchString(v.text) {
		return err
	}
	v.name, v.rank = string(m.name), weakRank
	if ofInterface.MatchString(v.text) {
		v.rank += ofProgram
	}
	o.keep(address, v)
	return nil
}

// notPublished are in the names of times that are not those of publication.
var notPublished = regexp.MustCompile(`birth|end|expir|due|start|begin|updat|modif|chang|crawl|access|retriev|download|event|valid|deliver|order|paid|ship|hire|join|last|next|death|check|print|creat|add|send|sent|open|clos|sign`)

// isDateName reports whether a member is called a date, of whatever: "numericdate".
func isDateName(name string) bool {
	return (strings.HasSuffix(name, "date") || strings.HasSuffix(name, "datetime")) && !notPublished.MatchString(name)
}

// dated keeps the time in a member of a name that nobody foresaw, if there is no better one.
func (o *Object) dated(dec *jsontext.Decoder, m member) error {
	v, err := readCompound(dec, published)
	if err != nil || !isDate(v.text) {
		return err
	}
	v.name, v.rank = string(m.name), weakRank
	o.keep(published, v)
	return nil
}
