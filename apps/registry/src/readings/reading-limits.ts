/** Bytes that the process may hold; reading a letter takes a fifth of this. */
const mostMemory = 640 * 1024 * 1024;
/** Microseconds of a processor's time; reading a letter takes less than one second. How long that is on a clock is up to what else runs. */
const mostWork = 10_000_000;

/** Looks from a thread beside the reading, which may not come to rest. Buffers are no part of the heap that Node itself limits. */
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (process.memoryUsage.rss() > mostMemory || user + system > mostWork) process.kill(process.pid, 'SIGKILL');
}, 20);
