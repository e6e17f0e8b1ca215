import type { ClassName, Mask } from "@hivekit/core";
import { maskClassAt, maskShares } from "@hivekit/core/mask";

export const mapping: Mask["mapping"] = [{ class: "cat", value: 1 }];
export const name: ClassName | null = maskClassAt(new Uint8Array(4), mapping, { x: 0, y: 0, widthPx: 1 });
export const share: number = maskShares(new Uint8ClampedArray(4), mapping).unmapped.share;
// @ts-expect-error -- the width is required
export const wrong = maskClassAt(new Uint8Array(4), mapping, { x: 0, y: 0 });
