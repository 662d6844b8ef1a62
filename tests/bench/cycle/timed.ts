export interface Spent {
  readonly ms: number;
  readonly cpuMs: number;
}

/** The wall time and the CPU time of this process that some work took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly spent: Spent }> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const value = await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { value, spent: { ms, cpuMs: (user + system) / 1_000 } };
}
