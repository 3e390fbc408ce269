/** Loaded into a process whose memory is watched: answers each message with what the heap holds after a collection. */
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
process.channel?.unref();
