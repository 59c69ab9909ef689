import { moving } from '../moves/move-factories';

/** A factory that moves the workload `chat` from the site `east` to the site `hall`. */
export const move = (changes: object): Readonly<Record<string, unknown>> => ({
  ...moving({
    migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, ...changes } },
  }),
});
