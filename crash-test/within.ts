/** @throws Error naming `what` when it takes longer */
export async function within<T>(
  promise: Promise<T>,
  { seconds, what }: { seconds: number; what: string },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} is not there after ${seconds} s`)),
      seconds * 1_000,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
