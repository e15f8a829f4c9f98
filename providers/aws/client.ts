import {
  BatchMeterUsageCommand,
  MarketplaceMeteringClient,
  MarketplaceMeteringServiceException,
  type BatchMeterUsageCommandInput,
  type BatchMeterUsageCommandOutput,
  type UsageRecord,
} from '@aws-sdk/client-marketplace-metering';
import type { Access, CloudProduct } from '../port.js';

export type MeterRequest = BatchMeterUsageCommandInput & { UsageRecords: UsageRecord[] };
export type MeterRecord = UsageRecord;
export type MeterResult = Pick<BatchMeterUsageCommandOutput, 'Results' | 'UnprocessedRecords'>;

/** AWS's own answer, its own error, or whatever ended the call without either. */
export type MeterAnswer =
  | { kind: 'result'; result: MeterResult }
  | { kind: 'exception'; code: string; status: number | undefined }
  | { kind: 'failure'; error: unknown };

export type MeterUsage = (request: MeterRequest) => Promise<MeterAnswer>;

/** One attempt a call: the SDK's own retries are off, and its time limit ends the request itself. */
export function openClient(
  { region }: CloudProduct,
  { endpoint, keyId = '', secret = '', sessionToken, requestTimeoutMs }: Access,
): MeterUsage {
  const client = new MarketplaceMeteringClient({
    region,
    maxAttempts: 1,
    // 'adaptive', which the environment may ask for, would hold a call back after its last check.
    retryMode: 'standard',
    ignoreConfiguredEndpointUrls: true,
    credentials: {
      accessKeyId: keyId,
      secretAccessKey: secret,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return async (request) => {
    try {
      const result = await client.send(new BatchMeterUsageCommand(request), {
        abortSignal: AbortSignal.timeout(requestTimeoutMs),
      });
      return { kind: 'result', result };
    } catch (error) {
      if (!(error instanceof MarketplaceMeteringServiceException))
        return { kind: 'failure', error };
      return {
        kind: 'exception',
        code: error.name,
        status: error.$metadata.httpStatusCode,
      };
    }
  };
}
