import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../configuration/project-root.js';

export const publishedPage = join(projectRoot(), 'docs', 'fault-matrix.md');

const drills = '## Drills\n';

/** Writes the matrix, and keeps what the page says of drills. */
export function writeMatrix(file: string, matrix: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const at = before.indexOf(drills);
  writeFileSync(file, at < 0 ? matrix : `${matrix}\n${before.slice(at)}`);
}

/** Adds the line of a drill; one of the same size and seed takes the place of the earlier one. */
export function writeDrill(file: string, line: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const at = before.indexOf(drills);
  const matrix = at < 0 ? `${before}\n` : before.slice(0, at);
  const [same = ''] = line.split(':');
  const others = (at < 0 ? '' : before.slice(at))
    .split('\n')
    .filter((each) => each.startsWith('- ') && !each.startsWith(`- ${same}:`));
  writeFileSync(file, `${matrix}${drills}\n${[...others, `- ${line}`].join('\n')}\n`);
}
