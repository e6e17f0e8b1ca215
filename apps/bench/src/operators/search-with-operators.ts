import type { Frame } from "@hivekit/core";
import { aboveThreshold, segments } from "@hivekit/rxjs";
import { connect, lastValueFrom, merge, tap } from "rxjs";
import type { Observable } from "rxjs";
import type { FrameSearch, SearchResult } from "./frame-search.ts";

/** Passes all frames through `aboveThreshold` and through `segments`. */
export async function searchWithOperators(
  source: Observable<Frame>,
  search: FrameSearch & { readonly durationSeconds: number },
): Promise<SearchResult> {
  const { classes, minScore, rule, durationSeconds } = search;
  const result: SearchResult = { passed: 0, segments: 0, seconds: 0 };
  const above = aboveThreshold(Object.fromEntries(classes.map((name) => [name, minScore])));
  const found = segments(Object.fromEntries(classes.map((name) => [name, rule])), {
    durationSecondsOf: () => durationSeconds,
  });
  const both = source.pipe(
    connect((frames) =>
      merge(
        frames.pipe(
          above,
          tap(() => result.passed++),
        ),
        frames.pipe(
          found,
          tap(({ startSeconds, endSeconds }) => {
            result.segments++;
            result.seconds += endSeconds - startSeconds;
          }),
        ),
      ),
    ),
  );
  await lastValueFrom(both, { defaultValue: null });
  return result;
}
