// Makes the files of demo-media/ anew; the same versions of sharp and of the encoder give the same bytes.
// Run with the workspace's Node: node_modules/.bin/node scripts/make-demo-media.mjs
import "../packages/emulator/scripts/demo-media.mjs";
