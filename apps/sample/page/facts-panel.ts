import type { ItemDetail } from "../api/desk-api.ts";
import { element } from "./element.ts";
import { refresh } from "./refresh.ts";
import { bytesText, dollarsText, secondsText } from "./words.ts";

/** Shows what else is known of an item: the model, the charge, the size. */
export function showFacts(place: HTMLElement, item: ItemDetail): void {
  const facts = factsOf(item);
  refresh(place, facts, {
    build: () => [
      element("h3", {}, ["Details"]),
      element(
        "dl",
        { class: "facts" },
        facts.map(([term, value]) =>
          element("div", {}, [element("dt", {}, [term]), element("dd", {}, [value])]),
        ),
      ),
    ],
  });
}

/** The facts of an item that are known, each with its name. */
function factsOf(item: ItemDetail): readonly (readonly [string, string])[] {
  const { source, summary, chargeUsd, frameCount, project } = item;
  const results = summary?.results ?? [];
  const models = results.flatMap(({ model }) => {
    const name = [model.name ?? model.type, model.version].filter((part) => part !== null).join(" ");
    return name === "" ? [] : [name];
  });
  const media = results.find((result) => result.media !== null)?.media ?? null;
  const language = results.find((result) => result.text !== null)?.text?.language ?? null;
  const facts: (readonly [string, string | null])[] = [
    ["Project", project],
    ["Model", models.length > 0 ? [...new Set(models)].join(", ") : null],
    ["Charge", chargeUsd === null ? (summary === null ? null : "not said") : dollarsText(chargeUsd)],
    ["Labels", summary !== null && summary.labels.length > 0 ? summary.labels.join(", ") : null],
    ["Frames", String(frameCount)],
    ["Type", source.kind === "media" ? source.contentType : (media?.mimeType ?? null)],
    ["Size", source.kind === "media" ? bytesText(source.sizeBytes) : null],
    ["Picture", sizeText(media?.widthPx ?? null, media?.heightPx ?? null)],
    ["Duration", media?.durationSeconds ? secondsText(media.durationSeconds) : null],
    ["Language", language],
    ["From Hive's cache", summary?.fromCache === true ? "yes" : null],
    ["Hive's id", summary?.id ?? null],
  ];
  return facts.flatMap(([term, value]) => (value === null ? [] : [[term, value] as const]));
}

function sizeText(widthPx: number | null, heightPx: number | null): string | null {
  return widthPx === null || heightPx === null ? null : `${widthPx} × ${heightPx} px`;
}
