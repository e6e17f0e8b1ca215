import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkConsumer, checkRefusal } from "./consumer-types.mjs";

const PROJECT = { name: "example", mustFail: "import {} from 'a';\na(1);\n", foreign: ["@nestjs/common"] };
const REFUSED = "must-fail.ts(2,7): error TS2322: Type 'number' is not assignable to type 'string'.";

test("a wrong call is refused by one error at its place, whatever others have in their declarations", async () => {
  expect(await refusal(REFUSED)).toEqual([]);
  expect(await refusal("node_modules/@nestjs/common/a.d.ts(1,1): error TS2304: No a.", REFUSED)).toEqual([]);
});

test.each([
  ["no error", []],
  ["an error of another kind", ["must-fail.ts(2,1): error TS2304: Cannot find name 'a'."]],
  ["an error at another place", [REFUSED.replace("(2,", "(1,")]],
  ["another error beside it", [REFUSED, "must-fail.ts(1,1): error TS2307: Cannot find module 'a'."]],
  [
    "an error in our own declarations beside it",
    [REFUSED, "node_modules/@hivekit/core/a.d.ts(1,1): error TS2304: No a."],
  ],
])("%s is no refusal", async (_, lines) => {
  expect(await refusal(...lines)).toEqual([expect.stringContaining("not refused")]);
});

test("a refusal and the check of a lone module, at the same time in a folder, do not share a configuration", async () => {
  const { home, tsc } = standIn([]);
  writeFileSync(join(home, "one.ts"), "");
  const cell = { resolution: "nodenext", lib: "no DOM" };
  await Promise.all([checkConsumer(PROJECT, { home, tsc, cell }), checkRefusal(PROJECT, { home, tsc })]);
  const configs = readdirSync(home).filter((file) => file.startsWith("tsconfig."));
  expect(configs).toHaveLength(2);
  const files = configs.flatMap((file) => JSON.parse(readFileSync(join(home, file), "utf8")).files);
  expect(new Set(files)).toEqual(new Set(["must-fail.ts", "one.ts"]));
});

async function refusal(...lines) {
  return await checkRefusal(PROJECT, standIn(lines));
}

/** A folder, and a compiler that finds these errors in everything. */
function standIn(lines) {
  const home = mkdtempSync(join(tmpdir(), "hivekit-consumer-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const program = join(home, "tsc.cjs");
  const text = lines.map((line) => `${line}\n`).join("");
  writeFileSync(
    program,
    `process.stdout.write(${JSON.stringify(text)});\nprocess.exitCode = ${lines.length === 0 ? 0 : 2};\n`,
  );
  return { home, tsc: { version: "7", program } };
}
