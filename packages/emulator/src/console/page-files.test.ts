import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { PAGE_FILES_MODULE, writePageModule } from "../../scripts/console-page.ts";

it("the page that is served is the one in page/", async () => {
  const isFresh = (await readFile(PAGE_FILES_MODULE, "utf8")) === (await writePageModule());
  expect(isFresh, "run node scripts/make-console-page.mjs").toBe(true);
});
