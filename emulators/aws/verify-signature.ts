import { canonicalQuery } from '../canonical-query.js';
import { hmacSha256, isSameSignature, sha256Hex } from '../hmac.js';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';

const signingName = 'aws-marketplace';
const algorithm = 'AWS4-HMAC-SHA256';
/** As AWS's own messages have it ("… - 5 min."). */
const skewMs = 5 * 60_000;
const form =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

export interface SigningKey {
  keyId: string;
  secret: string;
}

/**
 * Signature Version 4, recomputed over what came in.
 * @returns the region of the credential's scope
 * @throws Refusal
 */
export function verifySignature(
  request: ReceivedRequest,
  { key, now }: { key: SigningKey; now: Date },
): { region: string } {
  const { authorization } = request.headers;
  if (authorization === undefined) throw new Refusal('MissingAuthenticationTokenException');
  const [, keyId = '', day = '', region = '', service = '', signedHeaders = '', signature = ''] =
    form.exec(authorization) ?? [];
  if (signature === '') throw new Refusal('IncompleteSignatureException');
  const signedAt = header(request, 'x-amz-date');
  checkTime(signedAt, day, now);
  if (keyId !== key.keyId) throw new Refusal('UnrecognizedClientException');
  if (service !== signingName) {
    throw invalid(`Credential should be scoped to correct service: '${signingName}'.`);
  }
  checkSigned(request, signedHeaders.split(';'));
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = [algorithm, signedAt, scope, sha256Hex(canonical(request, signedHeaders))].join(
    '\n',
  );
  const secret = signingSecret(key.secret, { day, region });
  const expected = hmacSha256(secret, toSign).toString('hex');
  if (!isSameSignature(expected, signature)) throw new Refusal('InvalidSignatureException');
  return { region };
}

function checkTime(signedAt: string, day: string, now: Date): void {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signedAt) ?? [];
  const [year, month, date, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at)) throw new Refusal('IncompleteSignatureException');
  if (!signedAt.startsWith(day)) {
    throw invalid('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date');
  }
  if (at < now.getTime() - skewMs) throw invalid(`Signature expired: ${signedAt} is too early`);
  if (at > now.getTime() + skewMs)
    throw invalid(`Signature not yet current: ${signedAt} is too late`);
}

/** What decides where a request goes and what it says must be under the signature. */
function checkSigned({ headers }: ReceivedRequest, signed: readonly string[]): void {
  const needed = Object.keys(headers).filter(
    (name) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'),
  );
  const missing = needed.find((name) => !signed.includes(name));
  if (missing !== undefined) throw invalid(`'${missing}' is not in the signed headers`);
}

function canonical(request: ReceivedRequest, signedHeaders: string): string {
  const lines = signedHeaders
    .split(';')
    .map((name) => `${name}:${header(request, name).trim().replace(/ +/g, ' ')}\n`);
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    lines.join(''),
    signedHeaders,
    sha256Hex(request.body),
  ].join('\n');
}

function header({ headers }: ReceivedRequest, name: string): string {
  const value = headers[name] ?? '';
  return Array.isArray(value) ? value.join(',') : value;
}

function signingSecret(secret: string, { day, region }: { day: string; region: string }): Buffer {
  return [region, signingName, 'aws4_request'].reduce(
    (derived, part) => hmacSha256(derived, part),
    hmacSha256(`AWS4${secret}`, day),
  );
}

function invalid(message: string): Refusal {
  return new Refusal('InvalidSignatureException', message);
}
