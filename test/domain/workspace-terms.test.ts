import {
  isOnCloudAccount,
  termOn,
  withoutCloudAccount,
  type WorkspaceTerm,
} from '../../domain/workspace-terms.js';

const onCloud = (from: string, cloudAccount: string): WorkspaceTerm => ({
  from,
  account: 'a',
  method: 'cloud',
  cloudAccount,
});
const enterprise = (from: string): WorkspaceTerm => ({ from, account: 'a', method: 'enterprise' });
const switched = (from: string): WorkspaceTerm => ({
  ...enterprise(from),
  cause: 'cloud-account-unsubscribed',
});

const from = '2026-11-21';
const [always, yesterday, pending] = ['0001-01-01', '2026-11-20', '2026-11-25'];

describe('the terms of a workspace', () => {
  it('on a day are the last that began, the later of two of one day', () => {
    const terms = [onCloud(always, 'x'), enterprise(from), switched(from), enterprise(pending)];
    expect(termOn(terms, '2026-11-20')).toEqual(onCloud(always, 'x'));
    expect(termOn(terms, from)).toEqual(switched(from));
    expect(termOn(terms, '2027-01-01')).toEqual(enterprise(pending));
    expect(termOn([enterprise(from)], yesterday)).toBeUndefined();
  });

  it.each([
    ['hold it', [onCloud(always, 'x')], [onCloud(always, 'x'), switched(from)]],
    ['hold another', [onCloud(always, 'y')], [onCloud(always, 'y')]],
    [
      'left it by then',
      [onCloud(always, 'x'), enterprise(yesterday)],
      [onCloud(always, 'x'), enterprise(yesterday)],
    ],
    [
      'leave it on that very day',
      [onCloud(always, 'x'), onCloud(from, 'y')],
      [onCloud(always, 'x'), onCloud(from, 'y')],
    ],
    [
      'leave it later',
      [onCloud(always, 'x'), onCloud(pending, 'y')],
      [onCloud(always, 'x'), switched(from), onCloud(pending, 'y')],
    ],
    [
      'come to it later',
      [enterprise(always), onCloud(pending, 'x')],
      [enterprise(always), onCloud(pending, 'x'), switched(pending)],
    ],
    [
      'switched before',
      [onCloud(always, 'x'), switched(from)],
      [onCloud(always, 'x'), switched(from)],
    ],
  ])('that %s have it no longer from the day on, and lose nothing', (_, terms, expected) => {
    expect(withoutCloudAccount(terms, { cloudAccount: 'x', from })).toEqual(expected);
    expect(isOnCloudAccount(expected, { cloudAccount: 'x', from })).toBe(false);
    expect(isOnCloudAccount(terms, { cloudAccount: 'x', from })).toBe(
      expected.length > terms.length,
    );
  });
});
