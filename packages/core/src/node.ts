export { fromPath } from "./node/from-path.ts";
export { longFetch } from "./node/long-fetch.ts";
export type { LongFetchOptions } from "./node/long-fetch.ts";
