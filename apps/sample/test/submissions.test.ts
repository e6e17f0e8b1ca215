import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collect, demoFile, openDesk } from "./open-desk.ts";
import type { DeskEvent, OpenDesk } from "./open-desk.ts";

let desk: OpenDesk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(async () => {
  await desk[Symbol.asyncDispose]();
});

/** The strongest class of a frame event. */
function topClass({ data }: DeskEvent): unknown {
  const classes = data["classes"];
  if (!Array.isArray(classes)) return null;
  return classes.toSorted((one, other) => other.score - one.score)[0]?.class;
}

describe("a video on its way from the upload to server-sent events", () => {
  it("changes class at the second at which its content changes", async () => {
    const media = await demoFile("colors.mp4", "video/mp4");
    const events = await collect(await desk.post("frames", { media, project: "colors" }));
    const frames = events.filter((event) => event.type === "frame");
    expect(frames.map((frame) => [frame.data["timeSeconds"], topClass(frame)])).toEqual([
      [0, "red"],
      [1, "red"],
      [2, "red"],
      [3, "green"],
      [4, "green"],
      [5, "green"],
      [6, "blue"],
      [7, "blue"],
      [8, "yellow"],
      [9, "yellow"],
    ]);
    expect(events).toHaveLength(frames.length + 1);
    expect(events.at(-1)).toMatchObject({
      type: "summary",
      data: {
        kind: "model",
        results: [
          {
            chargeUsd: 0.03,
            evaluated: true,
            frameCount: 10,
            media: { filename: "colors.mp4", mimeType: "video/mp4", widthPx: 320, heightPx: 240 },
          },
        ],
      },
    });
  });

  it("is submitted once", async () => {
    desk.emulator.reset();
    const media = await demoFile("colors.mp4", "video/mp4");
    await collect(await desk.post("frames", { media }));
    expect(desk.emulator.journal).toHaveLength(1);
  });
});

describe("the desk", () => {
  it("answers with the whole task, boxes for the project of boxes", async () => {
    const media = await demoFile("shapes.jpg", "image/jpeg");
    const response = await desk.post("tasks", { media, project: "boxes" });
    expect(response.status).toBe(201);
    const task = await response.json();
    expect(task.raw).toBeUndefined();
    const [box] = task.results[0].frames[0].boxes;
    expect(box.classes[0].class).toBe("red");
    expect(box.bounds).toMatchObject({ left: expect.closeTo(90, -1), top: expect.closeTo(90, -1) });
  });

  it("takes a web address", async () => {
    const events = await collect(await desk.post("frames", { url: `${desk.url}/demo/traffic-light.gif` }));
    const frames = events.filter((event) => event.type === "frame");
    expect(frames).toHaveLength(6);
    expect(events.at(-1)).toMatchObject({
      type: "summary",
      data: { results: [{ media: { filename: null } }] },
    });
  });

  it("gives labels of the project that people answer", async () => {
    const media = await demoFile("shapes.jpg", "image/jpeg");
    const events = await collect(await desk.post("frames", { media, project: "labeling" }));
    expect(events).toMatchObject([{ type: "summary", data: { kind: "labeling", labels: ["yes"] } }]);
  });

  it("keeps the name of a file that is not ASCII", async () => {
    const media = new File([await demoFile("shapes.jpg", "image/jpeg")], "für 猫.jpg", {
      type: "image/jpeg",
    });
    const task = await (await desk.post("tasks", { media })).json();
    expect(task.results[0].media.filename).toBe("für 猫.jpg");
  });

  it.each([
    ["neither file nor address", 400, "input", {}],
    ["an unknown project", 400, "input", { url: "http://127.0.0.1/", project: "nobody" }],
    ["an address that is none", 400, "input", { url: "nonsense" }],
    ["an empty file", 400, "input", { media: new File([], "empty.jpg") }],
    ["two files", 400, "input", { media: new File(["1"], "1.jpg"), other: new File(["2"], "2.jpg") }],
    ["a file that is no media", 422, "task", { media: new File(["this is no picture"], "note.jpg") }],
    ["an address that nobody answers", 502, "task", { url: "http://127.0.0.1:9/photo.jpg" }],
  ])("answers to %s with HTTP %i, and says why", async (_name, status, kind, fields) => {
    for (const route of ["tasks", "frames"]) {
      const response = await desk.post(route, fields);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ kind, message: expect.stringMatching(/\.$/) });
    }
  });

  it("answers 400 to a request without a body", async () => {
    for (const route of ["tasks", "frames"]) {
      expect((await fetch(`${desk.url}/${route}`, { method: "POST" })).status).toBe(400);
    }
  });

  it("refuses what another web page sends, before Hive hears of it", async () => {
    desk.emulator.reset();
    const media = await demoFile("shapes.jpg", "image/jpeg");
    for (const route of ["tasks", "frames"]) {
      const response = await desk.post(route, { media }, { headers: { origin: "https://evil.example" } });
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ kind: "forbidden", message: expect.any(String) });
    }
    expect(desk.emulator.journal).toEqual([]);
  });

  it("serves its page, its projects and the demo media", async () => {
    const page = await (await fetch(desk.url)).text();
    expect(page).toContain("The moderation desk");
    expect(await (await fetch(`${desk.url}/projects`)).json()).toEqual([
      "colors",
      "boxes",
      "mask",
      "labeling",
    ]);
    const demo = await fetch(`${desk.url}/demo/colors.mp4`);
    expect(demo.headers.get("content-type")).toBe("video/mp4");
  });
});
