import { expect, test } from "vitest";
import { reasonsNotToPublish } from "./release-conditions.mjs";

const env = {
  GITHUB_ACTIONS: "true",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://a",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
  GITHUB_REF: "refs/heads/main",
  GITHUB_EVENT_NAME: "push",
};
const READY = { pending: [], versions: ["1.2.0", "1.2.0"], env, npmVersion: "11.5.1", changes: 0 };

test("a job that can prove where the packages come from may publish", () => {
  expect(reasonsNotToPublish(READY)).toEqual([]);
  expect(reasonsNotToPublish({ ...READY, npmVersion: "12.0.0" })).toEqual([]);
});

test.each([
  ["a machine that is no CI", { env: {} }, /not GitHub Actions/],
  [
    "a job that may not ask for an identity",
    { env: { ...env, ACTIONS_ID_TOKEN_REQUEST_URL: "" } },
    /id-token: write/,
  ],
  ["another branch", { env: { ...env, GITHUB_REF: "refs/heads/feature" } }, /push of refs\/heads\/feature/],
  ["a tag", { env: { ...env, GITHUB_REF: "refs/tags/v1.2.0" } }, /only a push to main/],
  ["a pull request", { env: { ...env, GITHUB_EVENT_NAME: "pull_request" } }, /only a push to main/],
  ["what has no version", { versions: ["0.0.0", "0.0.0"] }, /0\.0\.0 is no version yet/],
  [
    "packages of several versions",
    { versions: ["1.2.0", "1.3.0"] },
    /not carry one version, but 1\.2\.0, 1\.3\.0/,
  ],
  ["no packages", { versions: [] }, /but none/],
  ["changes that no version holds", { pending: ["a.md"] }, /1 changesets/],
  ["files that differ from the commit", { changes: 2 }, /2 files/],
  ["an npm that needs a token", { npmVersion: "11.5.0" }, /11\.5\.1 or later/],
  ["an npm of long ago", { npmVersion: "10.9.9" }, /11\.5\.1 or later/],
])("%s may not, and hears why", (_, change, reason) => {
  expect(reasonsNotToPublish({ ...READY, ...change })).toEqual([expect.stringMatching(reason)]);
});
