/** Does `work` for all of them in their order, so many at a time. */
export async function sideBySide<T, R>(
  all: readonly T[],
  atOnce: number,
  work: (each: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const each = all[index];
      if (each === undefined) return;
      results[index] = await work(each, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, one));
  return results;
}
