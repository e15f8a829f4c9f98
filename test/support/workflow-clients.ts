/** How long each call of some clients took, by the clients' own clock. */
export interface Latencies {
  count: number;
  p50Ms: number;
  p99Ms: number;
  longestMs: number;
}

/**
 * So many clients, each calling again as soon as it has its answer, until `work` has ended.
 * @param call gets a number that no other call has
 */
export async function callDuring(
  { clients, call }: { clients: number; call: (number: number) => Promise<unknown> },
  work: () => Promise<unknown>,
): Promise<Latencies> {
  const tookMs: number[] = [];
  let next = 0;
  const over = new AbortController();
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const number = next++;
      const from = performance.now();
      await call(number);
      tookMs.push(performance.now() - from);
    }
  };
  const calling = Promise.all(Array.from({ length: clients }, client));
  // A client that fails is heard of when the work has ended.
  calling.catch(() => undefined);
  try {
    await work();
  } finally {
    over.abort();
    await calling;
  }
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(next * share)] ?? 0);
  return {
    count: next,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    longestMs: Math.round(sorted.at(-1) ?? 0),
  };
}
