import { canonicalQuery } from '../canonical-query.js';
import { hmacSha256, isSameSignature, sha256Hex } from '../hmac.js';
import type { RecentNonces } from '../recent-nonces.js';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';

const algorithm = 'ACS3-HMAC-SHA256';
/** As the common error codes have it: more than 15 minutes apart. */
export const skewMs = 15 * 60_000;
const form =
  /^ACS3-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

export interface SigningKey {
  keyId: string;
  secret: string;
}

/**
 * ACS3-HMAC-SHA256, recomputed over what came in; the host that is signed includes its port.
 * @throws Refusal
 */
export function verifySignature(
  request: ReceivedRequest,
  { key, nonces, now }: { key: SigningKey; nonces: RecentNonces; now: Date },
): void {
  const [, keyId = '', signedHeaders = '', signature = ''] =
    form.exec(request.headers.authorization ?? '') ?? [];
  if (signature === '') throw new Refusal('IncompleteSignature');
  checkTime(header(request, 'x-acs-date'), now);
  if (keyId !== key.keyId) throw new Refusal('InvalidAccessKeyId.NotFound');
  checkSigned(request, signedHeaders.split(';'));
  const bodyHash = sha256Hex(request.body);
  if (header(request, 'x-acs-content-sha256') !== bodyHash) throw mismatch('x-acs-content-sha256');
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    signedHeaders
      .split(';')
      .map((name) => `${name}:${header(request, name).trim()}\n`)
      .join(''),
    signedHeaders,
    bodyHash,
  ].join('\n');
  const expected = hmacSha256(key.secret, `${algorithm}\n${sha256Hex(canonical)}`).toString('hex');
  if (!isSameSignature(expected, signature)) throw mismatch('our calculation');
  const nonce = header(request, 'x-acs-signature-nonce');
  if (nonce === '') throw new Refusal('MissingSignatureNonce');
  if (!nonces.use(nonce, now.getTime())) throw new Refusal('SignatureNonceUsed');
}

function checkTime(date: string, now: Date): void {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(at)) throw new Refusal('InvalidTimeStamp.Format');
  if (Math.abs(now.getTime() - at) > skewMs) throw new Refusal('InvalidTimeStamp.Expired');
}

function checkSigned({ headers }: ReceivedRequest, signed: readonly string[]): void {
  const missing = Object.keys(headers).find(
    (name) =>
      (name === 'host' || name === 'content-type' || name.startsWith('x-acs-')) &&
      !signed.includes(name),
  );
  if (missing !== undefined) throw mismatch(`its SignedHeaders: ${missing} is missing`);
}

function header({ headers }: ReceivedRequest, name: string): string {
  const value = headers[name] ?? '';
  return Array.isArray(value) ? value.join(',') : value;
}

function mismatch(what: string): Refusal {
  return new Refusal('SignatureDoesNotMatch', `Specified signature is not matched with ${what}.`);
}
