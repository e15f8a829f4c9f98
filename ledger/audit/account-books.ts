import type { ImportsDocument } from '../documents.js';
import type * as documents from '../documents.js';
import type * as settling from '../settlement-documents.js';
import type { VoucherCodeDocument } from '../voucher-code-documents.js';
import { decode, UnreadableError, type Decoded, type Form } from './decode.js';
import type { Report } from './difference.js';
import { documentForms } from './document-forms.js';

/** The documents of one account by their collection. */
export interface AccountDocuments {
  accounts: documents.AccountDocument;
  workspaces: documents.WorkspaceDocument;
  cloudAccounts: documents.CloudAccountDocument;
  vouchers: documents.VoucherDocument;
  storedValueCards: documents.StoredValueCardDocument;
  recharges: documents.RechargeDocument;
  bills: documents.BillDocument;
  settlements: settling.SettlementDocument;
  settlementParts: settling.SettlementPartDocument;
  entries: settling.EntryDocument;
  cloudCharges: settling.CloudChargeDocument;
  /** Those that the account has redeemed: an order belongs to nobody before. */
  huaweiOrders: documents.HuaweiOrderDocument & { account: string };
  rechargeOrders: documents.RechargeOrderDocument;
  /** Those that the account has used. */
  voucherCodes: VoucherCodeDocument & { account: string };
  commands: documents.CommandDocument;
}

export type BookName = keyof AccountDocuments;

export type StoredBooks = { [Name in BookName]: AccountDocuments[Name][] };

type DecodedBooks = { [Name in BookName]: Decoded<AccountDocuments[Name]>[] };

/** Everything of one account as of one moment: what can be read and what is published. */
export interface AccountBooks extends DecodedBooks {
  id: string;
  imports: Pick<ImportsDocument, 'published' | 'posted'>;
  /** By id; also those of other accounts that its bills or commands name. */
  workspaceOf: ReadonlyMap<string, Decoded<documents.WorkspaceDocument>>;
  /** Documents above the published import, as 'vouchers v-1'. */
  unpublished: ReadonlySet<string>;
  /** Collections that hold a document of it that cannot be read. */
  unreadable: ReadonlySet<BookName>;
}

export const bookNames: readonly BookName[] = [
  'accounts',
  'workspaces',
  'cloudAccounts',
  'vouchers',
  'storedValueCards',
  'recharges',
  'bills',
  'settlements',
  'settlementParts',
  'entries',
  'cloudCharges',
  'huaweiOrders',
  'rechargeOrders',
  'voucherCodes',
  'commands',
];

/** Reads one account's documents; each that cannot be read is reported and left out. */
export function booksOf(
  stored: StoredBooks,
  of: {
    id: string;
    imports: AccountBooks['imports'];
    otherWorkspaces: readonly documents.WorkspaceDocument[];
  },
  report: Report,
): AccountBooks {
  const unpublished = new Set<string>();
  const unreadable = new Set<BookName>();
  const read = <Name extends BookName>(
    name: Name,
    all: readonly AccountDocuments[Name][],
  ): Decoded<AccountDocuments[Name]>[] =>
    all.flatMap((document) => {
      const decoded = readDocument(name, document, documentForms[name], report);
      if (!decoded) unreadable.add(name);
      if (!decoded || isPublished(document, of.imports.published)) return decoded ?? [];
      unpublished.add(`${name} ${document._id}`);
      return [];
    });
  const workspaces = read('workspaces', stored.workspaces);
  const others = read('workspaces', of.otherWorkspaces);
  return {
    id: of.id,
    imports: of.imports,
    unpublished,
    unreadable,
    accounts: read('accounts', stored.accounts),
    workspaces,
    workspaceOf: new Map([...workspaces, ...others].map((each) => [each._id, each])),
    cloudAccounts: read('cloudAccounts', stored.cloudAccounts),
    vouchers: read('vouchers', stored.vouchers),
    storedValueCards: read('storedValueCards', stored.storedValueCards),
    recharges: read('recharges', stored.recharges),
    bills: read('bills', stored.bills),
    settlements: read('settlements', stored.settlements),
    settlementParts: read('settlementParts', stored.settlementParts),
    entries: read('entries', stored.entries),
    cloudCharges: read('cloudCharges', stored.cloudCharges),
    huaweiOrders: read('huaweiOrders', stored.huaweiOrders),
    rechargeOrders: read('rechargeOrders', stored.rechargeOrders),
    voucherCodes: read('voucherCodes', stored.voucherCodes),
    commands: read('commands', stored.commands),
  };
}

/** The document by the form of its collection; undefined, and reported, where it cannot be read. */
export function readDocument<T extends { _id: unknown }>(
  name: string,
  document: T,
  form: Readonly<Record<string, Form>>,
  report: Report,
): Decoded<T> | undefined {
  try {
    return decode(document, form);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const { expected, found } = error;
    report({ check: 'unreadable', id: `${name} ${String(document._id)}`, expected, found });
    return undefined;
  }
}

function isPublished(document: object, published: number): boolean {
  return !('import' in document) || Number(document.import) <= published;
}
