// Runs one compiled block: evaluate.ts FILE.
import { pathToFileURL } from "node:url";

const [file = ""] = process.argv.slice(2);
await import(pathToFileURL(file).href);
