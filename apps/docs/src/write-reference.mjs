// Writes the reference of the API into a folder: write-reference.mjs FOLDER. Fails, with their names, where public symbols have no docblock.
import { fileURLToPath } from "node:url";
import { Application, TSConfigReader, TypeDocReader } from "typedoc";
import { listUndocumented } from "./list-undocumented.mjs";

const [folder = ""] = process.argv.slice(2);
const app = await Application.bootstrapWithPlugins(
  { options: fileURLToPath(new URL("../typedoc.json", import.meta.url)), out: folder, logLevel: "Warn" },
  [new TypeDocReader(), new TSConfigReader()],
);
const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
const undocumented = listUndocumented(project);
for (const name of undocumented.names) console.error(`${name} has no docblock`);
console.log(`${undocumented.count} public symbols, ${undocumented.names.length} without a docblock`);
if (undocumented.names.length > 0 || app.logger.hasErrors() || app.logger.validationWarningCount > 0)
  process.exit(1);
await app.generateOutputs(project);
