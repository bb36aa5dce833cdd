package lang

// Words is a set of words. They are in lower case unless their section says otherwise.
type Words = map[string]bool

// Pair is an entry with two sides.
type Pair struct{ Key, Value string }

// Pack is what is known of a language. Nobody changes it. The name behind each
// field is that of its section in the file of the language, where comments say
// what its entries are. Sections that are "cased" hold words as they are
// written; those that are "patterns" hold regular expressions.
//
// Lists ([]string, []Pair) are in the order in which to try them: the longest
// first, so that no entry hides one that begins with it.
type Pack struct {
	Code string                   // ISO 639-1; empty in the neutral pack
	Stem func(word string) string // of a word in lower case and of the language's own spelling

	Compounds bool // words are joined into one, the last of which says what it is: Hafendamm

	Terms      Terms
	Sentences  Sentences
	Time       Time
	Questions  Questions
	Answers    Answers
	Credits    Credits
	Services   Services
	Places     Places
	Statements Statements
	Replies    Replies
	Pages      Pages
	Columns    Columns
	Notices    Notices
	Speech     Speech
	Provenance Provenance
	Entities   Entities

	Telling       Words             `section:"telling words,cased"`
	LanguageNames map[string]string `section:"language names"` // to ISO 639-1 codes
}

// Terms is for turning words into terms.
type Terms struct {
	StopWords        Words             `section:"stop words"`
	Capitals         []string          `section:"capitals"`
	Aliases          map[string]string `section:"aliases"`
	HyphenBeginnings Words             `section:"hyphen beginnings"`
	HyphenEndings    Words             `section:"hyphen endings"`
	Spellings        []Pair            `section:"spellings"`
	SpelledEndings   []Pair            `section:"spelled endings"`
	FixedEndings     Words             `section:"fixed endings"`
	DegreeEndings    []string          `section:"degree endings"`
	Particles        []string          `section:"particles"`    // at the end of nouns
	Elisions         Words             `section:"elisions"`     // what stands with an apostrophe before a word: l'ours
	CaseEndings      Words             `section:"case endings"` // what stands with an apostrophe behind names, without accents: Oster'den
	NumberUnits      map[string]string `section:"number units"`
	SignWords        map[string]string `section:"sign words"`     // of one or two words, to a sign of ASCII or a number
	Acronyms         []Pair            `section:"acronyms,cased"` // value: names with commas between them
}

// Sentences is for telling where a sentence ends.
type Sentences struct {
	Titles        Words `section:"titles,cased"` // abbreviated, as Prof: a name follows the full stop
	Numbered      Words `section:"numbered abbreviations,cased"`
	Abbreviations Words `section:"abbreviations,cased"`
	Openers       Words `section:"sentence openers,cased"`
	OpeningTitles Words `section:"opening titles,cased"`
}

