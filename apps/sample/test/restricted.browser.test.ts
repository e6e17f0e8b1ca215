import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import axe from "axe-core";
import { createCsamProject, HASH_SET, readCsamFixture } from "./support/csam-project.ts";
import type { CsamProject } from "./support/csam-project.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";
import { closeBrowser, openPage, readItems } from "./support/open-page.ts";

/** Everything that could show the media or a part of it. */
const PICTURES = "#item :is(img, video, audio, canvas, picture, object, embed, iframe, svg image)";

const placeholder = (page: Page) => page.getByRole("region", { name: "Restricted content" });

/** Lists the buttons of the open item. */
const listButtons = (page: Page) => page.locator("#item").getByRole("button").allTextContents();

/** Lists the URLs of backgrounds and masks in the page. */
const listBackgrounds = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .flatMap((one) => {
        const { backgroundImage, maskImage, listStyleImage } = getComputedStyle(one);
        return [backgroundImage, maskImage, listStyleImage];
      })
      .filter((value) => value.includes("url(")),
  );

describe("the page of a restricted item", () => {
  let csam: CsamProject;
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk({
      projects: ([colors, ...others]) => {
        if (colors === undefined) return others;
        csam = createCsamProject(colors, { accepts: ["media", "url", "text"] });
        return [csam.project, colors, ...others];
      },
    });
  });
  beforeEach(async () => csam.respond(await readCsamFixture("csam-match")));
  afterAll(async () => {
    await closeBrowser();
    await desk[Symbol.asyncDispose]();
  });

  it.for(["shapes.jpg", "traffic-light.gif", "colors.mp4"])(
    "requests no byte of %s, and has nothing that shows it",
    async (file, { skip }) => {
      const media = await readDemoFile(file, `name-of-the-file.${file.split(".")[1]}`);
      const { id } = await desk.submit({ media });
      await desk.reachState(id, "done");
      await using opened = await openPage(desk, skip);
      const { page, complaints } = opened;
      const requested: string[] = [];
      page.on("request", (request) => requested.push(new URL(request.url()).pathname));
      await page.goto(`${desk.url}/#/items/${id}`);
      await placeholder(page).waitFor();
      await page.getByRole("heading", { name: `Restricted item ${id.slice(0, 8)}` }).waitFor();
      const guide = placeholder(page).getByRole("link", { name: "How to handle such an item" });
      expect(await guide.getAttribute("href")).toContain("/docs/csam.md");
      expect(await page.locator(PICTURES).count()).toBe(0);
      expect(await listBackgrounds(page)).toEqual([]);
      expect(await listButtons(page)).toEqual(["Delete"]);
      const content = await page.content();
      for (const withheld of ["name-of-the-file", HASH_SET, "masks/"])
        expect(content).not.toContain(withheld);
      expect(await page.title()).not.toContain("name-of-the-file");
      await page.reload();
      await placeholder(page).waitFor();
      expect(requested.filter((path) => /media|mask|frames|raw/.test(path))).toEqual([]);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => Reflect.get(globalThis, "axe").run());
      expect(violations).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it.for([
    ["media", "video"],
    ["url", "#item .address"],
    ["text", "#item .veil"],
  ] as const)(
    "replaces the %s of an open item as soon as the result is stored",
    async ([kind, shown], { skip }) => {
      await using opened = await openPage(desk, skip);
      const { page } = opened;
      const content = {
        media: await readDemoFile("colors.mp4", "name-of-the-file.mp4"),
        url: "https://name-of-the-file.example/photo.jpg",
        text: "The name-of-the-file is in this text.",
      }[kind];
      const gate = csam.hold();
      const { id } = await desk.submit({ [kind]: content });
      await page.goto(`${desk.url}/#/items/${id}`);
      await page.locator(shown).first().waitFor();
      gate.open();
      await placeholder(page).waitFor();
      const requested: string[] = [];
      page.on("request", (request) => requested.push(new URL(request.url()).pathname));
      expect(await page.locator(PICTURES).count()).toBe(0);
      expect(await listButtons(page)).toEqual(["Delete"]);
      await expect
        .poll(() => page.locator("#items").textContent())
        .toContain(`Restricted item ${id.slice(0, 8)}`);
      expect(await page.content()).not.toContain("name-of-the-file");
      // Another theme redraws everything.
      await page.emulateMedia({ colorScheme: "dark" });
      expect(requested.filter((path) => /media|mask|frames|raw|photo/.test(path))).toEqual([]);
    },
  );

  it("deletes it only after a dialog that says that it may be evidence", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    await desk.reachState(id, "done");
    await page.goto(`${desk.url}/#/items/${id}`);
    await placeholder(page).waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Delete possible evidence?" });
    await dialog.getByText("The law may require you to preserve them.").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect((await readItems(desk)).map((item) => item.id)).toContain(id);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.getByRole("button", { name: "Delete the evidence" }).click();
    await page.getByRole("heading", { name: "Review results as they arrive" }).waitFor();
    expect((await readItems(desk)).map((item) => item.id)).not.toContain(id);
    expect(complaints).toEqual([]);
  });
});
