import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { judgeTarball } from "./judge-tarball.mjs";

/** Says in a paragraph what publishing a tarball would put on the registry. */
export function describeTarball({ manifest, tarball, unpacked, changelog, state, hasFiles }) {
  const { files, unpackedBytes, problems } = judgeTarball(unpacked);
  const { access, provenance } = manifest.publishConfig ?? {};
  return [
    "",
    `${manifest.name}@${manifest.version}: ${{ there: "already on the registry, would be left out", "not there": "not on the registry, would be published" }[state] ?? "the registry did not answer"}`,
    `  tarball     ${basename(tarball)}, ${kilobytes(statSync(tarball).size)}, unpacked ${kilobytes(unpackedBytes)}`,
    `  files       ${files.length}: ${summaryOf(files)}`,
    ...(hasFiles ? files.map((file) => `              ${file}`) : []),
    `  access      ${access}, provenance: ${provenance === true ? `${manifest.repository.url}, ${manifest.repository.directory}` : "none"}`,
    `  problems    ${problems.join("; ") || "none"}`,
    `  changelog`,
    ...entryOf(changelog, manifest.version).map((line) => (line === "" ? "" : `    ${line}`)),
  ].join("\n");
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Folders with their number of files, then the files beside them. */
function summaryOf(files) {
  const folders = Map.groupBy(
    files.filter((file) => file.includes("/")),
    (file) => file.slice(0, file.indexOf("/")),
  );
  const counts = [...folders].map(([folder, inside]) => `${folder}/ ${inside.length}`);
  return [...counts, ...files.filter((file) => !file.includes("/"))].join(", ");
}

/** What the changelog says of a version. */
function entryOf(changelog, version) {
  const text = existsSync(changelog) ? readFileSync(changelog, "utf8") : "";
  const entry = text.split(/^## /m).find((part) => part.startsWith(`${version}\n`));
  return entry === undefined ? ["(none)"] : entry.trim().split("\n").slice(1);
}
