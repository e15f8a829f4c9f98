import { problemsOf } from './record-forms.js';
import { cloudAccountOf, ofKind, readSample, text, type FileRecord } from './sample-file.js';

describe.each([1, 2, 3])('the records of a sample, seed %i', (seed) => {
  const records = readSample(1_000, seed);

  it('have the form that the import asks for', () => {
    expect(records.flatMap(problemsOf)).toEqual([]);
  });

  it('have an identity of their own', () => {
    const identities = records.map(identityOf);
    expect(new Set(identities).size).toBe(identities.length);
    const instances = ofKind(records, 'cloudAccount').map(
      (each) => `${text(each, 'provider')} ${text(each, 'instance')}`,
    );
    expect(new Set(instances).size).toBe(instances.length);
  });

  it('refer to what is there, within one account and one currency', () => {
    const byId = new Map(records.flatMap((each) => (each.id ? [[each.id, each] as const] : [])));
    for (const record of records) {
      if (record.kind === 'manifest' || record.kind === 'huaweiOrder') continue;
      const owner = record.kind === 'bill' ? byId.get(text(record, 'workspace')) : record;
      const account = byId.get(owner?.account ?? text(record, 'id'));
      expect(account?.kind).toBe('account');
      expect(record['currency'] ?? account?.['currency']).toBe(account?.['currency']);
    }
  });

  it('let a workspace name only a cloud account of its own account', () => {
    const owners = new Map(ofKind(records, 'cloudAccount').map((each) => [each.id, each.account]));
    const named = ofKind(records, 'workspace').filter((each) => cloudAccountOf(each) !== undefined);
    const strangers = named.filter((each) => owners.get(cloudAccountOf(each)) !== each.account);
    expect(named.length).toBeGreaterThan(0);
    expect(strangers).toEqual([]);
  });

  it('number the accounts so that the order of ids is the order of numbers', () => {
    const ids = ofKind(records, 'account').map((each) => text(each, 'id'));
    expect(ids).toHaveLength(1_000);
    expect(ids[0]).toBe('acct-00001');
    expect(ids.at(-1)).toBe('acct-01000');
    expect(ids).toEqual(ids.toSorted());
  });
});

function identityOf(record: FileRecord): string {
  const { kind, id, workspace, order, site, currency, day, part = 1 } = record;
  if (kind === 'bill') return `bill ${String(workspace)} ${String(day)}`;
  if (kind === 'huaweiOrder') return `order ${String(order)}`;
  if (kind === 'manifest')
    return `manifest ${String(site)} ${String(currency)} ${String(day)} ${String(part)}`;
  return `${kind} ${String(id)}`;
}
