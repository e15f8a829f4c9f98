import { ZodError } from 'zod';
import type { Provider } from '../domain/records.js';
import { booksPage } from './books-page.js';
import type { Books } from './books.js';
import { faultList } from './fault-schema.js';
import type { Faults } from './faults.js';
import { jsonAnswer } from './http-answer.js';
import type { Subscribers } from './subscribers.js';
import type { Answer, ReceivedRequest } from './vendor-emulator.js';

export interface Controlled {
  provider: Provider;
  books: Books;
  faults: Faults;
  subscribers: Subscribers;
  now: () => Date;
}

export function isControl(path: string): boolean {
  return path === '/emulator' || path.startsWith('/emulator/');
}

/** What no vendor has: a look at its books, and orders to misbehave. */
export function answerControl(
  controlled: Controlled,
  { method, path, body }: ReceivedRequest,
): Answer {
  const { provider, books, faults } = controlled;
  switch (`${method} ${path}`) {
    case 'GET /emulator':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: booksPage(controlled),
      };
    case 'GET /emulator/books':
      return jsonAnswer(200, { provider, entries: books.entries() });
    case 'GET /emulator/faults':
      return jsonAnswer(200, faults.active());
    case 'POST /emulator/faults':
      return orderFaults(faults, body);
    case 'DELETE /emulator/faults':
      faults.clear();
      return jsonAnswer(200, faults.active());
    default:
      return jsonAnswer(404, { error: `there is no ${method} ${path}` });
  }
}

function orderFaults(faults: Faults, body: Buffer): Answer {
  try {
    faults.add(faultList.parse(JSON.parse(body.toString('utf8'))));
    return jsonAnswer(200, faults.active());
  } catch (error) {
    if (error instanceof SyntaxError) return jsonAnswer(400, { error: 'is not JSON' });
    if (!(error instanceof ZodError)) throw error;
    const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return jsonAnswer(400, { error: problems.join('; ') });
  }
}
