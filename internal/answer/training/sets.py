"""Make sets of questions to fit the weights of confidence to; see README.md."""

import argparse
import datetime
import gzip
import json
import pathlib
import random
import re

# How long questions are put that two or three articles answer together. A is
# an outlet, Q a question without its mark.
FRAMES = [
    "According to {a1} and {a2}, {q1}, and {q2}?",
    "While an article in {a1} reported on {q1}, what did the article from '{a2}' say about {q2}?",
    "Does the '{a1}' story discussing {q1} agree with the '{a2}' article that describes {q2}?",
    "Considering the information from a {a1} article detailing {q1} and a report by {a2} featuring {q2}, which of them is mentioned first?",
    "Who is the individual covered by both {a1} and {a2}, in connection with {q1} as well as the claim about {q2}?",
    "Between the report from '{a1}' published that week about {q1} and the '{a2}' article highlighting {q2}, which narrative involves a change?",
    "{q1}, and {q2}?",
    "{q1}, and {q2}, and what was said about {q3} in the coverage by {a1}?",
]
LATER = [60, 120, 250, 400]  # days
FEWEST_WORDS = 7  # of a made question: shorter ones ask for nothing
SIZES = [6, 10, 14]  # of a small archive, beside the articles that bear on its question
LENGTH = 1300  # characters at most of an article in one
NEIGHBOURS = 12  # questions in the order of their days, from which those of a compound one are taken


def read(folder: pathlib.Path):
    """The labelled questions of a set by day, the articles that answer each, the outlets, and the last day."""
    named: dict[str, list[str]] = {}
    for path in sorted(folder.glob("qrels*.tsv")):
        for line in path.read_text().splitlines()[1:]:
            query, article, score = line.split("\t")
            if int(score) > 0:
                named.setdefault(query, []).append(article)
    with open(folder / "queries.jsonl", encoding="utf-8") as f:
        questions = [q for q in map(json.loads, f) if q["_id"] in named and q.get("date")]
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
        outlets, days = {}, []
        for row in map(json.loads, f):
            outlets[row["_id"]] = row.get("source", "")
            days.append(row.get("date", ""))
    return sorted(questions, key=lambda q: q["date"]), named, outlets, max(days)[:10]


def write(folder: pathlib.Path, corpus: pathlib.Path, rows):
    """A set in BEIR layout over the same corpus. rows are questions and what answers them."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "corpus.jsonl.gz"
    link.unlink(missing_ok=True)
    link.symlink_to(corpus.resolve())
    with open(folder / "queries.jsonl", "w") as queries, open(folder / "qrels.gold.tsv", "w") as qrels:
        qrels.write("query-id\tcorpus-id\tscore\n")
        for q, articles in rows:
            queries.write(json.dumps({k: q[k] for k in ("_id", "text", "answer", "date")}) + "\n")
            qrels.writelines(f"{q['_id']}\t{a}\t1\n" for a in articles)
    print(f"{folder}: {len(rows)} questions")


def compound(questions, named, outlets, rng: random.Random, number: int):
    """One long question of two or three about the same weeks."""
    bare = lambda q: (q["text"][0].lower() + q["text"][1:]).rstrip("?. ")
    at = rng.randrange(len(questions) - NEIGHBOURS)
    three = rng.sample(questions[at : at + NEIGHBOURS], 3)
    frame = rng.choice(FRAMES)
    used = three if "{q3}" in frame else three[:2]
    of = [outlets[min(named[q["_id"]])] for q in three]
    text = frame.format(a1=of[0], a2=of[1], q1=bare(three[0]), q2=bare(three[1]), q3=bare(three[2]))
    made = {"_id": f"compound{number}", "text": text[0].upper() + text[1:], "answer": three[0]["answer"], "date": max(q["date"] for q in used)}
    return made, sorted({a for q in used for a in named[q["_id"]]})


def plain(text: str) -> str:
    return " " + re.sub(r"\W+", " ", text.lower()).strip() + " "


def beginning(article) -> str:
    """The first paragraphs, so that all passages of a small archive are found."""
    text = article["text"][:LENGTH]
    end = text.rfind("\n\n")
    return text[: end if end > LENGTH // 3 else len(text)]


def archive(folder: pathlib.Path, articles, question, answers):
    """A set of one question over a small archive of its own; its ID ends in "-absent" where nothing answers."""
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as f:
        f.writelines(json.dumps(a) + "\n" for a in articles)
    (folder / "queries.jsonl").write_text(json.dumps(question) + "\n")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(f"{question['_id']}\t{a}\t1\n" for a in answers))


def both(out: pathlib.Path, question, others, bearing, answering):
    """The archive that answers a question, if there is one, and the one that does not."""
    q = {k: question[k] for k in ("_id", "text", "answer")}
    if answering:
        archive(out / q["_id"], others + bearing + answering, q, [a["_id"] for a in answering])
    q["_id"] += "-absent"
    archive(out / q["_id"], others + bearing, q, [(others + bearing)[0]["_id"]])  # so that it is asked


def small_of_set(out: pathlib.Path, folder: pathlib.Path, questions, named, rng: random.Random, number: int):
    """Labelled questions over the beginnings of a few articles of the weeks before."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as f:
        articles = {a["_id"]: a | {"text": beginning(a)} for a in map(json.loads, f)}
    for q in rng.sample(questions, min(number, len(questions))):
        answer, day = plain(q["answer"]), datetime.date.fromisoformat(q["date"])
        since = (day - datetime.timedelta(120)).isoformat()
        own = [articles[a] for a in named[q["_id"]][:4]]
        silent = [a for a in articles.values() if since <= a.get("date", "")[:10] <= q["date"] and a not in own and answer not in plain(a["text"])]
        holds = [a for a in own if answer in plain(a["text"])]
        both(out, q, rng.sample(silent, min(len(silent), rng.choice(SIZES))), [a for a in own if a not in holds][:2], holds[:2])


