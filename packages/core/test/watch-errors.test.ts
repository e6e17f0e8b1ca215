import { expect, it } from "vitest";
import { HiveInputError } from "../src/index.ts";
import { errors, findLeak } from "./support/watch-errors.ts";

it("every Hivekit error is recorded", () => {
  const error = new HiveInputError("The media is empty.");
  expect(errors).toEqual([error]);
  expect(findLeak(error)).toBeNull();
});

it.each([
  ["the message", new Error("The text is SECRET.")],
  ["the cause", new Error("Failed.", { cause: new Error("GET /?sig=QUERYMARK") })],
  [
    "a property of a cause",
    new Error("Failed.", { cause: Object.assign(new Error("Failed."), { data: "test-key" }) }),
  ],
  ["one of several causes", new AggregateError([new Error("fixture-key")])],
  [
    "a getter",
    {
      get key() {
        return "SECRET";
      },
    },
  ],
])("a secret in %s is found", (_place, error) => {
  expect(findLeak(error)).not.toBeNull();
});
