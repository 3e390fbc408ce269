/** `npm run incremental`: makes 1,000 edits by chance (or as many as its argument says) where the tests make a few. */
import process from "node:process";
import { run } from "./set-up.mjs";

const [edits = "1000"] = process.argv.slice(2);
process.env["INCREMENTAL_EDITS"] = edits;
run("npx", ["vitest", "run", "fuzz/incremental"]);