// Time is for reading dates and expressions of time. Months count from 1,
// weekdays from 0 for Sunday.
type Time struct {
	Months          map[string]int    `section:"months"`
	MonthsShort     map[string]int    `section:"month abbreviations"`
	Weekdays        map[string]int    `section:"weekdays"`
	WeekdaysShort   Words             `section:"weekday abbreviations"`
	Zones           map[string]int    `section:"time zones,cased"`     // hours east of UTC
	ZonesByPlace    map[string]string `section:"zones by place,cased"` // to a city of the tz database
	DayEndings      []string          `section:"day endings"`
	Seasons         map[string]int    `section:"seasons"`
	Units           map[string]string `section:"time units"`
	Cardinals       map[string]int    `section:"cardinals"`
	Ordinals        map[string]int    `section:"ordinals"`
	Parts           map[string]string `section:"period parts"`
	PartsOf         map[string]string `section:"period parts of"`
	Relations       map[string]string `section:"date relations"`
	ClauseStarts    Words             `section:"clause starts"`
	WeekdayNames    Words             `section:"weekday names"`
	YearNouns       Words             `section:"year nouns"`
	AfterYears      Words             `section:"after years"`
	Publications    Words             `section:"publications"`
	Future          Words             `section:"future words"`
	Past            Words             `section:"past words"`
	Recency         Words             `section:"recency words"`
	NoDatesBehind   Words             `section:"no dates behind"`
	Onward          Words             `section:"onward words"`
	Fortnights      Words             `section:"fortnights"`
	Roughly         Words             `section:"rough counts"` // before how long ago something was
	Holidays        map[string]string `section:"holidays"`     // to a day or two with ".." between them, see internal/dates
	Foreign         map[string]string `section:"foreign days"`
	InWords         []Pair            `section:"times in words,patterns"` // key: the same in English
	ForeignMonths   map[string]int    `section:"foreign months"`
	FurtherMonths   map[string]int    `section:"further foreign months"` // where a whole field is a date
	ForeignWeekdays Words             `section:"foreign weekdays"`
	DateJoins       []string          `section:"date joins"`
	YearEndings     []string          `section:"year endings"`
	DatelineEndings []string          `section:"dateline endings"`  // behind the date, where the text begins
	DatelineJoins   Words             `section:"dateline articles"` // between place and date
	NoPlaces        Words             `section:"openings of no dateline"`
	ClockOpenings   []string          `section:"clock openings"`
	ClockEndings    []string          `section:"clock endings"`
	HalvesBefore    map[string]string `section:"halves before the clock"` // to am or pm
	HalvesBehind    map[string]string `section:"halves behind the clock"` // likewise
	PersianMonths   map[string]int    `section:"persian months"`
	Eras            map[string]int    `section:"eras"`                 // to the year before the first
	MonthOpenings   []string          `section:"words before a month"` // where it is a number
	YearOpenings    []string          `section:"words before a year"`  // likewise
}

