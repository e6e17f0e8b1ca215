import { compareReply, parseShown } from "./compare-reply.ts";
import type { CurlDesk, CurlRun } from "./curl-desk.ts";
import { readBlocks } from "./read-blocks.ts";
import type { Block } from "./read-blocks.ts";

/** Where blocks run again that did not show what they should: what they wait for may take longer on a machine that is busy. */
const MORE_PATIENCE = 5;

/** One block with curl, what came of it, and what is wrong with that. */
export type CheckedCurl = {
  readonly block: Block;
  readonly run: CurlRun;
  /** Sentences with document and line; empty if there is nothing. */
  readonly problems: readonly string[];
};

/** A row of the table behind a block of commands that are refused. */
type Row = { readonly status: number; readonly body: string | null; readonly line: number };

/** Tells whether a block of shell commands calls curl. */
export function callsCurl({ language, text }: Block): boolean {
  return language === "sh" && /\bcurl\b/.test(text);
}

/**
 * Runs every block with curl of a document, and compares the replies with the JSON directly behind it. All must be successes, but in a block behind
 * `<!-- refused -->`: its replies must be those of the table behind it, row by row.
 */
export async function checkCurl(
  { document, markdown }: { readonly document: string; readonly markdown: string },
  desk: CurlDesk,
): Promise<readonly CheckedCurl[]> {
  const blocks = readBlocks(document, markdown);
  const checked: CheckedCurl[] = [];
  for (const [index, block] of blocks.entries()) {
    if (!callsCurl(block)) continue;
    const next = blocks.findIndex(({ language }, place) => place > index && language !== "json");
    const shown = blocks.slice(index + 1, next === -1 ? undefined : next);
    const rows = block.marks.isRefused ? readTable(markdown, block) : null;
    const judge = (run: CurlRun): CheckedCurl => ({
      block,
      run,
      problems: problemsOf(run, { block, shown, rows }),
    });
    const first = judge(await desk.run(block.text));
    checked.push(first.problems.length === 0 ? first : judge(await desk.run(block.text, MORE_PATIENCE)));
  }
  return checked;
}

function problemsOf(
  { replies, callback, output, code }: CurlRun,
  {
    block,
    shown,
    rows,
  }: { readonly block: Block; readonly shown: readonly Block[]; readonly rows: readonly Row[] | null },
): readonly string[] {
  const place = `${block.document}:${block.line}`;
  const problems = shown.flatMap((json) => {
    const found = json.marks.isCallback
      ? compareWith(json, [callback])
      : compareWith(
          json,
          replies.map(({ body }) => body),
        );
    return found === null ? [] : [`${json.document}:${json.line}: ${found}`];
  });
  if (code !== 0) problems.push(`${place}: ended with exit code ${code}: ${output}`);
  if (replies.length === 0) problems.push(`${place}: nothing was asked`);
  if (rows === null) {
    for (const { status, body } of replies) {
      if (status < 200 || status >= 400 || /^\s*\{"return_code"/.test(body))
        problems.push(`${place}: was refused, with HTTP ${status}: ${body}`);
    }
    return problems;
  }
  if (rows.length !== replies.length) {
    problems.push(`${place}: ${replies.length} replies, and ${rows.length} rows in the table behind them`);
  }
  for (const [index, { status, body, line }] of rows.entries()) {
    const reply = replies[index];
    if (reply === undefined) continue;
    if (reply.status !== status)
      problems.push(`${block.document}:${line}: HTTP ${reply.status}, not ${status}`);
    const found = body === null ? null : compareReply(parseShown(body), parseReply(reply.body));
    if (found !== null) problems.push(`${block.document}:${line}: ${found}`);
  }
  return problems;
}

/** Compares a block of JSON with replies; one of them must be it, else the difference to the last one is told. */
function compareWith({ text, marks }: Block, bodies: readonly string[]): string | null {
  const shown = parseShown(text);
  let found: string | null = "nothing came that could be it";
  for (const body of bodies) {
    const reply = parseReply(body);
    found = compareReply(shown, marks.replyParts === null ? reply : pick(reply, marks.replyParts));
    if (found === null) return null;
  }
  return found;
}

/** What is no JSON is compared as a text. */
function parseReply(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The value of one property, wherever in the reply it is, or of several, as an object of them. */
function pick(reply: unknown, names: readonly string[]): unknown {
  const values = names.map((name) => [name, find(reply, name)] as const);
  const [only] = values;
  return values.length === 1 ? only?.[1] : Object.fromEntries(values);
}

function find(value: unknown, name: string): unknown {
  const waiting = [value];
  for (const next of waiting) {
    if (typeof next !== "object" || next === null) continue;
    const entries = Object.entries(next);
    const own = entries.find(([key]) => key === name);
    if (own !== undefined) return own[1];
    waiting.push(...entries.map(([, inner]) => inner));
  }
  return undefined;
}

/** The rows of the first table behind a block: what is sent, the HTTP status, and the body, compared where it is JSON. */
function readTable(markdown: string, { document, line, text }: Block): readonly Row[] {
  const lines = markdown.split("\n");
  const isRow = (at: number): boolean => lines[at]?.startsWith("|") === true;
  // Behind the head of the table and the line below it.
  let at = line + text.split("\n").length;
  while (at < lines.length && !isRow(at)) at++;
  const rows: Row[] = [];
  for (at += 2; isRow(at); at++) {
    const cells = (lines[at] ?? "").split("|").map((cell) => cell.trim());
    const status = Number(cells[2]?.replaceAll("*", ""));
    if (!Number.isInteger(status)) throw new Error(`${document}:${at + 1}: "${cells[2]}" is no HTTP status.`);
    const body = cells[3] === "the same" ? rows.at(-1)?.body : /^`(\{.*?\})`/.exec(cells[3] ?? "")?.[1];
    rows.push({ status, body: body ?? null, line: at + 1 });
  }
  return rows;
}
