"""What the reader learns from: a question, sentences that answer it with the span, and sentences that do not."""

import collections
import gzip
import json
import math
import random
import re

WORD = re.compile(r"\w+")
COMMON = set("the a an of in on at to for and or is are was were be been by with from as that this it its his her their he she they did do does has have had what which who when where how why many much will not but".split())
TREEBANK = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": "“", "''": "”"}
NO_SPACE_BEFORE = set(", . ; : ! ? ) ] ” % 's n't 'm 're 've 'll 'd".split())


def terms(text):
    return {w[:6] for w in WORD.findall(text.lower()) if w not in COMMON}


def detokenize(tokens):
    """The text of treebank tokens, and the span of each in it."""
    text, spans, glue = "", [], True
    for t in tokens:
        t = TREEBANK.get(t, t)
        if not glue and t not in NO_SPACE_BEFORE:
            text += " "
        spans.append((len(text), len(text) + len(t)))
        text += t
        glue = t in ("(", "[", "“", "$", "£", "€")
    return text, spans


class Index:
    """Sentences by their rarer terms."""

    def __init__(self, texts):
        self.texts, self.of = texts, collections.defaultdict(list)
        for i, t in enumerate(texts):
            for w in terms(t):
                self.of[w].append(i)

    def nearest(self, question, n):
        score = collections.Counter()
        for w in terms(question):
            if rows := self.of.get(w):
                if len(rows) < len(self.texts) / 20:
                    idf = math.log(len(self.texts) / len(rows))
                    for r in rows:
                        score[r] += idf
        return [i for i, _ in score.most_common(n)]


def qamr(folder, seed):
    """(lists to learn from, lists held back) of QAMR: dicts with question, positives [(text, headline, spans)], negatives [(text, headline)]."""
    sentences = {}
    with gzip.open(folder / "sentences.tsv.gz", "rt", encoding="utf-8") as f:
        for line in f:
            key, text = line.rstrip("\n").split("\t")
            sentences[key] = text.split(" ")
    asked = collections.defaultdict(set)  # (sentence, question) -> spans of tokens
    for name in ("dev", "test"):
        with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as f:
            for line in f:
                key, _, _, _, _, question, *answers = line.rstrip("\n").split("\t")
                given = [tuple(map(int, a.rsplit(":", 1)[-1].split())) for a in answers if "Invalid" not in a and "Redundant" not in a and a.rsplit(":", 1)[-1].strip()[:1].isdigit()]
                given = [g for g in given if g[-1] - g[0] == len(g) - 1]
                if given:
                    asked[key, question].add(collections.Counter(given).most_common(1)[0][0])
    keys = [k for k in sentences]
    texts = {k: detokenize(sentences[k]) for k in keys}
    index = Index([texts[k][0] for k in keys])
    articles = collections.defaultdict(list)
    for k in keys:
        articles[k.rsplit(":", 2)[0]].append(k)
    rng = random.Random(seed)
    learn, kept = [], []
    for (key, question), spans in asked.items():
        text, places = texts[key]
        found = [(places[s[0]][0], places[s[-1]][1]) for s in spans if s[-1] < len(places)]
        if not found or len(terms(question)) < 2:
            continue
        near = [keys[i] for i in index.nearest(question, 12)]
        others = [k for k in dict.fromkeys(near + articles[key.rsplit(":", 2)[0]]) if k != key]
        if len(others) < 4:
            others += [k for k in rng.sample(keys, 4) if k != key]
        row = {"question": question, "positives": [(text, "", found)], "negatives": [(texts[k][0], "") for k in others], "kind": "qamr"}
        (kept if hash_of(key.rsplit(":", 2)[0]) % 25 == 0 else learn).append(row)
    return learn, kept


def hash_of(text):
    return sum((i + 1) * b for i, b in enumerate(text.encode()))


def places_of(answer, text):
    """Spans of an answer as whole words."""
    return [m.span() for m in re.finditer(r"(?<![\w$£€.,])" + re.escape(answer) + r"(?![\w%]|[.,]\d)", text, re.IGNORECASE)] if answer else []


def title(headline):
    """A headline without the name of its outlet."""
    return re.sub(r"\s*(\||…|\.\.\.).*$", "", headline)


def alike(some, others):
    """Whether two sets of terms are of the same sentence, most likely."""
    return len(some & others) > 0.7 * max(1, min(len(some), len(others)))


def found_list(question, answer, sources, found, early):
    """A list from what was found for a question, or nothing.

    sources are the (text, headline, spans) that the question was made of. What was found before its day answers nothing, and what has
    words of the answer beside those of the question may answer it in other words: that is left out.
    """
    want, given, own = terms(question), terms(answer), [terms(t) for t, _, _ in sources]
    positives, again, negatives = [], [], []
    for s in found:
        text, headline = " ".join(s["text"].split()), title(s.get("headline", ""))
        spans, has = places_of(answer, text), terms(text)
        share = len((has - given) & want) / max(1, len(want))
        same = any(alike(has - given, o - given) for o in own)
        if not spans:
            if not same and not (has & given and share >= 0.4):
                negatives.append((text, headline))
        elif same:
            again.append((text, headline, spans))
        elif share >= 0.3:
            positives.append((text, headline, spans))
    if early:
        positives, again, sources = [], [], []
    elif len(positives) > 8:  # it stands everywhere: tells little
        positives = positives[:1] if not again else []
    if len(negatives) < 4:
        return None
    return {"question": question, "positives": positives, "sources": again or sources, "negatives": negatives}


def found(path, asked):
    """What `byline eval features --sentences` wrote for some questions, by their IDs: (ID, whether it was asked before its day, sentences)."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            if r["query"] not in asked:
                continue
            read, whole = terms(r["question"]), terms(asked[r["query"]])  # read is without background, and with slips mended
            if 2 * len(read & whole) < min(len(read), len(whole)):
                raise ValueError(f"{path}: {r['query']} is {r['question']!r} there, and {asked[r['query']]!r} here")
            yield r["query"], r.get("early", False), r["sentences"]


def made(questions, path):
    """Lists from made questions and what was found for each."""
    asked = {}
    with open(questions, encoding="utf-8") as f:
        for line in f:
            q = json.loads(line)
            asked[q["_id"]] = q
    learn, kept = [], []
    for key, early, sentences in found(path, {k: q["text"] for k, q in asked.items()}):
        q = asked[key]
        spans = places_of(q["answer"], q["sentence"])
        row = found_list(q["text"], q["answer"], [(q["sentence"], "", spans)] if spans else [], sentences, early)
        if row and (row["positives"] or row["sources"] or early):
            (kept if hash_of(q["article"]) % 25 == 0 else learn).append(row)
    return learn, kept
