import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { round } from "../report/statistics.ts";
import type { Figure, TargetName } from "../report/targets.ts";
import type { BenchCase, CaseResult } from "./bench-case.ts";

/** Relative to `dist`, the folder of the built file. */
const FOLDER = fileURLToPath(new URL("../../../scripts/", import.meta.url));
const PROGRAM = "node_modules/size-limit/bin.js";

const Sizes = z.array(z.object({ name: z.string(), size: z.number() }));

/** The targets by the name in `.size-limit.mjs`. */
const TARGET_BY_NAME: Readonly<Record<string, TargetName>> = {
  HiveClient: "sizeOfClient",
  decodeTask: "sizeOfDecodeTask",
};

/** The size of exports in a user's bundle, as in `npm run check -- size`. */
export const sizeCases: readonly BenchCase[] = [{ group: "size", name: "size", run: measure }];

async function measure(): Promise<CaseResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, "--json"], { cwd: FOLDER }).catch(
    // size-limit exits with 1 if a size exceeds its limit.
    (error: unknown) => z.object({ code: z.literal(1), stdout: z.string() }).parse(error),
  );
  const sizes = Sizes.parse(JSON.parse(stdout)).map(({ name, size }) => ({ name, kib: size / 1024 }));
  return {
    rows: sizes.map(({ name, kib }) => ({ import: `{ ${name} }`, "KiB, min + gzip": round(kib) })),
    figures: sizes.flatMap(({ name, kib }): readonly Figure[] => {
      const target = TARGET_BY_NAME[name];
      return target === undefined ? [] : [{ target, where: `{ ${name} }`, value: kib }];
    }),
    problems: [],
  };
}