// Questions is for telling what a question asks for, and what of it is content.
type Questions struct {
	Fields           map[string]string `section:"query fields"`   // as other archives name them, to ours
	FieldCodes       map[string]string `section:"query codes"`    // likewise, where the value stands right behind
	FieldsOfAll      map[string]string `section:"query openings"` // likewise, of all that follows
	DateSides        Words             `section:"query sides of dates"`
	FieldsElsewhere  Words             `section:"query fields elsewhere"`
	CallsElsewhere   Words             `section:"query operators elsewhere"`
	Words            map[string]string `section:"question words"` // to a kind of internal/question
	Choices          Words             `section:"choice words"`
	SingleChoices    Words             `section:"single choice words"`
	Nouns            map[string]string `section:"asked nouns"` // to a kind
	Degrees          Words             `section:"degree words"`
	Measures         Words             `section:"measures"`
	MassMeasures     Words             `section:"mass measures"`
	Money            Words             `section:"money words"`
	Copulas          Words             `section:"copulas"`
	Articles         Words             `section:"articles"`
	Fillers          Words             `section:"fillers"`
	Coverage         Words             `section:"coverage words"`
	Matters          Words             `section:"matter words"`
	FunctionWords    Words             `section:"function words"`
	Leaning          Words             `section:"leaning words"`
	Personal         Words             `section:"personal words"`
	Askers           Words             `section:"askers"`
	Continuations    []string          `section:"continuations"`
	FragmentOpenings []string          `section:"fragment openings"`
	Comparisons      []string          `section:"openings of comparisons"`
	Prepositions     Words             `section:"prepositions"`
	Synonyms         []string          `section:"synonyms"` // groups of words with spaces between them
	PeopleEndings    []string          `section:"people endings"`

	Greetings     []string `section:"greetings,patterns"`
	Thanks        []string `section:"thanks,patterns"`
	LeadIns       []string `section:"lead-ins,patterns"`
	Tails         []string `section:"tails,patterns"`
	Events        []string `section:"sorts of events"`
	Happenings    Words    `section:"verbs of happening"`
	Indefinites   Words    `section:"indefinite words"`        // that ask for yes or no before a participle
	Instructions  Words    `section:"words of instructions"`   // before a word that asks they say only how to answer
	Forms         []Pair   `section:"question forms,patterns"` // key: a form of internal/question
	FormStops     Words    `section:"form stops"`
	EitherOr      []string `section:"either or,patterns"`
	NewestFirst   []string `section:"newest first,patterns"`
	EarliestFirst []string `section:"earliest first,patterns"`
	Auxiliaries   Words    `section:"auxiliaries"`
	NounEnds      Words    `section:"noun ends"`
	Participles   Words    `section:"participles"`
	NamingVerbs   Words    `section:"naming verbs"`
	Pointers      Words    `section:"pointing words"`
	Sorts         Words    `section:"sorts"`

	StandIns   Words             `section:"stand-ins of choices"` // behind "which"
	SinceWords Words             `section:"since"`                // at the end of what asks for the year that it began
	AskedSorts map[string]string `section:"asked sorts"`          // to nouns of [Nouns]
	EmptyHeads map[string]string `section:"empty heads"`          // to the noun before that says it all
	KindsAlone Words             `section:"kinds alone"`          // nouns of [Nouns] that say no more than the kind
	LongThings []string          `section:"sorts with a length"`  // nouns of [Nouns]

	KindPhrases     []Pair   `section:"kind phrases,patterns"` // key: a kind of internal/question
	Before          Words    `section:"prepositions of questions"`
	OutletPhrases   []string `section:"outlet phrases,patterns"`
	OutletsLeftOut  []string `section:"outlets left out,patterns"`
	OfOutlet        []string `section:"askings of an outlet,patterns"`
	ColourPhrases   []string `section:"colour phrases,patterns"`
	ColourWords     Words    `section:"colour words"`
	ReportSigns     []string `section:"report signs,patterns"`
	ReportWords     Words    `section:"report words"`
	VerbForms       []string `section:"verb forms"` // groups of words with spaces between them
	Locating        Words    `section:"locating words"`
	Whence          Words    `section:"words of where from"` // behind a question for a place, and before what answers it
	Undergoing      []string `section:"undergoing verbs"`    // groups of the forms of one: of two things that stand around it, the one behind is what it happens to
	Particles       Words    `section:"particles of verbs"`
	Infinitives     Words    `section:"words before infinitives"`
	Running         Words    `section:"running words"`   // behind "who": verbs for what those of the next do
	Runners         []string `section:"who runs things"` // words
	Heads           Words    `section:"heads of anything"`
	Prices          Words    `section:"price words"` // of which an amount tells by itself
	Reported        Words    `section:"reported words"`
	PartOpenings    []string `section:"part openings,patterns"`
	TakenBack       []string `section:"corrections of questions,patterns"`
	Slips           []string `section:"slips,patterns"`
	Nots            []string `section:"signs of what was not meant,patterns"`
	Returns         []string `section:"returns to topics,patterns"`
	Women           Words    `section:"women"`
	Men             Words    `section:"men"`
	Many            Words    `section:"several"`
	Things          Words    `section:"things"`
	Propositions    Words    `section:"propositions"`
	SecondOfTwo     []string `section:"second of two,patterns"`
	FirstOfTwo      []string `section:"first of two,patterns"`
	MostSaid        []string `section:"most of those said,patterns"`
	LeastSaid       []string `section:"least of those said,patterns"`
	NewestSaid      []string `section:"newest of those said,patterns"`
	OldestSaid      []string `section:"oldest of those said,patterns"`
	Retellings      []string `section:"retellings,patterns"`
	NeighbourTimes  []string `section:"neighbouring times,patterns"` // a group that holds something: the time after
	CountedTimes    []string `section:"counted times,patterns"`      // its groups are named for the unit that they count, with "before" behind
	Again           []string `section:"askings again,patterns"`
	Elsewhere       []string `section:"askings elsewhere,patterns"`
	Challenges      []string `section:"challenges,patterns"`
	Doubts          []string `section:"doubts,patterns"`            // what somebody has in mind stands behind
	WordsOf         []string `section:"askings for words,patterns"` // whose, stands behind
	More            []string `section:"askings for more,patterns"`
	AskingsForTimes []string `section:"askings for a timeline,patterns"`
	AskingsForNews  []string `section:"askings for news,patterns"`
	Less            []string `section:"askings for less,patterns"`
	Sayings         Words    `section:"sayings"`
	ComparisonJoins []string `section:"comparison joins"`
	ComparisonLinks Words    `section:"comparison links"`
	ComparisonStand Words    `section:"comparison stand-ins"`

	Suggested     map[string]string `section:"suggested questions,cased"` // by a sort of internal/frontpage; %s is what they are about
	HeadlineVerbs map[string]string `section:"headline verbs"`            // to the past
	UnitMeasures  map[string]string `section:"measures with a unit"`      // behind "how"; to units of numbers, with commas between them, or "any"
}

