import { wakeFollowUp } from '../../client/wake-follow-up.js';
import { parseAmount } from '../../domain/money.js';
import { followArrearsId, followUpId } from '../../domain/workflow-ids.js';
import { recharge } from '../../ledger/recharge.js';
import { version } from '../../package.json';
import { wakeSignal } from '../../workflows/messages.js';
import { account, bill, enterpriseWorkspace } from './records.js';
import type { System } from './system.js';
import { untilTrue } from './until-true.js';
import { keepHistory } from './workflow-histories.js';

const twoWeeksMs = 14 * 24 * 3_600_000;

/** An account owes for two weeks, is locked, and repays. */
export async function recordArrears(system: System): Promise<void> {
  const day = '2026-11-08';
  const id = 'owes';
  const handle = system.client.workflow.getHandle(followArrearsId(id));
  const { accounts, outbox } = system.ledger.collections;
  const untilTold = (type: string): Promise<void> =>
    untilTrue(async () =>
      (await outbox.find({ account: id }).toArray()).some(({ message }) => message.type === type),
    );
  await system.importRecords([account(id), enterpriseWorkspace('w-owes', id)]);
  await system.importRecords([bill('w-owes', '5.00', { day })]);
  await system.settle(day);
  await untilTold('arrears.notice');
  const owedSince = new Date(Date.now() - twoWeeksMs).toISOString();
  await accounts.updateOne({ _id: id }, [{ $set: { arrearsSince: owedSince } }]);
  await handle.signal(wakeSignal);
  await untilTold('arrears.locked');
  const amount = parseAmount('5.00');
  await recharge(system.ledger, { account: id, id: 'all', amount, at: system.ledger.now() });
  await wakeFollowUp(system.client);
  await handle.result();
  await keepHistory(handle, `${version}/arrears-followed`);
  const followUp = system.client.workflow.getHandle(followUpId);
  await followUp.result();
  await keepHistory(followUp, `${version}/followed-up`);
}
