import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from './environment-error.js';
import { isRunning } from './process-identity.js';

const addressesSchema = z.object({
  mongodbUri: z.string(),
  temporalAddress: z.string(),
  temporalUiUrl: z.string(),
});
const processSchema = z.object({ pid: z.number(), startedAt: z.string() });

/** What a services folder says of itself; it is there from the moment an owner takes the folder. */
const recordSchema = z.object({
  owner: processSchema,
  mongod: processSchema.exactOptional(),
  temporal: processSchema.exactOptional(),
  /** There once everything answers. */
  addresses: addressesSchema.exactOptional(),
  /** What commands beside it are told of what else its owner has started. */
  environment: z.record(z.string(), z.string()).exactOptional(),
});

export type ServiceAddresses = Readonly<z.infer<typeof addressesSchema>>;
export type ServicesRecord = Readonly<z.infer<typeof recordSchema>>;

export function readServices(folder: string): ServicesRecord | undefined {
  return readRecord(place(folder));
}

/** Replaces the record as a whole: a reader sees the old one or the new one. */
export function writeServices(folder: string, record: ServicesRecord): void {
  renameSync(writeAside(folder, record), place(folder));
}

/** @param environment variables, for those that are not set otherwise */
export function noteEnvironment(folder: string, environment: Record<string, string>): void {
  const record = readServices(folder);
  if (record !== undefined) writeServices(folder, { ...record, environment });
}

export function removeServices(folder: string): void {
  rmSync(place(folder), { force: true });
}

/** Takes the folder for its owner; false where another's record lies there already. */
export function claimServices(folder: string, record: ServicesRecord): boolean {
  mkdirSync(folder, { recursive: true });
  const aside = writeAside(folder, record);
  try {
    linkSync(aside, place(folder));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Clears the way from a dead owner's record. Two starts may do so at once: the record is moved aside first and put back
 * when it turns out to be a living owner's.
 */
export function discardStaleServices(folder: string): void {
  const aside = asideName(folder);
  try {
    renameSync(place(folder), aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readRecord(aside);
  if (moved !== undefined && isRunning(moved.owner)) renameSync(aside, place(folder));
  else rmSync(aside, { force: true });
}

/** A file that is not there, or not a record, is nobody's. */
function readRecord(file: string): ServicesRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const isForeign = error instanceof SyntaxError || error instanceof z.ZodError;
    if (isForeign || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function writeAside(folder: string, record: ServicesRecord): string {
  const aside = asideName(folder);
  writeFileSync(aside, `${JSON.stringify(record, null, 2)}\n`);
  return aside;
}

function asideName(folder: string): string {
  return `${place(folder)}.${randomUUID().slice(0, 8)}`;
}

function place(folder: string): string {
  return join(folder, 'services.json');
}
