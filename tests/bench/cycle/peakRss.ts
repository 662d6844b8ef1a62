const EVERY_MS = 50;

/** The most memory this process holds (RSS, 10⁶ bytes) from now until it is stopped; making the database before is left out. */
export function peakRssMb(): { stop(): number } {
  let most = 0;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return most / 1_000_000;
    },
  };
}
