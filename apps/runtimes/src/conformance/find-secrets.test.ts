import { expect, it } from "vitest";
import { findSecrets } from "./find-secrets.ts";

const KEY = "a-key";
const authorization = `Token ${KEY}`;
const request = () => new Request("https://api.example/", { headers: { authorization } });

it.each([
  ["its message", new Error(`refused ${KEY}`)],
  ["its cause", new Error("failed", { cause: new Error("failed", { cause: KEY }) })],
  ["the errors of an aggregate", new AggregateError([new Error(KEY)])],
  ["a property that is not enumerable", Object.defineProperty(new Error("failed"), "key", { value: KEY })],
  ["a property named by a symbol", Object.assign(new Error("failed"), { [Symbol("key")]: KEY })],
  ["a request's headers", Object.assign(new Error("failed"), { request: request() })],
  ["a request's URL", new Error("failed", { cause: new Request(`https://api.example/?key=${KEY}`) })],
  ["headers", Object.assign(new Error("failed"), { headers: new Headers({ authorization }) })],
  [
    "a response's headers",
    new Error("failed", { cause: new Response(null, { headers: { authorization } }) }),
  ],
  ["a map's value", Object.assign(new Error("failed"), { options: new Map([["key", KEY]]) })],
  ["a map's key", Object.assign(new Error("failed"), { options: new Map([[KEY, 1]]) })],
  ["a set", Object.assign(new Error("failed"), { secrets: new Set([KEY]) })],
  ["a form", Object.assign(new Error("failed"), { form: createForm(KEY) })],
  ["a URL", Object.assign(new Error("failed"), { url: new URL(`https://api.example/?key=${KEY}`) })],
  ["bytes", Object.assign(new Error("failed"), { body: new TextEncoder().encode(authorization) })],
  ["an array of objects", Object.assign(new Error("failed"), { tried: [{ headers: { authorization } }] })],
  [
    "the getter of a class",
    new (class extends Error {
      get key(): string {
        return KEY;
      }
    })(),
  ],
])("finds a key in %s", (_where, error) => {
  expect(findSecrets(error, "error", [KEY])).not.toEqual([]);
});

it("finds nothing in an error without secrets, even if it refers to itself and a getter throws", () => {
  const error = Object.assign(new Error("failed"), { request: new Request("https://api.example/") });
  Object.assign(error, { self: error, list: new Map([[error, [error]]]) });
  Object.defineProperty(error, "gone", {
    get: () => {
      throw new Error("gone");
    },
  });
  expect(findSecrets(error, "error", [KEY])).toEqual([]);
});

it("returns the path of the secret", () => {
  const error = new Error("failed", {
    cause: Object.assign(new Error("failed"), { headers: [authorization] }),
  });
  expect(findSecrets(error, "error", [KEY])).toContain("error.cause.headers.0");
});

function createForm(value: string): FormData {
  const form = new FormData();
  form.set("key", value);
  return form;
}
