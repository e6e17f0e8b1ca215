// Runs one compiled block: evaluate.ts FILE ends|stays. One that stays up has run when its last line is done.
import { pathToFileURL } from "node:url";

const [file = "", way] = process.argv.slice(2);
await import(pathToFileURL(file).href);
if (way === "stays") process.exit(0);
