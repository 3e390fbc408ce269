/** The README's test command: sets up what it needs, then runs every check that a change has to pass. */
import { run, setUp, setUpLibraries } from "./set-up.mjs";

setUp();
const libraries = setUpLibraries();
run("npm", ["run", "typecheck"]);
run("npm", ["run", "lint"]);
run("npm", ["run", "format:check"]);
run("npm", ["run", "knip"]);
// Builds, too: the tests that run the plugin as users do find it in dist/.
run("npm", ["run", "check-package"]);
await libraries;
// These make the engine work hard for minutes, and counting what they cover would make them take half as long again.
run("npm", ["run", "strain"]);
// Last, so that its table of results closes the run.
run("npm", ["run", "coverage"]);
