import {
  startEmulators,
  type EmulatorOptions,
  type Emulators,
} from '../../emulators/start-emulators';

/** The hour of 09:00 is over, and reports of it are still in time with every vendor. */
export const halfPastTen = new Date('2026-11-22T10:30:00Z');

/** Starts emulators at half past ten and stops them after each test. */
export function runEmulators(): (options?: EmulatorOptions) => Promise<Emulators> {
  const running: Emulators[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
  });
  return async (options) => {
    const emulators = await startEmulators({ now: () => halfPastTen, ...options });
    running.push(emulators);
    return emulators;
  };
}
