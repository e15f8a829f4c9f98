import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Provider } from '../domain/records.js';
import { leftOutBy, type Faults } from './faults.js';
import type { Mishap } from './fault-schema.js';
import { drip, htmlAnswer, reset, send, sendHalf } from './http-answer.js';
import {
  noExceptions,
  Refusal,
  type Admitted,
  type Answer,
  type ReceivedRequest,
  type VendorEmulator,
} from './vendor-emulator.js';

export interface Serving {
  provider: Provider;
  vendor: VendorEmulator;
  faults: Faults;
  latencyMs: number;
  /** Ends every wait when the emulator stops. */
  signal: AbortSignal;
}

/** One request from the vendor's gateway to its answer, with what goes wrong in between. */
export async function serveRequest(
  serving: Serving,
  request: ReceivedRequest,
  response: ServerResponse,
): Promise<void> {
  const { provider, vendor, faults, latencyMs, signal } = serving;
  const admitted = answerOrRefusal(vendor, request, () => vendor.admit(request));
  if ('status' in admitted) return send(response, admitted);
  const { action, records } = admitted;
  const trouble = faults.strike({ provider, action, records });
  await wait(latencyMs + trouble.delayBeforeMs, signal);
  const work = { ...serving, request, response, admitted };
  if (trouble.mishap) return mishap(work, trouble.mishap, trouble.delayAfterMs);
  const answer = perform(work);
  await wait(trouble.delayAfterMs, signal);
  send(response, answer);
}

interface Work extends Serving {
  request: ReceivedRequest;
  response: ServerResponse;
  admitted: Admitted;
}

/** How a mishap ends: what was recorded, and what the caller gets to see. */
async function mishap(work: Work, fault: Mishap, delayMs: number): Promise<void> {
  const { response, vendor, signal, admitted } = work;
  const later = async (answer: Answer): Promise<void> => {
    await wait(delayMs, signal);
    send(response, answer);
  };
  switch (fault.kind) {
    case 'reset':
      if (fault.recorded) perform(work);
      await wait(delayMs, signal);
      return reset(response);
    case 'throttle':
      return later(refuse(work, vendor.codes.throttled, '', fault.plain ? 429 : undefined));
    case 'server-error':
      if (fault.recorded) perform(work);
      return later(refuse(work, vendor.codes.internalError, '', fault.status));
    case 'html':
      if (fault.recorded) perform(work);
      return later(htmlAnswer(fault.status));
    case 'half-answer':
      return sendHalf(response, perform(work));
    case 'slow-drip':
      return drip(response, perform(work), { ...fault, signal });
    case 'duplicate-delivery': {
      const answer = perform(work);
      perform(work);
      return later(answer);
    }
    case 'partial': {
      const leftOut = leftOutBy(fault, admitted.records);
      return later(perform(work, { leftOut, status: fault.status }));
    }
    case 'refuse':
      return later(refuse(work, fault.code, fault.message, fault.status));
    case 'wrong-echo':
      return later(vendor.wrongEcho(perform(work)));
  }
}

function perform({ vendor, request, admitted }: Work, exceptions = noExceptions): Answer {
  return answerOrRefusal(vendor, request, () => admitted.perform(exceptions));
}

function refuse(
  { vendor, request }: Work,
  code: string,
  message: string,
  status: number | undefined,
): Answer {
  return vendor.refused(new Refusal(code, message, status), request.id);
}

function answerOrRefusal<T>(
  vendor: VendorEmulator,
  request: ReceivedRequest,
  work: () => T,
): T | Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return vendor.refused(error, request.id);
    throw error;
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal });
}
