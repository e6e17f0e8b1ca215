import { readFile } from "node:fs/promises";
import type { Project } from "../../src/config/project.ts";
import { createGate } from "./gate.ts";
import type { Gate } from "./gate.ts";

/** A hash set in the fixture of a match. It must not appear anywhere. */
export const HASH_SET = "fixture-set";

/** A project of CSAM detection, without a server: its `fetch` returns the responses that a test sets. */
export type CsamProject = {
  readonly project: Project;
  /** The bodies that Hive returned, in order. */
  readonly submissions: readonly string[];
  /** Sets the response to the next submissions. */
  readonly respond: (reply: unknown) => void;
  /** Holds back responses until the gate is open. */
  readonly hold: () => Gate;
};

/** Reads a response of CSAM detection. It contains structure only. */
export async function readCsamFixture(name: "csam-match" | "csam-no-match"): Promise<string> {
  return readFile(new URL(`../../../../packages/core/fixtures/v2/${name}.json`, import.meta.url), "utf8");
}

/** Creates the response without a match, with this score of `csam`. */
export async function createCsamScore(score: number): Promise<string> {
  return (await readCsamFixture("csam-no-match")).replace('"csam": 0.125', `"csam": ${score}`);
}

/** Creates the project from another one. */
export function createCsamProject(model: Project, overrides: Partial<Project> = {}): CsamProject {
  const submissions: string[] = [];
  let gate = createGate();
  gate.open();
  let reply: unknown = "";
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    submissions.push(Buffer.from(await request.arrayBuffer()).toString("latin1"));
    await gate.opened;
    const body = typeof reply === "string" ? reply : JSON.stringify(reply);
    return new Response(body, { headers: { "content-type": "application/json" } });
  };
  return {
    project: {
      ...model,
      name: "csam",
      description: "Detects child sexual abuse material.",
      policy: { block: { csam: 0.9 } },
      segments: null,
      ...overrides,
      options: { apiKey: "csam", api: "v2", fetch },
    },
    submissions,
    respond: (next) => void (reply = next),
    hold: () => (gate = createGate()),
  };
}
