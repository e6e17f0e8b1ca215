// A TypeDoc plugin for docs/api: names entry points as users import them, shortens constants, and merges thrown errors.
import { Converter, IntrinsicType, ReferenceType, ReflectionKind } from "typedoc";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";

const INDEX = `# API reference

Every entry point with its public symbols. \`npm run docs\` writes these pages from the docblocks in the sources. Start with
[the guides](../README.md).

| entry point | contents |
|---|---|
`;

const CONTENTS = {
  "@hivekit/core": "the client, streams of frames, results, errors",
  "@hivekit/core/callback": "signed callback URLs",
  "@hivekit/core/classes": "known heads and classes",
  "@hivekit/core/evaluate": "precision and recall of policies, thresholds",
  "@hivekit/core/guard": "estimates, budgets, caching, sampling",
  "@hivekit/core/guard/testing": "tests for custom stores",
  "@hivekit/core/mask": "segmentation masks",
  "@hivekit/core/node": "files from disk, a `fetch` with long timeouts",
  "@hivekit/core/opentelemetry": "spans and metrics of OpenTelemetry",
  "@hivekit/core/options": "option checks for packages that extend Hivekit",
  "@hivekit/core/panel": "one verdict from several models",
  "@hivekit/core/policy": "decisions from scores",
  "@hivekit/core/schemas": "zod schemas of responses and results",
  "@hivekit/core/text": "texts of any length",
  "@hivekit/core/vlm": "questions to the vision language model",
  "@hivekit/emulator": "the emulator in process",
  "@hivekit/emulator/node": "the emulator as a server",
  "@hivekit/emulator/vitest": "the emulator in a test's context",
  "@hivekit/nestjs": "module, service, panel, filter, pipe, interceptor",
  "@hivekit/nestjs/callbacks": "handlers of callbacks, stores",
  "@hivekit/nestjs/health": "an indicator for terminus",
  "@hivekit/nestjs/testing": "the module on the emulator",
  "@hivekit/rxjs": "frames and tasks as Observables, operators",
};

/** @param {import("typedoc-plugin-markdown").MarkdownApplication} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = entryName(module.name);
    for (const variable of project.getReflectionsByKind(ReflectionKind.Variable)) shorten(variable, project);
  });
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    // The type Mask of the main entry point takes the page name of the entry point /mask, which then gets a number.
    page.filename = page.filename.replace(/mask-1\.md$/, "mask.md");
    page.contents = mergeThrows((page.contents ?? "").replaceAll("mask-1.md", "mask.md"))
      // The overridden member is useless to users.
      .replaceAll(/^#{4,6} (?:Overrides|Inherited from)\n\n.*\n\n?/gm, "")
      .replace(/^# Hivekit\n\n## Modules\n\n((?:- .+\n)+)/, (_, entries) => INDEX + listEntries(entries));
  });
}

/**
 * `core/src/callback` becomes `@hivekit/core/callback`, `core/src/guard-testing` `@hivekit/core/guard/testing`, and
 * `core/src` and `core/src/index` become `@hivekit/core`.
 */
function entryName(path) {
  const [name, , entry = "index"] = path.split("/");
  return `@hivekit/${name}${entry === "index" ? "" : `/${entry.replace("-testing", "/testing")}`}`;
}

function listEntries(entries) {
  return entries.replaceAll(/^- (\[(.+)\].+)$/gm, (_, link, name) => `| ${link} | ${CONTENTS[name] ?? ""} |`);
}

/** Shows a zod schema without its type arguments, and a preset policy as a table without its members' docblocks. */
function shorten(variable, project) {
  const { type, comment } = variable;
  project.removeTypeReflections(type);
  variable.type = type;
  if (type instanceof ReferenceType && type.name.startsWith("Zod")) type.typeArguments = undefined;
  const parts = type?.declaration?.children;
  if (parts === undefined || comment === undefined || !parts.every(isScores)) return;
  const rows = parts.flatMap((part) =>
    part.type.declaration.children.map((entry) => {
      const isIgnored = entry.type.declaration?.children?.some(({ name }) => name === "ifMissing") === true;
      return `| \`${part.name}\` | \`${entry.name}\` | ${leastScore(entry)} | ${isIgnored ? "ignored" : "unknown"} |`;
    }),
  );
  const table = ["| decision | class | from | if missing |", "|---|---|---|---|", ...rows].join("\n");
  comment.summary.push({ kind: "text", text: `\n\n${table}` });
  variable.type = new IntrinsicType("object");
}

/** Returns whether every entry of an object has a threshold. */
function isScores(part) {
  return part.type?.declaration?.children?.every((entry) => leastScore(entry) !== undefined) === true;
}

function leastScore({ type }) {
  const given = type?.declaration?.children?.find(({ name }) => name === "atLeast")?.type ?? type;
  return given?.type === "literal" ? given.value : undefined;
}

/** Merges consecutive sections "Throws" into one with a list. Paragraphs with the source come after it. */
function mergeThrows(markdown) {
  return markdown.replaceAll(/(?:^#{4,6} Throws\n\n(?:(?!#|\*\*\*).*\n)+)+/gm, (sections) => {
    const [, level = "######"] = /^(#+)/.exec(sections) ?? [];
    const texts = sections.split(/^#+ Throws\n\n/m).filter((text) => text.trim() !== "");
    const sources = [];
    const items = texts.map((text) => {
      const paragraphs = text.trim().split(/\n{2,}/);
      sources.push(...paragraphs.filter((paragraph) => paragraph.startsWith("Source:")));
      const own = paragraphs.filter((paragraph) => !paragraph.startsWith("Source:"));
      return `- ${own.join(" ").replaceAll("\n", " ")}\n`;
    });
    return `${level} Throws\n\n${items.join("")}${sources.map((source) => `\n${source}\n`).join("")}\n`;
  });
}
