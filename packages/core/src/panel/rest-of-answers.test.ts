import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import { lateResponse, pendingJudge, pictureReply, projectOf, verdictOf } from "../../test/panel-projects.ts";
import type { Frame } from "../result/frame.ts";
import { createPanel } from "./create-panel.ts";
import type { PanelClient } from "./panel-options.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const policy = { block: { yes_smoking: 0.9 }, tags: { pills: { yes_pills: 0.9 } } };
const OPENING =
  '{"id":"1","code":200,"status":[{"status":{"code":"0","message":"SUCCESS"},"response":{"output":[';
const [blocking, tagging] = [
  frameOf(0, { yes_smoking: 1, yes_pills: 0 }),
  frameOf(1, { yes_smoking: 0, yes_pills: 1 }),
];

function frameOf(time: number, scores: Readonly<Record<string, number>>): string {
  const classes = Object.entries(scores).map(([name, score]) => ({ class: name, score }));
  return JSON.stringify({ time, classes });
}

// The rest of these responses takes longer than a panel waits for it. An answer without its rest has no task.
describe("a member that blocks", () => {
  it.each([
    ["stops when its tags are settled, too", [blocking, tagging], "]}}]}", false, false],
    ["reads to the end with always", [blocking, tagging], "]}}]}", true, true],
    ["reads on until its tags are settled", [blocking], `,${tagging}]}}]}`, false, true],
  ])("%s", async (_, frames, rest, always, hasTask) => {
    const { client } = projectOf(() => lateResponse(`${OPENING}${frames.join(",")}`, rest));
    const panel = createPanel({ members: { visual: { client, policy, always } } });
    const { decision, tags, members } = await panel.judge({ media });
    expect([decision, tags.map(({ tag }) => tag), members.visual.task !== null]).toEqual([
      "block",
      ["pills"],
      hasTask,
    ]);
  });

  it("does not wait for a stream that never ends and cannot be canceled", async () => {
    const { client } = projectOf(pictureReply({ yes_smoking: 0.95 }));
    const cancelled: unknown[] = [];
    const stuck: PanelClient = {
      frames: (submission, options) => {
        const stream = client.frames(submission, options);
        return {
          [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
          [Symbol.asyncDispose]: async () => {},
          summary: async () => new Promise<never>(() => {}),
          cancel: (reason) => {
            cancelled.push(reason);
            throw new Error("A bug of the wrapper.");
          },
        };
      },
    };
    const panel = createPanel({
      members: { visual: { client: stuck, policy: { block: { yes_smoking: 0.9 } } } },
    });
    expect(await panel.judge({ media })).toMatchObject({
      decision: "block",
      members: { visual: { state: "judged", task: null } },
      charge: { isComplete: false },
    });
    expect(cancelled).toMatchObject([{ kind: "closed" }]);
  });
});

describe("a member with tags, after a block of another member,", () => {
  it.each([
    ["stops when all its tags hold", [tagging], "]}}]}", false, ["pills"], false],
    ["reads to the end with always", [tagging], "]}}]}", true, ["pills"], true],
    [
      "reads to the end if a tag does not hold",
      [frameOf(0, { yes_smoking: 0, yes_pills: 0 })],
      "]}}]}",
      false,
      [],
      true,
    ],
  ])("%s", async (_, frames, rest, always, tagsThatHold, hasTask) => {
    const own = pendingJudge();
    const { client } = projectOf(async () => {
      await own.asked;
      own.answer.resolve(verdictOf("block"));
      return lateResponse(`${OPENING}${frames.join(",")}`, rest);
    });
    const panel = createPanel({ members: { tagged: { client, policy, always }, own: own.member } });
    const { decision, tags, unknownTags, members } = await panel.judge({ media });
    expect([decision, tags.map(({ tag }) => tag), unknownTags]).toEqual(["block", tagsThatHold, []]);
    expect([members.tagged.state, members.tagged.task !== null]).toEqual(["judged", hasTask]);
  });

  it("keeps its tags if the connection is lost", async () => {
    const own = pendingJudge();
    const { client } = projectOf(async () => {
      await own.asked;
      own.answer.resolve(verdictOf("block"));
      // The panel handles the block before this member answers.
      await new Promise((resolve) => setTimeout(resolve, 10));
      const body = bodyOf([`${OPENING}${tagging},`, new TypeError("reset")]);
      return new Response(body, { headers: { "content-type": "application/json" } });
    });
    const panel = createPanel({ members: { tagged: { client, policy }, own: own.member } });
    const { tags, members } = await panel.judge({ media });
    expect([tags.map(({ tag }) => tag), members.tagged.state]).toEqual([["pills"], "judged"]);
  });

  it("stops even if the block comes after the tags", async () => {
    const own = pendingJudge();
    const { client } = projectOf(() => lateResponse(`${OPENING}${tagging}`, "]}}]}"));
    const reporting: PanelClient = {
      frames: (submission, options) => {
        const stream = client.frames(submission, options);
        async function* report(): AsyncGenerator<Frame, undefined> {
          for await (const frame of stream) {
            yield frame;
            own.answer.resolve(verdictOf("block"));
          }
        }
        return {
          [Symbol.asyncIterator]: report,
          [Symbol.asyncDispose]: async () => stream[Symbol.asyncDispose](),
          summary: async () => stream.summary(),
          cancel: (reason) => stream.cancel(reason),
        };
      },
    };
    const panel = createPanel({ members: { tagged: { client: reporting, policy }, own: own.member } });
    const { tags, members } = await panel.judge({ media });
    expect([tags.map(({ tag }) => tag), members.tagged.state, members.tagged.task]).toEqual([
      ["pills"],
      "judged",
      null,
    ]);
  });
});
