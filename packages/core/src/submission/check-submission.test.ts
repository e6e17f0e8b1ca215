import { describe, expect, it } from "vitest";
import { HiveInputError } from "../error/hive-input-error.ts";
import { checkSubmission } from "./check-submission.ts";

const BYTES = new Uint8Array([1]);

/** The message for a submission of an untyped caller; `null` if it is valid. */
function problemWith(submission: unknown): string | null {
  try {
    Reflect.apply(checkSubmission, null, [submission]);
    return null;
  } catch (error) {
    if (error instanceof HiveInputError) return error.message;
    throw error;
  }
}

class Post {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }
}

describe("checkSubmission", () => {
  it.each<[unknown, string]>([
    [null, "submission must be an object with media, url or text, got null."],
    ["https://a.example/", "submission must be an object with media, url or text, got string."],
    [BYTES, "submission must be an object with media, url or text, got Uint8Array."],
    [new File([BYTES], "a.jpg"), "submission must be an object with media, url or text, got File."],
    [new Response("x"), "submission must be an object with media, url or text, got Response."],
    [new Map([["text", "a"]]), "submission must be an object with media, url or text, got Map."],
    [Promise.resolve({ text: "a" }), "submission must be an object with media, url or text, got Promise."],
    [{}, "The submission has no media, url or text; pass exactly one of them."],
    [{ image: BYTES }, "submission.image is unknown; use one of media, url, text, filename, contentType."],
    [{ url: "https://a.example/", filename: "a.jpg" }, "submission.filename requires media."],
    [{ text: "a", contentType: "text/plain" }, "submission.contentType requires media."],
    [{ url: "a.jpg" }, "submission.url must be an http or https URL without user info, got string."],
    [
      { media: "a.jpg" },
      "submission.media must be bytes, a stream, a file or a function that opens one (for a path, use fromPath of @hivekit/core/node; for a URL, use url), got string.",
    ],
    [
      { media: BYTES, url: "https://a.example/" },
      "The submission has both media and url; pass exactly one of them.",
    ],
  ])("says about %o what to pass instead", (submission, message) => {
    expect(problemWith(submission)).toBe(message);
  });

  it("accepts an instance of a class, such as the body of a request that a framework validated", () => {
    expect(checkSubmission(new Post("https://a.example/"))).toMatchObject({ url: "https://a.example/" });
    expect(problemWith(new Post("a.jpg"))).toContain("submission.url must be");
  });

  it("rejects 50 MB of bytes or text in the wrong place without reading them", () => {
    const startMs = performance.now();
    expect(problemWith(new Uint8Array(50_000_000))).toContain("got Uint8Array");
    expect(problemWith("x".repeat(50_000_000))).toContain("got string");
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});
