import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PolicyVersion } from "../api/desk-api.ts";
import { openDesk } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";
import { clearDesk, closeBrowser, openPage } from "./support/open-page.ts";

const EDITED = "A forum.\nreview sale: Any sale.\n";
const OTHER = "The text of another moderator.\nblock weaponsSale: Weapons.\n";

const field = (page: Page) => page.getByRole("textbox", { name: "Policy text" });
const panel = (page: Page) => page.getByRole("region", { name: "Policy" });
const tryButton = (page: Page) => page.getByRole("button", { name: "Try on this item" });
const saveButton = (page: Page) => page.getByRole("button", { name: "Save", exact: true });
const trial = (page: Page) => page.locator(".trial");

describe("the policy text on the page", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk();
  });
  afterEach(() => {
    desk.emulator.faults.clear();
    return clearDesk(desk);
  });
  afterAll(async () => {
    await closeBrowser();
    await desk[Symbol.asyncDispose]();
  });

  const read = (): Promise<PolicyVersion> => desk.get("/api/projects/prompt/policy");
  /** Saves a text as another moderator does. */
  async function saveElsewhere(text: string): Promise<PolicyVersion> {
    const { version: basedOn } = await read();
    const response = await desk.fetch("/api/projects/prompt/policy", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text, basedOn }),
    });
    expect(response.status).toBe(200);
    return response.json();
  }
  async function submitText(text: string, project = "prompt"): Promise<string> {
    const { id } = await desk.submit({ text, project });
    await desk.reachState(id, "done");
    return `#/items/${id}`;
  }

  it("is tried with the keyboard, beside the stored verdict, and then saved", async ({ skip }) => {
    const first = await read();
    const hash = await submitText("Weapons for sale");
    await using opened = await openPage(desk, skip, { hash });
    const { page, complaints } = opened;
    await expect.poll(() => field(page).inputValue()).toBe(first.text);
    await page.getByText(`by version ${first.version} of the policy`).waitFor();
    expect(await page.locator(".facts").textContent()).toMatch(/Tokens[\d,]+ tokens? in the prompt/);
    expect(await page.locator(".facts, .head").allTextContents()).not.toContain("frame");
    expect(await panel(page).textContent()).toContain("Hive would bill its tokens");
    expect(await saveButton(page).getAttribute("aria-disabled")).toBe("true");
    await field(page).fill(EDITED);
    await panel(page).getByText("You have unsaved changes.").waitFor();
    await field(page).press("Tab");
    await page.keyboard.press("Enter");
    await trial(page).getByText("Review: category sale applies.").waitFor();
    expect(await trial(page).locator("h4").allTextContents()).toEqual([
      "Verdict of your text",
      `Stored verdict of version ${first.version}`,
    ]);
    expect(await trial(page).locator(".badge").allTextContents()).toEqual(["Review", "Block"]);
    expect(await trial(page).locator(".faint").allTextContents()).toEqual([
      expect.stringContaining("in the prompt"),
      expect.stringContaining("in the prompt"),
    ]);
    await expect.poll(() => page.locator("#status").textContent()).toBe("Verdict of your text: Review.");
    expect(await tryButton(page).evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.locator(".verdict .badge").textContent()).toBe("Block");
    expect(await read()).toEqual(first);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await panel(page)
      .getByText(`Version ${first.version + 1}, saved`)
      .waitFor();
    expect(await read()).toMatchObject({ version: first.version + 1, text: EDITED });
    await page.getByRole("button", { name: `Show version ${first.version}, which judged this item` }).click();
    expect(await panel(page).locator("pre").textContent()).toBe(first.text);
    await page.getByRole("button", { name: `Edit version ${first.version}` }).click();
    expect(await field(page).inputValue()).toBe(first.text);
    await panel(page).getByText("You have unsaved changes.").waitFor();
    expect(complaints).toEqual([]);
  });

  it("keeps unsaved changes when another item is opened", async ({ skip }) => {
    const hashes = [await submitText("First text"), await submitText("Second text")];
    const other = await submitText("Third text", "text");
    await using opened = await openPage(desk, skip, { hash: hashes[0] ?? "" });
    const { page } = opened;
    const { text } = await read();
    await expect.poll(() => field(page).inputValue()).toBe(text);
    const edited = `${EDITED}review mine: My category.`;
    await field(page).fill(edited);
    for (const hash of [other, hashes[1], hashes[0]]) {
      await page.evaluate((next) => (location.hash = next), hash ?? "");
      await page.getByRole("heading", { name: /text$|^Text/i, level: 2 }).waitFor();
      if (hash === other) await expect.poll(() => field(page).count()).toBe(0);
      else await expect.poll(() => field(page).inputValue()).toBe(edited);
    }
    await panel(page).getByText("You have unsaved changes.").waitFor();
  });

  it("is kept if another moderator saves first, and replaces that version only after it was shown", async ({
    skip,
  }) => {
    const hash = await submitText("Hello");
    await using opened = await openPage(desk, skip, { hash });
    const { page } = opened;
    const { text } = await read();
    await expect.poll(() => field(page).inputValue()).toBe(text);
    await field(page).fill(`${EDITED}review mine: My category.`);
    const { version } = await saveElsewhere(OTHER);
    await saveButton(page).click();
    const problem = panel(page).getByRole("alert");
    await expect.poll(() => problem.textContent()).toContain(`Version ${version} was saved in the meantime.`);
    expect(await panel(page).locator("pre").textContent()).toBe(OTHER);
    expect(await field(page).inputValue()).toContain("review mine");
    expect(await read()).toMatchObject({ version, text: OTHER });
    await saveButton(page).click();
    await panel(page)
      .getByText(`Version ${version + 1}, saved`)
      .waitFor();
    expect(await read()).toMatchObject({ text: expect.stringContaining("review mine") });
  });

  it("shows the lines with problems, and Hive's failures", async ({ skip }) => {
    const hash = await submitText("Hello");
    await using opened = await openPage(desk, skip, { hash });
    const { page } = opened;
    await expect.poll(() => field(page).inputValue()).not.toBe("");
    await field(page).fill("A forum.\nblock a b: C.\nstray\n");
    const problem = panel(page).getByRole("alert");
    for (const button of [tryButton(page), saveButton(page)]) {
      await button.click();
      await expect.poll(() => problem.textContent()).toMatch(/^Line 2: .*\nLine 3: /);
    }
    await field(page).fill(EDITED);
    desk.emulator.faults.add("500@1");
    await tryButton(page).click();
    await expect.poll(() => problem.textContent()).toMatch(/^Hive could not be reached/);
    expect(await trial(page).isVisible()).toBe(false);
    desk.emulator.faults.clear();
    desk.emulator.faults.add("chat-refusal@1");
    await tryButton(page).click();
    await trial(page).getByText("No answer to sale").waitFor();
    expect(await trial(page).locator(".badge").first().textContent()).toBe("Unknown");
  });

  it.for([
    ["light", 1280],
    ["dark", 1280],
    ["light", 375],
  ] as const)("is accessible in the %s theme, on a page %i pixels wide", async ([theme, width], { skip }) => {
    const hash = await submitText("Weapons for sale");
    await using opened = await openPage(desk, skip, { hash, theme, width });
    const { page, complaints } = opened;
    await page.evaluate(axe.source);
    const check = async (view: string): Promise<void> => {
      const violations: unknown = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html)))`,
      );
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect({ view, violations, overflow }).toEqual({ view, violations: [], overflow: 0 });
    };
    await expect.poll(() => field(page).inputValue()).not.toBe("");
    await check("loaded");
    await field(page).fill(`${EDITED}review other: ${"long ".repeat(40)}.`);
    await tryButton(page).click();
    await trial(page).getByRole("heading", { name: "Verdict of your text" }).waitFor();
    await saveElsewhere(`${OTHER}review ${"x".repeat(64)}: ${width} ${theme}.`);
    await saveButton(page).click();
    await panel(page).locator("pre").waitFor();
    await check("tried, in conflict");
    // The browser reports the response 409.
    expect(complaints.filter((one) => !one.includes("409"))).toEqual([]);
  });
});
