import type { ItemDetail } from "../../api/desk-api.ts";
import { element } from "../dom/element.ts";
import { refresh } from "../dom/refresh.ts";
import { formatBytes, formatDollars, formatSeconds, formatTokens } from "../format/format-values.ts";

/** Shows an item's details, such as the model, the charge and the size. */
export function showDetails(container: HTMLElement, item: ItemDetail): void {
  const details = listDetails(item);
  refresh(container, details, {
    build: () => [
      element("h3", {}, ["Details"]),
      element(
        "dl",
        { class: "facts" },
        details.map(([term, value]) =>
          element("div", {}, [element("dt", {}, [term]), element("dd", {}, [value])]),
        ),
      ),
    ],
  });
}

/** Lists the known details of an item with their labels. */
function listDetails(item: ItemDetail): readonly (readonly [string, string])[] {
  const { source, summary, chargeUsd, frameCount, project, policyVersion, tokens } = item;
  const results = summary?.results ?? [];
  const models = results.flatMap(({ model }) => {
    const name = [model.name ?? model.type, model.version].filter((part) => part !== null).join(" ");
    return name === "" ? [] : [name];
  });
  const media = results.find((result) => result.media !== null)?.media ?? null;
  const language = results.find((result) => result.text !== null)?.text?.language ?? null;
  const details: (readonly [string, string | null])[] = [
    ["Project", project],
    ["Model", models.length > 0 ? [...new Set(models)].join(", ") : null],
    ["Charge", chargeUsd === null ? (summary === null ? null : "unknown") : formatDollars(chargeUsd)],
    ["Labels", summary !== null && summary.labels.length > 0 ? summary.labels.join(", ") : null],
    ["Policy version", policyVersion === null ? null : String(policyVersion)],
    ["Tokens", tokens === null ? null : formatTokens(tokens)],
    // The vision language model returns no frames.
    ["Frames", policyVersion === null ? String(frameCount) : null],
    ["Type", source.kind === "media" ? source.contentType : (media?.mimeType ?? null)],
    ["Size", source.kind === "media" ? formatBytes(source.sizeBytes) : null],
    ["Dimensions", formatDimensions(media?.widthPx ?? null, media?.heightPx ?? null)],
    ["Duration", media?.durationSeconds ? formatSeconds(media.durationSeconds) : null],
    ["Language", language],
    ["From Hive's cache", summary?.fromCache === true ? "yes" : null],
    ["Hive's task id", summary === null || summary.id === "" ? null : summary.id],
  ];
  return details.flatMap(([term, value]) => (value === null ? [] : [[term, value] as const]));
}

function formatDimensions(widthPx: number | null, heightPx: number | null): string | null {
  return widthPx === null || heightPx === null ? null : `${widthPx} × ${heightPx} px`;
}
