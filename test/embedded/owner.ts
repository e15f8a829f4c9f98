import { startServices } from '../../embedded/services.js';

/** A process of its own for the tests to kill: starts temporary services, says where, and stays. */
void startServices({ log: () => undefined }).then(({ folder }) => {
  process.stdout.write(`${folder}\n`);
  return setInterval(() => undefined, 1_000);
});
