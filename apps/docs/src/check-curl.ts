import { compareReply, parseShown } from "./compare-reply.ts";
import type { CurlDesk, CurlRun } from "./curl-desk.ts";
import { readBlocks } from "./read-blocks.ts";
import type { Block } from "./read-blocks.ts";

/** The factor for the second run of a failed block: on a busy machine, background work may outlast a `sleep`. */
const MORE_PATIENCE = 5;

/** A block that calls curl, and its result. */
export type CheckedCurl = {
  readonly block: Block;
  readonly run: CurlRun;
  /** Descriptions with document and line; empty if there are no problems. */
  readonly problems: readonly string[];
};

/** A row of the table after a block of commands that Hive rejects. */
type Row = { readonly status: number; readonly body: string | null; readonly line: number };

/** Returns whether a block of shell commands calls curl. */
export function callsCurl({ language, text }: Block): boolean {
  return language === "sh" && /\bcurl\b/.test(text);
}

/**
 * Runs each block that calls curl and compares the responses with the JSON directly after it. All requests must
 * succeed, except after `<!-- refused -->`, where the responses must match the rows of the next table.
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
    const check = async (patience: number): Promise<CheckedCurl> => {
      const run = await desk.run(block.text, patience);
      const problems = [...compareBlocks(shown, run), ...checkResponses(block, run, rows)];
      return { block, run, problems };
    };
    const first = await check(1);
    checked.push(first.problems.length === 0 ? first : await check(MORE_PATIENCE));
  }
  return checked;
}

/** Each JSON block must match one of the responses, or the callback. */
function compareBlocks(shown: readonly Block[], { replies, callback }: CurlRun): readonly string[] {
  return shown.flatMap(({ document, line, text, marks }) => {
    let difference: string | null = "there is no response";
    for (const body of marks.isCallback ? [callback] : replies.map((reply) => reply.body)) {
      const reply = parseReply(body);
      difference = compareReply(
        parseShown(text),
        marks.replyParts === null ? reply : pick(reply, marks.replyParts),
      );
      if (difference === null) return [];
    }
    return [`${document}:${line}: ${difference}`];
  });
}

function checkResponses(
  { document, line }: Block,
  { replies, output, code }: CurlRun,
  rows: readonly Row[] | null,
): readonly string[] {
  const place = `${document}:${line}`;
  const problems: string[] = [];
  if (code !== 0) problems.push(`${place}: exited with code ${code}: ${output}`);
  if (replies.length === 0) problems.push(`${place}: sent no request`);
  if (rows === null) {
    const isRejected = ({ status, body }: { status: number; body: string }) =>
      status < 200 || status >= 400 || /^\s*\{"return_code"/.test(body);
    const rejected = replies.filter(isRejected);
    return [
      ...problems,
      ...rejected.map(({ status, body }) => `${place}: rejected with HTTP ${status}: ${body}`),
    ];
  }
  if (rows.length !== replies.length) {
    problems.push(`${place}: ${replies.length} responses, but ${rows.length} rows in the next table`);
  }
  for (const [index, row] of rows.entries()) {
    const reply = replies[index];
    if (reply === undefined) continue;
    if (reply.status !== row.status)
      problems.push(`${document}:${row.line}: HTTP ${reply.status}, not ${row.status}`);
    const difference = row.body === null ? null : compareReply(parseShown(row.body), parseReply(reply.body));
    if (difference !== null) problems.push(`${document}:${row.line}: ${difference}`);
  }
  return problems;
}

/** Parses a body. A body that is not JSON is compared as text. */
function parseReply(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Finds a property anywhere in the response and returns its value, or an object of several properties. */
function pick(reply: unknown, names: readonly string[]): unknown {
  const values = names.map((name) => [name, find(reply, name)] as const);
  const [only] = values;
  return values.length === 1 ? only?.[1] : Object.fromEntries(values);
}

function find(value: unknown, name: string): unknown {
  const waiting = [value];
  for (const next of waiting) {
    if (typeof next !== "object" || next === null) continue;
    const own = Object.entries(next).find(([key]) => key === name);
    if (own !== undefined) return own[1];
    waiting.push(...Object.values(next));
  }
  return undefined;
}

/** Reads the rows of the next table after a block: the request, the HTTP status, and the body if it is JSON. */
function readTable(markdown: string, { document, line, text }: Block): readonly Row[] {
  const lines = markdown.split("\n");
  const isRow = (at: number): boolean => lines[at]?.startsWith("|") === true;
  let at = line + text.split("\n").length;
  while (at < lines.length && !isRow(at)) at++;
  const rows: Row[] = [];
  // Skips the header of the table and its delimiter row.
  for (at += 2; isRow(at); at++) {
    const cells = (lines[at] ?? "").split("|").map((cell) => cell.trim());
    const status = Number(cells[2]?.replaceAll("*", ""));
    if (!Number.isInteger(status))
      throw new Error(`${document}:${at + 1}: "${cells[2]}" is not an HTTP status.`);
    const body = cells[3] === "the same" ? rows.at(-1)?.body : /^`(\{.*?\})`/.exec(cells[3] ?? "")?.[1];
    rows.push({ status, body: body ?? null, line: at + 1 });
  }
  return rows;
}
