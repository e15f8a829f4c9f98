import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const place = join('expense-center', 'pages', 'assets');

/** Where the stylesheet lies: it is not compiled, so the built program looks for it beside `dist`. */
export function assetsFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, place))) return join(folder, place);
  }
  throw new Error(`there is no ${place} above ${__dirname}`);
}
