import { jsonAnswer } from '../http-answer.js';
import type { Answer, Refusal } from '../vendor-emulator.js';

/** Of Alibaba Cloud's common error codes; 400 where no status is named. */
const common: Readonly<Record<string, { status?: number; message: string }>> = {
  Throttling: { message: 'Request was denied due to request throttling.' },
  InternalError: {
    status: 500,
    message: 'The request processing has failed due to some unknown error.',
  },
  IncompleteSignature: { message: 'The request signature does not conform to Aliyun standards.' },
  SignatureDoesNotMatch: { message: 'Specified signature is not matched with our calculation.' },
  SignatureNonceUsed: { message: 'Specified signature nonce was used already.' },
  MissingSignatureNonce: { message: 'x-acs-signature-nonce is mandatory for this action.' },
  'InvalidAccessKeyId.NotFound': { status: 404, message: 'Specified access key is not found.' },
  'InvalidTimeStamp.Format': {
    message: 'Specified time stamp or date value is not well formatted.',
  },
  'InvalidTimeStamp.Expired': { message: 'Specified time stamp or date value is expired.' },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
  'InvalidInstanceId.NotFound': { status: 404, message: 'The specified instance is not found.' },
};

export function refused({ code, message, status }: Refusal, requestId: string): Answer {
  return jsonAnswer(status ?? common[code]?.status ?? 400, {
    RequestId: requestId.toUpperCase(),
    HostId: 'market.aliyuncs.com',
    Code: code,
    Message: message || (common[code]?.message ?? code),
  });
}

export function succeeded(requestId: string, more: object): Answer {
  return jsonAnswer(200, { RequestId: requestId.toUpperCase(), ...more });
}
