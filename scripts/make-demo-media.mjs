// Generates the files in demo-media/. Equal versions of sharp and of the encoder yield equal bytes.
// Run with the workspace's Node: node_modules/.bin/node scripts/make-demo-media.mjs
import "../packages/emulator/scripts/demo-media.mjs";
