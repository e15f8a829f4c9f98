import { items, sites, type ImportRecord } from '../domain/records.js';

const knownItems = new Set<string>(items);
const knownSites = new Set<string>(sites);

/** More than anybody reads; a file of nothing but new names must not fill the memory. */
const most = 1000;

/** Items and sites that no rule knows: accepted, and named in the report. */
export class UnknownNames {
  private readonly items = new Set<string>();
  private readonly sites = new Set<string>();

  note(record: ImportRecord): void {
    if (record.kind === 'bill') {
      for (const { item } of record.lines)
        if (!knownItems.has(item) && this.items.size < most) this.items.add(item);
    } else if ('site' in record && !knownSites.has(record.site) && this.sites.size < most)
      this.sites.add(record.site);
  }

  sorted(): { unknownItems: string[]; unknownSites: string[] } {
    return {
      unknownItems: Array.from(this.items).toSorted(),
      unknownSites: Array.from(this.sites).toSorted(),
    };
  }
}
