// The largest size of each export in a user's bundle, with its dependencies, minified and compressed.
// The aims are smaller: 23 KiB for HiveClient and 12 KiB for decide. Lower a limit when a size shrinks.

const core = "packages/core/dist";

export default [
  { name: "HiveClient", path: `${core}/index.js`, import: "{ HiveClient }", limit: "32.9 KiB", gzip: true },
  { name: "decodeTask", path: `${core}/index.js`, import: "{ decodeTask }", limit: "7.8 KiB", gzip: true },
  { name: "classifyText", path: `${core}/text.js`, import: "{ classifyText }", limit: "6.4 KiB", gzip: true },
  { name: "decide", path: `${core}/policy.js`, import: "{ decide }", limit: "15.4 KiB", gzip: true },
  {
    name: "evaluatePolicy",
    path: `${core}/evaluate.js`,
    import: "{ evaluatePolicy }",
    limit: "17.2 KiB",
    gzip: true,
  },
  { name: "HiveVlm", path: `${core}/vlm.js`, import: "{ HiveVlm }", limit: "29.3 KiB", gzip: true },
  {
    name: "HiveClient and HiveVlm",
    path: [`${core}/index.js`, `${core}/vlm.js`],
    import: { [`${core}/index.js`]: "{ HiveClient }", [`${core}/vlm.js`]: "{ HiveVlm }" },
    limit: "40.9 KiB",
    gzip: true,
  },
  {
    name: "openTelemetry without its peer",
    path: `${core}/opentelemetry.js`,
    import: "{ openTelemetry }",
    ignore: ["@opentelemetry/api"],
    limit: "3.2 KiB",
    gzip: true,
  },
  {
    name: "withBudget",
    path: `${core}/guard.js`,
    import: "{ createBudget, withBudget }",
    limit: "11.7 KiB",
    gzip: true,
  },
  { name: "createPanel", path: `${core}/panel.js`, import: "{ createPanel }", limit: "24.3 KiB", gzip: true },
  {
    name: "withVerdictCache",
    path: `${core}/guard.js`,
    import: "{ withVerdictCache }",
    limit: "25.3 KiB",
    gzip: true,
  },
  { name: "sampleBy", path: `${core}/guard.js`, import: "{ sampleBy }", limit: "1.6 KiB", gzip: true },
];