// Answers is for telling which sentences of an article answer a question.
type Answers struct {
	Danglers          Words             `section:"danglers"`
	Impersonal        Words             `section:"impersonal words"`
	Boilerplate       []string          `section:"boilerplate"`
	Writers           Words             `section:"writers"`
	BoilerplateInside []string          `section:"boilerplate inside,cased"`
	Reasons           []string          `section:"reasons"`
	Effects           Words             `section:"reasons before effects"`
	Signs             []Pair            `section:"answer signs,patterns"` // key: a kind of internal/question
	NumberWords       Words             `section:"number words"`
	SpelledNumbers    map[string]string `section:"spelled numbers"`
	LargeUnits        Words             `section:"large units"`
	Currencies        Words             `section:"currencies"`
	Times             Words             `section:"times"`
	PlaceWords        Words             `section:"place words"`
	Labels            []string          `section:"paragraph labels,patterns"`
	LineHeadings      []string          `section:"headings on a line,patterns"`
	Corrections       []string          `section:"corrections"`
	WasWrong          []string          `section:"what was wrong,patterns"`
	Calling           Words             `section:"calling words"`
	PutRight          Words             `section:"words that put right"`
	ReportingWords    Words             `section:"reporting words"`
	PerCent           Words             `section:"per cent"`
	Shares            Words             `section:"shares"`
	ShortTimes        Words             `section:"short times"`
	AgeWords          Words             `section:"words beside ages"`
	Humans            Words             `section:"humans"`
	SpeakingVerbs     Words             `section:"speaking verbs"`

	DayHalves    Words `section:"halves of a day"`
	PercentWords Words `section:"percent words"`
	AgeEndings   Words `section:"age endings"`
	AgedWords    Words `section:"aged words"`
	NameLinks    Words `section:"name links,cased"`
	Crowned      Words `section:"roles that end names"` // of those in roles
	NotNames     Words `section:"not names"`
	Roles        Words `section:"roles"`            // with titles before names: see NamesRole
	CalledByPart Words `section:"called by a part"` // nouns
	Ranks        Words `section:"ranks"`            // deputy: with a role, somebody else's than without
	Leaving      Words `section:"leaving words"`    // of whom a role has no more: Olm resigned
	Removed      Words `section:"removing words"`   // the same of whom it is taken from: Olm was sacked
	Gone         Words `section:"words before who is gone"`
	BeforeOffice Words `section:"words before an office"`      // behind who has it: Olm was elected mayor
	Contrasts    Words `section:"words before what is not so"` // before a number
	ListOpenings Words `section:"list openings"`               // of sentences, behind an article
	LeaningNouns Words `section:"leaning nouns"`               // that open a sentence and mean that of the one before, behind an article
	DigestWords  Words `section:"digest words"`

	Own         map[string]string `section:"own words,cased"` // what Byline itself says, by what it says it of
	RoundUps    []string          `section:"round-ups,patterns"`
	NoNews      []string          `section:"no news,patterns"`
	NoNewsHeads []string          `section:"headlines of no news,patterns"`
}

