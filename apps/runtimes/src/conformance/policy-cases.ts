import { evaluatePolicy, plotCurve, sweepThreshold } from "@hivekit/core/evaluate";
import type { PolicyExample } from "@hivekit/core/evaluate";
import { decide, definePolicy } from "@hivekit/core/policy";
import { expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const policy = definePolicy({ block: { gun_in_hand: 0.9 }, review: { yes_smoking: 0.9 } });

/** Decisions of a policy. */
export const POLICY_CASES: readonly ConformanceCase[] = [
  {
    name: "decides on a complete task",
    project: "demo-visual",
    run: async ({ hive, media }) => {
      const bytes = await media("shapes.jpg");
      const decisions = [];
      for (const filename of ["shapes.jpg", "hive-test-gun_in_hand.jpg"]) {
        decisions.push(decide(await hive().classify({ media: bytes, filename }), policy).decision);
      }
      expectEqual(decisions, ["allow", "block"]);
    },
  },
  {
    name: "decides on frames as they arrive",
    project: "demo-visual",
    run: async ({ hive, media }) => {
      const given = { media: await media("colors.mp4"), filename: "hive-test-yes_smoking-2s-4s.mp4" };
      const { decision, reasons } = await decide(hive().frames(given), policy);
      expectEqual([decision, reasons[0]?.seconds], ["review", [{ start: 2, end: 4 }]]);
    },
  },
  {
    name: "treats content without scores as unknown, never as harmless",
    // The project's classes are colors.
    project: "demo-colors",
    run: async ({ hive, media }) => {
      expectEqual(
        decide(await hive().classify({ media: await media("shapes.jpg") }), policy).decision,
        "unknown",
      );
    },
  },
  {
    name: "measures a policy on tasks whose decision is known",
    project: "demo-visual",
    run: async ({ hive, media }) => {
      const bytes = await media("shapes.jpg");
      async function* classify(): AsyncGenerator<PolicyExample> {
        for (const [id, truth] of [
          ["shapes.jpg", "allow"],
          ["hive-test-gun_in_hand.jpg", "block"],
        ] as const) {
          yield { id, truth, task: await hive().classify({ media: bytes, filename: id }) };
        }
      }
      const { matrix, decisions, disagreements } = await evaluatePolicy(policy, classify());
      expectEqual([matrix.block.block, matrix.allow.allow, disagreements], [1, 1, []]);
      expectEqual([decisions.block.precision, decisions.block.recall], [1, 1]);
      const curve = await sweepThreshold("gun_in_hand", classify());
      expectEqual(curve.steps.at(-1)?.precision, 1);
      expectEqual(plotCurve(curve).startsWith("<svg "), true);
    },
  },
];
