import { jsonAnswer } from '../http-answer.js';
import { RecentNonces } from '../recent-nonces.js';
import { Refusal, type VendorContext, type VendorEmulator } from '../vendor-emulator.js';
import { checkRequest } from './check-request.js';
import { readRequest, usagePath } from './read-request.js';
import { recordUsage } from './record-usage.js';
import { huaweiAnswer, refused } from './refusals.js';
import { skewMs, verifySignature, type SigningKey } from './verify-signature.js';

/** KooGallery, the usage push of 2025: success says that it was received, and no more. */
export function createHuaweiCloudEmulator(
  options: VendorContext & { key: SigningKey },
): VendorEmulator {
  const { books, subscribers, key } = options;
  const nonces = new RecentNonces({ keptMs: 2 * skewMs });
  return {
    codes: { throttled: 'APIGW.0308', internalError: 'MKT.0999' },
    admit(request) {
      if (request.method !== 'POST' || request.path !== usagePath) throw new Refusal('APIGW.0101');
      verifySignature(request, { key, nonces, now: options.wallClock() });
      const usage = readRequest(request);
      return {
        action: 'usage-data',
        records: usage.map(({ instance_id: instance }) => ({
          instance,
          customer: subscribers.of({ provider: 'huawei-cloud', instance })?.[0]?.customer,
        })),
        perform(exceptions) {
          const now = options.now();
          const judged = checkRequest(usage, { subscribers, now });
          recordUsage(judged, { books, requestId: request.id, now }, exceptions);
          return huaweiAnswer(200, 'MKT.0000', 'success', request.id);
        },
      };
    },
    refused,
    // It echoes nothing, so the answer to something else has none of its fields.
    wrongEcho: ({ status }) => jsonAnswer(status, { resultCode: '000000' }),
  };
}
