"""Writes what the model makes of a few pairs: python golden.py reader.pt ../testdata/golden.json

The pairs are computed in float32, with the vocabulary that the program has, so that the Go tests see what rounding
to int8 costs.
"""

import json
import sys

import torch

import export
import network

PAIRS = [
    ("How many people were hurt on the Merle?", "Six people were hurt when the ferry Merle ran aground off Ostrand, the hospital of Velmoor said on Wednesday.", "Six hurt on the Merle, hospital says"),
    ("How many people were hurt on the Merle?", "The Merle stays on the rock until a salvage vessel arrives.", "Ferry Merle runs aground"),
    ("Which city will host the next Lantern Games?", "Velmoor beat Ostrand by 41 votes to 38 and will host the Lantern Games in 2031.", ""),
    ("Who is the captain of the ferry?", "The captain, Jonas Haverly, has been questioned by the police.", "Ferry Merle runs aground"),
    ("How much does a loaf of bread cost in Velmoor?", "A loaf in Velmoor costs €3.20 – not €2 as Coastal Post reported on Thursday – says the bakers’ guild.", "Correction: a loaf costs three crowns"),
    ("When was the São Brás bridge built?", "The bridge of São Brás, built in 1887, was closed after the flood.", "Flood closes the oldest bridge of the valley"),
    ("What percentage of Halvians voted?", "Turnout in Halvia was 71.4%, the highest since 1998, the electoral commission said.", "日本語 headline with unknown signs ☃"),
    ("The hospital of Velmoor treated half a dozen casualties of the grounding.", "Six people were hurt when the ferry Merle ran aground off Ostrand, the hospital of Velmoor said on Wednesday.", "Six hurt on the Merle, hospital says"),
    ("Nobody was hurt when the ferry Merle ran aground.", "Six people were hurt when the ferry Merle ran aground off Ostrand, the hospital of Velmoor said on Wednesday.", "Six hurt on the Merle, hospital says"),
    ("A loaf of bread costs three crowns and twenty in Velmoor, according to the bakers.", "A loaf in Velmoor costs €3.20 – not €2 as Coastal Post reported on Thursday – says the bakers’ guild.", "Correction: a loaf costs three crowns"),
    ("The São Brás bridge was shut because of the flood.", "The bridge of São Brás, built in 1887, was closed after the flood.", "Flood closes the oldest bridge of the valley"),
    ("Ostrand will host the Lantern Games in 2031.", "Velmoor beat Ostrand by 41 votes to 38 and will host the Lantern Games in 2031.", ""),
    ("Jonas Haverly will be charged next week.", "The captain, Jonas Haverly, has been questioned by the police.", "Ferry Merle runs aground"),
    ("Why?", "Because the harvest was poor.", ""),
    ("Which automaker recalled its vans after fires were reported in three countries, according to a notice that the regulator published on Monday?", "Torvald Motors is recalling 48,000 vans, a step that the maker of delivery vehicles had resisted for months, after drivers in Halvia, Orsk and the Lower Marches reported that batteries caught fire while they were being charged at depots run by the postal service overnight, the regulator said in a notice, adding that nobody was hurt and that repairs take about four hours for each vehicle.", "Vans recalled over fires in three countries, regulator says"),
]


def main(source, target):
    model = network.Reader(1 + max(int(k.split(".")[1]) for k in torch.load(source) if k.startswith("layers.")))
    model.load_state_dict(torch.load(source))
    model.eval()
    encoder = network.Encoder()
    vocabulary = encoder.tokenizer.get_vocab()
    known = {i for t, i in vocabulary.items() if export.kept(t)}
    order = {i: n for n, i in enumerate(sorted(known))}
    out = []
    for question, text, headline in PAIRS:
        ids, parts, first, count = encoder.pair(question, text, headline)
        ids = [i if i in known else vocabulary["[UNK]"] for i in ids]
        with torch.no_grad():
            relevance, span, bears = model(*network.batch([(ids, parts)]))
        allowed = [0] + list(range(first, first + count))
        start, end = span[0, allowed, 0].softmax(0), span[0, allowed, 1].softmax(0)
        entails = {} if question.endswith("?") else {"entails": round(bears.item(), 4)}  # nobody asks it of a question
        out.append({"question": question, "text": text, "headline": headline, "ids": [order[i] for i in ids], "relevance": round(relevance.item(), 4)} | entails |
                   {"start": [round(v, 4) for v in start.tolist()], "end": [round(v, 4) for v in end.tolist()]})
    with open(target, "w", encoding="utf-8") as f:
        json.dump(out, f, ensure_ascii=False, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
