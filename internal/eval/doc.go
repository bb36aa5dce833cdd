// Package eval measures retrieval, and the answers made of it, on labelled sets
// of questions.
//
// A set is a folder in the layout of BEIR: corpus.jsonl(.gz), queries.jsonl
// and relevance judgements in qrels*.tsv. Measures are means over queries:
//
//   - ndcg@10 with linear gain, the sum of score/log2(rank+1), over that of the
//     best possible order, as trec_eval and BEIR compute it
//   - recall@10, recall@100: the part of the relevant articles that is found
//   - mrr@10: one over the rank of the first relevant article
//   - hits@4, hits@10: the part of the queries with a relevant article that high
//   - answer@1, answer@5: the part of the queries whose known answer stands in
//     one of the best passages, after [Normalize]
//
// The first six are over the queries with judgements, answer@k over those with
// an answer that can be looked for. Latencies are of one client in the same
// process, after every query has been asked once.
//
// What is measured is a [System]: what some configuration, or another program,
// found for every query of the set. Two of them are compared query by query,
// with intervals by paired bootstrap.
//
// Answers are measured case by case: a [Case] is a question with what is expected
// of it, an [Answered] what came, an [AnswerReport] the shares over all.
package eval
