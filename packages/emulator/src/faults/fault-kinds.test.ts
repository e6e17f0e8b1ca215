import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { FAULT_KIND_NAMES, getFaultDefinition, type FaultKind } from "./fault-kinds.ts";
import { readFaults } from "./read-faults.ts";

it("the README documents each fault in its own row", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /^## Faults\n(.*?)^## /ms.exec(readme) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  // A difference shows the rows to add and to remove.
  expect(rows).toEqual(FAULT_KIND_NAMES.map(renderRow));
});

it.each(FAULT_KIND_NAMES)("each example of %s is parsed as a fault of this kind", (kind) => {
  for (const example of getFaultDefinition(kind).examples) {
    expect(readFaults(example, { name: "example" })).toMatchObject([{ kind }]);
  }
});

function renderRow(kind: FaultKind): string {
  const { examples, effect, charged } = getFaultDefinition(kind);
  return `| ${examples.map((example) => `\`${example}\``).join(", ")} | ${effect} | ${charged} |`;
}
