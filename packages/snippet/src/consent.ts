type Task = () => unknown;

let allowed: boolean | undefined;
const waiting: Task[] = [];

/** Runs a task that stores or sends now, once consent is given, or never. What waits is in memory alone. */
export function whenAllowed(task: Task): void {
  if (allowed === undefined) waiting.push(task);
  if (allowed) task();
}

/** Takes the visitor's answer; the latest counts. What waited for it is done, or dropped. */
export function allow(answer: boolean): void {
  allowed = answer;
  for (const task of waiting.splice(0)) whenAllowed(task);
}
