import { sayWord, type Say } from '../texts/say.js';

export function siteText(say: Say, site: string): string {
  const name = sayWord(say, 'site', site);
  return name === site ? site : `${name} (${site})`;
}
