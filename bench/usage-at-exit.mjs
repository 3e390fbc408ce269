/**
 * Loaded before ESLint (`node --import`): writes what the process took to the file that BENCH_USAGE names. CPU time is
 * that of all threads, memory the most that was resident at any time.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";

const started = performance.now();
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    wall: performance.now() - started,
    cpu: (userCPUTime + systemCPUTime) / 1000,
    memory: maxRSS / 1024,
  };
  writeFileSync(process.env["BENCH_USAGE"] ?? "/dev/null", JSON.stringify(usage));
});
