/** How long each call of some clients took, by the clients' own clock. */
export interface Latencies {
  count: number;
  p50Ms: number;
  p99Ms: number;
  longestMs: number;
}

/**
 * So many clients, each calling again as soon as it has its answer, until `isOver`.
 * @param call gets a number that no other call has
 */
export async function callAtOnce(
  clients: number,
  call: (number: number) => Promise<unknown>,
  isOver: () => boolean,
): Promise<Latencies> {
  const tookMs: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const number = next++;
      const from = performance.now();
      await call(number);
      tookMs.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(next * share)] ?? 0);
  return {
    count: next,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    longestMs: Math.round(sorted.at(-1) ?? 0),
  };
}
