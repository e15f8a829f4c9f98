import type { VNode } from 'preact';
import { sayWord, type Say } from '../texts/say.js';

type Tone = 'good' | 'bad' | 'wait' | 'plain';

/** How each state of bills, instruments, recharges, charges and cycles looks. */
const tones: Readonly<Record<string, Tone>> = {
  settled: 'good',
  active: 'good',
  confirmed: 'good',
  accepted: 'good',
  proved: 'good',
  subscribed: 'good',
  sent: 'good',
  arrears: 'bad',
  parked: 'bad',
  locked: 'bad',
  refused: 'bad',
  failed: 'bad',
  'given-up': 'bad',
  open: 'wait',
  charging: 'wait',
  unsettled: 'wait',
  waiting: 'wait',
  pending: 'wait',
  undecided: 'wait',
  sending: 'wait',
  'not-yet-valid': 'wait',
};

export function Badge({
  say,
  state,
  kind = 'state',
}: {
  say: Say;
  state: string;
  kind?: string;
}): VNode {
  return <span class={`badge ${tones[state] ?? 'plain'}`}>{sayWord(say, kind, state)}</span>;
}