// Credits is for reading bylines and lines that credit sources.
type Credits struct {
	Labels            []string `section:"credit labels,patterns"`
	Referrals         []string `section:"referrals,patterns"`
	Tails             []string `section:"credit tails,patterns"`
	Owned             []string `section:"owned things,patterns"`
	OfficeAdjectives  []string `section:"office adjectives,cased"`
	Offices           []string `section:"offices,patterns"`
	Joins             Words    `section:"name joins"`
	Bodies            Words    `section:"bodies"`
	Speakers          Words    `section:"speakers"`
	Unnamed           Words    `section:"unnamed sources,cased"`
	Abbreviations     Words    `section:"credit abbreviations,cased"`
	PictureAdjectives []string `section:"picture adjectives,cased"`
	PictureWords      []string `section:"picture words,patterns"`
	PictureOrigins    []string `section:"picture origins"`
	PictureMakers     []string `section:"picture makers"`
	BarePictureWords  []string `section:"bare picture words,patterns"`
	NameSuffixes      []string `section:"name suffixes,patterns"`
	BylineOpenings    []string `section:"byline openings,patterns"`
	Particles         Words    `section:"name particles"`
	PlaceJoins        Words    `section:"joins of names and places"`
	Uncapitalized     Words    `section:"names in capitals,cased"`
}

// Services is for taking out of a text what a news service or a feed has put there.
type Services struct {
	ForPayers []string `section:"for payers,patterns"`
	CutUnits  []string `section:"units of cut texts"`
	Endings   []string `section:"feed endings,patterns"`
}

// Places is for telling countries, states and cities by their names.
type Places struct {
	Countries []Pair `section:"countries,cased"` // value: other names / people and adjectives / capitals, each with commas between them
	States    []Pair `section:"states,cased"`    // likewise
	Cities    Words  `section:"cities,cased"`
	Personal  Words  `section:"personal places,cased"`
}

