import { startProgram } from "./child-program.ts";
import { describeError, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { TEXT_NAMES } from "./planted-texts.ts";
import type { PlantedFacts } from "./planted-phrases.ts";
import { getProgramPath } from "./runtimes.ts";

/** Plants a phrase wherever a long text may be cut, and has the emulator find it. */
export async function measureTexts(): Promise<Measurement> {
  const rows: Row[] = [];
  for (const name of TEXT_NAMES) {
    console.error(`Planting a phrase in a text of ${name} ...`);
    rows.push(await measureText(name));
  }
  const total = (column: string): number =>
    rows.reduce((sum, { cells }) => sum + Number(cells[column] ?? 0), 0);
  return {
    title:
      `A phrase of 100 code points at every place of a text of 10,000 code points at which it lies across the start or the end of a ` +
      `piece of classifyText: the emulator finds it exactly once, at its place in the original text. ${total("cases")} cases, ` +
      `${total("pieces")} pieces.`,
    rows,
  };
}

async function measureText(text: string): Promise<Row> {
  const program = startProgram([process.execPath, getProgramPath("texts-program"), text]);
  const startMs = performance.now();
  try {
    const { cases, pieces, submissions, missed, problem }: PlantedFacts = JSON.parse(
      await program.nextLine(),
    );
    const seconds = toSeconds(performance.now() - startMs);
    return {
      cells: { text, cases, pieces, submissions, missed, seconds },
      problem: problem ?? (cases === 0 ? "no place lies across a piece" : null),
    };
  } catch (error) {
    return { cells: { text }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}
