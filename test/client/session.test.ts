import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locate } from '../../client/session.js';
import { identifyProcess } from '../../embedded/process-identity.js';
import { writeServices } from '../../embedded/services-file.js';

describe('the addresses that a command goes by', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settle-test-'));
    const me = identifyProcess(process.pid);
    if (!me) throw new Error('this process has no name');
    writeServices(folder, {
      owner: me,
      mongod: me,
      temporal: me,
      addresses: {
        mongodbUri: 'mongodb://127.0.0.1:1',
        temporalAddress: '127.0.0.1:2',
        temporalUiUrl: 'http://127.0.0.1:3',
      },
      environment: {
        ALIBABA_CLOUD_MARKET_ENDPOINT: 'http://127.0.0.1:4',
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulated',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulated too',
      },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are those of the services that run here, with the clouds that are emulated beside them', () => {
    const { mongodbUri, temporal, marketplaces } = locate({}, folder);
    expect(mongodbUri).toBe('mongodb://127.0.0.1:1');
    expect(temporal.address).toBe('127.0.0.1:2');
    expect(marketplaces.access['alibaba-cloud']).toEqual({
      endpoint: 'http://127.0.0.1:4',
      keyId: 'emulated',
      secret: 'emulated too',
    });
  });

  it('are all of the user where he sets the address of a vendor, and else all of the emulator', () => {
    const own = {
      ALIBABA_CLOUD_MARKET_ENDPOINT: 'http://127.0.0.1:5',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'own',
    };
    expect(locate(own, folder).marketplaces.access['alibaba-cloud']).toEqual({
      endpoint: 'http://127.0.0.1:5',
      keyId: 'own',
    });
    const onlyKey = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'own', ALIBABA_CLOUD_MARKET_ENDPOINT: '' };
    expect(locate(onlyKey, folder).marketplaces.access['alibaba-cloud']).toEqual({
      endpoint: 'http://127.0.0.1:4',
      keyId: 'emulated',
      secret: 'emulated too',
    });
  });

  it('never mix the emulated clouds with servers of the user', () => {
    const own = { MONGODB_URI: 'mongodb://db', TEMPORAL_ADDRESS: 'temporal:7233' };
    const { mongodbUri, marketplaces } = locate(own, folder);
    expect(mongodbUri).toBe('mongodb://db');
    expect(marketplaces.access['alibaba-cloud']).toEqual({});
  });
});
