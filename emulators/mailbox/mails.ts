import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMailId, mailId, readMail, withRecipients, type ReceivedMail } from './received-mail.js';

const mostKept = 500;
const ending = '.eml';

/** The last mails that came, oldest first; with a folder a file each, found again by the next start. */
export class Mails {
  readonly #folder: string | undefined;
  #kept: ReceivedMail[] = [];
  #number = 0;

  private constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  static async open(folder: string | undefined): Promise<Mails> {
    const mails = new Mails(folder);
    if (folder === undefined) return mails;
    await mkdir(folder, { recursive: true });
    const ids = (await readdir(folder))
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .filter(isMailId)
      .toSorted();
    await mails.#remove(ids.slice(0, -mostKept));
    for (const id of ids.slice(-mostKept))
      mails.#kept.push(await readMail(id, await readFile(join(folder, `${id}${ending}`))));
    return mails;
  }

  all(): readonly ReceivedMail[] {
    return this.#kept;
  }

  find(id: string): ReceivedMail | undefined {
    return this.#kept.find((mail) => mail.id === id);
  }

  /** Its file is there when this is done: only then the sender may be told so. */
  async keep(to: readonly string[], data: Buffer): Promise<ReceivedMail> {
    const content = withRecipients(to, data);
    const mail = await readMail(mailId(new Date(), this.#number++), content);
    if (this.#folder !== undefined) await writeFile(this.#pathOf(mail.id), content);
    this.#kept.push(mail);
    const dropped = this.#kept.splice(0, Math.max(0, this.#kept.length - mostKept));
    await this.#remove(dropped.map((each) => each.id));
    return mail;
  }

  async #remove(ids: readonly string[]): Promise<void> {
    if (this.#folder === undefined) return;
    await Promise.all(ids.map((id) => rm(this.#pathOf(id), { force: true })));
  }

  #pathOf(id: string): string {
    return join(this.#folder ?? '', `${id}${ending}`);
  }
}
