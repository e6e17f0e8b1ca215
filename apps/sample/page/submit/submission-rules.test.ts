import { expect, it } from "vitest";
import { describeTextLength, detectPastedKind, listProjects, selectProject } from "./submission-rules.ts";

const project = (name: string, accepts: readonly ("media" | "url" | "text")[]) => ({
  name,
  accepts,
  description: "",
  hasPolicyText: false,
  isLabeling: false,
  consoleUrl: null,
  tags: [],
});
const projects = [
  project("pictures", ["media", "url"]),
  project("texts", ["text"]),
  project("all", ["media", "url", "text"]),
];

it.each([
  ["https://example.com/a.jpg", "url"],
  ["  http://example.com  \n", "url"],
  ["https://example.com and more", "text"],
  ["javascript:alert(1)", "text"],
  ["https://", "text"],
  ["hello", "text"],
])("detects %j as %s", (text, kind) => {
  expect(detectPastedKind(text)).toBe(kind);
});

it("offers the projects that accept the content, the chosen one first", () => {
  expect(listProjects("text", projects).map(({ name }) => name)).toEqual(["texts", "all"]);
  expect(selectProject("text", projects, null)?.name).toBe("texts");
  expect(selectProject("text", projects, "all")?.name).toBe("all");
  expect(selectProject("text", projects, "pictures")?.name).toBe("texts");
  expect(selectProject("text", projects.slice(0, 1), null)).toBeNull();
});

it.each([
  ["", "Up to 1,024 characters", ""],
  ["abc", "3 of 1,024 characters", ""],
  ["👍🏽\n", "4 of 1,024 characters", ""],
  ["x".repeat(1024), "1,024 of 1,024 characters", ""],
  [
    "x".repeat(1025),
    "1,025 of 1,024 characters: too long",
    "The text is 1 character too long. Hive accepts 1,024.",
  ],
])("counts characters as the desk does, and rejects text that is too long", (text, hint, error) => {
  expect(describeTextLength(text, 1024)).toEqual({ hint, error });
});
