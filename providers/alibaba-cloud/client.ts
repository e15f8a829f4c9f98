import OpenApi, { $OpenApiUtil, AlibabaCloudError } from '@alicloud/openapi-core';
import { RuntimeOptions } from '@darabonba/typescript';
import type { Access } from '../port.js';

/** One operation of one of Alibaba Cloud's two marketplaces, in the form both share. */
export interface Operation {
  host: string;
  version: string;
  action: string;
  query?: Readonly<Record<string, string>>;
  form?: Readonly<Record<string, unknown>>;
}

export type MarketAnswer =
  /** An answer in JSON, whatever its status. */
  { kind: 'answer'; status: number; body: unknown } | { kind: 'failure'; error: unknown };

export type CallMarket = (operation: Operation) => Promise<MarketAnswer>;

/** One attempt a call, signed ACS3-HMAC-SHA256: without `retryOptions` the SDK tries once. */
export function openClient(access: Access): CallMarket {
  return (operation) => callOnce(operation, access);
}

async function callOnce(operation: Operation, access: Access): Promise<MarketAnswer> {
  const client = clientFor(operation, access);
  try {
    const answer = await client.callApi(
      paramsOf(operation),
      requestOf(operation),
      new RuntimeOptions({}),
    );
    return { kind: 'answer', status: Number(answer['statusCode']), body: answer['body'] };
  } catch (error) {
    if (error instanceof AlibabaCloudError && error.statusCode !== undefined)
      return { kind: 'answer', status: error.statusCode, body: error.data };
    return { kind: 'failure', error };
  }
}

/**
 * The SDK's two limits follow each other: `connectTimeout` ends a connection on which nothing moves,
 * from its beginning, `readTimeout` counts from its being made. Half of ours for each keeps the whole.
 */
function clientFor({ host }: Operation, access: Access): OpenApi {
  const { endpoint, keyId = '', secret = '', sessionToken, requestTimeoutMs } = access;
  const url = new URL(endpoint ?? `https://${host}`);
  return new OpenApi(
    new $OpenApiUtil.Config({
      endpoint: url.host,
      protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS',
      accessKeyId: keyId,
      accessKeySecret: secret,
      securityToken: sessionToken,
      readTimeout: requestTimeoutMs / 2,
      connectTimeout: requestTimeoutMs / 2,
    }),
  );
}

function paramsOf({ action, version }: Operation): $OpenApiUtil.Params {
  return new $OpenApiUtil.Params({
    action,
    version,
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
}

/**
 * A connection of its own: one that idled since the last hour may be dead, which shows only after the
 * request, and a charge of the Chinese marketplace would then wait for an operator.
 */
function requestOf({ query, form }: Operation): $OpenApiUtil.OpenApiRequest {
  return new $OpenApiUtil.OpenApiRequest({
    headers: { connection: 'close' },
    ...(query ? { query } : {}),
    ...(form ? { body: form } : {}),
  });
}
