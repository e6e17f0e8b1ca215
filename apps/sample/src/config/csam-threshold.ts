import type { Policy } from "@hivekit/core/policy";

/** Returns the lowest threshold of the class `csam` in a policy; `undefined` if the policy does not have the class. */
export function findCsamThreshold({ block, review, tags }: Policy): number | undefined {
  const thresholds: number[] = [];
  // A policy is plain data. This visits each of its values, at any depth.
  JSON.stringify([block, review, tags], (key, value: unknown) => {
    // Either `csam: 0.9`, `csam: { atLeast: 0.9 }` or `{ class: "csam", atLeast: 0.9 }`.
    const { class: name = key, atLeast = value } = Object(value);
    if (name === "csam" && typeof atLeast === "number") thresholds.push(atLeast);
    return value;
  });
  return thresholds.length === 0 ? undefined : Math.min(...thresholds);
}
