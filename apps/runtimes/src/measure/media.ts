import { fileURLToPath } from "node:url";
import { startProgram } from "./child-program.ts";
import type { Measurement } from "./measurement.ts";

/** The program in the emulator's tests. Relative to `dist/measure`, the folder of this program. */
const PROGRAM = fileURLToPath(
  new URL("../../../../packages/emulator/test/comparison/main.ts", import.meta.url),
);

/** A line of the table that the program prints. */
type Comparison = {
  readonly name: string;
  readonly fault: string | null;
  readonly outcome: "equal" | "rejected" | "accepted" | "different";
  readonly detail: string;
};

/** Compares what the emulator judges with what headless Chromium shows, for several hundred generated files. */
export async function measureMedia(): Promise<Measurement> {
  console.error("Comparing the emulator with Chromium; this takes 5 to 10 minutes ...");
  const program = startProgram([process.execPath, PROGRAM]);
  try {
    const comparisons: readonly Comparison[] = JSON.parse(await program.nextLine());
    const count = (outcome: Comparison["outcome"]): number =>
      comparisons.filter((comparison) => comparison.outcome === outcome).length;
    return {
      title:
        `${comparisons.length} generated media, valid and damaged, in the emulator and in Chromium: size, duration, and the colors of the first, ` +
        `middle and last frame. ${count("equal")} are equal. The differences are below. Rejected: the emulator alone fails, ` +
        `which is allowed only for a damaged file. Accepted: the browser alone fails, because it has no decoder or stops at the damage.`,
      rows: comparisons
        .filter(({ outcome }) => outcome !== "equal")
        .map(({ name, fault, outcome, detail }) => ({
          cells: { name, outcome, detail },
          problem: fault === null && outcome !== "accepted" ? detail : null,
        })),
    };
  } finally {
    await program.end();
  }
}
