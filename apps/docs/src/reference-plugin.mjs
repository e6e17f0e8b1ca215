// A plugin of TypeDoc's: calls the entries by the names that users import, and makes one list of what a function throws.
import { Converter } from "typedoc";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";
import { shortenVariables } from "./shorten-variables.mjs";

/** @param {import("typedoc-plugin-markdown").MarkdownApplication} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.children ?? []) module.name = entryName(module.name);
    shortenVariables(context.project);
  });
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    // The router takes a type of the main entry, Mask, for a page, and gives the entry of that name a number.
    page.filename = page.filename.replace(/mask-1\.md$/, "mask.md");
    const contents = (page.contents ?? "").replaceAll("mask-1.md", "mask.md");
    page.contents = dropOverrides(listThrows(contents)).replace(
      /^# Hivekit\n\n## Modules\n\n((?:- .+\n)+)/,
      (_, entries) =>
        INDEX +
        entries.replaceAll(
          /^- (\[(.+)\].+)$/gm,
          (_line, link, name) => `| ${link} | ${PURPOSES[name] ?? ""} |`,
        ),
    );
  });
}

const INDEX = `# Reference of the API

Each entry that can be imported, with every public symbol. Written by \`npm run docs\` from the docblocks of the sources: change those, not
these pages. [The guides](../README.md) say what to do with it.

| entry | what |
|---|---|
`;

const PURPOSES = {
  "@hivekit/core": "the client, streams of frames, results, errors",
  "@hivekit/core/callback": "callbacks that prove themselves",
  "@hivekit/core/classes": "Hive's heads and classes as data",
  "@hivekit/core/mask": "pixels of a segmentation mask to classes",
  "@hivekit/core/node": "files from disk, a patient `fetch`",
  "@hivekit/core/options": "option checks for packages that extend Hivekit",
  "@hivekit/core/policy": "from scores to a decision",
  "@hivekit/core/schemas": "zod schemas of the wire formats and of results",
  "@hivekit/emulator": "Hive on your desk, in process",
  "@hivekit/emulator/node": "the same on a port",
  "@hivekit/emulator/vitest": "the same in a test's context",
  "@hivekit/nestjs": "module, service, filter, pipe, interceptor",
  "@hivekit/nestjs/callbacks": "methods that take results, stores",
  "@hivekit/nestjs/health": "an indicator for terminus",
  "@hivekit/nestjs/testing": "the module on the emulator",
  "@hivekit/rxjs": "frames and tasks as Observables, operators",
};

/** What a constructor or a property overrides says nothing to users. */
function dropOverrides(markdown) {
  return markdown.replaceAll(/^#{4,6} (?:Overrides|Inherited from)\n\n.*\n\n?/gm, "");
}

/** `core/src/callback` becomes `@hivekit/core/callback`, `core/src` or `core/src/index` becomes `@hivekit/core`. */
function entryName(path) {
  const [name, , entry = "index"] = path.split("/");
  return `@hivekit/${name}${entry === "index" ? "" : `/${entry}`}`;
}

/** Sections "Throws" that follow each other become one with a list; what is said of the source stays behind it. */
function listThrows(markdown) {
  return markdown.replaceAll(/(?:^#{4,6} Throws\n\n(?:(?!#|\*\*\*).*\n)+)+/gm, (sections) => {
    const [, level = "######"] = /^(#+)/.exec(sections) ?? [];
    const texts = sections.split(/^#+ Throws\n\n/m).filter((text) => text.trim() !== "");
    const sources = [];
    const items = texts.map((text) => {
      const paragraphs = text.trim().split(/\n{2,}/);
      sources.push(...paragraphs.filter((paragraph) => paragraph.startsWith("Source:")));
      return `- ${paragraphs
        .filter((paragraph) => !paragraph.startsWith("Source:"))
        .join(" ")
        .replaceAll("\n", " ")}\n`;
    });
    const behind = sources.map((source) => `\n${source}\n`).join("");
    return `${level} Throws\n\n${items.join("")}${behind}\n`;
  });
}
