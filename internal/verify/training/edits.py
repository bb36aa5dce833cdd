"""Make statements that a source supports, and edits of them that it does not, from articles; see README.md."""

import argparse
import gzip
import json
import pathlib
import random
import re

NUMBERS = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w,-]|\.\d)")
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = [("percent", "percentage points"), ("million", "billion"), ("miles", "kilometers"), ("dollars", "euros"), ("hours", "days"), ("weeks", "months"), ("years", "months"), ("pounds", "kilograms"), ("feet", "meters"), ("minutes", "hours")]
TURNED = [("rose", "fell"), ("increased", "decreased"), ("higher", "lower"), ("more", "less"), ("won", "lost"), ("before", "after"), ("first", "last"), ("up", "down"), ("killed", "injured"), ("largest", "smallest"), ("gained", "lost"), ("approved", "rejected"), ("opened", "closed"), ("early", "late"), ("best", "worst"), ("arrested", "released"), ("supports", "opposes"), ("under", "over"), ("increase", "decrease"), ("growing", "shrinking"), ("highest", "lowest"), ("older", "younger"), ("north", "south"), ("morning", "evening"), ("guilty", "innocent")]
ROLES = re.compile(r"\b((?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+) (beat|defeated|killed|sued|sold|bought|accused|attacked|replaced|criticized|endorsed|shot|arrested|invaded|met|married|told|joined|praised|backed|hired|fired|acquired|backs|leads) ((?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+)\b")
NAMES = re.compile(r"(?<=[a-z,] )((?:[A-Z][a-z]{2,} )+[A-Z][a-z]{2,})\b")
AUX = re.compile(r"\b(was|were|is|are|has|have|had|will|would|could|can)\b(?! not\b|n't)")
SAID = re.compile(r"\b(said|confirmed|announced)\b(?= (?:that|he|she|they|it|the)\b)")
WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve"}
SENTENCE = re.compile(r"(?<=[.!?][”\"]) (?=[A-Z“\"])|(?<=[a-z0-9][.!?]) (?=[A-Z“\"])")


def swap(text, m, new):
    return text[: m.start()] + new + text[m.end():]


def number(s, rng, _):
    found = [m for m in NUMBERS.finditer(s) if float(m[1].replace(",", "")) > 2]
    if found:
        m = rng.choice(found)
        v = float(m[1].replace(",", ""))
        if 1900 < v < 2100 and v == int(v):
            return "date", swap(s, m, str(int(v) + rng.choice([-3, -2, -1, 1, 2])))
        w = rng.choice([v * 2, v + max(1, round(v * 0.3)), max(1, round(v * 0.6))])
        return "number", swap(s, m, f"{w:,.0f}" if w == int(w) else f"{w:.1f}")


def day(s, rng, _):
    found = [m for names in (MONTHS, DAYS) for m in re.finditer(r"\b(" + "|".join(names) + r")\b", s) if m[1] != "May" or re.search(r"May \d", s)]
    if found:
        m = rng.choice(found)
        return "date", swap(s, m, rng.choice([x for x in (MONTHS if m[1] in MONTHS else DAYS) if x != m[1]]))


def name(s, rng, others):
    found = list(NAMES.finditer(s))
    others = [o for o in others if o not in s]
    if found and others:
        m = rng.choice(found)
        if rng.random() < 0.4 and " " in m[1]:
            return "name", swap(s, m, rng.choice(others).split()[0] + " " + m[1].split(" ", 1)[1])
        return "name", swap(s, m, rng.choice(others))


def unit(s, rng, _):
    for a, b in rng.sample(UNITS, len(UNITS)):
        for x, y in ((a, b), (b, a)):
            m = re.search(r"(?<=\d )" + x + r"\b", s)
            if m:
                return "unit", swap(s, m, y)


def negation(s, rng, _):
    if re.search(r"\b(not|n't|never|no)\b|n't\b", s):
        for pattern, new in ((r"\b(did|does|do) not (\w+)", r"\1 \2"), (r" not\b", ""), (r"n't\b", ""), (r"\bnever\b", "always"), (r"\bno longer\b", "still")):
            t = re.sub(pattern, new, s, count=1)
            if t != s:
                return "negation", t
    m = AUX.search(s)
    if m:
        return "negation", swap(s, m, m[1] + " not")


def denied(s, rng, _):
    m = SAID.search(s)
    if m:
        rest = re.sub(r"^ that", "", s[m.end():])
        return "denied", s[: m.start()] + "denied that" + rest


