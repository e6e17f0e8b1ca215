// Takes the screenshots of the moderation desk, docs/desk-light.png and docs/desk-dark.png.
// Needs Chromium on the PATH, and the sample's build. Run with the workspace's Node: node_modules/.bin/node scripts/make-desk-pictures.mjs
import { takeDeskPictures } from "../apps/sample/scripts/desk-pictures.ts";

await takeDeskPictures();
