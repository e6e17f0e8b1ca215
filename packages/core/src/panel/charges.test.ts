import { describe, expect, it } from "vitest";
import { csamReply, pictureReply, projectOf, verdictOf } from "../../test/panel-projects.ts";
import { createPanel } from "./create-panel.ts";
import type { PanelMember } from "./panel-options.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const policy = { block: { yes_smoking: 0.9 } };
const reply = pictureReply({ yes_smoking: 0 }, 0.003);

/** A project that gives these answers one after another. */
function inTurn(statuses: readonly number[], retry: { readonly unknownOutcome?: boolean } = {}): PanelMember {
  const left = [...statuses];
  const { client } = projectOf(
    () => {
      const status = left.shift() ?? 200;
      return status === 200 ? Response.json(reply) : Response.json({ message: "no" }, { status });
    },
    { retry: { limit: 2, minDelayMs: 1, maxDelayMs: 1, ...retry } },
  );
  return { client, policy };
}

async function chargeWith(member: PanelMember): Promise<readonly [number, boolean]> {
  const panel = createPanel({ members: { member, known: { client: projectOf(reply).client, policy } } });
  const { charge } = await panel.judge({ media });
  return [charge.knownUsd, charge.isComplete];
}

describe("a charge is complete", () => {
  it.each<[string, PanelMember, number]>([
    ["if every response has one", inTurn([]), 0.006],
    ["after retries of rejected requests", inTurn([503, 429]), 0.006],
    ["if a member was rejected", inTurn([403]), 0.003],
    ["if all attempts were rejected", inTurn([503, 503, 503]), 0.003],
    [
      "if a member could not be asked",
      { client: projectOf(reply).client, policy, options: { model: "a/b" } },
      0.003,
    ],
  ])("%s", async (_, member, usd) => {
    expect(await chargeWith(member)).toEqual([usd, true]);
  });
});

describe("a charge is not complete", () => {
  it.each<[string, PanelMember, number]>([
    ["without a charge in the response", { client: projectOf(csamReply(0)).client, policy }, 0.003],
    ["after an unknown outcome", inTurn([504]), 0.003],
    ["after a retry of an unknown outcome", inTurn([504], { unknownOutcome: true }), 0.006],
    ["if the response is not a result", { client: projectOf({}).client, policy }, 0.003],
    [
      "if the connection is lost",
      { client: projectOf(async () => Promise.reject(new TypeError("reset"))).client, policy },
      0.003,
    ],
    ["with a function", { judge: async () => verdictOf("allow"), takes: "media" }, 0.003],
    [
      "with a function that fails",
      { judge: async () => Promise.reject(new Error("down")), takes: "media" },
      0.003,
    ],
  ])("%s", async (_, member, usd) => {
    expect(await chargeWith(member)).toEqual([usd, false]);
  });
});

it("has no rounding errors", async () => {
  const { client } = projectOf(pictureReply({ yes_smoking: 0 }, 0.1));
  const panel = createPanel({ members: { one: { client, policy } } });
  const items = Object.fromEntries(["a", "b", "c"].map((name) => [name, { media }]));
  expect((await panel.judgeAll(items)).charge.knownUsd).toBe(0.3);
});
