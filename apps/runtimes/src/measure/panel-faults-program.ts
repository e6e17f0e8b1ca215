import { runPanelFaults } from "./panel-faults.ts";

/** The program's argument, as JSON. */
export type PanelFaultsTask = { readonly runs: number; readonly seed: number };

const { runs, seed }: PanelFaultsTask = JSON.parse(process.argv[2] ?? "{}");
console.log(JSON.stringify(await runPanelFaults(runs, seed)));
process.exit();
