import { readFile } from 'node:fs/promises';

/**
 * When a process began, as this machine tells it: boot id and clock ticks since. The same number given to another process
 * later, or after a reboot, gives another text. `undefined` where the machine has no /proc, or no such process.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
    // The second field is the program's name in brackets and may hold anything; field 22 counts from behind it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot.trim()}:${ticks}`;
  } catch {
    // No /proc, or nobody with this number: both mean "this machine cannot tell".
    return undefined;
  }
}

/** Whether the process `pid` that began at `start` still lives. A number in use by somebody who began at another time is dead. */
export async function isAlive(pid: number, start: string | undefined): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody is there who is not ours to signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const startNow = await processStart(pid);
  return start === undefined || startNow === undefined || start === startNow;
}
