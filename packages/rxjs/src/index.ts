export { framesOf } from "./frames-of.ts";
export type { FramesOfOptions } from "./frames-of.ts";
