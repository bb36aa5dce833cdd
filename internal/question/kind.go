package question

// Kind is what sort of thing a question asks for.
type Kind int

// The kinds of question.
const (
	Thing        Kind = iota // what, which, how: anything
	Person                   // who, which actor
	Country                  // which country, which nation
	State                    // which state
	City                     // which city, which town, the capital
	Place                    // where, which island
	Organisation             // which company, which club
	Work                     // which film, which book
	Product                  // which drug, which car
	Number                   // how many, how tall, how much snow
	Amount                   // how much money
	Percentage               // what share
	Date                     // when, on which day
	Year                     // in which year
	Duration                 // how long, for how many years
	Age                      // how old
	Reason                   // why
	Quotation                // what did she say
)

// kinds are the names by which packs call kinds, and those for people.
var kinds = [...]struct{ name, people string }{
	Thing:        {"", "anything"},
	Person:       {"person", "a name"},
	Country:      {"country", "a country"},
	State:        {"state", "a state"},
	City:         {"city", "a city"},
	Place:        {"place", "a place"},
	Organisation: {"organisation", "an organisation"},
	Work:         {"work", "the title of a work"},
	Product:      {"product", "the name of a thing"},
	Number:       {"number", "a number"},
	Amount:       {"amount", "an amount of money"},
	Percentage:   {"percentage", "a percentage"},
	Date:         {"date", "a date or time"},
	Year:         {"year", "a year"},
	Duration:     {"duration", "a length of time"},
	Age:          {"age", "an age"},
	Reason:       {"reason", "a reason"},
	Quotation:    {"quotation", "what somebody said"},
}

// KindOf returns the kind that a pack names, Thing where there is none.
func KindOf(name string) Kind {
	for k := range kinds {
		if kinds[k].name == name {
			return Kind(k)
		}
	}
	return Thing
}

// String names what a kind of question asks for, for people.
func (k Kind) String() string { return kinds[k].people }

// IsPlace tells whether a place answers a question of the kind.
func (k Kind) IsPlace() bool { return k == Country || k == State || k == City || k == Place }

// IsNumber tells whether a number answers a question of the kind, and another
// number would be another answer.
func (k Kind) IsNumber() bool {
	return k == Number || k == Amount || k == Percentage || k == Age || k == Duration
}

// IsTime tells whether a point in time answers a question of the kind.
func (k Kind) IsTime() bool { return k == Date || k == Year }

// IsNamed tells whether a name of any sort answers a question of the kind.
func (k Kind) IsNamed() bool {
	return k == Person || k == Organisation || k == Work || k == Product || k.IsPlace()
}

// Form is what sort of answer a question wants.
type Form int

// The forms of answers, those that a question is recognised as by how it
// begins in the order in which they are tried.
const (
	Fact  Form = iota // one thing: that of the kind of the question
	YesNo             // did it happen

	Assistant // about who answers: help, what can you do
	OffTopic  // no question about news: a joke, sums, an order
	Language  // what was said before, in another language
	Greeting  // nothing but hello
	Thanks    // nothing but thanks, goodbye, "I see"

	FirstReport // who reported something first
	Reporters   // which outlets reported something
	Timeline    // what happened in order, dated
	Comparison  // each side
	List        // all things of the kind
	Latest      // the newest developments, newest first
	Happened    // the news of a time, or of now: a digest
	Summary     // what is known of something
	Definition  // what something is
)

// forms are the names by which packs call forms, empty for those that are not
// told by how a question begins, and those for people.
var forms = [...]struct{ name, people string }{
	Fact:        {"", "a fact"},
	YesNo:       {"", "yes or no"},
	Assistant:   {"assistant", "a word about the assistant"},
	OffTopic:    {"chat", "something other than news"},
	Language:    {"language", "another language"},
	Greeting:    {"", "a greeting"},
	Thanks:      {"", "a reply to thanks"},
	FirstReport: {"first report", "who reported it first"},
	Reporters:   {"reporters", "who reported it"},
	Timeline:    {"timeline", "a timeline"},
	Comparison:  {"comparison", "a comparison"},
	List:        {"list", "a list"},
	Latest:      {"latest", "the latest"},
	Happened:    {"happened", "a digest"},
	Summary:     {"summary", "a summary"},
	Definition:  {"definition", "a definition"},
}

// String says what a form is, for people.
func (f Form) String() string { return forms[f].people }

// IsTalk tells whether nothing is asked of the news.
func (f Form) IsTalk() bool { return f >= Assistant && f <= Thanks }

// IsDigest tells whether the answer is made of several stories or several
// developments of one, rather than being found in a sentence.
func (f Form) IsDigest() bool {
	return f == Timeline || f == List || f == Latest || f == Happened || f == Summary
}
