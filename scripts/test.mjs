/** The README's test command: sets up what it needs, then runs every check that a change has to pass. */
import { run, runInTurn, setUp, setUpLibraries } from "./set-up.mjs";

setUp();
await Promise.all([
  setUpLibraries(),
  // As long as all the others together.
  runInTurn(["lint"]),
  // The last one builds, too: the tests that run the plugin as users do find it in dist/.
  runInTurn(["typecheck", "format:check", "knip", "check-package"]),
]);
// These make the engine work hard, or run it in processes of its own: counting what they cover would make them take half as long again.
run("npm", ["run", "strain"]);
// Last, so that its table of results closes the run.
run("npm", ["run", "coverage"]);
