/** A transaction's worth: far from its lifetime limit, and few enough round trips. */
const limits = { entries: 2000, length: 4 * 1024 * 1024 };

/** Gathers entries into batches by number and length; one that is longer by itself has its batch alone. */
export class Batches<Entry> {
  private gathered: Entry[] = [];
  private length = 0;

  /**
   * @param length of the entry's text, in characters
   * @returns the batch before it, where the entry does not fit into it any more
   */
  add(entry: Entry, length: number): Entry[] | undefined {
    const isFull = this.gathered.length === limits.entries || this.length + length > limits.length;
    const full = isFull && this.gathered.length > 0 ? this.rest() : undefined;
    this.gathered.push(entry);
    this.length += length;
    return full;
  }

  rest(): Entry[] {
    const rest = this.gathered;
    this.gathered = [];
    this.length = 0;
    return rest;
  }
}
