import { existsSync } from 'node:fs';
import { EnvironmentError } from './environment-error.js';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing but our pages is asked for, also where there is no sandbox to be had. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The browser in which pages are tested and photographed: that of CHROMIUM_PATH, or one in its usual
 * place.
 * @throws EnvironmentError where there is none
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment['CHROMIUM_PATH'];
  const found = [...(given ? [given] : usualPaths)].find((path) => existsSync(path));
  if (found === undefined)
    throw new EnvironmentError(
      `there is no Chromium at ${given || usualPaths.join(', ')}; install it (apt-get install chromium), or set CHROMIUM_PATH`,
    );
  return found;
}
