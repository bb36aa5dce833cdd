"""Make sets of questions to fit the weights of confidence to; see README.md."""

import argparse
import datetime
import gzip
import json
import pathlib
import random

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


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--set", type=pathlib.Path, required=True, help="folder of a set in BEIR layout with days")
    p.add_argument("--out", type=pathlib.Path, required=True, help="folder for the sets that are made: plain, compound, made, late")
    p.add_argument("--compound", type=int, default=450)
    p.add_argument("--seed", type=int, default=2)
    p.add_argument("--made", type=pathlib.Path, required=True, help="questions made from articles, by internal/reader/training/questions.py")
    p.add_argument("--made-number", type=int, default=260)
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


if __name__ == "__main__":
    main()
