import { openBookFile, type BookFile } from './book-file.js';

/** One record as it reached the vendor behind its gateway, and what it did to the books. */
export interface Delivery {
  /**
   * `first`: a new entry. `repeat`: the entry was there with the same content. `conflict`: it was there
   * with other content, which is lost. `addition`: its units came on top. `replacement`: it took the
   * place of a rejected one.
   */
  effect: 'first' | 'repeat' | 'conflict' | 'addition' | 'replacement';
  /** What the vendor tells records apart by. */
  key: string;
  recordId: string;
  instance: string;
  customer?: string;
  dimension: string;
  /** The vendor's own name of the priced item (Alibaba Cloud: meteringAssit). */
  item?: string;
  region?: string;
  /** Our own id in the record, where the vendor takes one. */
  reference?: string;
  /** Of the usage, ISO UTC; where the vendor takes one instant, its hour. */
  from: string;
  to: string;
  /** As the vendor counts: whole minor units, or Huawei's decimal. */
  units: string;
  /** Only accepted entries are billed; the other two were answered like them. */
  state: 'accepted' | 'rejected' | 'unbilled';
  reason?: string;
  requestId: string;
  at: string;
}

export interface BookEntry extends Omit<Delivery, 'effect' | 'requestId' | 'at'> {
  /** How often it was delivered, whatever came of it. */
  deliveries: number;
  /** How many of these said something else. */
  conflicts: number;
  /** The first of them. */
  requestIds: readonly string[];
  firstAt: string;
  lastAt: string;
}

const requestIdsKept = 20;

/** What one vendor has taken on its books. Only deliveries are written; entries follow from them. */
export class Books {
  readonly #entries = new Map<string, BookEntry>();
  #file: BookFile | undefined;

  private constructor() {
    // Books are opened, never made: their file comes first.
  }

  /** With a path they are kept there and found again; without one they last as long as the process. */
  static async open({ path }: { path?: string | undefined }): Promise<Books> {
    const books = new Books();
    if (path !== undefined) {
      books.#file = await openBookFile(path, (delivery) => books.#apply(delivery));
    }
    return books;
  }

  find(key: string): BookEntry | undefined {
    return this.#entries.get(key);
  }

  entries(): BookEntry[] {
    return [...this.#entries.values()];
  }

  /**
   * Takes what `work` takes: at once, so that the next record of the same request finds it, and on file
   * as one write before anybody gets an answer.
   */
  record<T>(work: (take: (delivery: Delivery) => void) => T): T {
    const taken: Delivery[] = [];
    try {
      return work((delivery) => {
        this.#apply(delivery);
        taken.push(delivery);
      });
    } finally {
      if (taken.length > 0) this.#file?.append(taken);
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #apply({ effect, requestId, at, ...record }: Delivery): void {
    const before = this.#entries.get(record.key);
    const stays = before !== undefined && effect !== 'replacement';
    this.#entries.set(record.key, {
      ...(stays ? before : record),
      ...(stays && effect === 'addition' ? { units: plus(before, record) } : {}),
      deliveries: (before?.deliveries ?? 0) + 1,
      conflicts: (before?.conflicts ?? 0) + (effect === 'conflict' ? 1 : 0),
      requestIds: [...(before?.requestIds ?? []), requestId].slice(0, requestIdsKept),
      firstAt: before?.firstAt ?? at,
      lastAt: at,
    });
  }
}

/** Only whole units are ever added up (Alibaba Cloud). */
function plus(a: { units: string }, b: { units: string }): string {
  return (BigInt(a.units) + BigInt(b.units)).toString();
}
