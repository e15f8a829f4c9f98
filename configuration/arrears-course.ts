import { z } from 'zod';
import { standardCourse, type ArrearsCourse } from '../domain/arrears-course.js';
import { ConfigurationError } from './configuration-error.js';

const noticeForm = 'must be whole numbers from 0 to 365 in ascending order, like 0,11,13';
const lockForm = 'must be a whole number from 1 to 366';

/** Domain rule 10: on which days of the arrears clock somebody is told, and on which one it locks. */
export const arrearsSettings = {
  ARREARS_NOTICE_DAYS: z
    .string()
    .regex(/^\s*\d{1,3}\s*(,\s*\d{1,3}\s*)*$/, noticeForm)
    .transform((text) => text.split(',').map(Number))
    .refine((days) => days.every((day, index) => day <= 365 && day > (days[index - 1] ?? -1)), {
      error: noticeForm,
    })
    .optional(),
  ARREARS_LOCK_DAY: z
    .string()
    .regex(/^\d{1,3}$/, lockForm)
    .transform(Number)
    .refine((day) => day >= 1 && day <= 366, { error: lockForm })
    .optional(),
};

/** @throws ConfigurationError where a notice would come after the lock */
export function arrearsCourseOf(set: {
  ARREARS_NOTICE_DAYS?: number[] | undefined;
  ARREARS_LOCK_DAY?: number | undefined;
}): ArrearsCourse {
  const noticeDays = set.ARREARS_NOTICE_DAYS ?? standardCourse.noticeDays;
  const lockDay = set.ARREARS_LOCK_DAY ?? standardCourse.lockDay;
  if (noticeDays.some((day) => day >= lockDay))
    throw new ConfigurationError(
      `ARREARS_NOTICE_DAYS: every day of ${noticeDays.join(',')} must be before the lock on day ${lockDay} (ARREARS_LOCK_DAY)`,
    );
  return { noticeDays, lockDay };
}
