import { expect, it } from "vitest";
import { pictureReply, projectOf, verdictOf } from "../../test/panel-projects.ts";
import { recordingTelemetry } from "../../test/support/recording-telemetry.ts";
import { createPanel } from "./create-panel.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const policy = { block: { yes_smoking: 0.9 }, tags: { smoking: { yes_smoking: 0.5 } } };

it("a panel records each verdict, and its clients report their calls", async () => {
  const telemetry = recordingTelemetry();
  const { client } = projectOf(pictureReply({ yes_smoking: 1 }, 0.003), { telemetry });
  const panel = createPanel({ members: { visual: { client, policy } }, telemetry });
  const one = await panel.judge({ media });
  const all = await panel.judgeAll({ picture: { media } });
  const own = { decision: "block", tags: [{ tag: "smoking" }], unknownTags: [] };
  expect([one.decision, all.decision]).toEqual(["block", "block"]);
  // Without the tasks of the members.
  expect(telemetry.verdicts).toStrictEqual([
    [own, { source: "panel" }],
    [own, { source: "panel" }],
  ]);
  expect(telemetry.calls.map(({ name }) => name)).toEqual(["frames", "frames"]);
});

it("a panel returns its verdict even if the telemetry fails", async () => {
  const telemetry = {
    ...recordingTelemetry(),
    recordVerdict: () => {
      throw new Error("telemetry");
    },
  };
  const members = { own: { judge: async () => verdictOf("review"), takes: "media" as const } };
  expect((await createPanel({ members, telemetry }).judge({ media })).decision).toBe("review");
});

it("a panel rejects invalid telemetry", () => {
  const members = { own: { judge: async () => verdictOf("review"), takes: "media" as const } };
  // @ts-expect-error -- an invalid option
  expect(() => createPanel({ members, telemetry: {} })).toThrow("createPanel: telemetry must be an object");
});
