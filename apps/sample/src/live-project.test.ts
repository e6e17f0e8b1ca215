import { describe, expect, it } from "vitest";
import { liveProject } from "./live-project.ts";

const HIVE_API_KEY = "key";

describe("the live project", () => {
  it("is one of v1 whose frames are read as they come, unless the environment says otherwise", () => {
    expect(liveProject({ HIVE_API_KEY })).toMatchObject({
      name: "live",
      options: { apiKey: "key", api: "v1" },
      takes: ["media", "url"],
      isLabeling: false,
      callbacks: null,
    });
    const environment = {
      HIVE_API_KEY,
      HIVE_API: "v3",
      HIVE_MODEL: "hive/text-moderation",
      HIVE_BASE_URL: "https://h.example",
    };
    expect(liveProject(environment).options).toEqual({
      apiKey: "key",
      api: "v3",
      model: "hive/text-moderation",
      baseUrl: "https://h.example",
    });
  });

  it("has results posted where Hive is given an address and a secret", () => {
    const callbacks = { HIVE_CALLBACK_URL: "https://desk.example", HIVE_CALLBACK_SECRET: "s".repeat(32) };
    expect(liveProject({ HIVE_API_KEY, HIVE_API: "v2", ...callbacks })).toMatchObject({
      name: "labeling",
      isLabeling: true,
      callbacks: { publicUrl: "https://desk.example", secret: "s".repeat(32) },
    });
  });

  it.each([
    [{}, "HIVE_API_KEY"],
    [{ HIVE_API_KEY, HIVE_API: "v4" }, "HIVE_API must be"],
    [{ HIVE_API_KEY, HIVE_API: "v2", HIVE_CALLBACK_URL: "https://desk.example" }, "all three"],
    [{ HIVE_API_KEY, HIVE_CALLBACK_URL: "https://desk.example", HIVE_CALLBACK_SECRET: "s" }, "HIVE_API=v2"],
  ])("is refused in one line where the environment is %j", (environment, words) => {
    expect(() => liveProject(environment)).toThrow(words);
  });
});
