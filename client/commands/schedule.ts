import { exitStatus } from '../exit-status.js';
import { print } from '../say.js';
import {
  applySchedules,
  pauseSchedules,
  removeSchedules,
  resumeSchedules,
  showSchedules,
} from '../schedule.js';
import { withTemporal, type LocatedTemporal } from '../session.js';

export type ScheduleAction = 'apply' | 'show' | 'pause' | 'resume' | 'remove';

export async function scheduleCommand(
  located: LocatedTemporal,
  action: ScheduleAction,
): Promise<number> {
  const lines = await withTemporal(located, (client) => {
    switch (action) {
      case 'apply':
        return applySchedules(client, located.zones);
      case 'show':
        return showSchedules(client);
      case 'pause':
        return pauseSchedules(client);
      case 'resume':
        return resumeSchedules(client);
      case 'remove':
        return removeSchedules(client);
    }
  });
  for (const line of lines) await print(line);
  return exitStatus.done;
}
