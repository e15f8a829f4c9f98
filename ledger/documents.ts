import type { Decimal128 } from 'mongodb';
import type { TakenStep } from '../domain/arrears-course.js';
import type { Currency, Day } from '../domain/billing-cycle.js';
import type { Amount } from '../domain/money.js';
import type { Method } from '../domain/deduction-order.js';
import type { Instant } from '../domain/instant.js';
import type { Provider, PurchaseType, VoucherType } from '../domain/records.js';
import type { Lock } from '../domain/workspace-lock.js';
import type { WorkspaceTerm } from '../domain/workspace-terms.js';

/** What stands in MongoDB. Every document of an account carries `account`, the shard key. */

export interface AccountDocument {
  /** The account's id, as `account`. */
  _id: string;
  account: string;
  name: string;
  email?: string;
  language?: 'en' | 'zh';
  currency: Currency;
  import: number;
  /** Opening balance as imported; becomes cash with the import's own ledger entry. */
  opening: Decimal128;
  cash: Decimal128;
  overdraft: Decimal128;
  cloudArrears: Decimal128;
  /** When something was first owed and still is: the arrears clock (domain rule 10). */
  arrearsSince?: Instant;
  /** The steps of the running clock's course that were taken. */
  course?: TakenStep[];
  /**
   * The number of the entry with which the clock started or was cleared, until followArrears was told.
   */
  toFollow?: number;
  /** When followArrears last looked, while something is owed; it looks every day. */
  followedAt?: Instant;
  /** Why workspaces of it are locked (domain rule 10): one is open when no cause is left. */
  locks?: Lock[];
  /**
   * Counts the transactions that took the account: writing it is what locks, and where it has not
   * changed, nothing has that the account owns.
   */
  lock: number;
  /** Until then whoever comes alone lets a list of accounts through, of which this is one. */
  listComes?: Date;
  /** How many entries its hash chain has, and the hash of the last one ('' for none). */
  entries: number;
  head: string;
}

export interface WorkspaceDocument {
  _id: string;
  account: string;
  site: string;
  import: number;
  terms: WorkspaceTerm[];
}

export interface CloudAccountDocument {
  _id: string;
  account: string;
  provider: Provider;
  customer: string;
  instance: string;
  region?: string;
  /** As imported. */
  subscribed: boolean;
  /** When it was unsubscribed; later days are not charged to it (domain rule 13). */
  subscribedUntil?: Instant;
  import: number;
}

export interface VoucherDocument {
  _id: string;
  account: string;
  type: VoucherType;
  faceValue: Decimal128;
  /** As imported: what its opening entry brings. */
  opening: Decimal128;
  balance: Decimal128;
  minSpend: Decimal128;
  singleUse: boolean;
  /** The rest was forfeited after its single use. */
  forfeited?: true;
  /** Nothing is left of it: the steps find the others by index. */
  usedUp?: true;
  validFrom?: Instant;
  expiresAt?: Instant;
  import: number;
}

export interface StoredValueCardDocument {
  _id: string;
  account: string;
  faceValue: Decimal128;
  opening: Decimal128;
  balance: Decimal128;
  /** Nothing is left of it: the steps find the others by index. */
  usedUp?: true;
  purchaseType: PurchaseType;
  purchasedAt: Instant;
  expiresAt?: Instant;
  /** The Huawei order that it was redeemed from. */
  order?: string;
  /** 0 for one that no import brought: it is there for every cycle. */
  import: number;
}

/** A recharge as imported; it becomes money by its own ledger entry after its import is published. */
export interface RechargeDocument {
  _id: string;
  account: string;
  amount: Decimal128;
  at: Instant;
  import: number;
}

/** A recharge that was asked for; money only once somebody has confirmed that it was paid. */
export interface RechargeOrderDocument {
  _id: string;
  account: string;
  amount: Decimal128;
  currency: Currency;
  state: 'pending' | 'confirmed' | 'cancelled';
  requestedAt: Instant;
  confirmedAt?: Instant;
  /** When the payment provider had the money, where it says so. */
  paidAt?: Instant;
  /** The payment's, by which it counts once. */
  reference?: string;
  /** 0: no import brought it. */
  import: 0;
}

export interface HuaweiOrderDocument {
  _id: string;
  customer: string;
  currency: Currency;
  cards: number;
  faceValue: Decimal128;
  /** Who redeemed it, once and for all; absent while nobody has. */
  account?: string;
  redeemedAt?: Instant;
  import: number;
}

export interface BillDocument {
  /** `workspace/day`. */
  _id: string;
  account: string;
  workspace: string;
  site: string;
  day: Day;
  currency: Currency;
  /** The terms of the workspace on its day, stamped at import; openSettlements checks them. */
  method: Method;
  cloudAccount?: string;
  lines: { item: string; quantity?: string; amount: Decimal128 }[];
  lineCount: number;
  /** Sum of the unrounded line amounts, for the manifests: as text, for it may pass 34 digits. */
  total: Amount;
  /** Sum of the lines, each rounded (domain rule 2): what a settlement of it must come to. */
  rounded: Decimal128;
  import: number;
  /** Which supplement n of its (account, cycle) took it; null while none has. */
  settlement: number | null;
}

/** A day of which not all is settled, for what is known: see unsettled-days.ts. */
export interface UnsettledDayDocument {
  /** `currency/day`. */
  _id: string;
  currency: Currency;
  day: Day;
  /** The last import that may have brought bills of it. */
  import: number;
}

export interface ManifestDocument {
  /** `site/currency/day/part`. */
  _id: string;
  site: string;
  currency: Currency;
  day: Day;
  part: number;
  bills: number;
  total: Decimal128;
  import: number;
}

/** What was first imported under an identity; `hash` is of the record's content after defaults. */
export interface IdentityDocument {
  /** `kind/id`, `instance/provider/instance`, `bill/workspace/day`, `manifest/…`. */
  _id: string;
  hash: string;
  import: number;
}

/** The one document `imports` of the collection: which import writes, and what may be read. */
export interface ImportsDocument {
  _id: 'imports';
  /** The highest number given out. */
  last: number;
  /** Nobody reads records above it. */
  published: number;
  /** Up to here the money of the imports stands in the ledger. */
  posted: number;
  /** The import that may write now; `seenAt` is renewed while it lives. */
  writing?: { number: number; seenAt: Date };
}

/** Batches of an import are written side by side in lanes: which import may write in one, and how many it wrote. */
export interface ImportLaneDocument {
  _id: number;
  import: number;
  batches: number;
}

export type Role = 'viewer' | 'finance' | 'owner' | 'operator';

/** Who gave a command: a token's holder, an operator at the command line, a payment provider. */
export interface Actor {
  id: string;
  name: string;
  role: Role;
}

/**
 * A command that moved money or changed an account: its key makes it happen once, and together they
 * are the trail of who did what, when and from where.
 */
export interface CommandDocument {
  /** `account/key`. */
  _id: string;
  /** `*` where it belongs to none. */
  account: string;
  /** The caller's idempotency key. */
  key: string;
  name: string;
  /** Of the name and the content: the same key with another one is refused. */
  hash: string;
  /** As asked for, without secrets. */
  content: Record<string, unknown>;
  /** What it was answered with. */
  result: Record<string, unknown>;
  actor: Actor;
  /** The address that it came from. */
  from?: string;
  at: Instant;
}
