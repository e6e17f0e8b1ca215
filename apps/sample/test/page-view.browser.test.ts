import { once } from "node:events";
import { createServer } from "node:http";
import axe from "axe-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Locator, Page } from "playwright-core";
import type { ItemFrame } from "../api/desk-api.ts";
import { createLongGif } from "./support/long-gif.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";
import { clearDesk, closeBrowser, readItems, openPage, submitDemo } from "./support/open-page.ts";

const head = (page: Page) => page.locator(".head");
const video = (page: Page) => page.locator("video");
const readTime = (page: Page) => video(page).evaluate((one: HTMLVideoElement) => one.currentTime);
const hasFocus = (locator: Locator) => locator.evaluate((one) => one === document.activeElement);

describe("the view of an item", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk();
  });
  afterEach(() => clearDesk(desk));
  afterAll(async () => {
    await closeBrowser();
    await desk[Symbol.asyncDispose]();
  });

  /** Submits a demo file and opens the item when it is done. */
  async function showDone(page: Page, file: string, project: string): Promise<string> {
    const { id } = await desk.submit({ media: await readDemoFile(file), project });
    await desk.reachState(id, "done");
    await page.goto(`${desk.url}/#/items/${id}`);
    await page.getByRole("heading", { name: file, level: 2 }).waitFor();
    return id;
  }

  it("blurs media that may be harmful until the reviewer shows it, and blurs it again on request", async ({
    skip,
  }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    await showDone(page, "colors.mp4", "colors");
    const show = page.getByRole("button", { name: /Show media/ });
    const blur = page.getByRole("button", { name: "Blur" });
    const filter = () => video(page).evaluate((one) => getComputedStyle(one).filter);
    await page.getByText("May be harmful: the decision is Block.").waitFor();
    expect(await filter()).toContain("blur(36px)");
    expect(await page.locator(".media").evaluate((place: HTMLElement) => place.inert)).toBe(true);
    await show.click();
    expect(await filter()).toBe("none");
    expect(await hasFocus(blur)).toBe(true);
    await blur.click();
    expect(await filter()).toContain("blur");
    expect(await hasFocus(show)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("shows allowed media immediately, and blurs it on request", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await showDone(page, "shapes.jpg", "colors");
    const picture = page.getByRole("img", { name: "Picture shapes.jpg" });
    expect(await picture.evaluate((one) => getComputedStyle(one).filter)).toBe("none");
    await page.getByRole("button", { name: "Blur" }).click();
    expect(await picture.evaluate((one) => getComputedStyle(one).filter)).toContain("blur");
  });

  it("keeps harmful text out of the page until the reviewer shows it", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    const text = "This is hive-test-hate, from someone@example.com.";
    const { id } = await desk.submit({ text, project: "text" });
    await desk.reachState(id, "done");
    await page.goto(`${desk.url}/#/items/${id}`);
    await page.getByRole("button", { name: /Show text/ }).waitFor();
    expect(await page.locator("body").textContent()).not.toContain("someone@example.com");
    await page.getByRole("button", { name: /Show text/ }).click();
    expect(await page.locator("p.text").textContent()).toBe(text);
    expect(await page.locator("mark.level-3").first().getAttribute("title")).toContain("hate: level 3");
    expect(await page.locator(".text .hit").textContent()).toBe("someone@example.com");
    await page.getByRole("button", { name: "Hide text" }).click();
    expect(await page.locator("p.text").isVisible()).toBe(false);
  });

  it("removes text from the title when it is blocked", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    const { id } = await desk.submit({ text: "Nothing bad, it seemed.", project: "text" });
    await desk.reachState(id, "done");
    await page.goto(`${desk.url}/#/items/${id}`);
    await expect.poll(() => page.title()).toBe("Nothing bad, it seemed. – Moderation desk");
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await expect.poll(() => page.title()).toBe("Text (23 characters) – Moderation desk");
    await desk.fetch(`/api/items/${id}`, { method: "DELETE" });
    await expect.poll(() => page.title()).toBe("Moderation desk");
  });

  it("loads nothing from a URL until the reviewer asks for it", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    const requested: string[] = [];
    page.on("request", (request) => requested.push(request.url()));
    const content = Buffer.from(await (await readDemoFile("shapes.jpg")).arrayBuffer());
    const otherServer = createServer((_, response) => response.end(content)).listen(0, "127.0.0.1");
    await once(otherServer, "listening");
    onTestFinished(() => void otherServer.close());
    const address = otherServer.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/shapes.jpg`;
    const { id } = await desk.submit({ url, project: "colors" });
    await desk.reachState(id, "done");
    await page.goto(`${desk.url}/#/items/${id}`);
    const load = page.getByRole("button", { name: /^Load from 127\.0\.0\.1/ });
    await load.waitFor();
    await page.getByText("the connection is not encrypted.").waitFor();
    await page.getByText("All conditions were evaluated; none matched.").waitFor();
    expect(requested).not.toContain(url);
    await load.click();
    const width = () => page.locator(".media img").evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(640);
    expect(requested).toContain(url);
    expect(complaints).toEqual([]);
  });

  it.for([1280, 375])(
    "draws boxes at their positions in the picture, on a page %i pixels wide",
    async (width, { skip }) => {
      await using opened = await openPage(desk, skip, { width });
      const { page } = opened;
      const id = await showDone(page, "shapes.jpg", "boxes");
      await page.getByRole("button", { name: /Show media/ }).click();
      const [frame] = await desk.get<ItemFrame[]>(`/api/items/${id}/frames`);
      const bounds = frame?.boxes[0]?.bounds ?? { left: 0, top: 0, right: 0, bottom: 0 };
      await page.locator(".boxes polygon").waitFor();
      const screen = await page.locator(".screen").boundingBox();
      const points = (await page.locator(".boxes polygon").getAttribute("points")) ?? "";
      // The picture of 640 by 480 pixels is centered in a wider container of the same height.
      const scale = (screen?.height ?? 0) / 480;
      const left = ((screen?.width ?? 0) - 640 * scale) / 2;
      const numbers = points.split(/[ ,]/).map(Number);
      const [x0 = 0, y0 = 0, x1 = 0, , , y2 = 0] = numbers;
      expect(x0).toBeCloseTo(left + bounds.left * scale, 0);
      expect(y0).toBeCloseTo(bounds.top * scale, 0);
      expect(x1).toBeCloseTo(left + bounds.right * scale, 0);
      expect(y2).toBeCloseTo(bounds.bottom * scale, 0);
      expect(await page.locator(".boxes text").textContent()).toBe("red 0.75");
      await page.getByLabel("Show overlays").uncheck();
      expect(await page.locator(".boxes").isVisible()).toBe(false);
    },
  );

  it("colors masks by class and shows their coverage, for each frame of a GIF", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    await showDone(page, "traffic-light.gif", "mask");
    await page.getByRole("button", { name: /Show media/ }).click();
    const scores = page.locator(".scores");
    await expect.poll(() => scores.textContent()).toMatch(/black71%gray19%red10%/);
    // The lamps are in a column in the middle: the top one is red at first, and the bottom one is green from 2.2 s.
    const colorAt = (share: number) =>
      page.locator("canvas.mask").evaluate((canvas: HTMLCanvasElement, at) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
        copy?.drawImage(canvas, 0, 0);
        const pixels = copy?.getImageData(canvas.width / 2, canvas.height * at, 1, 1);
        return [...(pixels?.data ?? [])];
      }, share);
    const [red = 0, green = 0, blue = 0, alpha = 0] = await colorAt(0.19);
    expect(red).toBeGreaterThan(2 * Math.max(green, blue));
    expect(alpha).toBe(150);
    await page.getByRole("slider", { name: "Position" }).focus();
    for (const _ of [1, 2, 3]) await page.keyboard.press("ArrowRight");
    await page.getByText("3.0 s of 5.2 s").waitFor();
    await expect.poll(() => scores.textContent()).toMatch(/green10%/);
    const lamp = await colorAt(0.81);
    expect(lamp[1]).toBeGreaterThan(lamp[0] ?? 255);
    await page.getByRole("button", { name: "Play" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    expect(complaints).toEqual([]);
  });

  it("shows the correct frame of a GIF with many frames", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    const { id } = await desk.submit({ media: createLongGif(450, 440), project: "colors" });
    await desk.reachState(id, "done");
    await page.goto(`${desk.url}/#/items/${id}`);
    await page.getByRole("button", { name: /Show media/ }).click();
    const redAt = () =>
      page.locator("canvas[role=img]").evaluate((canvas: HTMLCanvasElement) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
        copy?.drawImage(canvas, 0, 0);
        return { width: canvas.width, red: copy?.getImageData(8, 8, 1, 1).data[0] };
      });
    await expect.poll(redAt).toEqual({ width: 16, red: 0 });
    await page.getByText("0.0 s of 45.0 s", { exact: true }).waitFor();
    const slider = page.getByRole("slider", { name: "Position" });
    await slider.focus();
    await page.keyboard.press("End");
    await page.getByText(/^4[45]\.\d s of 45\.0 s$/).waitFor();
    await expect.poll(redAt).toEqual({ width: 16, red: 255 });
    await page.keyboard.press("Home");
    await expect.poll(redAt).toEqual({ width: 16, red: 0 });
    expect(complaints).toEqual([]);
  });

  it("shows a GIF as a picture if its frames cannot be decoded, and explains why", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await page.addInitScript(() => {
      ImageDecoder.prototype.decode = () => Promise.reject(new Error("No."));
    });
    await page.reload();
    await showDone(page, "traffic-light.gif", "mask");
    await page.getByRole("button", { name: /Show media/ }).click();
    await page.getByText("This GIF plays automatically").waitFor();
    const picture = page.getByRole("img", { name: "Picture traffic-light.gif" });
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(1);
  });

  it("jumps to a time from the timeline, a segment, a reason and the keyboard", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page, complaints } = opened;
    await showDone(page, "colors.mp4", "colors");
    await page.getByRole("button", { name: /Show media/ }).click();
    await expect.poll(() => video(page).evaluate((one: HTMLVideoElement) => one.duration)).toBe(9.5);
    const slider = page.getByRole("slider", { name: "Position" });
    const plot = await page.locator(".u-over").boundingBox();
    await page.mouse.click((plot?.x ?? 0) + (plot?.width ?? 0) / 2, (plot?.y ?? 0) + 20);
    await expect.poll(() => readTime(page)).toBeCloseTo(4.75, 1);
    expect(await slider.getAttribute("aria-valuetext")).toBe("4.8 s of 9.5 s");
    await expect
      .poll(() => page.locator(".score").filter({ hasText: "green" }).textContent())
      .toBe("green0.96");
    await page.getByRole("button", { name: /^blue from 6.0 s to 8.0 s/ }).click();
    await expect.poll(() => readTime(page)).toBe(6);
    await page.getByRole("button", { name: "Go to 0.0 s" }).first().click();
    await expect.poll(() => readTime(page)).toBe(0);
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => readTime(page)).toBe(1);
    await page.keyboard.press("End");
    await expect.poll(() => readTime(page)).toBe(9);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => readTime(page)).toBe(8);
    // The playhead moves with the player.
    await video(page).evaluate((one: HTMLVideoElement) => void (one.currentTime = 2));
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toBe("2.0 s of 9.5 s");
    await page.getByRole("button", { name: /^red/, pressed: true }).click();
    await page.getByRole("button", { name: "red 0.96", pressed: false }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("can be used with the keyboard only", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    const tabTo = async (target: Locator): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press("Tab");
        if ((await target.count()) > 0 && (await hasFocus(target.first()))) return;
      }
      expect.fail(`the Tab key does not lead to ${target.toString()}`);
    };
    await tabTo(page.getByRole("link", { name: "Skip to the item" }));
    await tabTo(page.getByRole("combobox", { name: "Project" }).first());
    await page.keyboard.press("b");
    await tabTo(page.getByRole("combobox", { name: "Project" }).last());
    await page.keyboard.press("Shift+Tab");
    await page.getByRole("button", { name: "shapes.jpg", exact: true }).focus();
    await page.keyboard.press("Enter");
    const title = page.getByRole("heading", { name: "shapes.jpg" });
    await title.waitFor();
    await expect.poll(() => hasFocus(title)).toBe(true);
    await expect.poll(() => head(page).textContent()).toMatch(/^Review/);
    await tabTo(page.getByRole("button", { name: /Show media/ }));
    await page.keyboard.press("Enter");
    await tabTo(page.getByLabel("Note"));
    await page.keyboard.type("A red disc.");
    await tabTo(page.getByRole("button", { name: "Block", exact: true }));
    await page.keyboard.press("Space");
    await expect.poll(() => head(page).textContent()).toMatch(/^Block.*by a reviewer/);
    expect(await hasFocus(page.getByRole("button", { name: "Block", exact: true }))).toBe(true);
    await page.locator("#items a").first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await hasFocus(page.locator("#items a").first())).toBe(true);
  });

  it("keeps the selected theme", async ({ skip }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await background()).toBe("rgb(246, 244, 238)");
    await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
    expect(await background()).toBe("rgb(19, 18, 16)");
    await page.reload();
    expect(await background()).toBe("rgb(19, 18, 16)");
    await page.getByRole("combobox", { name: "Theme" }).selectOption("");
    expect(await background()).toBe("rgb(246, 244, 238)");
  });

  it.for([
    ["light", 1280],
    ["dark", 1280],
    ["light", 375],
  ] as const)("is accessible in the %s theme, on a page %i pixels wide", async ([theme, width], { skip }) => {
    await using opened = await openPage(desk, skip, { theme, width });
    const { page, complaints } = opened;
    // The themes differ only in their colors.
    const options = theme === "dark" ? { runOnly: ["color-contrast"] } : {};
    const check = async (view: string): Promise<void> => {
      const violations: unknown = await page.evaluate(
        `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html)))`,
      );
      expect({ view, violations }).toEqual({ view, violations: [] });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect({ view, overflow }).toEqual({ view, overflow: 0 });
    };
    await page.evaluate(axe.source);
    await check("empty desk");
    const show = async (id: string, name: string | RegExp): Promise<void> => {
      await page.goto(`${desk.url}/#/items/${id}`);
      await page.getByRole("heading", { name, level: 2 }).waitFor();
      const veil = page.locator(".veil");
      await page
        .getByRole("button", { name: /^(?:Show|Load|Blur|Hide)\b/ })
        .first()
        .waitFor();
      await check(`${id} veiled`);
      if (await veil.isVisible()) await veil.click();
    };
    for (const [file, project] of [
      ["shapes.jpg", "boxes"],
      ["traffic-light.gif", "mask"],
      ["colors.mp4", "colors"],
      ["shapes.jpg", "visual"],
    ] as const) {
      const { id } = await desk.submit({ media: await readDemoFile(file), project });
      await desk.reachState(id, "done");
      await show(id, file);
      if (file === "colors.mp4") await page.locator(".segment").first().waitFor();
      await check(`${file} ${project}`);
    }
    const text = await desk.submit({ text: "This is hive-test-hate, a@example.com.", project: "text" });
    await desk.reachState(text.id, "done");
    await show(text.id, /^Text \(/);
    await check("text");
    const labeling = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "labeling" });
    await desk.reachState(labeling.id, "waiting");
    await show(labeling.id, "shapes.jpg");
    await check("labeling");
    const url = await desk.submit({ url: `${desk.url}/demo/shapes.jpg`, project: "colors" });
    await desk.reachState(url.id, "done");
    await show(url.id, /demo\/shapes.jpg/);
    await page.getByText("Hive's JSON").click();
    await page.locator(".raw pre").waitFor();
    await page.getByLabel("Note").fill("A note.");
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await page.getByRole("list", { name: "Decision history" }).waitFor();
    await check("URL, decided");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await check("dialog");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.goto(`${desk.url}/#/`);
    await expect.poll(() => page.locator("#items a").count()).toBe(7);
    await check("list");
    expect(complaints).toEqual([]);
  });

  it("warns that submissions are billed, and asks for confirmation before it submits several files", async ({
    skip,
  }) => {
    await using opened = await openPage(desk, skip);
    const { page } = opened;
    await page.route("**/api/desk", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), isLive: true } });
    });
    await page.reload();
    await page.getByText("Live: submissions are billed").waitFor();
    await page.getByText("Every submission goes to Hive and is billed.").waitFor();
    const buffer = Buffer.from(await (await readDemoFile("shapes.jpg")).arrayBuffer());
    const files = ["a.jpg", "b.jpg"].map((name) => ({ name, mimeType: "image/jpeg", buffer }));
    await page.locator("input[type=file]").setInputFiles(files);
    await page.getByRole("dialog", { name: "Submit 2 files?" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await readItems(desk)).toEqual([]);
    await page.locator("input[type=file]").setInputFiles(files);
    await page.getByRole("button", { name: "Submit 2 files" }).click();
    await expect.poll(async () => (await readItems(desk)).length).toBe(2);
  });

  it("leads back from an item to the list on a narrow page", async ({ skip }) => {
    await using opened = await openPage(desk, skip, { width: 375 });
    const { page } = opened;
    await submitDemo(page, "shapes.jpg", "colors");
    expect(await page.locator("#items").isVisible()).toBe(false);
    await page.getByRole("link", { name: "All items" }).click();
    await page.locator("#items a").waitFor();
    expect(await hasFocus(page.locator("#items a"))).toBe(true);
    expect(await readItems(desk)).toHaveLength(1);
  });
});
