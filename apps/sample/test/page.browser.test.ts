import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { DATABASES } from "./databases.ts";
import { demoFile, openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";
import { clearDesk, closeBrowser, itemsOf, openPage, submitDemo } from "./open-page.ts";

/** Long enough that the page is seen between frames. */
const MS_PER_FRAME = 400;
const KEYS = ["demo-colors", "demo-visual", "demo-text", "desk-labeling"];

const head = (page: Page) => page.locator(".head");
const rows = (page: Page) => page.locator("#items a");
const kind = (page: Page, name: string) => page.getByRole("radio", { name, exact: true });

afterAll(closeBrowser);

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`the desk's page over ${name}`, () => {
    let desk: OpenDesk;

    beforeAll(async () => {
      desk = await openDesk({
        databaseUrl: await create(),
        emulator: { pace: { msPerFrame: MS_PER_FRAME } },
      });
    });
    afterEach(() => clearDesk(desk));
    afterAll(() => desk[Symbol.asyncDispose]());

    it("shows a video's frames before the reply is complete, and no key", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      const bodies: Promise<string>[] = [];
      const address = page.url();
      // The bodies of a page that was left cannot be read: it has to be gone before anything is listened to.
      await page.goto("about:blank");
      page.on("response", (response) => {
        const type = response.headers()["content-type"] ?? "";
        if (/json|html|javascript|css/.test(type)) bodies.push(response.text());
      });
      await page.goto(address);
      await submitDemo(page, "colors.mp4", "colors");
      await expect.poll(() => head(page).textContent()).toMatch(/In progress.*[1-9] frames?/);
      await page.getByRole("heading", { name: "Verdict so far" }).waitFor();
      await expect.poll(() => page.locator(".score").count()).toBeGreaterThan(0);
      expect((await itemsOf(desk))[0]).toMatchObject({ state: "submitting" });
      await page.getByRole("heading", { name: "Verdict", exact: true }).waitFor();
      await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
      await page.getByText("Block: red scored up to").waitFor();
      await page.getByText("$0.03").waitFor();
      await expect.poll(() => page.locator(".segment").count()).toBe(4);
      await page.getByText("Hive's reply as JSON").click();
      await expect.poll(() => page.locator(".raw pre").textContent()).toContain('"frames": [');
      const text = (await Promise.all(bodies)).join("\n");
      expect(text).toContain("colors.mp4");
      for (const key of KEYS) expect(text).not.toContain(key);
      expect(complaints).toEqual([]);
    });

    it("submits files, several at once, a web address and a text", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      const files = await Promise.all(
        ["shapes.jpg", "traffic-light.gif"].map(async (name) => ({
          name: `my ${name}`,
          mimeType: "application/octet-stream",
          buffer: Buffer.from(await (await demoFile(name)).arrayBuffer()),
        })),
      );
      await page.locator("input[type=file]").setInputFiles(files);
      await expect.poll(() => rows(page).filter({ hasText: "my " }).count()).toBe(2);
      await kind(page, "Web address").check();
      const address = `${desk.url}/demo/shapes.jpg`;
      await page.getByLabel("Web address of").fill(address);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: address.slice("http://".length) }).waitFor();
      await kind(page, "Text").check();
      expect(
        await page.getByRole("combobox", { name: "Project" }).first().locator("option").allTextContents(),
      ).toEqual(["text"]);
      const field = page.getByRole("textbox", { name: "Text" });
      await page.getByText("Up to 1,024 characters").waitFor();
      await field.fill("x".repeat(1025));
      await page.getByText("1,025 of 1,024 characters: too long").waitFor();
      await page.getByRole("button", { name: "Submit the text" }).click();
      expect(await field.evaluate((one: HTMLTextAreaElement) => one.validationMessage)).toContain("too long");
      expect(await page.locator("#uploads li").count()).toBe(0);
      await field.fill("Nothing bad.");
      await page.getByRole("button", { name: "Submit the text" }).click();
      await page.getByRole("heading", { name: /Text of 12 characters|Nothing bad/ }).waitFor();
      await expect
        .poll(async () => (await itemsOf(desk)).map(({ state }) => state))
        .toEqual(Array(4).fill("done"));
      expect((await itemsOf(desk)).map(({ source }) => source.kind).toSorted()).toEqual([
        "media",
        "media",
        "text",
        "url",
      ]);
      expect(complaints).toEqual([]);
    });

    it("takes what is dropped anywhere and what is pasted", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      const bytes = [...new Uint8Array(await (await demoFile("shapes.jpg")).arrayBuffer())];
      const transfer = await page.evaluateHandle((content: number[]) => {
        const made = new DataTransfer();
        made.items.add(new File([new Uint8Array(content)], "dropped.jpg"));
        return made;
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
      expect(await page.getByLabel("Web address of").inputValue()).toBe("https://example.com/clip.mp4");
      await paste("some words");
      expect(await page.getByRole("textbox", { name: "Text" }).inputValue()).toBe("some words");
      expect(await itemsOf(desk)).toHaveLength(1);
    });

    it("begins with a film of its own, and leaves whoever writes a note alone", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      await page.getByRole("button", { name: "Try it with colors.mp4" }).click();
      await page.getByRole("heading", { name: "colors.mp4" }).waitFor();
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      await page.route("**/api/items", async (route) => {
        await held;
        await route.continue();
      });
      await page.getByRole("button", { name: "shapes.jpg", exact: true }).click();
      await page.getByRole("progressbar").waitFor();
      await page.getByLabel("Note").fill("Still writing");
      letGo();
      await rows(page).filter({ hasText: "shapes.jpg" }).waitFor();
      expect(await page.getByRole("heading", { level: 2, name: "colors.mp4" }).isVisible()).toBe(true);
      expect(await page.getByLabel("Note").inputValue()).toBe("Still writing");
    });

    it("cancels an upload, and says in words why one failed", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      await page.route("**/api/items", () => {});
      await page.getByRole("button", { name: "shapes.jpg", exact: true }).click();
      await page.getByRole("progressbar", { name: "Upload of shapes.jpg" }).waitFor();
      // A request that is still held when nobody holds it any more would go on.
      const given = page.waitForEvent("requestfailed");
      await page.getByRole("button", { name: "Cancel the upload of shapes.jpg" }).click();
      await given;
      await expect.poll(() => page.locator("#uploads li").count()).toBe(0);
      await page.unroute("**/api/items");
      const large = { name: "large.bin", mimeType: "image/jpeg", buffer: Buffer.alloc(1_200_000) };
      await page.locator("input[type=file]").setInputFiles(large);
      await page.locator("#uploads").getByRole("alert").waitFor();
      const words = await page.locator("#uploads").getByRole("alert").textContent();
      expect(words).not.toMatch(/HTTP|undefined|Object/);
      expect(words?.length).toBeGreaterThan(10);
      await page.getByRole("button", { name: "Dismiss large.bin" }).click();
      await expect.poll(() => page.locator("#uploads li").count()).toBe(0);
      expect(await itemsOf(desk)).toEqual([]);
    });

    it("cancels an item that is under way, and submits it again when a person says so", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      await submitDemo(page, "colors.mp4", "colors");
      await expect.poll(() => head(page).textContent()).toMatch(/In progress.*[1-9] frames?/);
      await head(page).getByRole("button", { name: "Cancel" }).click();
      await page.getByText("Cancelled. Hive may have billed it all the same.").waitFor();
      // The button is gone; the focus is not.
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("item-title");
      await page.getByRole("button", { name: "Submit again" }).click();
      await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
      expect(await itemsOf(desk)).toHaveLength(1);
      expect(complaints).toEqual([]);
    });

    it("does not say of an item that never had its turn that Hive may have billed it", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      const media = await demoFile("colors.mp4");
      await Promise.all([1, 2, 3, 4].map(() => desk.submit({ media, project: "colors" })));
      const { id } = await desk.submit({ media, project: "colors" });
      await page.goto(`${desk.url}/#/items/${id}`);
      await head(page).getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Submit again (Hive would bill it once)" }).waitFor();
      expect(await page.locator(".notices").textContent()).toMatch(
        /^Cancelled before it was sent to Hive, so this submission has cost nothing\./,
      );
    });

    it("has a person decide with a note, and still knows it after a reload", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      await submitDemo(page, "shapes.jpg", "boxes");
      await expect.poll(() => head(page).textContent()).toMatch(/^Review/);
      await page.getByLabel("Note").fill("<b>Only a disc.</b>");
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await expect.poll(() => head(page).textContent()).toMatch(/^Allow.*by a person/);
      await expect.poll(() => page.getByLabel("Note").inputValue()).toBe("");
      await page.getByRole("button", { name: "Block", exact: true }).click();
      await expect.poll(() => head(page).textContent()).toMatch(/^Block.*by a person/);
      await page.reload();
      const history = page.getByRole("list", { name: "History of decisions" }).getByRole("listitem");
      await expect.poll(() => history.count()).toBe(2);
      expect(await history.first().textContent()).toMatch(/^Block/);
      expect(await history.last().textContent()).toMatch(/^Allow.*<b>Only a disc.<\/b>$/);
      await page.getByText("by the policy, before a person decided").waitFor();
      expect(await rows(page).first().textContent()).toMatch(/Block.*by a person/);
      expect(complaints).toEqual([]);
    });

    it("filters the list, keeps the filter in the address, and follows what happens", async ({ skip }) => {
      const submitted = await Promise.all(
        ["red", "colors", "boxes"].map(async (project, place) =>
          desk.submit({
            media: await demoFile("shapes.jpg", `${place}.jpg`),
            project: project === "red" ? "visual" : project,
          }),
        ),
      );
      await Promise.all(submitted.map(({ id }) => desk.reach(id, "done")));
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      await expect.poll(() => rows(page).count()).toBe(3);
      await page.getByRole("radio", { name: "Review" }).check();
      await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("2.jpg")]);
      expect(page.url()).toContain("decision=review");
      await page.reload();
      await expect.poll(() => rows(page).count()).toBe(1);
      expect(await page.getByRole("radio", { name: "Review" }).isChecked()).toBe(true);
      // Somebody else decides: it is no longer to be reviewed.
      await desk.fetch(`/api/items/${submitted[2]?.id}/decisions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ decision: "allow", note: "" }),
      });
      await page.getByText("No item fits these filters.").waitFor();
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

    it("goes on to the next item of the list after a decision", async ({ skip }) => {
      for (const name of ["older.jpg", "newer.jpg"]) {
        const { id } = await desk.submit({ media: await demoFile("shapes.jpg", name), project: "boxes" });
        await desk.reach(id, "done");
      }
      await using opened = await openPage(desk, skip, { hash: "#/?decision=review" });
      const { page } = opened;
      await rows(page).filter({ hasText: "newer.jpg" }).click();
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await expect.poll(() => rows(page).count()).toBe(1);
      await page.getByRole("link", { name: "Go on to the next item" }).click();
      await page.getByRole("heading", { name: "older.jpg" }).waitFor();
      expect(page.url()).toContain("decision=review");
      await page.getByRole("button", { name: "Block", exact: true }).click();
      await page.getByText("No item fits these filters.").waitFor();
      expect(await page.getByRole("link", { name: "Go on to the next item" }).count()).toBe(0);
    });

    it("loads more of a long list", async ({ skip }) => {
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

    it("deletes an item after asking", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      await submitDemo(page, "shapes.jpg", "colors");
      const { id } = (await itemsOf(desk))[0] ?? { id: "" };
      await desk.reach(id, "done");
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Delete this item?" });
      await dialog.waitFor();
      expect(
        await dialog
          .getByRole("button", { name: "Keep it" })
          .evaluate((one) => one === document.activeElement),
      ).toBe(true);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(await itemsOf(desk)).toHaveLength(1);
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await dialog.getByRole("button", { name: "Delete" }).click();
      await page.getByText("Nothing was submitted yet.").waitFor();
      await page.getByRole("heading", { name: "Watch a verdict form" }).waitFor();
      expect(await itemsOf(desk)).toEqual([]);
      expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(404);
      expect(complaints).toEqual([]);
    });

    it("says where people answer, and shows their answer when it comes", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      await submitDemo(page, "shapes.jpg", "labeling");
      const link = page.getByRole("link", { name: "Answer it on the console" });
      expect(await link.getAttribute("href")).toMatch(/^http:\/\/.*\/console$/);
      const [task] = desk.emulator.tasks.list().filter(({ isWaitingForPeople }) => isWaitingForPeople);
      desk.emulator.tasks.answer(task?.id ?? "", ["fine"]);
      await expect.poll(() => head(page).textContent()).toMatch(/^Allow/);
      await page.getByText("Labels", { exact: true }).waitFor();
      expect(await link.isVisible()).toBe(false);
    });

    it("lets nobody decide on what has no result yet, and says why", async ({ skip }) => {
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      await submitDemo(page, "shapes.jpg", "labeling");
      await page.getByText("Waiting for a reviewer.").waitFor();
      const { id } = (await itemsOf(desk))[0] ?? { id: "" };
      const allow = page.getByRole("button", { name: "Allow", exact: true });
      await page.getByText("You can decide when the answer has come.").waitFor();
      expect(await allow.getAttribute("aria-disabled")).toBe("true");
      await page.getByText("It may be harmful: the answer has not come yet.").waitFor();
      await page.getByLabel("Note").fill("Seen.");
      await allow.click({ force: true });
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "waiting", decisions: [] });
      const [task] = desk.emulator.tasks.list().filter(({ isWaitingForPeople }) => isWaitingForPeople);
      desk.emulator.tasks.answer(task?.id ?? "", ["not fine"]);
      await page.getByText("It may be harmful: the decision is Block.").waitFor();
      expect(await page.getByText("You can decide when").isVisible()).toBe(false);
      await allow.click();
      await expect.poll(() => head(page).textContent()).toMatch(/^Allow.*by a person/);
      await page.getByText("by the policy, before a person decided").waitFor();
      expect(complaints).toEqual([]);
    });

    it("says of decisions on what was submitted again since then that they no longer hold", async ({
      skip,
    }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      await submitDemo(page, "colors.mp4", "colors");
      await head(page).getByRole("button", { name: "Cancel" }).click();
      const again = page.getByRole("button", { name: "Submit again" });
      await again.waitFor();
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await expect.poll(() => head(page).textContent()).toMatch(/^Allow.*by a person/);
      const past = page.getByText("It was submitted again since then: these decisions no longer hold.");
      expect(await past.isVisible()).toBe(false);
      await again.click();
      await past.waitFor();
      await page.getByText("You can decide when the verdict is complete.").waitFor();
      await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
      expect(await head(page).textContent()).not.toContain("by a person");
      await page.getByText("It may be harmful: the decision is Block.").waitFor();
      await page.getByText("by the policy, from 10 frames").waitFor();
    });

    it("explains an item that the desk left behind, and submits it again only by a person", async ({
      skip,
    }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      await submitDemo(page, "colors.mp4", "colors");
      await desk.close();
      await page.getByText("The desk does not answer. Trying again.").waitFor();
      await desk.reopen();
      await page.reload();
      const { state } = (await itemsOf(desk))[0] ?? {};
      expect(["interrupted", "cancelled"]).toContain(state);
      await page.getByRole("button", { name: "Submit again" }).click();
      await expect.poll(() => head(page).textContent()).toMatch(/^Block.*10 frames/);
    });

    it("opens an item by its address, and goes back", async ({ skip }) => {
      const item = await desk.submit({ media: await demoFile("shapes.jpg"), project: "colors" });
      await desk.reach(item.id, "done");
      await using opened = await openPage(desk, skip, { hash: `#/items/${item.id}` });
      const { page } = opened;
      await page.getByRole("heading", { name: "shapes.jpg" }).waitFor();
      await page.goto(`${desk.url}/#/`);
      await rows(page).first().click();
      await page.getByRole("heading", { name: "shapes.jpg" }).waitFor();
      expect(await page.title()).toContain("shapes.jpg");
      await page.goBack();
      await page.getByRole("heading", { name: "Watch a verdict form" }).waitFor();
      expect(
        await rows(page)
          .first()
          .evaluate((row) => row === document.activeElement),
      ).toBe(true);
      await page.goto(`${desk.url}/#/items/00000000-0000-4000-8000-000000000000`);
      await page.locator("#item").getByRole("alert").waitFor();
    });
  });
}
