import type { Frame } from "@hivekit/core";
import { aboveThreshold, segments } from "@hivekit/rxjs";
import { connect, lastValueFrom, merge, tap } from "rxjs";
import type { Observable } from "rxjs";
import type { Findings, Search } from "./findings.ts";

/** Frames through `aboveThreshold`, and all of them through `segments` beside it. */
export async function throughOperators(
  source: Observable<Frame>,
  search: Search & { readonly durationSeconds: number },
): Promise<Findings> {
  const { classes, least, rule, durationSeconds } = search;
  const findings: Findings = { passed: 0, segments: 0, seconds: 0 };
  const above = aboveThreshold(Object.fromEntries(classes.map((name) => [name, least])));
  const found = segments(Object.fromEntries(classes.map((name) => [name, rule])), {
    durationSecondsOf: () => durationSeconds,
  });
  const both = source.pipe(
    connect((frames) =>
      merge(
        frames.pipe(
          above,
          tap(() => findings.passed++),
        ),
        frames.pipe(
          found,
          tap(({ startSeconds, endSeconds }) => {
            findings.segments++;
            findings.seconds += endSeconds - startSeconds;
          }),
        ),
      ),
    ),
  );
  await lastValueFrom(both, { defaultValue: null });
  return findings;
}
