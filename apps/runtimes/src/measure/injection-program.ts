import { judgeObeyedTexts } from "./obeyed-texts.ts";
import type { InjectionCase } from "./injection-case.ts";

// Prints the number of decisions of each kind, as a line of JSON. The argument is the case.
const injectionCase: InjectionCase = JSON.parse(process.argv[2] ?? "{}");
console.log(JSON.stringify(await judgeObeyedTexts(injectionCase)));
