// What a workflow of GitHub's must be like: nothing that moves, no right that a job does not need, no run without an end, no failure that counts for nothing.

import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

/** `owner/action@hash`, and ` v1.2.3` in the comment behind it. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const VERSION = /^ v\d+\.\d+\.\d+$/;
const CHECKOUT = /^actions\/checkout@/;
/** What would make a command succeed that failed. */
const FORGIVING = /\|\|\s*(?:true|:|exit 0|echo)(?:\W|$)|\bset \+e\b/;
/** What CI runs, as the last word of its line: nothing behind it may take its exit code. */
const WHOLE = /\.ci\/run\s*$/m;

/**
 * Reads a workflow.
 *
 * @param {string} text
 * @returns {string[]} what is wrong with it, with the line where there is one
 */
export function judgeWorkflow(text) {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) return document.errors.map(({ message }) => `it is not YAML: ${message}`);
  if (!isMap(document.contents)) return ["it is not YAML of a workflow"];
  const lines = text.split("\n");
  const lineOf = (node) => counter.linePos(node.range[0]).line;
  const workflow = document.toJS();
  const problems = [];
  if (JSON.stringify(workflow.permissions) !== "{}")
    problems.push("the workflow has rights: write `permissions: {}` and give each job its own");
  if (workflow.concurrency === undefined) problems.push("it may run beside itself: give it `concurrency`");
  if (/pull_request_target|workflow_run/.test(JSON.stringify(workflow.on ?? "")))
    problems.push("it runs with rights for what strangers wrote");
  const jobs = document.get("jobs");
  if (!isMap(jobs) || jobs.items.length === 0) problems.push("there are no jobs in it");
  for (const { node, key, value } of pairsOf(document.contents)) {
    const say = (words) => problems.push(`line ${lineOf(node)}: ${words}`);
    if (key === "uses" && !isPinned(value))
      say(`${value} is not pinned by its full hash, with the version in a comment`);
    if (key === "image" && !/@sha256:[0-9a-f]{64}$/.test(String(value)))
      say(`${value} is not pinned by its digest`);
    if (key === "continue-on-error" && value?.value !== false) say("a failure counts for nothing");
    if (key === "shell") say("another shell may go on behind a failure: leave GitHub's own");
    if (key === "if" && /always\(|failure\(|cancelled\(/.test(String(value)))
      say("it runs although something failed before it");
    if (key === "run") problemsOfCommand(String(value)).forEach(say);
  }
  for (const [name, job] of Object.entries(workflow.jobs ?? {})) {
    problems.push(...problemsOfJob(name, { job, workflow }));
    for (const pair of document.getIn(["jobs", name, "permissions"])?.items ?? []) {
      const line = lineOf(pair.key);
      if (pair.value?.value === "write" && !/^\s*#/.test(lines[line - 2] ?? ""))
        problems.push(`line ${line}: nothing says why this right is needed`);
    }
  }
  return problems;
}

/** All pairs of the document, wherever they are, with the nodes of their values. */
function* pairsOf(node) {
  if (isSeq(node)) for (const item of node.items) yield* pairsOf(item);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    yield { node: key, key: key.value, value };
    yield* pairsOf(value);
  }
}

function isPinned(node) {
  return isScalar(node) && PINNED.test(String(node.value)) && VERSION.test(node.comment ?? "");
}

function problemsOfCommand(command) {
  const problems = [];
  if (command.includes("${{")) {
    problems.push(`a value is written into a command: pass it as an environment variable: ${command.trim()}`);
  }
  if (FORGIVING.test(command)) problems.push(`a failure counts for nothing: ${command.trim()}`);
  else if (command.includes(".ci/run") && !WHOLE.test(command))
    problems.push(`what stands behind .ci/run takes its exit code: ${command.trim()}`);
  return problems;
}

function problemsOfJob(name, { job, workflow }) {
  const problems = [];
  if (typeof job.permissions !== "object" || job.permissions === null)
    problems.push(`job ${name}: says nothing of its permissions`);
  if (!Number.isInteger(job["timeout-minutes"])) problems.push(`job ${name}: has no timeout-minutes`);
  for (const step of job.steps ?? []) {
    if (CHECKOUT.test(step.uses ?? "") && step.with?.["persist-credentials"] !== false)
      problems.push(`job ${name}: the checkout leaves its token behind: persist-credentials: false`);
  }
  // An identity is what publishes.
  if (job.permissions?.["id-token"] === "write" && !needsTests(job, { workflow }))
    problems.push(`job ${name}: publishes what nobody tested: it needs a job that runs .ci/run`);
  return problems;
}

/** Whether a job waits for one that runs all that CI runs, directly or through others. */
function needsTests(job, { workflow }) {
  return [job.needs ?? []].flat().some((name) => {
    const needed = workflow.jobs[name];
    return (
      needed !== undefined &&
      ((needed.steps ?? []).some(
        ({ run, if: condition }) => condition === undefined && WHOLE.test(run ?? ""),
      ) ||
        needsTests(needed, { workflow }))
    );
  });
}
