import { expect, it } from "vitest";
import { kindOfPaste, projectFor, projectsFor } from "./submission-kind.ts";

const project = (name: string, takes: readonly ("media" | "url" | "text")[]) => ({
  name,
  takes,
  description: "",
  isLabeling: false,
  consoleUrl: null,
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
])("takes %j for a %s", (text, kind) => {
  expect(kindOfPaste(text)).toBe(kind);
});

it("offers the projects that take it, the chosen one first of all", () => {
  expect(projectsFor("text", projects).map(({ name }) => name)).toEqual(["texts", "all"]);
  expect(projectFor("text", projects, null)?.name).toBe("texts");
  expect(projectFor("text", projects, "all")?.name).toBe("all");
  expect(projectFor("text", projects, "pictures")?.name).toBe("texts");
  expect(projectFor("text", projects.slice(0, 1), null)).toBeNull();
});
