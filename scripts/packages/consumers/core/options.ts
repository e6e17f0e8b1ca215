import { checkOptions, functionValue, required, wholeNumber } from "@hivekit/core/options";
import type { OptionChecks } from "@hivekit/core/options";

type CrawlOptions = { readonly onPage: (url: string) => void; readonly concurrency?: number };

const checks: OptionChecks<CrawlOptions> = {
  onPage: required(functionValue),
  concurrency: wholeNumber(1, 100),
};
// @ts-expect-error -- every option needs a check
export const wrong: OptionChecks<CrawlOptions> = { onPage: functionValue };

export function concurrencyOf(options: unknown): number {
  checkOptions<CrawlOptions>(options, checks, "crawl");
  return options.concurrency ?? 1;
}
