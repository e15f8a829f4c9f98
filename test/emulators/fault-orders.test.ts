import { Faults } from '../../emulators/faults';
import type { FaultOrder } from '../../emulators/fault-schema';
import { runEmulators } from '../support/emulator-running';

const emulate = runEmulators();

/** Which of the requests a fault strikes: `x` for those, `.` for the others. */
function struckOf(order: FaultOrder, instances: readonly string[]): string {
  const faults = new Faults();
  faults.add([order]);
  return instances.map((instance) => (strike(faults, instance) ? 'x' : '.')).join('');
}

function strike(faults: Faults, instance: string, customer = 'c-1'): boolean {
  const records = [{ instance, customer }];
  const { mishap } = faults.strike({ provider: 'aws', action: 'BatchMeterUsage', records });
  return mishap !== undefined;
}

describe('which requests a fault strikes', () => {
  const five = ['a', 'b', 'a', 'a', 'b'];

  it.each<[string, FaultOrder, string]>([
    ['all, when it says nothing', { kind: 'throttle' }, 'xxxxx'],
    ['those of an instance', { kind: 'throttle', match: { instance: 'a' } }, 'x.xx.'],
    ['those of a customer', { kind: 'throttle', match: { customer: 'c-2' } }, '.....'],
    ['those of an action', { kind: 'throttle', match: { action: 'BatchMeterUsage' } }, 'xxxxx'],
    ['those of a vendor', { kind: 'throttle', provider: 'huawei-cloud' }, '.....'],
    ['the second', { kind: 'throttle', nth: 2 }, '.x...'],
    ['the second of an instance', { kind: 'throttle', nth: 2, match: { instance: 'a' } }, '..x..'],
    ['so many', { kind: 'throttle', times: 2 }, 'xx...'],
    ['none', { kind: 'throttle', probability: 0 }, '.....'],
  ])('%s', (_, order, expected) => {
    expect(struckOf(order, five)).toBe(expected);
  });

  it('draws the same for the same seed, and otherwise for another', () => {
    const many = Array.from({ length: 40 }, (_, n) => `i-${n}`);
    const drill = (seed: number): string =>
      struckOf({ kind: 'throttle', probability: 0.3, seed }, many);
    expect(drill(7)).toBe('x.x.x.x..x...xx........x.xxxx...........');
    expect(drill(7)).toBe(drill(7));
    expect(drill(8)).not.toBe(drill(7));
  });

  it('draws anew for each request about the same', () => {
    const again = Array.from({ length: 10 }, () => 'a');
    expect(struckOf({ kind: 'throttle', probability: 0.5, seed: 7 }, again)).toBe('x......x.x');
  });

  it('draws apart for two faults of one list with one seed', () => {
    const faults = new Faults();
    faults.add([
      { kind: 'throttle', probability: 0.5, seed: 7 },
      { kind: 'html', recorded: false, probability: 0.5, seed: 7 },
    ]);
    for (let n = 0; n < 40; n++) strike(faults, `i-${n}`);
    const [throttle, html] = faults.active().map(({ fired }) => fired);
    expect([throttle, html]).toEqual([17, 12]);
  });

  it('draws by what a request is about, not by when it comes', () => {
    const order: FaultOrder = { kind: 'throttle', probability: 0.5, seed: 3 };
    const there = ['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b', 'c'];
    const back = there.toReversed();
    const byName = (names: readonly string[]): string[] => {
      const struck = struckOf(order, names);
      return names.map((name, index) => `${name}${struck[index]}`).toSorted();
    };
    expect(byName(back)).toEqual(byName(there));
  });

  it('lets the first of a list strike, adds delays up, and counts for all', () => {
    const faults = new Faults();
    faults.add([
      { kind: 'delay', ms: 20 },
      { kind: 'throttle', nth: 1 },
      { kind: 'html', recorded: false, nth: 2 },
      { kind: 'delay', ms: 3 },
      { kind: 'delay', ms: 5, recorded: true },
    ]);
    const target = { provider: 'aws', action: 'BatchMeterUsage', records: [] } as const;
    const kinds = [1, 2, 3].map(() => {
      const { mishap, delayBeforeMs, delayAfterMs } = faults.strike(target);
      return [mishap?.kind, delayBeforeMs, delayAfterMs];
    });
    expect(kinds).toEqual([
      ['throttle', 23, 5],
      ['html', 23, 5],
      [undefined, 23, 5],
    ]);
    expect(faults.active().map(({ seen, fired }) => [seen, fired])).toEqual([
      [3, 3],
      [3, 1],
      [3, 1],
      [3, 3],
      [3, 3],
    ]);
  });
});

async function orderBy(address: string, body: string): Promise<[number, unknown]> {
  const answer = await fetch(`${address}/emulator/faults`, { method: 'POST', body });
  return [answer.status, JSON.parse(await answer.text())];
}

describe('orders over HTTP', () => {
  it('takes a list, adds to it, shows it and clears it', async () => {
    const { addresses, faults } = await emulate();
    await orderBy(addresses.aws, '[{"kind":"throttle","provider":"aws","times":1}]');
    await orderBy(addresses['huawei-cloud'], '[{"kind":"reset","recorded":true,"nth":2}]');
    const shown = await fetch(`${addresses['alibaba-cloud']}/emulator/faults`);
    expect(JSON.parse(await shown.text())).toEqual([
      { fault: { kind: 'throttle', provider: 'aws', times: 1, plain: false }, seen: 0, fired: 0 },
      { fault: { kind: 'reset', recorded: true, nth: 2 }, seen: 0, fired: 0 },
    ]);
    await fetch(`${addresses.aws}/emulator/faults`, { method: 'DELETE' });
    expect(faults.active()).toEqual([]);
  });

  it.each([
    ['what is not JSON', 'throttle', 'is not JSON'],
    ['what is no list', '{"kind":"throttle"}', 'expected array'],
    ['a kind that does not exist', '[{"kind":"earthquake"}]', '0.kind'],
    ['a field that does not exist', '[{"kind":"throttle","time":1}]', '"time"'],
    ['no word on recording', '[{"kind":"reset"}]', '0.recorded'],
    [
      'an outage that looks into requests',
      '[{"kind":"outage","match":{"instance":"a"}}]',
      '0.match',
    ],
    ['a bad one among good ones', '[{"kind":"throttle"},{"kind":"throttle","nth":0}]', '1.nth'],
  ])('refuses %s', async (_, body, problem) => {
    const { addresses, faults } = await emulate();
    const [status, answer] = await orderBy(addresses.aws, body);
    expect(status).toBe(400);
    expect(answer).toEqual({ error: expect.stringContaining(problem) });
    expect(faults.active()).toEqual([]);
  });

  it('knows no other paths', async () => {
    const { addresses } = await emulate();
    expect((await fetch(`${addresses.aws}/emulator/nothing`)).status).toBe(404);
  });
});
