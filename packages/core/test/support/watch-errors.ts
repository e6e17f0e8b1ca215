// Runs before each test file. Searches every Hivekit error that a test creates, with its causes, for the secrets of the
// tests.

import { inspect } from "node:util";
import { afterEach, expect } from "vitest";
import { HiveError } from "../../src/error/hive-error.ts";

/** Property tests create many errors of the same kind. */
const MAX_ERRORS = 500;

/**
 * The marks that tests put into keys, media, texts, hits, and the query, user info and fragment of URLs. Keep them
 * unique: the names of options and classes must not contain them.
 */
const MARKS = /SECRET|\bSIGNATURE\b|[A-Z]+MARK\b|test-key|fixture-key|私密|סוד/u;

/** The errors of the current test. */
export let errors: Error[] = [];

/** Finds a mark in an error, its properties and its causes; `null` if there is none. */
export function findLeak(error: unknown): string | null {
  const shown = inspect(error, { depth: 8, getters: true, maxStringLength: 10_000 });
  const mark = MARKS.exec(shown)?.[0];
  return mark === undefined ? null : `${mark} in: ${shown.slice(0, 2_000)}`;
}

/** The base class of all Hivekit errors in the tests, which records them. */
class WatchedError extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    if (errors.length < MAX_ERRORS) errors.push(this);
  }
}

// `super()` calls the current prototype of the class.
Object.setPrototypeOf(HiveError, WatchedError);

afterEach(() => {
  const created = errors;
  errors = [];
  // oxlint-disable-next-line vitest/no-standalone-expect -- it is part of each test
  for (const error of created) expect(findLeak(error), "a Hivekit error contains a secret").toBeNull();
});
