import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a measured process says of itself when it is asked. */
export interface Reading {
  /** CPU time of the whole process since it began, all threads. */
  readonly cpuMs: number;
  /** The longest its event loop was held since the last reading, to about 1 ms. */
  readonly longestHoldMs: number;
}

// Loaded with --import in front of the measured program, which knows nothing of it.
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const reading: Reading = { cpuMs: (user + system) / 1_000, longestHoldMs: delay.max / 1_000_000 };
  delay.reset();
  process.send?.(reading);
});
process.channel?.unref();
// Nothing outlives the bench, however that ended.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
