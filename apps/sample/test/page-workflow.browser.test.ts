import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Locator, Page } from "playwright-core";
import { createGate } from "./support/gate.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";
import { clearDesk, closeBrowser, readItems, openPage, submitDemo } from "./support/open-page.ts";

const KEYS = ["demo-colors", "demo-visual", "demo-text", "desk-labeling"];

const head = (page: Page) => page.locator(".head");
const rows = (page: Page) => page.locator("#items a");
const kind = (page: Page, name: string) => page.getByRole("radio", { name, exact: true });

describe("the workflow on the page", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk();
  });
  afterEach(() => clearDesk(desk));
  afterAll(async () => {
    await closeBrowser();
    await desk[Symbol.asyncDispose]();
  });

  it("shows a video's frames before the reply is complete, and no API key", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    const bodies: Promise<string>[] = [];
    const address = page.url();
    // Response bodies cannot be read after leaving a page, so the page is left before responses are recorded.
    await page.goto("about:blank");
    page.on("response", (response) => {
      const type = response.headers()["content-type"] ?? "";
      if (/json|html|javascript|css/.test(type)) bodies.push(response.text());
    });
    await page.goto(address);
    desk.hold.after(4);
    await submitDemo(page, "colors.mp4", "colors");
    await expect.poll(() => head(page).textContent()).toMatch(/In progress.*4 frames/);
    await page.getByRole("heading", { name: "Verdict so far" }).waitFor();
    await expect.poll(() => page.locator(".score").count()).toBeGreaterThan(0);
    desk.hold.release();
    await page.getByRole("heading", { name: "Verdict", exact: true }).waitFor();
    await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
    await page.locator(".reasons .block").first().waitFor();
    await page.getByText("$0.03").waitFor();
    await expect.poll(() => page.locator(".segment").count()).toBe(4);
    await page.getByText("Hive's JSON").click();
    await expect.poll(() => page.locator(".raw pre").textContent()).toContain('"frames": [');
    const text = (await Promise.all(bodies)).join("\n");
    expect(text).toContain("colors.mp4");
    for (const key of KEYS) expect(text).not.toContain(key);
    expect(complaints).toEqual([]);
  });

  it("submits several files at once, a URL and text", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    const files = await Promise.all(
      ["shapes.jpg", "traffic-light.gif"].map(async (name) => ({
        name: `my ${name}`,
        mimeType: "application/octet-stream",
        buffer: Buffer.from(await (await readDemoFile(name)).arrayBuffer()),
      })),
    );
    await page.locator("input[type=file]").setInputFiles(files);
    await expect.poll(() => rows(page).filter({ hasText: "my " }).count()).toBe(2);
    await kind(page, "URL").check();
    const address = `${desk.url}/demo/shapes.jpg`;
    await page.getByLabel("URL of").fill(address);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: address.slice("http://".length) }).waitFor();
    await kind(page, "Text").check();
    expect(
      await page.getByRole("combobox", { name: "Project" }).first().locator("option").allTextContents(),
    ).toEqual(["text", "prompt"]);
    const field = page.getByRole("textbox", { name: "Text" });
    await page.getByText("Up to 1,024 characters").waitFor();
    await field.fill("x".repeat(1025));
    await page.getByText("1,025 of 1,024 characters: too long").waitFor();
    await page.getByRole("button", { name: "Submit text" }).click();
    expect(await field.evaluate((one: HTMLTextAreaElement) => one.validationMessage)).toContain("too long");
    expect(await page.locator("#uploads li").count()).toBe(0);
    await field.fill("Nothing bad.");
    await page.getByRole("button", { name: "Submit text" }).click();
    await page.getByRole("heading", { name: /Text of 12 characters|Nothing bad/ }).waitFor();
    await expect
      .poll(async () => (await readItems(desk)).map(({ state }) => state))
      .toEqual(Array(4).fill("done"));
    expect((await readItems(desk)).map(({ source }) => source.kind).toSorted()).toEqual([
      "media",
      "media",
      "text",
      "url",
    ]);
    expect(complaints).toEqual([]);
  });

  it("accepts content that is dropped anywhere or pasted", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    const bytes = [...new Uint8Array(await (await readDemoFile("shapes.jpg")).arrayBuffer())];
    const transfer = await page.evaluateHandle((content: number[]) => {
      const created = new DataTransfer();
      created.items.add(new File([new Uint8Array(content)], "dropped.jpg"));
      return created;
    }, bytes);
    await page.dispatchEvent("main", "dragenter", { dataTransfer: transfer });
    await page.getByText("Drop to submit").waitFor();
    await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
    await page.getByRole("heading", { name: "dropped.jpg" }).waitFor();
    expect(await page.getByText("Drop to submit").isVisible()).toBe(false);
    const paste = (text: string) =>
      page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", pasted);
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
      }, text);
    await paste("https://example.com/clip.mp4");
    expect(await page.getByLabel("URL of").inputValue()).toBe("https://example.com/clip.mp4");
    await paste("some words");
    expect(await page.getByRole("textbox", { name: "Text" }).inputValue()).toBe("some words");
    expect(await readItems(desk)).toHaveLength(1);
  });

  it("offers a demo video, and does not open another item while the reviewer writes a note", async ({
    skip,
  }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await page.getByRole("button", { name: "Try it with colors.mp4" }).click();
    await page.getByRole("heading", { name: "colors.mp4" }).waitFor();
    const gate = createGate();
    await page.route("**/api/items", async (route) => {
      await gate.opened;
      await route.continue();
    });
    await page.getByRole("button", { name: "shapes.jpg", exact: true }).click();
    await page.getByRole("progressbar").waitFor();
    await page.getByLabel("Note").fill("Still writing");
    gate.open();
    await rows(page).filter({ hasText: "shapes.jpg" }).waitFor();
    expect(await page.getByRole("heading", { level: 2, name: "colors.mp4" }).isVisible()).toBe(true);
    expect(await page.getByLabel("Note").inputValue()).toBe("Still writing");
  });

  it("cancels an upload, and explains why an upload failed", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await page.route("**/api/items", () => {});
    await page.getByRole("button", { name: "shapes.jpg", exact: true }).click();
    await page.getByRole("progressbar", { name: "Upload of shapes.jpg" }).waitFor();
    // The route must be removed only after the request has failed.
    const failed = page.waitForEvent("requestfailed");
    await page.getByRole("button", { name: "Cancel the upload of shapes.jpg" }).click();
    await failed;
    await expect.poll(() => page.locator("#uploads li").count()).toBe(0);
    await page.unroute("**/api/items");
    const large = { name: "large.bin", mimeType: "image/jpeg", buffer: Buffer.alloc(1_200_000) };
    await page.locator("input[type=file]").setInputFiles(large);
    await page.locator("#uploads").getByRole("alert").waitFor();
    const message = await page.locator("#uploads").getByRole("alert").textContent();
    expect(message).not.toMatch(/HTTP|undefined|Object/);
    expect(message?.length).toBeGreaterThan(10);
    await page.getByRole("button", { name: "Dismiss large.bin" }).click();
    await expect.poll(() => page.locator("#uploads li").count()).toBe(0);
    expect(await readItems(desk)).toEqual([]);
  });

  it("cancels an item in progress, and submits it again on request", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    desk.hold.after(2);
    await submitDemo(page, "colors.mp4", "colors");
    await expect.poll(() => head(page).textContent()).toMatch(/In progress.*2 frames/);
    await head(page).getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled. Hive may still bill this submission.").waitFor();
    desk.hold.release();
    // The focused button has disappeared; the focus has moved.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("item-title");
    await page.getByRole("button", { name: "Submit again" }).click();
    await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
    expect(await readItems(desk)).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it("explains that Hive did not bill an item that was cancelled in the queue", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    const media = await readDemoFile("colors.mp4");
    desk.hold.after(1);
    await Promise.all([1, 2, 3, 4].map(() => desk.submit({ media, project: "colors" })));
    const { id } = await desk.submit({ media, project: "colors" });
    await page.goto(`${desk.url}/#/items/${id}`);
    await head(page).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Submit again (Hive would bill it once)" }).waitFor();
    expect(await page.locator(".notices").textContent()).toMatch(
      /^Cancelled before it was sent to Hive\. It was not billed\./,
    );
  });

  it("lets the reviewer decide with a note, and shows the decision after a reload", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    await submitDemo(page, "shapes.jpg", "boxes");
    await expect.poll(() => head(page).textContent()).toMatch(/^Review/);
    await page.getByLabel("Note").fill("<b>Only a disc.</b>");
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await expect.poll(() => head(page).textContent()).toMatch(/^Allow.*by a reviewer/);
    await expect.poll(() => page.getByLabel("Note").inputValue()).toBe("");
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await expect.poll(() => head(page).textContent()).toMatch(/^Block.*by a reviewer/);
    await page.reload();
    const history = page.getByRole("list", { name: "Decision history" }).getByRole("listitem");
    await expect.poll(() => history.count()).toBe(2);
    expect(await history.first().textContent()).toMatch(/^Block/);
    expect(await history.last().textContent()).toMatch(/^Allow.*<b>Only a disc.<\/b>$/);
    await page.getByText("by the policy, before the reviewer's decision").waitFor();
    expect(await rows(page).first().textContent()).toMatch(/Block.*by a reviewer/);
    expect(complaints).toEqual([]);
  });

  it("filters the list, keeps the filter in the URL, and follows changes", async ({ skip }) => {
    const submitted = await Promise.all(
      ["red", "colors", "boxes"].map(async (project, place) =>
        desk.submit({
          media: await readDemoFile("shapes.jpg", `${place}.jpg`),
          project: project === "red" ? "visual" : project,
        }),
      ),
    );
    await Promise.all(submitted.map(({ id }) => desk.reachState(id, "done")));
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await expect.poll(() => rows(page).count()).toBe(3);
    await page.getByRole("radio", { name: "Review" }).check();
    await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("2.jpg")]);
    expect(page.url()).toContain("decision=review");
    await page.reload();
    await expect.poll(() => rows(page).count()).toBe(1);
    expect(await page.getByRole("radio", { name: "Review" }).isChecked()).toBe(true);
    // Another reviewer decides, so the item no longer matches.
    await desk.fetch(`/api/items/${submitted[2]?.id}/decisions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ decision: "allow", note: "" }),
    });
    await page.getByText("No items match these filters.").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect.poll(() => rows(page).count()).toBe(3);
    await page.locator("#filters").getByRole("combobox", { name: "Project" }).selectOption("colors");
    await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("1.jpg")]);
    await page.locator("#filters").getByRole("combobox", { name: "Project" }).selectOption("");
    await page.getByRole("combobox", { name: "Class" }).fill("white");
    await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("1.jpg")]);
    await page.getByRole("combobox", { name: "Class" }).fill("");
    await expect.poll(() => rows(page).count()).toBe(3);
  });

  it("shows the tags of an item in the list and its view, with their reasons, and filters by tag", async ({
    skip,
  }) => {
    const armed = await desk.submit({
      media: await readDemoFile("shapes.jpg", "hive-test-gun_in_hand.jpg"),
      project: "visual",
    });
    const masked = await desk.submit({
      media: await readDemoFile("shapes.jpg", "mask.jpg"),
      project: "mask",
    });
    await Promise.all([armed, masked].map(({ id }) => desk.reachState(id, "done")));
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    const chips = (place: Locator) => place.getByRole("list", { name: "Tags" }).getByRole("listitem");
    await expect.poll(() => chips(rows(page)).allTextContents()).toEqual(["weapons"]);
    await page.locator("#filters").getByRole("combobox", { name: "Tag" }).selectOption("weapons");
    await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("weapons")]);
    expect(page.url()).toContain("tag=weapons");
    await rows(page).click();
    await expect.poll(() => chips(head(page)).allTextContents()).toEqual(["weapons"]);
    await page.getByText("Tag weapons: gun_in_hand scored").waitFor();
    await page.locator("#filters").getByRole("combobox", { name: "Tag" }).selectOption("graphic");
    await page.getByText("No items match these filters.").waitFor();
    // A mask has no scores, so nobody knows whether its tags hold.
    await page.goto(`${desk.url}/#/items/${masked.id}`);
    await page.getByText("Unknown tags, because data is missing: mostly-green, reddish.").waitFor();
    expect(await chips(head(page)).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("offers the next item of the list after a decision", async ({ skip }) => {
    for (const name of ["older.jpg", "newer.jpg"]) {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg", name), project: "boxes" });
      await desk.reachState(id, "done");
    }
    await using opened = await openPage(desk, skip, { hash: "#/?decision=review" });
    const { page } = opened;
    await rows(page).filter({ hasText: "newer.jpg" }).click();
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await expect.poll(() => rows(page).count()).toBe(1);
    await page.getByRole("link", { name: "Next item" }).click();
    await page.getByRole("heading", { name: "older.jpg" }).waitFor();
    expect(page.url()).toContain("decision=review");
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await page.getByText("No items match these filters.").waitFor();
    expect(await page.getByRole("link", { name: "Next item" }).count()).toBe(0);
  });

  it("loads the next page even if the list is reloaded in the meantime", async ({ skip }) => {
    for (let place = 0; place < 55; place += 5) {
      await Promise.all(
        Array.from({ length: 5 }, () => desk.submit({ text: "Nothing bad.", project: "text" })),
      );
    }
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await expect.poll(() => rows(page).count()).toBe(50);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/api\/items\?.*before=/, async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(/api\/items\?.*before=/);
    await page.getByRole("button", { name: "Load more" }).click();
    await asked;
    // The list is reloaded when the event stream is opened again.
    const reloaded = page.waitForResponse(/api\/items(?:\?(?!.*before=).*)?$/);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await reloaded;
    release();
    await expect.poll(() => rows(page).count()).toBe(55);
  });

  it("loads the next page of a long list", async ({ skip }) => {
    for (let place = 0; place < 55; place += 5) {
      await Promise.all(
        Array.from({ length: 5 }, () => desk.submit({ text: "Nothing bad.", project: "text" })),
      );
    }
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await expect.poll(() => rows(page).count()).toBe(50);
    await page.getByRole("button", { name: "Load more" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => rows(page).count()).toBe(55);
    expect(await page.getByRole("button", { name: "Load more" }).isVisible()).toBe(false);
    expect(
      await rows(page)
        .nth(50)
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
  });

  it("deletes an item after a confirmation", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    await submitDemo(page, "shapes.jpg", "colors");
    const { id } = (await readItems(desk))[0] ?? { id: "" };
    await desk.reachState(id, "done");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Delete this item?" });
    await dialog.waitFor();
    expect(
      await dialog.getByRole("button", { name: "Cancel" }).evaluate((one) => one === document.activeElement),
    ).toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await readItems(desk)).toHaveLength(1);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page.getByText("No items yet.").waitFor();
    await page.getByRole("heading", { name: "Review results as they arrive" }).waitFor();
    expect(await readItems(desk)).toEqual([]);
    expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(404);
    expect(complaints).toEqual([]);
  });

  it("links to the console for reviewers, and shows the answer when it arrives", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await submitDemo(page, "shapes.jpg", "labeling");
    const link = page.getByRole("link", { name: "Answer in the console" });
    expect(await link.getAttribute("href")).toMatch(/^http:\/\/.*\/console$/);
    const [task] = desk.emulator.tasks.list().filter(({ isWaitingForPeople }) => isWaitingForPeople);
    desk.emulator.tasks.answer(task?.id ?? "", ["fine"]);
    await expect.poll(() => head(page).textContent()).toMatch(/^Allow/);
    await page.getByText("Labels", { exact: true }).waitFor();
    expect(await link.isVisible()).toBe(false);
  });

  it("does not allow a decision before the result, and explains why", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    await submitDemo(page, "shapes.jpg", "labeling");
    await page.getByText("Waiting for a reviewer. The answer").waitFor();
    const { id } = (await readItems(desk))[0] ?? { id: "" };
    const allow = page.getByRole("button", { name: "Allow", exact: true });
    await page.getByText("You can decide when the reviewer has answered.").waitFor();
    expect(await allow.getAttribute("aria-disabled")).toBe("true");
    await page.getByText("May be harmful: waiting for a reviewer.").waitFor();
    await page.getByLabel("Note").fill("Seen.");
    await allow.click({ force: true });
    expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "waiting", decisions: [] });
    const [task] = desk.emulator.tasks.list().filter(({ isWaitingForPeople }) => isWaitingForPeople);
    desk.emulator.tasks.answer(task?.id ?? "", ["not fine"]);
    await page.getByText("May be harmful: the decision is Block.").waitFor();
    expect(await page.getByText("You can decide when").isVisible()).toBe(false);
    await allow.click();
    await expect.poll(() => head(page).textContent()).toMatch(/^Allow.*by a reviewer/);
    await page.getByText("by the policy, before the reviewer's decision").waitFor();
    expect(complaints).toEqual([]);
  });

  it("marks decisions from before a resubmission as obsolete", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    desk.hold.after(2);
    await submitDemo(page, "colors.mp4", "colors");
    await head(page).getByRole("button", { name: "Cancel" }).click();
    const again = page.getByRole("button", { name: "Submit again" });
    await again.waitFor();
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await expect.poll(() => head(page).textContent()).toMatch(/^Allow.*by a reviewer/);
    const obsolete = page.getByText(
      "The item was submitted again later, so these decisions no longer apply.",
    );
    expect(await obsolete.isVisible()).toBe(false);
    await again.click();
    await obsolete.waitFor();
    await page.getByText("You can decide when the verdict is complete.").waitFor();
    desk.hold.release();
    await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
    expect(await head(page).textContent()).not.toContain("by a reviewer");
    await page.getByText("May be harmful: the decision is Block.").waitFor();
    await page.getByText("by the policy, based on 10 frames").waitFor();
  });

  it("explains an item that a restart interrupted, and submits it again only on request", async ({
    skip,
  }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    desk.hold.after(2);
    await submitDemo(page, "colors.mp4", "colors");
    await desk.close();
    await page.getByText("The desk is not responding. Reconnecting…").waitFor();
    desk.hold.release();
    await desk.reopen();
    await page.reload();
    expect(await readItems(desk)).toMatchObject([{ state: "interrupted" }]);
    await page.getByRole("button", { name: "Submit again" }).click();
    await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
  });

  it("opens an item by its URL and goes back", async ({ skip }) => {
    const item = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "colors" });
    await desk.reachState(item.id, "done");
    await using opened = await openPage(desk, skip, { hash: `#/items/${item.id}` });
    const { page } = opened;
    await page.getByRole("heading", { name: "shapes.jpg" }).waitFor();
    await page.goto(`${desk.url}/#/`);
    await rows(page).first().click();
    await page.getByRole("heading", { name: "shapes.jpg" }).waitFor();
    expect(await page.title()).toContain("shapes.jpg");
    await page.goBack();
    await page.getByRole("heading", { name: "Review results as they arrive" }).waitFor();
    expect(
      await rows(page)
        .first()
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
    await page.goto(`${desk.url}/#/items/00000000-0000-4000-8000-000000000000`);
    await page.locator("#item").getByRole("alert").waitFor();
  });
});
