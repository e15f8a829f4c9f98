import type { Collection, FindCursor } from 'mongodb';
import type { Snapshot } from './snapshot.js';

/**
 * Documents of one collection in the order of their accounts, by index. While one batch is worked on,
 * the next is on its way.
 */
export class AccountCursor<T extends { account: string }> {
  readonly #cursor: FindCursor<T>;
  #batch: T[] = [];
  #next = 0;
  #more: Promise<boolean>;

  constructor(
    collection: Collection<T>,
    options: {
      range: { after: string; upTo?: string };
      index: Record<string, 1>;
      batchSize: number;
      snapshot: Snapshot;
    },
  ) {
    const { range, index, batchSize, snapshot } = options;
    const { after, upTo } = range;
    const account = { $gt: after, ...(upTo === undefined ? {} : { $lte: upTo }) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the driver's filter type does not see through T
    const filter = { account } as unknown as Parameters<typeof collection.find>[0];
    this.#cursor = collection
      .find<T>(filter, { ...snapshot(), hint: index, batchSize })
      .sort({ account: 1 });
    this.#more = this.#fetch();
  }

  /** The account of the next document; undefined at the end. */
  async account(): Promise<string | undefined> {
    if (this.#next === this.#batch.length && (await this.#more)) {
      this.#batch = this.#cursor.readBufferedDocuments();
      this.#next = 0;
      this.#more = this.#fetch();
    }
    return accountOf(this.#batch[this.#next]);
  }

  /** The documents of `account`, which must be the next one that there is. */
  async take(account: string): Promise<T[]> {
    const taken: T[] = [];
    while ((await this.account()) === account) {
      for (let document = this.#batch[this.#next]; document?.account === account;) {
        taken.push(document);
        document = this.#batch[++this.#next];
      }
    }
    return taken;
  }

  async close(): Promise<void> {
    await this.#more.catch(() => undefined);
    await this.#cursor.close();
  }

  #fetch(): Promise<boolean> {
    const more = this.#cursor.hasNext();
    // Whoever waits for it hears of an error; until then it must not count as unhandled.
    more.catch(() => undefined);
    return more;
  }
}

function accountOf(document: { account: string } | undefined): string | undefined {
  return document?.account;
}