// Statements is for telling whether a text supports a statement. Phrases are
// looked for word by word, each in any form that has the same stem.
type Statements struct {
	Negators          Words             `section:"negators"`
	NegatingPhrases   []string          `section:"negating phrases"`
	NotNegations      []string          `section:"not negations"`
	WeakNegators      Words             `section:"weak negators"`
	YetWords          Words             `section:"words of what is to come"`
	Refusals          Words             `section:"refusing words"` // what is refused comes to nothing
	EndWords          Words             `section:"words of what has ended"`
	EverWords         Words             `section:"words of a first time"` // with a denial
	Exceptions        Words             `section:"words before an exception"`
	Privatives        Words             `section:"privatives"`
	Denials           Words             `section:"denials"`
	UndoingBeginnings Words             `section:"undoing beginnings"`
	ModalPhrases      map[string]string `section:"modal phrases"` // to a mood of internal/verify
	CertainPhrases    []string          `section:"certain phrases"`
	Contrasts         []string          `section:"contrasts"` // sides with " / " between them, of phrases with ", " between them
	IrregularForms    map[string]string `section:"irregular forms"`
	IrregularNouns    map[string]string `section:"irregular nouns"`
	Scales            map[string]int    `section:"scales"`
	NumberValues      map[string]int    `section:"values of number words"`
	OrdinalValues     map[string]int    `section:"ordinal words"`
	Units             map[string]string `section:"units of numbers"`
	Bounds            map[string]string `section:"bounds"` // to a bound of internal/verify
	Auxiliaries       Words             `section:"auxiliary words"`
	Perfects          Words             `section:"past auxiliaries"`
	Prepositions      Words             `section:"further prepositions"` // beside those of questions
	Passives          Words             `section:"passive auxiliaries"`
	Copulas           Words             `section:"words before what somebody becomes"`
	Agents            Words             `section:"words before an agent"`
	NoAdverbs         Words             `section:"no adverbs"`
	Determiners       Words             `section:"determiners"`
	TimeSpans         Words             `section:"spans of time"`
	Origins           Words             `section:"origin words"`
	RangeWords        Words             `section:"words before a range"`
	TurningWords      map[string]string `section:"turning words"`     // to the word that says the opposite in their place
	Fractions         map[string]int    `section:"fractions"`         // in percent
	Shares            map[string]int    `section:"shares of a whole"` // in thousandths
	Amounts           map[string]string `section:"amounts"`           // to an amount of internal/verify
	NoAmounts         []string          `section:"no amounts"`
	PartWords         Words             `section:"words before a whole"`
	Ratios            []string          `section:"words of a ratio"`
	RateWords         map[string]string `section:"words of a rate"` // to a unit
	Per               Words             `section:"words before the unit of a rate"`
	ChangeWords       map[string]string `section:"words of a change"` // to that which says the other in their place
	LevelWords        Words             `section:"words before a level"`
	PartlyWords       Words             `section:"words of what is not whole"`
	MinusWords        Words             `section:"words for a minus"`
	BelowZero         []string          `section:"words below zero"`
	Answering         Words             `section:"answering"`
	WaysOfAnswering   Words             `section:"ways of answering"`
	SpanUnits         Words             `section:"units of spans"` // of those of numbers, those of time
	Requests          Words             `section:"requests"`
	Permissions       Words             `section:"permissions"`
	Particles         Words             `section:"particles that are verbs too"` // where they are no verbs themselves
	Exclusives        Words             `section:"exclusive words"`
	Multiples         map[string]int    `section:"multiples"` // in thousandths
	LargerUnits       map[string]string `section:"larger units"`
	NumberNouns       Words             `section:"number nouns"`
	AgeWords          Words             `section:"age words"`
	Growing           []string          `section:"growing counts"` // groups of words with spaces between them
	Comparing         Words             `section:"comparing words"`
	Equalling         Words             `section:"equalling words"` // they stand twice: as long as
	AgoWords          Words             `section:"ago words"`
	OutletVerbs       Words             `section:"verbs of outlets"` // before "that": no doubt of what follows
	PartPronouns      Words             `section:"pronouns of a whole"`
	Mutual            []string          `section:"mutual phrases"`
	Joining           Words             `section:"joining prepositions"`
	Causes            []string          `section:"causes"`
	SureCauses        []string          `section:"sure causes"`
	CauseSigns        Words             `section:"signs of a cause"`
	RoleVerbs         map[string]string `section:"role verbs"` // to a frame of internal/verify
	ClauseOpeners     Words             `section:"clause openers"`
	Relatives         Words             `section:"relative words"`
	Coordinators      Words             `section:"coordinating words"` // of the clause openers, those behind which the subject stays
	Heralds           Words             `section:"heralds"`
	EmptyWords        Words             `section:"empty words"`
	Sums              []string          `section:"measured sums"`  // groups of words with spaces between them
	RelativeYears     map[string]int    `section:"relative years"` // years from that of publication
	RelativeMonths    map[string]int    `section:"relative months"`
	RelativeDays      map[string]int    `section:"relative days"`
	PlainWords        Words             `section:"plain words"`
	FormsOfAddress    Words             `section:"forms of address"`
}

// Replies is for reading what language models write.
type Replies struct {
	ThoughtTags       []string `section:"tags of thoughts,patterns"`
	AsideTags         []string `section:"tags of what is no reply,patterns"`
	CitationTags      []string `section:"tags of citations,patterns"`
	CitationWords     []string `section:"citation words,patterns"`
	UserTurns         []string `section:"turns of users,patterns"`
	ModelTurns        []string `section:"turns of models,patterns"`
	ReplyLabels       []string `section:"labels of replies,patterns"`
	TurnTags          []string `section:"tags of turns,patterns"`
	PassageWords      []string `section:"words for passages,patterns"`
	ReferralWords     []string `section:"referring words,patterns"`
	Ands              []string `section:"words between numbers,patterns"`
	ReplyTags         []string `section:"tags of replies,patterns"`
	Refusals          []string `section:"refusals,patterns"`
	PassageNouns      []string `section:"nouns for passages,patterns"` // in statements on what they do not say
	Denials           []string `section:"denials of passages,patterns"`
	Instructions      []string `section:"instructions,patterns"`
	ThoughtOpenings   []string `section:"openings of thoughts,patterns"`
	Talk              []string `section:"talk of models,patterns"`
	Openings          []string `section:"openings of statements,patterns"`
	ReferenceHeadings []string `section:"reference headings,patterns"`
}

