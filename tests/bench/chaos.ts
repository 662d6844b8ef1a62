import { type ChaosRound, chaos, DEEDS } from '../support/chaos.ts';

/** Breaks something in the middle of every round and holds database and receiver against each other. True when everything added up. */
export async function chaosBench(rounds: number, print: (line: string) => void): Promise<boolean> {
  const scene = await chaos('a wet Wednesday');
  const done: ChaosRound[] = [];
  try {
    for (let number = 0; number < rounds; number += 1) {
      const deed = DEEDS[number % DEEDS.length] ?? 'worker killed';
      const round = await scene.round(number, deed);
      done.push(round);
      for (const problem of round.wrong) print(`  WRONG: ${problem}`);
    }
  } finally {
    await scene.close();
  }
  for (const deed of DEEDS) {
    const those = done.filter((round) => round.deed === deed);
    const sum = (read: (round: ChaosRound) => number): number => those.reduce((total, round) => total + read(round), 0);
    print(
      `  ${deed.padEnd(16)}${String(those.length).padStart(4)} rounds: ${sum((one) => one.sent)} sent, ${sum((one) => one.unknown)} unknown, ${sum((one) => one.inFlight)} caught in the air, ${sum((one) => one.wrong.length)} wrong`,
    );
  }
  return done.every((round) => round.wrong.length === 0);
}
