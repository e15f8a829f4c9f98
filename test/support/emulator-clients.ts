import { createHmac, randomUUID } from 'node:crypto';
import {
  BatchMeterUsageCommand,
  MarketplaceMeteringClient,
  type BatchMeterUsageCommandOutput,
  type UsageRecord,
} from '@aws-sdk/client-marketplace-metering';
import AlibabaMarket, { PushMeteringDataRequest } from '@alicloud/market20151101';
import AlibabaClient, { $OpenApiUtil } from '@alicloud/openapi-core';
import { ExtendsParameters, RuntimeOptions } from '@darabonba/typescript';
import type { PlainAnswer } from './emulator-requests';

/** The vendors' own SDKs, as a client would set them up; KooGallery has none. */

export interface AwsSending {
  region?: string;
  secret?: string;
  keyId?: string;
  /** How far this machine's clock is off. */
  clockOffsetMs?: number;
  signal?: AbortSignal;
}

export async function sendToAws(
  address: string,
  batch: { UsageRecords: UsageRecord[]; ProductCode?: string },
  sending: AwsSending = {},
): Promise<BatchMeterUsageCommandOutput> {
  const { region = 'us-east-1', clockOffsetMs = 0 } = sending;
  const client = new MarketplaceMeteringClient({
    endpoint: address,
    region,
    maxAttempts: 1,
    systemClockOffset: clockOffsetMs,
    credentials: {
      accessKeyId: sending.keyId ?? 'AKIAEMULATOR00000000',
      secretAccessKey: sending.secret ?? 'emulator-aws-secret',
    },
  });
  try {
    const { signal: abortSignal } = sending;
    return await client.send(new BatchMeterUsageCommand(batch), abortSignal ? { abortSignal } : {});
  } finally {
    client.destroy();
  }
}

/** What a promise is refused with, in the few fields that clients decide by. */
export async function refusalOf(
  sent: Promise<unknown>,
): Promise<{ code: string | undefined; status: number | undefined }> {
  try {
    await sent;
  } catch (error) {
    const failure = error as {
      name?: string;
      code?: string;
      statusCode?: number;
      $metadata?: { httpStatusCode?: number };
    };
    return {
      code: failure.code ?? failure.name,
      status: failure.statusCode ?? failure.$metadata?.httpStatusCode,
    };
  }
  throw new Error('it was not refused');
}

export interface AlibabaSending {
  secret?: string;
  keyId?: string;
  headers?: Record<string, string>;
}

function alibabaConfig(address: string, { secret, keyId }: AlibabaSending): $OpenApiUtil.Config {
  return new $OpenApiUtil.Config({
    endpoint: new URL(address).host,
    protocol: 'HTTP',
    accessKeyId: keyId ?? 'LTAIemulator',
    accessKeySecret: secret ?? 'emulator-alibaba-cloud-secret',
    connectTimeout: 10_000,
    readTimeout: 10_000,
  });
}

/** Market 2015-11-01, by its own SDK. */
export async function pushToAlibaba(
  address: string,
  metering: unknown,
  sending: AlibabaSending = {},
): Promise<{ success?: boolean; requestId?: string }> {
  const client = new AlibabaMarket(alibabaConfig(address, sending));
  const runtime = new RuntimeOptions({
    extendsParameters: new ExtendsParameters({ headers: sending.headers ?? {} }),
  });
  const request = new PushMeteringDataRequest({ metering: JSON.stringify(metering) });
  const { body } = await client.pushMeteringDataWithOptions(request, runtime);
  return body ?? {};
}

/** Any RPC call by the generic client: MarketplaceIntl has no package. */
export async function callAlibaba(
  address: string,
  call: {
    action: string;
    version?: string;
    query?: Record<string, string>;
    body?: Record<string, string>;
  },
): Promise<Record<string, unknown>> {
  const client = new AlibabaClient(alibabaConfig(address, {}));
  const params = new $OpenApiUtil.Params({
    action: call.action,
    version: call.version ?? '2022-12-30',
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
  const { query, body } = call;
  const request = new $OpenApiUtil.OpenApiRequest({
    ...(query ? { query } : {}),
    ...(body ? { body } : {}),
  });
  const answer = await client.callApi(params, request, new RuntimeOptions({}));
  return answer['body'] as Record<string, unknown>;
}

export interface HuaweiSending {
  secret?: string;
  ts?: number;
  nonce?: string;
  /** Sent in place of what was signed. */
  sentBody?: string;
}

export const usagePath = '/api/mkp-openapi-public/global/v1/isv/usage-data';

/** Signed by hand, over the text as given. */
export async function pushToHuawei(
  address: string,
  body: string,
  sending: HuaweiSending = {},
): Promise<PlainAnswer> {
  const { secret = 'emulator-huawei-cloud-key', ts = Date.now(), nonce = randomUUID() } = sending;
  const signature = createHmac('sha256', secret)
    .update(`ts=${ts}&nonce=${nonce}&body=${body}`)
    .digest('base64');
  const answer = await fetch(`${address}${usagePath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', signature, ts: String(ts), nonce },
    body: sending.sentBody ?? body,
  });
  return { status: answer.status, headers: {}, body: await answer.text() };
}
