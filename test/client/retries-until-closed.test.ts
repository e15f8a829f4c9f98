import { Connection } from '@temporalio/client';
import { retriesUntilClosed } from '../../client/retries-until-closed.js';
import { freePort } from '../../embedded/free-port.js';

describe('retriesUntilClosed', () => {
  it('ends a call that is tried again in vain before its connection closes', async () => {
    const retries = retriesUntilClosed();
    const connection = Connection.lazy({
      address: `127.0.0.1:${await freePort(0)}`,
      interceptors: retries.interceptors,
    });
    const refused = connection.workflowService.getSystemInfo({}).then(() => 'answered', String);
    await retries.end();
    await connection.close();
    expect(await refused).toContain('UNAVAILABLE');
    // The SDK's ten tries take 20 s.
  }, 5_000);
});
