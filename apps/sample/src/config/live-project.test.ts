import { describe, expect, it } from "vitest";
import { readLiveProject, readLivePromptProject } from "./live-project.ts";
import { UserError } from "./user-error.ts";

const HIVE_API_KEY = "key";

describe("the live project", () => {
  it("uses v1 and reads frames as they arrive unless the environment says otherwise", () => {
    expect(readLiveProject({ HIVE_API_KEY, HIVE_API: "", HIVE_CALLBACK_URL: "" })).toMatchObject({
      name: "live",
      options: { apiKey: "key", api: "v1" },
      accepts: ["media", "url"],
      isLabeling: false,
      callbacks: null,
    });
    const environment = {
      HIVE_API_KEY,
      HIVE_API: "v3",
      HIVE_MODEL: "hive/text-moderation",
      HIVE_BASE_URL: "https://h.example",
    };
    expect(readLiveProject(environment).options).toEqual({
      apiKey: "key",
      api: "v3",
      model: "hive/text-moderation",
      baseUrl: "https://h.example",
    });
  });

  it("uses callbacks if the environment has a URL and a secret for them", () => {
    const callbacks = { HIVE_CALLBACK_URL: "https://desk.example", HIVE_CALLBACK_SECRET: "s".repeat(32) };
    expect(readLiveProject({ HIVE_API_KEY, HIVE_API: "v2", ...callbacks })).toMatchObject({
      name: "labeling",
      isLabeling: true,
      callbacks: { publicUrl: "https://desk.example", secret: "s".repeat(32) },
    });
  });

  it("is joined by one for the vision language model if the environment has a key for it", () => {
    expect(readLivePromptProject({ HIVE_API_KEY })).toBeNull();
    expect(readLivePromptProject({ HIVE_API_KEY, HIVE_VLM_API_KEY: "" })).toBeNull();
    const environment = { HIVE_API_KEY, HIVE_VLM_API_KEY: "secret", HIVE_BASE_URL: "https://h.example" };
    const project = readLivePromptProject(environment);
    expect(project).toMatchObject({
      name: "prompt",
      options: { apiKey: "secret", api: "v3", baseUrl: "https://h.example" },
      accepts: ["media", "url", "text"],
    });
    expect(project?.policyText).toContain("block weaponsSale:");
  });

  it.each([
    [{}, "--live needs the API key of a Hive project in HIVE_API_KEY."],
    [{ HIVE_API_KEY: "" }, "--live needs the API key of a Hive project in HIVE_API_KEY."],
    [{ HIVE_API_KEY, HIVE_API: "v4" }, "HIVE_API must be v1, v2 or v3, got v4."],
    [{ HIVE_API_KEY, HIVE_API: "v2", HIVE_CALLBACK_URL: "https://desk.example" }, "all three"],
    [{ HIVE_API_KEY, HIVE_CALLBACK_URL: "https://desk.example", HIVE_CALLBACK_SECRET: "s" }, "HIVE_API=v2"],
  ])("explains an invalid environment in one line: %j", (environment, message) => {
    expect(() => readLiveProject(environment)).toThrow(message);
    expect(() => readLiveProject(environment)).toThrow(UserError);
  });
});
