/**
 * Adds up charges in US dollars, rounded to 7 decimals, as Hive's charges are.
 *
 * @returns `null` if one of them is not known, or if there are none.
 */
export function sumCharges(results: readonly { readonly chargeUsd: number | null }[]): number | null {
  let sumUsd = 0;
  for (const { chargeUsd } of results) {
    if (chargeUsd === null) return null;
    sumUsd += chargeUsd;
  }
  return results.length === 0 ? null : Math.round(sumUsd * 1e7) / 1e7;
}
