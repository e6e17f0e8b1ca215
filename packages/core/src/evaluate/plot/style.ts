type Theme = Readonly<
  Record<"surface" | "ink" | "muted" | "grid" | "precision" | "recall" | "unknown", string>
>;

const LIGHT: Theme = {
  surface: "#ffffff",
  ink: "#1f2328",
  muted: "#59636e",
  grid: "#e3e7eb",
  precision: "#0550ae",
  recall: "#bc4c00",
  unknown: "#818b98",
};

const DARK: Theme = {
  surface: "#0d1117",
  ink: "#e6edf3",
  muted: "#9198a1",
  grid: "#262c34",
  precision: "#58a6ff",
  recall: "#f0883e",
  unknown: "#7d8590",
};

const S = ".hivekit-plot";

/** Without custom properties, which some converters of SVG do not know. Only screens get dark colors: paper is white. */
export const STYLE = `
${S} { font: 12px system-ui, sans-serif }
${S} text { fill: currentColor; stroke: none }
${S} .title { font-size: 17px; font-weight: 600 }
${S} .heading { font-size: 13px; font-weight: 600 }
${S} .tick { font-size: 11px }
${S} .middle { text-anchor: middle }
${S} .end { text-anchor: end }
${S} path { fill: none }
${S} .grid, ${S} .axis { stroke-width: 1 }
${S} .precision, ${S} .recall { stroke-width: 2; stroke-linejoin: round }
${S} .recall { stroke-dasharray: 7 3 }
${S} .chance { stroke-width: 1.5; stroke-dasharray: 2 3 }
${S} .precision-band, ${S} .recall-band { fill-opacity: 0.16; stroke: none }
${S} .unknown-area { fill-opacity: 0.35; stroke: none }
${S} .mark { stroke-width: 1.5; stroke-dasharray: 4 3 }
${S} .whisker { stroke-width: 1.5 }
${S} .halo { paint-order: stroke; stroke-width: 4; stroke-linejoin: round }
${themeRules(LIGHT)}
@media screen and (prefers-color-scheme: dark) {
${themeRules(DARK)}
}
`;

function themeRules(theme: Theme): string {
  const { surface, ink, muted, grid, precision, recall, unknown } = theme;
  return [
    `${S} { color: ${ink} }`,
    `${S} .surface { fill: ${surface} }`,
    `${S} text.tick, ${S} text.label, ${S} text.note { fill: ${muted} }`,
    `${S} .grid { stroke: ${grid} }`,
    `${S} .axis, ${S} .chance { stroke: ${muted} }`,
    `${S} .precision { stroke: ${precision} }`,
    `${S} .precision-band { fill: ${precision} }`,
    `${S} .recall { stroke: ${recall} }`,
    `${S} .recall-band { fill: ${recall} }`,
    `${S} .unknown-area { fill: ${unknown} }`,
    `${S} .mark, ${S} .whisker { stroke: ${ink} }`,
    `${S} .dot { fill: ${ink} }`,
    `${S} text.halo { stroke: ${surface} }`,
  ].join("\n");
}
