import { hmacSha256, isSameSignature } from '../hmac.js';
import type { RecentNonces } from '../recent-nonces.js';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';

/** As for the calls that KooGallery makes to sellers; for this one nothing is said. */
export const skewMs = 60_000;
const longestNonce = 64;

export interface SigningKey {
  secret: string;
}

/**
 * base64(HMAC-SHA256(key, ts=…&nonce=…&body=…)), over the very bytes of the body.
 * @throws Refusal
 */
export function verifySignature(
  { headers, body }: ReceivedRequest,
  { key, nonces, now }: { key: SigningKey; nonces: RecentNonces; now: Date },
): void {
  const { signature, ts, nonce } = headers;
  if (typeof signature !== 'string' || typeof ts !== 'string' || typeof nonce !== 'string') {
    throw new Refusal('MKT.0199', 'signature, ts and nonce are required');
  }
  if (!/^\d{13}$/.test(ts) || nonce === '' || nonce.length > longestNonce) {
    throw new Refusal('MKT.0101', 'ts are milliseconds, nonce has up to 64 characters');
  }
  const signed = Buffer.concat([Buffer.from(`ts=${ts}&nonce=${nonce}&body=`), body]);
  const expected = hmacSha256(key.secret, signed).toString('base64');
  if (!isSameSignature(expected, signature)) throw new Refusal('MKT.0102');
  if (Math.abs(now.getTime() - Number(ts)) > skewMs) {
    throw new Refusal('MKT.0102', 'Invalid body sign: ts is too far from the time here');
  }
  if (!nonces.use(nonce, now.getTime())) {
    throw new Refusal('MKT.0102', 'Invalid body sign: nonce was used before');
  }
}
