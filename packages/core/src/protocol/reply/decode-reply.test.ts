import { describe, expect, it } from "vitest";
import { readFixture } from "../../../test/read-fixture.ts";
import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { HiveTaskError } from "../../error/hive-task-error.ts";
import type { Task } from "../../result/task.ts";
import { decodeReply } from "./decode-reply.ts";
import { statusFormat } from "./status-format.ts";

const decode = (json: unknown): Task => decodeReply(statusFormat, json);

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Creates a v1 response with one frame. */
function replyWith(frame: unknown): unknown {
  return {
    id: "t",
    status: { status: { code: "0", message: "SUCCESS" }, response: { input: {}, output: [frame] } },
  };
}

describe("a v1 response", () => {
  it("of a categorization model has frames with time and classes, and the complete input", () => {
    const task = decode(readFixture("v1/categorization-video"));
    expect(task).toMatchObject({
      kind: "model",
      id: "0b5c9f3e-2f7a-11f0-8d51-00000000a001",
      projectId: 77,
      userId: 9,
      createdOn: new Date("2026-03-01T09:00:02.500Z"),
      fromCache: false,
      metadata: null,
      labels: [],
    });
    const [result] = task.results;
    expect(result).toMatchObject({
      status: { code: "0", message: "SUCCESS" },
      model: { name: "fixture_model", version: "2", type: "CATEGORIZATION" },
      chargeUsd: 0.018,
      createdOn: new Date("2026-03-01T09:00:00.100Z"),
      text: null,
      evaluated: true,
      media: {
        url: null,
        filename: "clip.mp4",
        type: "VIDEO",
        mimeType: "video/mp4",
        widthPx: 640,
        heightPx: 360,
        frameCount: 90,
        durationSeconds: 2.9,
      },
    });
    expect(result?.frames.map((frame) => frame.timeSeconds)).toEqual([0, 0.9676333333333333, 1.9686]);
    expect(result?.frames[1]).toMatchObject({
      kind: "classification",
      resultIndex: 0,
      index: 1,
      evaluated: true,
      scale: "probability",
      classes: [
        { class: "no_smoking", score: 0.25 },
        { class: "yes_smoking", score: 0.75 },
        { class: "text", score: 0 },
      ],
    });
  });

  it("of a detection model has boxes with bounds from dimensions, otherwise from the vertices", () => {
    const [result] = decode(readFixture("v1/detection-image")).results;
    expect(result?.chargeUsd).toBe(0.003);
    const frame = result?.frames[0];
    expect(frame).toMatchObject({ kind: "detection", evaluated: true, classes: [] });
    expect(frame?.boxes).toEqual([
      {
        vertices: [
          { x: 10.5, y: 90 },
          { x: 10.5, y: 20 },
          { x: 60, y: 20 },
          { x: 60, y: 90 },
        ],
        bounds: { left: 10.5, top: 20, right: 60, bottom: 90 },
        classes: [{ class: "cat", score: 0.91 }],
        keypoints: [],
        meta: { type: "coco", score: 0.91 },
      },
      {
        vertices: [
          { x: 100, y: 100 },
          { x: 120, y: 140 },
        ],
        bounds: { left: 99.5, top: 99, right: 121, bottom: 141 },
        classes: [{ class: "face", score: 0.5 }],
        keypoints: [],
        meta: [{ id: "a" }],
      },
    ]);
  });

  it("of a segmentation model has a mask with its mapping", () => {
    const frame = decode(readFixture("v1/segmentation-image")).results[0]?.frames[0];
    expect(frame).toMatchObject({
      kind: "segmentation",
      evaluated: true,
      timeSeconds: null,
      mask: {
        url: "https://media.example/mask.png?sig=SECRET-SIGNATURE",
        mapping: [
          { class: "background", value: 0 },
          { class: "road", value: 1 },
          { class: "sky", value: 255 },
        ],
      },
    });
  });

  it("of a labeling project has labels and no results", () => {
    const task = decode(readFixture("v1/labeling"));
    expect(task).toMatchObject({ kind: "labeling", labels: ["yes", "outdoor"], results: [], projectId: 0 });
  });

  it("with a list of entries has one result for each", () => {
    const { results } = decode(readFixture("v1/array-of-two"));
    expect(results.map((result) => [result.model.name, result.frames.length])).toEqual([
      ["fixture_model", 1],
      ["other_model", 2],
    ]);
    expect(results[1]?.frames.map((frame) => [frame.resultIndex, frame.index])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it("is kept in raw", () => {
    const json = readFixture("v1/array-of-two");
    expect(decode(json).raw).toBe(json);
  });
});

describe("a v1 response that reports a failure", () => {
  it("with a return_code other than 200 is a task error without the URL's query", () => {
    const error = thrownBy(() => decode(readFixture("v1/http-200-with-error")));
    expect(error).toBeInstanceOf(HiveTaskError);
    expect(error).toMatchObject({ kind: "task", hiveCode: "400", reason: "bad_request", isRetryable: false });
    expect(String(error)).not.toContain("SECRET");
    expect(String(error)).toContain("https://media.example/x.jpg");
  });

  it("with one failed entry of two is a task error with the other as partial", () => {
    const error = thrownBy(() => decode(readFixture("v1/array-with-failed-entry")));
    expect(error).toMatchObject({ reason: "corrupt_media", hiveCode: "3300", isRetryable: false });
    expect(error instanceof HiveTaskError && error.partial?.results).toHaveLength(1);
    expect(Object.keys(error instanceof HiveTaskError ? error : {})).not.toContain("partial");
  });

  it.each([
    ["2100", "download_failed", true],
    ["2101", "download_failed", false],
    ["3100", "unsupported_media", false],
    ["3401", "classifier_failed", false],
    ["1000", "other", false],
    [17, "other", false],
  ])("with the task code %s has the reason %s", (code, reason, isRetryable) => {
    const reply = { id: "t", status: [{ status: { code, message: "no" }, response: { output: [] } }] };
    expect(thrownBy(() => decode(reply))).toMatchObject({ reason, isRetryable, hiveCode: String(code) });
  });

  it.each([
    ["no status", { id: "t" }],
    ["an empty status", { id: "t", status: [] }],
    ["a null status", { id: "t", status: null }],
    ["a string as status", { id: "t", status: "completed" }],
    ["labels mixed with entries", { id: "t", status: ["yes", {}] }],
    ["an empty entry", { id: "t", status: {} }],
    ["an empty object", {}],
    ["an array", []],
    ["null", null],
    ["a string", "ok"],
  ])("with %s is a decode error, never an empty result", (_name, reply) => {
    expect(thrownBy(() => decode(reply))).toBeInstanceOf(HiveDecodeError);
  });
});

describe("an unevaluated result", () => {
  it.each([
    ["without output", { status: { code: "0" }, response: { input: {} } }],
    ["with a null output", { status: { code: "0" }, response: { output: null } }],
    ["with an empty output", { status: { code: "0" }, response: { output: [] } }],
    ["with an output that is text", { status: { code: "0" }, response: { output: "none" } }],
    ["without response", { status: { code: "0" } }],
  ])("is an entry %s, which has no frames", (_name, entry) => {
    const [result] = decode({ id: "t", status: entry }).results;
    expect(result).toMatchObject({ frames: [], evaluated: false });
  });

  it.each([
    ["without classes", { time: 0 }, "other"],
    ["with empty classes", { time: 0, classes: [] }, "classification"],
    ["with null classes", { time: 0, classes: null }, "classification"],
    ["with null boxes", { time: 0, bounding_poly: null }, "detection"],
    ["with a mapping but no url", { mapping: [{ class: "a", value: 1 }] }, "segmentation"],
    ["with an empty mapping", { url: "https://m.example/a.png", mapping: [] }, "segmentation"],
    ["of a text without classes", { time: 0, start_char_index: 0, end_char_index: 4 }, "text"],
    ["of a text in a language without classes", { start_char_index: 0, classes: [] }, "text"],
    ["of an image without texts", { time: 0, frame_results: [] }, "text"],
    ["of an image with an unevaluated text", { frame_results: [{ classes: [] }] }, "text"],
    ["of an unknown format", { time: 0, faces: [] }, "other"],
    ["that is null", null, "other"],
    ["that is a number", 4, "other"],
  ])("is a frame %s", (_name, frame, kind) => {
    const [result] = decode(replyWith(frame)).results;
    expect(result?.evaluated).toBe(false);
    expect(result?.frames[0]).toMatchObject({ kind, evaluated: false, classes: [], raw: frame });
  });

  it("is not a detection without boxes, in which nothing was detected", () => {
    const [result] = decode(replyWith({ time: 0, bounding_poly: [] })).results;
    expect(result).toMatchObject({
      evaluated: true,
      frames: [{ kind: "detection", boxes: [], evaluated: true }],
    });
  });
});

describe("a value that affects verdicts", () => {
  it.each([
    [{ classes: [{ class: "a", score: "0.9" }] }, "status.response.output[0].classes[0].score"],
    [{ classes: [{ class: 3, score: 0.9 }] }, "status.response.output[0].classes[0].class"],
    [{ classes: [{ score: 0.9 }] }, "status.response.output[0].classes[0].class"],
    [{ classes: [{ class: "a", score: null }] }, "status.response.output[0].classes[0].score"],
    [{ classes: {} }, "status.response.output[0].classes"],
    [{ classes: [{ class: "a", score: -0.5 }] }, "status.response.output[0].classes[0].score"],
    [{ time: "0", classes: [] }, "status.response.output[0].time"],
    [
      { bounding_poly: [{ classes: [{ score: 0.5 }] }] },
      "status.response.output[0].bounding_poly[0].classes[0].class",
    ],
  ])("of an unexpected type is a decode error that names its path: %j", (frame, path) => {
    const error = thrownBy(() => decode(replyWith(frame)));
    expect(error).toBeInstanceOf(HiveDecodeError);
    expect(error).toMatchObject({ paths: [path] });
  });

  it("is not media information: malformed properties count as absent", () => {
    const input = {
      charge: "free",
      media: { width: "640", mimetype: 3 },
      created_on: "yesterday",
      model: null,
    };
    const frame = { time: 0, classes: [{ class: "a", score: 1 }] };
    const reply = {
      id: 5,
      project_id: "x",
      status: { status: { code: 0 }, response: { input, output: [frame] } },
    };
    const task = decode(reply);
    expect(task).toMatchObject({ id: "5", projectId: null });
    expect(task.results[0]).toMatchObject({
      chargeUsd: null,
      createdOn: null,
      status: { code: "0", message: "" },
      media: { widthPx: null, mimeType: null },
      evaluated: true,
    });
  });
});