def small_of_qamr(out: pathlib.Path, folder: pathlib.Path, rng: random.Random, number: int):
    """Short questions that people wrote on one sentence, over the sentences of its text and of some others, with it and without."""
    with gzip.open(folder / "sentences.tsv.gz", "rt", encoding="utf-8") as f:
        tokens = {line.split("\t")[0]: line.rstrip("\n").split("\t")[1].split(" ") for line in f}
    texts: dict[str, list[str]] = {}
    for at in sorted(tokens, key=lambda s: [int(n) if n.isdigit() else n for n in s.split(":")]):
        texts.setdefault(at.rsplit(":", 2)[0], []).append(at)
    texts = {name: of for name, of in texts.items() if len(of) > 1}
    rows = []
    for part in ("dev", "test"):
        with gzip.open(folder / f"{part}.tsv.gz", "rt", encoding="utf-8") as f:
            for r in (line.rstrip("\n").split("\t") for line in f):
                said, asked = set(r[6].split()), re.findall(r"\w+", r[5])[1:]
                shared = [w for w in asked if len(w) > 3 and w.lower() in {t.lower() for t in tokens[r[0]]}]
                agreed = all(said & set(v.partition(":")[2].split()) for v in r[7:9])
                alone = len(shared) > 2 or shared and any(w[0].isupper() or w.isdigit() for w in asked)  # who asks names what it is about
                if agreed and alone and r[0].rsplit(":", 2)[0] in texts:
                    rows.append((r[0], r[5], " ".join(tokens[r[0]][int(n)] for n in sorted(said, key=int))))
    article = lambda name, of: {"_id": name, "title": "", "text": "\n\n".join(" ".join(tokens[s]) for s in of)}
    for i, (at, asked, said) in enumerate(rng.sample(rows, number)):
        name = at.rsplit(":", 2)[0]
        others = [article(o, texts[o][:6]) for o in rng.sample(sorted(texts), SIZES[-1]) if o != name]
        rest = [s for s in texts[name] if s != at][:7]
        q = {"_id": f"qamr{i}", "text": asked, "answer": said}
        archive(out / q["_id"], others + [article(name, rest + [at])], q, [name])
        archive(out / (q["_id"] + "-absent"), others + [article(name, rest)], q | {"_id": q["_id"] + "-absent"}, [name])


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--set", type=pathlib.Path, required=True, help="folder of a set in BEIR layout with days")
    p.add_argument("--out", type=pathlib.Path, required=True, help="folder for the sets that are made: plain, compound, made, late, and a folder of small ones")
    p.add_argument("--compound", type=int, default=450)
    p.add_argument("--seed", type=int, default=2)
    p.add_argument("--made", type=pathlib.Path, required=True, help="questions made from articles, by internal/reader/training/questions.py")
    p.add_argument("--made-number", type=int, default=260)
    p.add_argument("--small", type=int, default=300, help="questions with a small archive of their own, of the set and of QAMR each")
    p.add_argument("--qamr", type=pathlib.Path, required=True, help="folder of QAMR")
    a = p.parse_args()

    rng, corpus = random.Random(a.seed), a.set / "corpus.jsonl.gz"
    questions, named, outlets, last = read(a.set)
    write(a.out / "plain", corpus, [(q, named[q["_id"]]) for q in questions])
    write(a.out / "compound", corpus, [compound(questions, named, outlets, rng, i) for i in range(a.compound)])
    made = [m for m in map(json.loads, open(a.made, encoding="utf-8")) if m["date"] and len(m["text"].split()) >= FEWEST_WORDS]
    rng.shuffle(made)
    write(a.out / "made", corpus, [(m, [m["article"]]) for m in made[: a.made_number]])
    late = []
    for q in questions:
        day = (datetime.date.fromisoformat(q["date"]) + datetime.timedelta(rng.choice(LATER))).isoformat()
        if day <= last:
            late.append((q | {"date": day}, named[q["_id"]]))
    write(a.out / "late", corpus, late)
    small_of_set(a.out / "small", a.set, questions, named, rng, a.small)
    small_of_qamr(a.out / "small", a.qamr, rng, a.small)


if __name__ == "__main__":
    main()
