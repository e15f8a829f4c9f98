import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChargeActivities, ChargeStand } from '../activities/contract.js';
import { chargeAnswers } from '../domain/charge-outcome.js';
import { chargeOptions } from './activity-options.js';
import { chargeProgressQuery, resolveUpdate, retryNowUpdate } from './messages.js';
import { settlementStateKey } from './search-attributes.js';

export interface CollectInput {
  key: string;
}

const charges = proxyActivities<ChargeActivities>(chargeOptions);

const longestPauseSeconds = 300;

/**
 * Finds out what became of a charge, until its vendor's deadline: sends it again where that is safe,
 * looks it up where the vendor lets us, and otherwise waits for an operator.
 */
export async function collectCloudCharge({ key }: CollectInput): Promise<ChargeStand['state']> {
  let stand: ChargeStand | undefined;
  let poked = false;
  setHandler(chargeProgressQuery, () => stand);
  setHandler(
    resolveUpdate,
    async (answer) => {
      const state = await charges.answerCharge({ ...answer, key });
      poked = true;
      return state;
    },
    {
      validator: ({ answer, by, reason }) => {
        if (!chargeAnswers.includes(answer))
          throw new Error(`answer must be ${chargeAnswers.join(', ')}`);
        if (!by?.trim()) throw new Error('by must say who answers');
        if (!reason?.trim()) throw new Error('reason must say why');
        if (stand?.decided) throw new Error(`${key} is ${stand.state} already`);
      },
    },
  );
  setHandler(retryNowUpdate, () => {
    poked = true;
    return `${key} is looked at again`;
  });
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPauseSeconds)) {
    stand = await charges.reviewCharge({ key });
    setCurrentDetails(detailsOf(stand));
    const { decided, state } = stand;
    showState(decided ? 'settled' : state === 'parked' ? 'parked' : 'charging');
    if (decided) break;
    if (state === 'parked') await condition(() => poked);
    else await condition(() => poked, `${pause} seconds`);
    poked = false;
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof collectCloudCharge>({ key });
    }
  }
  await condition(allHandlersFinished);
  return stand.state;
}

function showState(value: 'settled' | 'parked' | 'charging'): void {
  upsertSearchAttributes([{ key: settlementStateKey, value }]);
}

function detailsOf({ state, summary }: ChargeStand): string {
  const how =
    state === 'parked'
      ? '\n\nAsk the vendor whether he has it, then answer: *More Actions*, *Send an Update*, `resolve` with `{"answer":"applied","by":"NAME","reason":"TEXT"}` (or `not-applied`, `write-off`), or `npx settle charge resolve`.'
      : '';
  return `**${state}**: ${summary}${how}\n\n\u00a0`;
}
