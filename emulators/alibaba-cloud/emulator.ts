import { RecentNonces } from '../recent-nonces.js';
import {
  Refusal,
  type Answer,
  type VendorContext,
  type VendorEmulator,
} from '../vendor-emulator.js';
import { chineseSite } from './chinese-site.js';
import { internationalSite } from './international-site.js';
import { refused } from './refusals.js';
import type { AlibabaCloudRules } from './rules.js';
import { skewMs, verifySignature, type SigningKey } from './verify-signature.js';

export type AlibabaCloudSite = VendorContext & { rules: AlibabaCloudRules };

/** Both sites behind one address, told apart by the version of the API that is called. */
export function createAlibabaCloudEmulator(
  options: AlibabaCloudSite & { key: SigningKey },
): VendorEmulator {
  const { key } = options;
  const nonces = new RecentNonces({ keptMs: 2 * skewMs });
  const china = chineseSite(options);
  const international = internationalSite(options);
  return {
    codes: { throttled: 'Throttling', internalError: 'InternalError' },
    admit(request) {
      verifySignature(request, { key, nonces, now: options.wallClock() });
      const { 'x-acs-version': version, 'x-acs-action': action } = request.headers;
      if (version === '2022-12-30') return international.admit(request);
      if (version === '2015-11-01' && action === 'PushMeteringData') return china.admit(request);
      throw new Refusal('InvalidAction.NotFound');
    },
    refused,
    wrongEcho,
  };
}

/** A push without its Success; a read-back of another order. */
function wrongEcho(answer: Answer): Answer {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this emulator has written it
  const { Result, Success, ...rest } = JSON.parse(answer.body) as {
    Result?: object;
    Success?: boolean;
  };
  const other = Result && { Success, Result: { ...Result, PushOrderBizId: 'another-order' } };
  return { ...answer, body: JSON.stringify({ ...rest, ...other }) };
}