// Pages is for telling the text of an article from the rest of a web page. The
// patterns are compared without regard to case.
type Pages struct {
	Furniture      []string       `section:"page furniture,patterns"`            // the whole of a paragraph
	Invitations    []string       `section:"invitations,patterns"`               // how a paragraph begins that leads elsewhere
	OtherStories   []string       `section:"other stories,patterns"`             // the whole of a heading above them
	Classes        []string       `section:"classes of furniture"`               // words in the class or id of an element
	Walls          []string       `section:"classes of walls"`                   // likewise
	Writers        []string       `section:"classes of writers"`                 // likewise
	OfWriters      []string       `section:"classes of what is told of writers"` // likewise
	TextClasses    []string       `section:"classes of text"`                    // likewise
	Headlines      []string       `section:"classes of headlines"`               // likewise
	Standfirsts    []string       `section:"classes of standfirsts"`             // likewise
	Bylines        []string       `section:"classes of bylines"`                 // likewise
	Dates          []string       `section:"classes of dates"`                   // likewise
	Mastheads      []string       `section:"classes of mastheads"`               // likewise
	Unsubscribing  []string       `section:"ends of subscriptions,patterns"`     // within a paragraph
	Kickers        []string       `section:"classes of kickers"`                 // likewise
	Comments       []string       `section:"classes of comments"`                // likewise
	AnswerMarks    []string       `section:"marks of answers,patterns"`          // before the subject of a message
	ForwardMarks   []string       `section:"marks of what is sent on,patterns"`  // likewise
	Published      []string       `section:"labels of publication"`              // before a date
	Updated        []string       `section:"labels of updates"`                  // likewise
	Months         map[string]int `section:"months on pages"`                    // beside Time.Months and Time.ForeignMonths
	NotFound       []string       `section:"titles of errors,patterns"`          // the whole of a title
	NotFoundTexts  []string       `section:"texts of errors,patterns"`           // within a paragraph
	LogInTitles    []string       `section:"titles of log-ins,patterns"`         // the whole of a title
	SiteTitles     []string       `section:"titles about a site,patterns"`       // likewise
	LogInTexts     []string       `section:"texts of log-ins,patterns"`          // likewise
	ConsentTexts   []string       `section:"texts of consent,patterns"`          // likewise
	CheckTexts     []string       `section:"texts of checks,patterns"`           // likewise: of whether a visitor is a robot
	SearchTitles   []string       `section:"titles of searches,patterns"`        // how a title begins
	ListTitles     []string       `section:"titles of lists,patterns"`           // how a title begins
	BylineOpenings []string       `section:"byline openings on pages,patterns"`
	PostsBehind    []string       `section:"posts behind names,patterns"`
	WriterPaths    Words          `section:"addresses of writers"`
	NameJoins      Words          `section:"joins of two names"`
	OutletJoins    Words          `section:"joins of writers and outlets"`      // in the name of who sent a newsletter
	Releases       []string       `section:"labels of press releases,patterns"` // above the headline, the whole of a line
	Posts          Words          `section:"posts of writers"`
	MonthFirst     Words          `section:"regions with the month first"` // ISO 3166
}

// Columns is for telling what a column of a table, or a member of a record, holds. Names
// are without spaces and marks.
type Columns struct {
	Names  map[string]string `section:"column names"` // to English ones that say the same
	Behind []string          `section:"behind column names"`
	Before []string          `section:"before column names"`
}

// Notices is for telling what an outlet says of an article that it has published. The
// patterns are compared without regard to case.
type Notices struct {
	Stems    []string `section:"notice stems"`                  // one is in each line that has a notice
	Beside   []string `section:"words beside notice stems"`     // and one of these in each sentence that is one
	Subjects []string `section:"notice subjects,patterns"`      // what a notice speaks of
	Openings []string `section:"notice openings,patterns"`      // before a notice
	Capitals []string `section:"corrections in capitals,cased"` // words that say so without a colon
	Times    Words    `section:"words in the dates of notices"` // beside those that begin with a digit

	RetractionLabels    []string `section:"labels of retractions,patterns"`
	CorrectionLabels    []string `section:"labels of corrections,patterns"`
	ClarificationLabels []string `section:"labels of clarifications,patterns"`
	UpdateLabels        []string `section:"labels of update notices,patterns"`
	Retractions         []string `section:"said of what is retracted,patterns"`
	Corrections         []string `section:"said of what is corrected,patterns"`
	Clarifications      []string `section:"said of what is clarified,patterns"`
	Updates             []string `section:"said of what is updated,patterns"`
	Alone               []Pair   `section:"notices by themselves,patterns"` // key: a kind of news.Notice
}

