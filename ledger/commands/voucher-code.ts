import { createHash, randomInt } from 'node:crypto';

/** Nobody takes one for another: without 0 and O, 1, I and L. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const groups = 4;
const groupLength = 5;

/** 20 random characters in groups of five: 99 bits. */
export function newCode(): string {
  return Array.from({ length: groups }, () =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-');
}

/** Whatever case and separators somebody types, the same code has one hash. */
export function codeHash(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return createHash('sha256').update(plain).digest('hex');
}
