// What a workflow of GitHub's must be like: nothing that moves, no right that a job does not need, no run without an end.

/** `- uses: owner/action@hash # v1.2.3` */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/**
 * Reads a workflow line by line, as it is written here: two spaces for each level, jobs on the second one.
 *
 * @param {string} text
 * @returns {string[]} what is wrong with it, with the line where there is one
 */
export function judgeWorkflow(text) {
  const lines = text.split("\n");
  const problems = [];
  if (!/^permissions: \{\}$/m.test(text))
    problems.push("the workflow has rights: write `permissions: {}` and give each job its own");
  if (!/^concurrency:$/m.test(text)) problems.push("it may run beside itself: give it `concurrency`");
  if (/pull_request_target|workflow_run/.test(text))
    problems.push("it runs with rights for what strangers wrote");
  for (const [index, line] of lines.entries()) {
    const uses = /^\s*(?:- )?uses: (.*)$/.exec(line)?.[1];
    if (uses !== undefined && !PINNED.test(uses)) {
      problems.push(
        `line ${index + 1}: ${uses} is not pinned by its full hash, with the version in a comment`,
      );
    }
    if (
      /uses: actions\/checkout@/.test(line) &&
      !stepAt(lines, index).includes("persist-credentials: false")
    ) {
      problems.push(`line ${index + 1}: the checkout leaves its token behind: persist-credentials: false`);
    }
    if (/^\s+[\w-]+: write$/.test(line) && !/^\s*#/.test(lines[index - 1] ?? "")) {
      problems.push(`line ${index + 1}: nothing says why this right is needed`);
    }
  }
  for (const command of commandsOf(lines)) {
    if (command.includes("${{"))
      problems.push(
        `a value is written into a command: pass it as an environment variable: ${command.trim()}`,
      );
  }
  const jobs = jobsOf(text);
  if (jobs.length === 0) problems.push("there are no jobs in it");
  for (const { name, body } of jobs) {
    if (!/^ {4}permissions:$/m.test(body)) problems.push(`job ${name}: says nothing of its permissions`);
    if (!/^ {4}timeout-minutes: \d+$/m.test(body)) problems.push(`job ${name}: has no timeout-minutes`);
  }
  return problems;
}

/** The jobs and what they say, without comments and without what they run. */
function jobsOf(text) {
  const body = text.split(/^jobs:$/m)[1] ?? "";
  return body
    .split(/^ {2}(?=[\w-]+:$)/m)
    .slice(1)
    .map((job) => ({ name: job.slice(0, job.indexOf(":")), body: job }));
}

/** What is run, line by line: behind `run:`, and below it as long as lines are indented further. */
function commandsOf(lines) {
  const commands = [];
  // How far the `run` is indented that we are in; null outside of one.
  let depth = null;
  for (const line of lines) {
    const indent = line.search(/\S/);
    const inline = /^\s*(?:- )?run: (.*)$/.exec(line)?.[1];
    if (inline !== undefined) depth = indent;
    else if (depth !== null && indent !== -1 && indent <= depth) depth = null;
    if (inline !== undefined || depth !== null) commands.push(inline ?? line);
  }
  return commands;
}

/** The lines of the step that a line begins. */
function stepAt(lines, index) {
  const next = lines.findIndex((line, place) => place > index && /^\s*- /.test(line));
  return lines.slice(index, next === -1 ? undefined : next).join("\n");
}
