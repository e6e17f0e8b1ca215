export { maskClassAt } from "./result/mask-class-at.ts";
export type { MaskPosition } from "./result/mask-class-at.ts";
export type { MaskPixelOptions, MaskPixels } from "./result/mask-pixels.ts";
export { maskShares } from "./result/mask-shares.ts";
export type { MaskShare, MaskShares } from "./result/mask-shares.ts";
