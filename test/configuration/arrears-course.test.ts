import { readConfiguration, type Configuration } from '../../configuration/read-configuration';

function course(variables: NodeJS.ProcessEnv): Configuration['arrearsCourse'] {
  return readConfiguration(variables).arrearsCourse;
}

describe('the arrears course', () => {
  it.each([
    [{}, { noticeDays: [0, 11, 13], lockDay: 14 }],
    [
      { ARREARS_NOTICE_DAYS: '', ARREARS_LOCK_DAY: '' },
      { noticeDays: [0, 11, 13], lockDay: 14 },
    ],
    [{ ARREARS_NOTICE_DAYS: '3' }, { noticeDays: [3], lockDay: 14 }],
    [{ ARREARS_LOCK_DAY: '30' }, { noticeDays: [0, 11, 13], lockDay: 30 }],
    [
      { ARREARS_NOTICE_DAYS: ' 0, 365', ARREARS_LOCK_DAY: '366' },
      { noticeDays: [0, 365], lockDay: 366 },
    ],
    [
      { ARREARS_NOTICE_DAYS: '0', ARREARS_LOCK_DAY: '1' },
      { noticeDays: [0], lockDay: 1 },
    ],
  ])('of %j is %j', (variables, expected) => {
    expect(course(variables)).toEqual(expected);
  });

  it.each(['11,0', '0,0', '0,,1', '-1', '1.5', '366', '0;11', 'never', '1e1'])(
    'has no notices on days "%s"',
    (ARREARS_NOTICE_DAYS) => {
      expect(() => course({ ARREARS_NOTICE_DAYS, ARREARS_LOCK_DAY: '366' })).toThrow(
        'ARREARS_NOTICE_DAYS: must be whole numbers from 0 to 365 in ascending order, like 0,11,13',
      );
    },
  );

  it.each(['0', '367', '-1', '1.5', 'x', '1e1'])('has no lock on day "%s"', (ARREARS_LOCK_DAY) => {
    expect(() => course({ ARREARS_LOCK_DAY })).toThrow(
      'ARREARS_LOCK_DAY: must be a whole number from 1 to 366',
    );
  });

  it.each([
    [{ ARREARS_LOCK_DAY: '13' }, '0,11,13', 13],
    [{ ARREARS_NOTICE_DAYS: '0,14' }, '0,14', 14],
  ])('has no notice on the day of its lock or later: %j', (variables, days, lockDay) => {
    expect(() => course(variables)).toThrow(
      `ARREARS_NOTICE_DAYS: every day of ${days} must be before the lock on day ${lockDay} (ARREARS_LOCK_DAY)`,
    );
  });
});
