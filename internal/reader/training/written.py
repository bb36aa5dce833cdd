"""Questions and statements that were written of news articles: `written/`, see README.md there.

    python written.py claims written DIR      # the statements that were held back, as claims for `byline eval --claims`
    python written.py sets written DIR OUT    # the questions, as sets for `byline eval features --sentences`
"""

import collections
import gzip
import json
import pathlib
import random
import re
import sys

import lists

ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Jr|Sr|Inc|Corp|Co|Ltd|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|U\.S|U\.K|U\.N|a\.m|p\.m|[A-Z])\.$")
END = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
HELD_BACK = 25  # one article in so many


def sentences(text):
    """The sentences of an article, numbered as written/ numbers them."""
    out = []
    for paragraph in text.split("\n"):
        paragraph, start = " ".join(paragraph.split()), 0
        for m in END.finditer(paragraph):
            piece = paragraph[start : m.end()].strip()
            if not ABBREVIATED.search(piece):
                out.append(piece)
                start = m.end()
        if paragraph[start:].strip():
            out.append(paragraph[start:].strip())
    return out


def articles(folder: pathlib.Path, corpora):
    """Headline and sentences by "corpus:ID"."""
    out = {}
    for corpus in corpora:
        with gzip.open(folder / corpus / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
            for line in f:
                a = json.loads(line)
                out[f"{corpus}:{a['_id']}"] = (lists.title(a["title"]), sentences(a["text"]))
    return out


def lines(folder: pathlib.Path):
    """(article, kind, sentences, text, answer) of each line that was written."""
    article = ""
    for path in sorted(folder.glob("*.txt*")):
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as f:
            for line in f:
                if line.startswith("A "):
                    article = line[2:].strip()
                    continue
                head, *rest = [part.strip() for part in line.split("|")]
                if m := re.fullmatch(r"([QNTFU])\s+(\d+(?:,\d+)*)", head):
                    if len(rest) == (2 if m[1] == "Q" else 1):
                        yield article, m[1], [int(n) for n in m[2].split(",")], rest[0], rest[-1]


def invented(folder: pathlib.Path):
    """Statements of invented articles, from files as verify/training/README.md describes them, each beside the sentences that share most with it."""
    for path in sorted(folder.glob("*.txt")):
        headline, text = "", []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                headline, text = line[3:].split(" | ", 2)[2], []
            elif line.startswith(("+ ", "- ")):
                own = sentences("\n".join(text))
                statement = line[2:] if line[0] == "+" else line[2:].partition(" | ")[2]
                near = sorted(lists.Index(own + [""] * 40).nearest(statement, 3))  # beside others, so that a word in every sentence counts too
                if near:
                    yield statement, " ".join(own[i] for i in near), headline, line[0] == "+"
            elif not line.startswith("#"):
                text.append(line)


def read(folder: pathlib.Path, known):
    """(lists of questions, held back, statements, held back). A statement is (text, evidence, headline, whether it bears it)."""
    written = collections.defaultdict(list)
    for article, *line in lines(folder):
        if article in known:
            written[article].append(line)
    texts, owner = [], []
    for article in written:
        for s in known[article][1]:
            texts.append(s)
            owner.append(article)
    index = lists.Index(texts)
    asked, said = ([], []), ([], [])
    for article, rows in written.items():
        held = lists.hash_of(article) % HELD_BACK == 0
        headline, own = known[article]
        for kind, at, text, answer in rows:
            if max(at) >= len(own):
                continue
            if kind in "TFU":
                said[held].append((text, " ".join(own[i] for i in at), headline, kind == "T"))
                if kind == "T" and len(at) == 1:
                    others = [s for i, s in enumerate(own) if i != at[0]]
                    near = lists.Index(others).nearest(text, 1) if others else []
                    if near and len(lists.terms(text) & lists.terms(others[near[0]])) < 0.5 * len(lists.terms(text)):
                        said[held].append((text, others[near[0]], headline, None))  # most likely not
                continue
            found = [(texts[i], known[owner[i]][0], owner[i]) for i in index.nearest(text, 14)]
            negatives, positives = [], []
            if kind == "Q":
                for i in at:
                    if spans := lists.places_of(answer, own[i]):
                        positives.append((own[i], headline, spans))
                if not positives:
                    continue
            chosen = set() if kind == "N" else set(at)
            around = [(s, headline) for i, s in enumerate(own[:24]) if i not in chosen and len(s) > 25 and not (kind == "Q" and lists.places_of(answer, s))]
            if kind == "N":
                negatives.append((own[at[0]], headline))
            for s, h, of in found:
                if of != article and not (kind == "Q" and lists.places_of(answer, s)):
                    negatives.append((s, h))
                elif of == article and (s, headline) in around:
                    negatives.insert(0, (s, headline))
                    around.remove((s, headline))
            negatives = negatives[:10] + around[:8]
            if len(negatives) >= 4:
                asked[held].append({"question": text, "positives": positives, "negatives": negatives, "kind": kind})
    return *asked, *said


def claims(folder: pathlib.Path, known):
    """The statements of articles that were held back, each with some seven sentences of its article, in the form of WiCE."""
    rng = random.Random(3)
    labels = {"T": ("supported", ""), "F": ("not_supported", "false"), "U": ("not_supported", "unsaid")}
    for n, (article, kind, at, text, _) in enumerate(lines(folder)):
        if kind not in labels or article not in known or lists.hash_of(article) % HELD_BACK or max(at) >= len(known[article][1]):
            continue
        headline, own = known[article]
        first = max(0, min(at) - rng.randrange(4))
        label, told = labels[kind]
        meta = {"id": f"{article}-{n}", "headline": headline, "outlet": "BBC", "date": "2005-01-10"}
        yield {"claim": text, "evidence": own[first : max(max(at) + 1, first + 7)], "label": label, "kind": told, "meta": meta}


def questions(folder: pathlib.Path, known):
    """The questions of articles that were not held back, by their IDs: (article, kind, sentences, text, answer)."""
    for n, (article, kind, at, text, answer) in enumerate(lines(folder)):
        if kind in "QN" and article in known and lists.hash_of(article) % HELD_BACK and max(at) < len(known[article][1]):
            yield f"{kind}{n}", (article, kind, at, text, answer)


def found(folder: pathlib.Path, known, paths):
    """Lists of what was found for the questions.

    Of what nothing in an article answers, another one may tell: there, only sentences of the article count, unless they were found before its day.
    """
    asked, out = dict(questions(folder, known)), []
    texts = {key: text for key, (_, _, _, text, _) in asked.items()}
    for path in paths:
        for key, early, sentences in lists.found(path, texts):
            if early and lists.hash_of(key) % 2:
                continue  # of what is early half is enough: it tells nothing of which sentence is better
            article, kind, at, text, answer = asked[key]
            headline, own = known[article]
            if kind == "N" and not early:
                sentences = [s for s in sentences if lists.title(s.get("headline", "")) == headline]
            sources = [(own[i], headline, spans) for i in at if kind == "Q" and (spans := lists.places_of(answer, own[i]))]
            if row := lists.found_list(text, answer if kind == "Q" else "", sources, sentences, early or kind == "N"):
                out.append(row)
    return out


def sets(folder: pathlib.Path, corpora: pathlib.Path, target: pathlib.Path):
    """The questions as sets over their corpora, to be asked the day after their article's and well before it, where it has one."""
    names = ("bbc", "realtimeqa")
    days = {}
    for corpus in names:
        with gzip.open(corpora / corpus / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
            days.update((f"{corpus}:{a['_id']}", a.get("date", "")[:10]) for a in map(json.loads, f))
    asked = list(questions(folder, articles(corpora, names)))
    for corpus in names:
        (target / corpus).mkdir(parents=True, exist_ok=True)
        link = target / corpus / "corpus.jsonl.gz"
        link.unlink(missing_ok=True)
        link.symlink_to((corpora / corpus / "corpus.jsonl.gz").resolve())
        with open(target / corpus / "queries.jsonl", "w") as queries, open(target / corpus / "qrels.gold.tsv", "w") as qrels:
            qrels.write("query-id\tcorpus-id\tscore\n")
            for key, (article, _, _, text, answer) in asked:
                of, _, own = article.partition(":")
                if of == corpus:
                    day = {"date": days[article]} if days[article] else {}
                    queries.write(json.dumps({"_id": key, "text": text, "answer": answer} | day) + "\n")
                    qrels.write(f"{key}\t{own}\t1\n")


if __name__ == "__main__":
    command, folder, corpora = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if command == "sets":
        sets(folder, corpora, pathlib.Path(sys.argv[4]))
    else:
        for claim in claims(folder, articles(corpora, ("bbc", "realtimeqa"))):
            print(json.dumps(claim))
