import { webhookData } from '../../messaging/webhook-data';
import { cleared, locked, notice } from '../support/messages';

const debt = {
  account: 'acct-00001',
  currency: 'CNY',
  owed: '1234.50',
  overdraft: '1204.50',
  cloudArrears: '30.00',
  owedSince: '2026-11-22T16:07:31.250Z',
};

describe('the data of a webhook', () => {
  it('of a notice has the debt, the day and the time of the lock', () => {
    const lockAt = '2026-12-06T16:07:31.250Z';
    expect(webhookData(notice(11))).toEqual({ ...debt, day: 11, lockAt });
  });

  it('of a lock has the debt and how many workspaces', () => {
    expect(webhookData(locked())).toEqual({ ...debt, workspaces: 2 });
  });

  it('of what is cleared has whether workspaces were unlocked', () => {
    expect(webhookData(cleared(true))).toEqual({
      account: 'acct-00001',
      currency: 'CNY',
      owedSince: '2026-11-22T16:07:31.250Z',
      unlocked: true,
    });
  });

  it('of a workspace has its site, and its causes while it is locked', () => {
    const workspace = { account: 'acct-00001', workspace: 'wksp-1', site: 'cn1' };
    expect(webhookData({ type: 'workspace.locked', ...workspace, causes: ['arrears'] })).toEqual({
      ...workspace,
      causes: ['arrears'],
    });
    expect(webhookData({ type: 'workspace.unlocked', ...workspace })).toEqual(workspace);
  });

  it('says nothing of a field that is not documented', () => {
    const more = { ...cleared(false), internal: 'secret' };
    expect(webhookData(more)).not.toHaveProperty('internal');
  });
});
