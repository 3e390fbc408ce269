/** Builds the documentation's site into docs/.vitepress/dist. A link that leads nowhere ends it with an error. */
import { root, run, setUp } from "./set-up.mjs";

const docs = `${root}docs/`;
setUp(docs);
run("npx", ["vitepress", "build", "."], docs);