// Provenance is for telling from whom an article has what it says.
type Provenance struct {
	Outlets      Words `section:"outlets"`
	OutletWords  Words `section:"words of outlets"`
	SomeOutlets  Words `section:"outlets without a name"`
	Officials    Words `section:"officials without a name"`
	Deeds        Words `section:"what outlets do"`
	BeforeOutlet Words `section:"words before outlets"`
	InDocuments  Words `section:"words before documents"`
	First        Words `section:"words of who was first"`
	Learns       Words `section:"verbs of outlets that know"`
}

// Speech is for telling who says what.
type Speech struct {
	Verbs        map[string]string `section:"saying verbs"` // to a kind of internal/speech
	WithIt       Words             `section:"verbs that say with it"`
	Dashes       Words             `section:"dashes before speech"`
	BeforeVerbs  Words             `section:"words before saying"`
	Undoing      Words             `section:"words that undo saying"`
	Pronouns     map[string]string `section:"speaking pronouns"` // to a number of internal/speech
	Appositives  Words             `section:"appositive openings"`
	Openings     Words             `section:"phrase openings"`
	Joins        Words             `section:"phrase joins"`
	Attached     Words             `section:"words that go with what is joined"`
	Clauses      Words             `section:"clause joins"`
	BareTimes    Words             `section:"bare times"`
	Hearers      Words             `section:"hearers"`
	That         Words             `section:"words that open what is said"`
	BeforeCommas Words             `section:"verbs with a clause behind a comma"`
	Inverting    Words             `section:"sources before a verb"`
	Doubts       Words             `section:"doubts about saying"`
	Titles       Words             `section:"titles before names"` // beside roles: see NamesRole
	Documents    Words             `section:"documents"`
	SpeaksFor    Words             `section:"who speaks for others"`
	HeadsOf      map[string]string `section:"heads of bodies"` // to the body
	Amounts      Words             `section:"words before amounts"`
	BodyWords    Words             `section:"words of bodies"`
}

// Entities is for telling the names of people, organisations and places.
type Entities struct {
	GivenNames   Words `section:"given names,cased"` // those of women and men, too
	WomensNames  Words `section:"given names of women,cased"`
	MensNames    Words `section:"given names of men,cased"`
	Companies    Words `section:"kinds of companies"`     // behind a name, of which they are no part
	BodyWords    Words `section:"words of organisations"` // beside Credits.Bodies and Speech.BodyWords
	BodyOpenings Words `section:"openings of organisations"`
	BodyFirsts   Words `section:"first words of organisations"`
	Things       Words `section:"things with names"`
	NoNames      Words `section:"words that are no names"`
	Areas        Words `section:"areas of office"`

	CommonEndings []string `section:"endings of common words"`

	OtherWords   Words `section:"words of other names"`
	Regions      Words `section:"regions,cased"` // places that no list of countries, states and cities has
	PlaceWords   Words `section:"words of places"`
	PlaceOpeners Words `section:"openings of places"`
	Directions   Words `section:"directions"`
	BeforePlaces Words `section:"words before places"`
	BehindPeople Words `section:"words behind people"`
	Matches      Words `section:"words of matches"`
}

// NamesRole reports whether a word in small letters says what somebody is: mayor, activist.
// Roles are those that somebody holds, and are no part of a name that is looked for; titles
// only stand before one.
func (p *Pack) NamesRole(word string) bool { return p.Answers.Roles[word] || p.Speech.Titles[word] }