def direction(s, rng, _):
    for a, b in rng.sample(TURNED, len(TURNED)):
        for x, y in ((a, b), (b, a)):
            m = re.search(r"\b" + x + r"\b", s)
            if m:
                return "direction", swap(s, m, y)


def roles(s, rng, _):
    m = ROLES.search(s)
    if m:
        return "roles", swap(s, m, f"{m[3]} {m[2]} {m[1]}")


def quotation(s, rng, others):
    m = re.search(r"[“\"]([^”\"]{12,})[”\"]", s)
    if m:
        words = m[1].split()
        i = rng.randrange(len(words))
        words[i] = rng.choice(["nothing", "again", "however", "nobody", "money", "sometimes"])
        return "quotation", swap(s, m, "“" + " ".join(words) + "”")


def mood(s, rng, _):
    for pattern, new in ((r"\b(may|might|could) have (\w+)\b", r"has \2"), (r"\b(?:may|might|could) be\b", "was"), (r"\bplans? to\b", "refused to"), (r"\bwill be\b", "was"), (r"\bwas (?=\w+ed\b)", "may be "), (r"\bwere (?=\w+ed\b)", "may be "), (r"\ballegedly ", "")):
        t = re.sub(pattern, new, s, count=1)
        if t != s:
            return "mood", t


def reworded(s, rng):
    """A true statement made of a sentence in other form."""
    options = [s]
    m = re.match(r"((?:On|In|At|After|During|By|Since|For) [^,]{3,60}), (\w[^.]*)\.$", s)
    if m and '"' not in s and "“" not in s:
        rest = m[2][0].upper() + m[2][1:]
        options += [f"{rest} {m[1][0].lower()}{m[1][1:]}."] * 3
    m = re.match(r"([^“\"]{30,}?), (?:\w+ ){0,5}(?:said|according to)\b[^,]*\.$", s)
    if m:
        options += [m[1] + "."] * 3
    m = re.match(r"(.{15,}?), (?:who|which|a|an|the|whose) [^,“\"]{5,80},( .{15,})$", s)
    if m:
        options += [m[1] + m[2]] * 3
    m = re.search(r" \([^)]*\)", s)
    if m:
        options += [swap(s, m, "")] * 3
    m = re.search(r"(?<=[a-z] )(\d{2,3},\d{3}|\d{3})(?= [a-z])", s)
    if m:
        v = int(m[1].replace(",", ""))
        if not re.search(r"(than|least|about|nearly|some|around|over|to|almost|approximately) $", s[: m.start()]) and v % 100:
            options += [swap(s, m, f"about {round(v, -len(str(v)) + 2):,}")] * 2
    m = re.search(r"(?<=[a-z] )(\d{1,2})(?= [a-z]{4,})", s)
    if m and int(m[1]) in WORDS:
        options += [swap(s, m, WORDS[int(m[1])])] * 2
    return rng.choice(options)


EDITS = [number, day, name, unit, negation, denied, direction, roles, quotation, mood]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpus", type=pathlib.Path, required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--count", type=int, default=2000, help="articles")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    rng = random.Random(a.seed)
    opener = gzip.open if a.corpus.suffix == ".gz" else open
    with opener(a.corpus, "rt", encoding="utf-8") as f:
        articles = [json.loads(line) for line in f]
    articles = rng.sample([x for x in articles if len(x["text"]) > 1200], a.count)
    with open(a.out, "w", encoding="utf-8") as f:
        for x in articles:
            sentences = [s.strip() for para in x["text"].split("\n") for s in SENTENCE.split(para) if s.strip()]
            at = rng.randrange(max(1, len(sentences) - 8))
            passage = sentences[at: at + 7]
            usable = [s for s in passage if 8 <= len(s.split()) <= 40 and s[-1] in ".”\"" and s[0].isupper()]
            if not usable:
                continue
            names = [m[1] for m in NAMES.finditer(x["text"])]
            source = rng.choice(usable)

            def put(claim, label, kind):
                meta = {"id": x["_id"], "headline": x["title"]}
                f.write(json.dumps({"claim": claim, "evidence": passage, "label": label, "kind": kind, "meta": meta}, ensure_ascii=False) + "\n")

            true = reworded(source, rng)
            put(true, "supported", "same" if true == source else "reworded")
            options = [e for e in (edit(source, rng, names) for edit in EDITS) if e and e[1] != source]
            for kind, text in rng.sample(options, min(2, len(options))):
                put(text, "not_supported", kind)


if __name__ == "__main__":
    main()
