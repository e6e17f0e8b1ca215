import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { EMULATOR_MODELS, MODEL_FACTS } from "./emulator-model.ts";

it("the README documents the demo project of each model with its generations", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /^## Projects\n(.*?)^## /ms.exec(readme) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("| `demo-"));
  const starts = rows.map((row) => row.split(" | ").slice(0, 2).join(" | "));
  const expected = EMULATOR_MODELS.map((model) => {
    const { demoKey, generations } = MODEL_FACTS[model];
    return `| \`${demoKey}\` | ${generations.join(" ")}`;
  });
  // A difference shows the rows to add and to remove. The README may list them in another order.
  expect(starts.toSorted()).toEqual(expected.toSorted());
});
