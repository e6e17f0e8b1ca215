import { findPlantedPhrases } from "./planted-phrases.ts";

// Prints the facts about the text whose name is the argument, as a line of JSON.
const [, , name = ""] = process.argv;
console.log(JSON.stringify(await findPlantedPhrases(name, { step: 1, api: "v2" })));
