/** What is wrong with one field of a record, in plain words. */
export interface Problem {
  /** `lines[1].amount`; `record` where no field can be named. */
  field: string;
  reason: string;
}

/** A record that is refused, and all that is wrong with it. */
export interface Rejection {
  /** Which of the files, counted from 0. */
  file: number;
  line: number;
  problems: Problem[];
  /** The line as it stood in the file; only where rejects are written. */
  text?: string;
}
