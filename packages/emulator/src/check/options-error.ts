// Superseded by src/options: only src/faults and src/index.ts still import from here.
export { EmulatorOptionsError } from "../options/check-options.ts";
