import type { ResultRecord } from "./result-record.ts";
import type { Timeline } from "./timeline.ts";

/** The frames of a result after the last one. */
export type JudgedResult = { readonly record: ResultRecord; readonly timeline: Timeline };
