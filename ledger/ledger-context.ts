import type { Db, MongoClient } from 'mongodb';
import { standardCourse, type ArrearsCourse } from '../domain/arrears-course.js';
import { centerZones, type Currency, type Day } from '../domain/billing-cycle.js';
import { usualGiftTiers, type GiftTiers } from '../domain/card-purchase.js';
import { instantOf, type Instant } from '../domain/instant.js';
import { invariant } from '../domain/settlement-error.js';
import { CohortMemory } from './cohort-memory.js';
import { collectionsOf, type Collections } from './collections.js';

/** What every function of the ledger works on. */
export interface Ledger {
  client: MongoClient;
  collections: Collections;
  zones: Readonly<Record<Currency, string>>;
  /** What a purchase of a stored-value card brings along (domain rule 16). */
  giftTiers: GiftTiers;
  /** When those who owe are told, and when it locks their workspaces (domain rule 10). */
  arrearsCourse: ArrearsCourse;
  now: () => Instant;
  /** In place of the database's clock, by which commands go: for a story of other days than today. */
  commandClock?: () => Instant;
  memory: CohortMemory;
}

export function createLedger(options: {
  client: MongoClient;
  db: Db;
  zones?: Readonly<Record<Currency, string>>;
  giftTiers?: GiftTiers;
  arrearsCourse?: ArrearsCourse;
}): Ledger {
  return {
    client: options.client,
    collections: collectionsOf(options.db),
    zones: options.zones ?? centerZones,
    giftTiers: options.giftTiers ?? usualGiftTiers,
    arrearsCourse: options.arrearsCourse ?? standardCourse,
    memory: new CohortMemory(),
    now: () => {
      const now = instantOf(Date.now());
      invariant(now !== undefined, 'the clock is out of range');
      return now;
    },
  };
}

/** A range of accounts of one cycle, as one workflow settles it. */
export interface CohortWork {
  /** The workflow's id: only settlements that it owns are its work. */
  owner: string;
  currency: Currency;
  day: Day;
  /** The cycle's cut: imports above it do not exist for it. */
  cut: number;
  /** First and last account, both included. */
  first: string;
  last: string;
  /** How many settlements there are, where it is known that no try of this step was made before. */
  fresh?: number;
}
