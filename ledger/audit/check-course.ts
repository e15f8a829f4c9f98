import type { AccountBooks } from './account-books.js';
import type { Report } from './difference.js';

const check = 'arrears course';

/** Steps and lock of the arrears course stand beside the clock that they belong to (domain rule 10). */
export function checkCourse({ accounts }: AccountBooks, report: Report): void {
  for (const { _id, arrearsSince, course = [], locks = [] } of accounts) {
    const wrong = (expected: string, found: string): void =>
      report({ check, id: `accounts ${_id}`, expected, found });
    if (arrearsSince === undefined && course.length > 0)
      wrong('no step, because it owes nothing', `day ${course.map(({ day }) => day).join(', ')}`);
    const days = new Set(course.map(({ day }) => day));
    if (days.size < course.length)
      wrong('each step once', `day ${course.map(({ day }) => day).join(', ')}`);
    const early = course.find(({ at }) => arrearsSince !== undefined && at < arrearsSince);
    if (early) wrong(`day ${early.day} after ${arrearsSince}`, early.at);
    const ofArrears = locks.filter((lock) => lock.cause === 'arrears');
    if (ofArrears.length > 1) wrong('one lock because of arrears', String(ofArrears.length));
    for (const { owedSince } of ofArrears)
      if (owedSince !== arrearsSince)
        wrong(
          arrearsSince === undefined
            ? 'no lock, because it owes nothing'
            : `a lock of the clock of ${arrearsSince}`,
          `one of the clock of ${owedSince}`,
        );
  }
}
