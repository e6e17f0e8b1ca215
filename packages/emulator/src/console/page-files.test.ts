import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { buildPageModule, PAGE_FILES_MODULE } from "../../scripts/console-page.ts";

it("page-files.ts contains the files in page/", async () => {
  const isCurrent = (await readFile(PAGE_FILES_MODULE, "utf8")) === (await buildPageModule());
  expect(isCurrent, "run npm run make console-page").toBe(true);
});
