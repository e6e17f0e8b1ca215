export { maskClassAt } from "./mask/mask-class-at.ts";
export type { MaskPosition } from "./mask/mask-class-at.ts";
export type { MaskPixelOptions, MaskPixels } from "./mask/mask-pixels.ts";
export { maskShares } from "./mask/mask-shares.ts";
export type { MaskShare, MaskShares } from "./mask/mask-shares.ts";
